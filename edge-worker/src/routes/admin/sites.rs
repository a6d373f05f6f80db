//! `POST /v1/admin/sites`, `PATCH /v1/admin/sites/:domainId`,
//! `POST /v1/admin/sites/:domainId/site-key`.

use axum::Json;
use axum::extract::State;
use edgeprint_signals::ErrorCode;
use serde::{Deserialize, Deserializer, Serialize};

use super::{check_name, refused};
use crate::app::App;
use crate::auth::{AllowedOrigins, Key, KeyKind, Operator};
use crate::body::{self, Segment};
use crate::caller::Caller;
use crate::error::{Abort, AppError, Fatal};
use crate::ids::{DomainId, TenantId};
use crate::store::{NewSite, SiteRecord, SiteSettings};

const DEFAULT_CHECK_INTERVAL_SECONDS: u32 = 7 * 24 * 60 * 60;
const CHECK_INTERVALS: core::ops::RangeInclusive<u32> = 1..=366 * 24 * 60 * 60;
const RETENTIONS: core::ops::RangeInclusive<u32> = 1..=3660;

/// A site to be.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddSite {
    tenant_id: TenantId,
    name: String,
    #[serde(flatten)]
    settings: Settings,
}

/// What is to be changed about a site; what is missing stays.
#[derive(Debug, Deserialize)]
pub struct ChangeSite {
    name: Option<String>,
    #[serde(flatten)]
    settings: Settings,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    allowed_origins: Option<AllowedOrigins>,
    check_interval_seconds: Option<u32>,
    /// `null` keeps devices for good, which is not the same as saying nothing.
    #[serde(default, deserialize_with = "present")]
    retention_days: Option<Option<u32>>,
}

/// A site as the operator sees it.
#[derive(Debug, Serialize)]
pub struct SiteAnswer {
    ok: bool,
    site: Site,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Site {
    domain_id: DomainId,
    tenant_id: TenantId,
    name: String,
    site_key: String,
    allowed_origins: AllowedOrigins,
    check_interval_seconds: u32,
    retention_days: Option<u32>,
}

/// A site's new key.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SiteKeyAnswer {
    ok: bool,
    site_key: String,
}

/// Adds a site to a tenant.
#[worker::send]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    _: Operator,
    body::Json(request): body::Json<AddSite>,
) -> Result<Json<SiteAnswer>, AppError> {
    let unset = SiteSettings {
        check_interval_seconds: DEFAULT_CHECK_INTERVAL_SECONDS,
        ..SiteSettings::default()
    };
    let new = NewSite {
        id: &DomainId::mint()?,
        tenant: &request.tenant_id,
        name: check_name(&request.name)?,
        key: &issue_key(&app)?,
        settings: &request.settings.over(unset)?,
    };
    let directory = app.config().directory()?;
    let tenant = directory.tenant(new.tenant).await?.ok_or(ErrorCode::ResourceNotFound)?;
    // The shard first: no device may come before it is known how long it is kept.
    let store = app.config().store_of(&tenant)?;
    store.set_retention(&tenant.id, new.id, new.settings.retention_days).await?;
    let added = directory.add_site(new, caller.at()).await?;
    answer(&added.ok_or(ErrorCode::ResourceNotFound)?)
}

/// Changes a site. Pages notice within the time that decisions are cached.
#[worker::send]
pub async fn change(
    State(app): State<App>,
    Segment(domain_id): Segment,
    _: Operator,
    body::Json(request): body::Json<ChangeSite>,
) -> Result<Json<SiteAnswer>, AppError> {
    let id = parse_id(&domain_id)?;
    let directory = app.config().directory()?;
    let site = directory.site(&id).await?.ok_or(ErrorCode::ResourceNotFound)?;
    let settings = request.settings.over(SiteSettings {
        allowed_origins: site.allowed_origins()?,
        check_interval_seconds: site.check_interval_seconds,
        retention_days: site.retention_days,
    })?;
    let name = request.name.as_deref().unwrap_or(&site.name);
    let changed = directory.change_site(&id, check_name(name)?, &settings).await?;
    let changed = changed.ok_or(ErrorCode::ResourceNotFound)?;
    // If this fails, so does the request, and trying again mends it.
    let store = app.config().store_of(&changed.tenant())?;
    store.set_retention(&changed.tenant_id, &id, changed.retention_days).await?;
    answer(&changed)
}

