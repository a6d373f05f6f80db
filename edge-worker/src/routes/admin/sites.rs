//! `/v1/admin/sites`.

use axum::extract::State;
use edgeprint_signals::wire::Site;
use serde::{Deserialize, Serialize};

use super::query::List;
use super::site_settings::Settings;
use super::{DONE, Done, not_found, tenant_of, to_wire};
use crate::app::App;
use crate::auth::{Key, KeyKind, Operator};
use crate::body::{Json, Segment};
use crate::caller::Caller;
use crate::error::{AppError, Fatal};
use crate::ids::{DomainId, TenantId};
use crate::store::{Audit, CachedTerms, Directory, SiteRecord, SiteSettings};
use crate::tenant::Tenant;

const DEFAULT_CHECK_INTERVAL_SECONDS: u32 = 7 * 24 * 60 * 60;

/// A site to be.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddSite {
    tenant_id: TenantId,
    #[serde(flatten)]
    settings: Settings,
}

/// A site as the operator sees it.
#[derive(Debug, Serialize)]
pub struct SiteAnswer {
    ok: bool,
    site: Site,
}

/// A page of sites.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sites {
    ok: bool,
    sites: Vec<Site>,
    next_cursor: Option<String>,
}

/// A site's new key.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SiteKeyAnswer {
    ok: bool,
    site_key: String,
}

/// Lists sites, the latest first, of one tenant or of all.
#[worker::send]
pub async fn list(
    State(app): State<App>,
    _: Operator,
    list: List,
) -> Result<Json<Sites>, AppError> {
    let tenant = tenant_of(&list)?;
    let page = app.config().directory()?.sites(tenant.as_ref(), &list.page()).await?;
    let (sites, next_cursor) = to_wire(page, SiteRecord::to_wire);
    Ok(Json(Sites { ok: true, sites, next_cursor }))
}

/// Adds a site to a tenant.
#[worker::send]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    operator: Operator,
    Json(request): Json<AddSite>,
) -> Result<Json<SiteAnswer>, AppError> {
    let unset = SiteSettings {
        check_interval_seconds: DEFAULT_CHECK_INTERVAL_SECONDS,
        ..SiteSettings::default()
    };
    let directory = app.config().directory()?;
    let tenant = directory.tenant(&request.tenant_id).await?.ok_or_else(not_found)?.tenant();
    let site = SiteRecord {
        id: DomainId::mint()?,
        tenant,
        site_key: issue_key(&app)?.expose().into(),
        settings: request.settings.over(unset, app.config().webhook_addresses())?,
        created_at: caller.at(),
    };
    let audit = Audit::of(&operator, &caller, "site.add", site.id.as_str(), Some(&site.tenant.id))?;
    // The shard first: no device may come before it is known how long it is kept.
    keep(&app, &site.tenant, &site.id, site.settings.retention_days).await?;
    if !directory.add_site(&site, &audit.after(&site.to_wire())).await? {
        return Err(not_found());
    }
    Ok(answer(&site))
}

/// Tells of a site.
#[worker::send]
pub async fn show(
    State(app): State<App>,
    Segment(domain_id): Segment,
    _: Operator,
) -> Result<Json<SiteAnswer>, AppError> {
    Ok(answer(&find(&app.config().directory()?, &domain_id).await?))
}

/// Changes a site. Pages notice within the time that decisions are cached.
#[worker::send]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    Segment(domain_id): Segment,
    operator: Operator,
    Json(request): Json<Settings>,
) -> Result<Json<SiteAnswer>, AppError> {
    let store = app.config().directory()?;
    let before = find(&store, &domain_id).await?;
    let settings = request.over(before.settings.clone(), app.config().webhook_addresses())?;
    let after = SiteRecord { settings, ..before.clone() };
    let audit = Audit::of(&operator, &caller, "site.change", &domain_id, Some(&before.tenant.id))?
        .before(&before.to_wire())
        .after(&after.to_wire());
    if !store.change_site(&after.id, &after.settings, &audit).await? {
        return Err(not_found());
    }
    // If this fails, so does the request, and trying again mends it.
    keep(&app, &after.tenant, &after.id, after.settings.retention_days).await?;
    forget_terms(&app, &after.id).await;
    Ok(answer(&after))
}

/// Gives a site another key. The former one ends, as far as it is not cached.
#[worker::send]
pub async fn regenerate_key(
    State(app): State<App>,
    caller: Caller,
    Segment(domain_id): Segment,
    operator: Operator,
) -> Result<Json<SiteKeyAnswer>, AppError> {
    let store = app.config().directory()?;
    let (before, key) = (find(&store, &domain_id).await?, issue_key(&app)?);
    let after = SiteRecord { site_key: key.expose().into(), ..before.clone() };
    let audit = Audit::of(&operator, &caller, "site.key", &domain_id, Some(&before.tenant.id))?
        .before(&before.to_wire())
        .after(&after.to_wire());
    if !store.replace_site_key(&after.id, &key, &audit).await? {
        return Err(not_found());
    }
    Ok(Json(SiteKeyAnswer { ok: true, site_key: after.site_key }))
}

/// Deletes a site: its key ends within the time that decisions are cached, its
/// data is erased by and by.
#[worker::send]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    Segment(domain_id): Segment,
    operator: Operator,
) -> Result<Json<Done>, AppError> {
    let store = app.config().directory()?;
    let id = DomainId::parse(&domain_id).ok_or_else(not_found)?;
    let before = store.site_even_deleted(&id).await?.ok_or_else(not_found)?;
    let audit = Audit::of(&operator, &caller, "site.delete", &domain_id, Some(&before.tenant.id))?
        .before(&before.to_wire());
    let deleted = store.delete_site(&id, &audit).await?;
    // Also if it was deleted before, in case that this failed then.
    keep(&app, &before.tenant, &id, Some(0)).await?;
    forget_terms(&app, &id).await;
    if deleted { Ok(Json(DONE)) } else { Err(not_found()) }
}

pub(super) async fn find(store: &Directory, domain_id: &str) -> Result<SiteRecord, AppError> {
    let id = DomainId::parse(domain_id).ok_or_else(not_found)?;
    store.site(&id).await?.ok_or_else(not_found)
}

/// Lets submissions see a change sooner than the cache would.
pub(super) async fn forget_terms(app: &App, site: &DomainId) {
    if let Some(cache) = app.config().cache() {
        cache.drop::<CachedTerms>(site).await;
    }
}

/// Tells the shard how many days the site's devices are kept.
async fn keep(app: &App, tenant: &Tenant, id: &DomainId, days: Option<u32>) -> Result<(), Fatal> {
    app.config().store_of(tenant)?.set_retention(&tenant.id, id, days).await
}

fn issue_key(app: &App) -> Result<Key, Fatal> {
    Key::issue(KeyKind::Site, &app.config().key_environment())
}

fn answer(site: &SiteRecord) -> Json<SiteAnswer> {
    Json(SiteAnswer { ok: true, site: site.to_wire() })
}
