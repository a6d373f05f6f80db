//! May this page use this site key? Decided once, and kept for some minutes
//! under the key and the origin together, whichever way it went.

use edgeprint_signals::ErrorCode;
use edgeprint_signals::wire::GpcPolicy;
use serde::{Deserialize, Serialize};

use super::{Key, KeyKind, Origin};
use crate::app::App;
use crate::caller::Caller;
use crate::error::{Abort, AppError};
use crate::ids::{DomainId, TenantId};
use crate::store::{Cache, CachedAccess, SiteAccessKey, SiteRecord, Until};
use crate::tenant::Tenant;

/// What a page's request needs to know of its site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Whose it is.
    #[serde(flatten)]
    pub tenant: Tenant,
    /// Which one.
    pub domain: DomainId,
    /// Seconds that it wants between two submissions of a device.
    pub check_interval_seconds: u32,
    /// Whether it identifies nobody.
    pub reduced_mode: bool,
    /// What it does about Global Privacy Control.
    pub gpc_policy: GpcPolicy,
}

impl Site {
    /// Whether a visitor is assessed alone, and not identified.
    ///
    /// # Errors
    /// `gpc_refused` where the site takes nothing from this visitor.
    pub fn reduces(&self, caller: &Caller) -> Result<bool, Abort> {
        reduces(self.reduced_mode, self.gpc_policy, caller.asks_for_privacy())
    }
}

/// What becomes of a visitor who does, or does not, send Global Privacy Control.
///
/// # Errors
/// `gpc_refused` where the site takes nothing from such a visitor.
pub fn reduces(reduced_mode: bool, policy: GpcPolicy, gpc: bool) -> Result<bool, Abort> {
    match (gpc, policy) {
        (true, GpcPolicy::Refuse) => Err(Abort::new(ErrorCode::GpcRefused)),
        (true, GpcPolicy::Reduce) => Ok(true),
        _ => Ok(reduced_mode),
    }
}

/// The decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SiteAccess {
    /// The key may be used from there.
    Granted(Site),
    /// The key is right and the origin is not.
    OriginRefused(TenantId),
    /// There is no such key.
    KeyUnknown,
}

/// Admits a page by its site key and its origin, and counts the request.
///
/// # Errors
/// `site_key_invalid`, `origin_not_allowed`, `rate_limited`, or a failed store.
pub async fn admit_page(app: &App, caller: &Caller, site_key: &str) -> Result<Site, AppError> {
    let access = match Key::parse(KeyKind::Site, site_key) {
        Some(key) => access(app, caller, &key).await?,
        None => {
            count(app, caller, &SiteAccess::KeyUnknown).await?;
            SiteAccess::KeyUnknown
        }
    };
    match access {
        SiteAccess::Granted(site) => Ok(site),
        SiteAccess::OriginRefused(_) => Err(ErrorCode::OriginNotAllowed.into()),
        SiteAccess::KeyUnknown => Err(ErrorCode::SiteKeyInvalid.into()),
    }
}

/// The decision. It is kept once the request is counted: whoever may ask no
/// more must not fill the cache either, with an origin invented each time.
async fn access(app: &App, caller: &Caller, key: &Key) -> Result<SiteAccess, AppError> {
    let seconds = app.config().auth_cache_seconds();
    let cache = app.config().cache().filter(|_| seconds > 0);
    let name = SiteAccessKey::new(key, caller.origin());
    if let Some(kept) = kept(cache.as_ref(), &name, caller).await {
        count(app, caller, &kept).await?;
        return Ok(kept);
    }
    let record = app.config().directory()?.site_by_key(key).await?;
    let value = decide(record.as_ref(), caller.origin());
    count(app, caller, &value).await?;
    if let Some(cache) = cache {
        let until = caller.at().plus_seconds(seconds);
        let entry = Until { until, value: value.clone() };
        cache.put::<CachedAccess>(&name, &entry, seconds).await;
    }
    Ok(value)
}

async fn count(app: &App, caller: &Caller, access: &SiteAccess) -> Result<(), Abort> {
    let limits = app.config().limits();
    match access {
        SiteAccess::Granted(site) => limits.tenant(&site.tenant.id, caller.address()).await,
        SiteAccess::OriginRefused(tenant) => limits.tenant(tenant, caller.address()).await,
        SiteAccess::KeyUnknown => limits.global(caller.address()).await,
    }
}

async fn kept(cache: Option<&Cache>, name: &SiteAccessKey, caller: &Caller) -> Option<SiteAccess> {
    let entry = cache?.get::<CachedAccess>(name).await?;
    (caller.at() < entry.until).then_some(entry.value)
}

fn decide(record: Option<&SiteRecord>, origin: &Origin) -> SiteAccess {
    let Some(record) = record else { return SiteAccess::KeyUnknown };
    let admitted = record.settings.allowed_origins.admits(origin);
    let site = record.to_site();
    if admitted { SiteAccess::Granted(site) } else { SiteAccess::OriginRefused(site.tenant.id) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn privacy_control_counts_where_the_site_says_so_and_the_site_can_reduce_everybody() {
        for (reduced, policy, gpc, expected) in [
            (false, GpcPolicy::Ignore, true, Some(false)),
            (false, GpcPolicy::Reduce, true, Some(true)),
            (false, GpcPolicy::Reduce, false, Some(false)),
            (false, GpcPolicy::Refuse, true, None),
            (false, GpcPolicy::Refuse, false, Some(false)),
            (true, GpcPolicy::Ignore, false, Some(true)),
            (true, GpcPolicy::Refuse, true, None),
        ] {
            assert_eq!(reduces(reduced, policy, gpc).ok(), expected, "{reduced} {policy:?} {gpc}");
        }
    }
}