/// Gives a site another key. The former one ends, as far as it is not cached.
#[worker::send]
pub async fn regenerate_key(
    State(app): State<App>,
    Segment(domain_id): Segment,
    _: Operator,
) -> Result<Json<SiteKeyAnswer>, AppError> {
    let (id, key) = (parse_id(&domain_id)?, issue_key(&app)?);
    let site = app.config().directory()?.replace_site_key(&id, &key).await?;
    let site_key = site.ok_or(ErrorCode::ResourceNotFound)?.site_key;
    Ok(Json(SiteKeyAnswer { ok: true, site_key }))
}

impl Settings {
    /// These settings where they say something, else the others.
    fn over(self, others: SiteSettings) -> Result<SiteSettings, Abort> {
        let interval = self.check_interval_seconds.unwrap_or(others.check_interval_seconds);
        let retention = self.retention_days.unwrap_or(others.retention_days);
        if !CHECK_INTERVALS.contains(&interval) {
            return Err(refused(format!("checkIntervalSeconds: {CHECK_INTERVALS:?}")));
        }
        if retention.is_some_and(|days| !RETENTIONS.contains(&days)) {
            return Err(refused(format!("retentionDays: {RETENTIONS:?}, or null")));
        }
        Ok(SiteSettings {
            allowed_origins: self.allowed_origins.unwrap_or(others.allowed_origins),
            check_interval_seconds: interval,
            retention_days: retention,
        })
    }
}

fn issue_key(app: &App) -> Result<Key, Fatal> {
    Key::issue(KeyKind::Site, &app.config().key_environment())
}

fn parse_id(text: &str) -> Result<DomainId, AppError> {
    DomainId::parse(text).ok_or(ErrorCode::ResourceNotFound.into())
}

fn answer(record: &SiteRecord) -> Result<Json<SiteAnswer>, AppError> {
    let site = Site {
        domain_id: record.id.clone(),
        tenant_id: record.tenant_id.clone(),
        name: record.name.clone(),
        site_key: record.site_key.clone(),
        allowed_origins: record.allowed_origins()?,
        check_interval_seconds: record.check_interval_seconds,
        retention_days: record.retention_days,
    };
    Ok(Json(SiteAnswer { ok: true, site }))
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before() -> SiteSettings {
        SiteSettings {
            allowed_origins: AllowedOrigins::new(vec!["example.com".into()]).unwrap(),
            check_interval_seconds: 60,
            retention_days: Some(30),
        }
    }

    fn after(json: &str) -> Result<SiteSettings, String> {
        let change: ChangeSite = serde_json::from_str(json).map_err(|error| error.to_string())?;
        change.settings.over(before()).map_err(|abort| AppError::from(abort).detail().into())
    }

    #[test]
    fn what_is_not_mentioned_stays() {
        let settings = after(r#"{"name":"new"}"#).unwrap();
        assert_eq!(settings.allowed_origins, before().allowed_origins);
        assert_eq!((settings.check_interval_seconds, settings.retention_days), (60, Some(30)));
    }

    #[test]
    fn null_ends_the_retention_and_an_empty_list_ends_the_origins() {
        let settings = after(r#"{"retentionDays":null,"allowedOrigins":[]}"#).unwrap();
        assert_eq!(settings.retention_days, None);
        assert_eq!(settings.allowed_origins, AllowedOrigins::default());
    }

    #[test]
    fn values_out_of_range_are_refused_by_name() {
        assert!(after(r#"{"checkIntervalSeconds":0}"#).unwrap_err().contains("checkInterval"));
        assert!(after(r#"{"retentionDays":0}"#).unwrap_err().contains("retentionDays"));
        assert!(after(r#"{"allowedOrigins":["https://x.y"]}"#).unwrap_err().contains("host name"));
    }
}
