//! May this backend do this? Asked of the database each time, so that a
//! revoked key stops working at once.

use edgeprint_signals::{ErrorCode, Scope};
use worker::console_error;

use super::{Bearer, Key, KeyKind};
use crate::app::App;
use crate::caller::Caller;
use crate::clock::Timestamp;
use crate::error::{Abort, AppError};
use crate::tenant::Tenant;

/// A secret key's record.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Whose it is.
    pub tenant: Tenant,
    /// SHA-256 of the key.
    pub hash: String,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, some minutes coarse.
    pub last_used_at: Option<Timestamp>,
}

impl ApiKey {
    /// Whether it can be used at a time.
    #[must_use]
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}

/// Admits a backend by its secret key, and counts the request. An operator who
/// acts for a tenant was admitted before, and needs no scope.
///
/// # Errors
/// `api_key_invalid`, `scope_missing`, `rate_limited`, or a failed store.
pub async fn admit_backend(app: &App, caller: &Caller, scope: Scope) -> Result<Tenant, AppError> {
    if let Some(tenant) = caller.acts_for() {
        return Ok(tenant.clone());
    }
    let limits = app.config().limits();
    let Some(key) = known_key(app, caller).await? else {
        limits.global(caller.address()).await?;
        return Err(ErrorCode::ApiKeyInvalid.into());
    };
    limits.tenant(&key.tenant.id, caller.address()).await?;
    if let Err(error) = app.config().directory()?.note_use(&key, caller.at()).await {
        console_error!("{error}"); // worth a line in the log, not an answer
    }
    if key.scopes.contains(&scope) {
        return Ok(key.tenant);
    }
    let detail = format!("This route needs the scope {}.", scope.name());
    Err(Abort::because(ErrorCode::ScopeMissing, detail).into())
}

async fn known_key(app: &App, caller: &Caller) -> Result<Option<ApiKey>, AppError> {
    let bearer = caller.bearer().map(Bearer::expose);
    let Some(key) = bearer.and_then(|text| Key::parse(KeyKind::Secret, text)) else {
        return Ok(None);
    };
    let found = app.config().directory()?.api_key(&key.hash()).await?;
    Ok(found.filter(|found| key.has_hash(&found.hash) && found.is_valid(caller.at())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TenantId;
    use crate::tenant::Shard;

    const NOW: Timestamp = Timestamp::from_ms(1_735_689_600_000);

    fn key(expires_at: Option<Timestamp>, revoked_at: Option<Timestamp>) -> ApiKey {
        let tenant = Tenant { id: TenantId::mint().unwrap(), shard: Shard::FIRST };
        let (hash, scopes) = (String::new(), vec![]);
        ApiKey { tenant, hash, scopes, expires_at, revoked_at, last_used_at: None }
    }

    #[test]
    fn a_key_is_valid_until_its_end_or_its_revocation() {
        assert!(key(None, None).is_valid(NOW));
        assert!(key(Some(NOW.plus_seconds(1)), None).is_valid(NOW));
        assert!(!key(Some(NOW), None).is_valid(NOW));
        assert!(!key(None, Some(NOW)).is_valid(NOW));
        assert!(!key(Some(NOW.plus_days(1)), Some(NOW)).is_valid(NOW));
    }
}
