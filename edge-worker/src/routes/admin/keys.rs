//! `POST /v1/admin/keys`, `DELETE /v1/admin/keys/:id`.

use axum::Json;
use axum::extract::State;
use edgeprint_signals::{ErrorCode, Scope};
use serde::{Deserialize, Serialize};

use super::{check_name, refused};
use crate::app::App;
use crate::auth::{Key, KeyKind, Operator};
use crate::body::{self, Segment};
use crate::caller::Caller;
use crate::clock::Timestamp;
use crate::error::{Abort, AppError};
use crate::ids::{ApiKeyId, TenantId};
use crate::store::NewApiKey;

/// A secret key to be.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddKey {
    tenant_id: TenantId,
    name: String,
    scopes: Vec<String>,
    #[serde(default)]
    expires_at: Option<String>,
}

/// A new secret key, shown this once.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyAnswer {
    ok: bool,
    key: KeyRecord,
    secret_key: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct KeyRecord {
    id: ApiKeyId,
    tenant_id: TenantId,
    name: String,
    prefix: String,
    scopes: Vec<&'static str>,
    expires_at: Option<String>,
}

/// A key that is revoked.
#[derive(Debug, Serialize)]
pub struct Revoked {
    ok: bool,
}

/// Adds a secret key to a tenant.
#[worker::send]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    _: Operator,
    body::Json(request): body::Json<AddKey>,
) -> Result<Json<KeyAnswer>, AppError> {
    let key = Key::issue(KeyKind::Secret, &app.config().key_environment())?;
    let id = ApiKeyId::mint()?;
    let scopes = parse_scopes(&request.scopes)?;
    let expires_at = parse_end(request.expires_at.as_deref(), caller.at())?;
    let new = NewApiKey {
        id: &id,
        tenant: &request.tenant_id,
        name: check_name(&request.name)?,
        key: &key,
        scopes: &scopes,
        expires_at,
    };
    if !app.config().directory()?.add_api_key(new, caller.at()).await? {
        return Err(ErrorCode::ResourceNotFound.into());
    }
    let record = KeyRecord {
        id,
        tenant_id: request.tenant_id,
        name: request.name.trim().into(),
        prefix: key.shown(),
        scopes: scopes.iter().map(|scope| scope.name()).collect(),
        expires_at: expires_at.map(Timestamp::to_iso),
    };
    Ok(Json(KeyAnswer { ok: true, key: record, secret_key: key.expose().into() }))
}

/// Revokes a secret key.
#[worker::send]
pub async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Segment(key_id): Segment,
    _: Operator,
) -> Result<Json<Revoked>, AppError> {
    let id = ApiKeyId::parse(&key_id).ok_or(ErrorCode::ResourceNotFound)?;
    if !app.config().directory()?.revoke_api_key(&id, caller.at()).await? {
        return Err(ErrorCode::ResourceNotFound.into());
    }
    Ok(Json(Revoked { ok: true }))
}

fn parse_scopes(names: &[String]) -> Result<Vec<Scope>, Abort> {
    let mut scopes = Vec::new();
    for name in names {
        let scope = Scope::from_name(name);
        let scope = scope.ok_or_else(|| refused("scopes: one of them is unknown".into()))?;
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if scopes.is_empty() { Err(refused("scopes: at least one".into())) } else { Ok(scopes) }
}

fn parse_end(text: Option<&str>, now: Timestamp) -> Result<Option<Timestamp>, Abort> {
    let Some(text) = text else { return Ok(None) };
    match Timestamp::from_iso(text) {
        Some(end) if end > now => Ok(Some(end)),
        _ => Err(refused("expiresAt: a time to come, such as 2030-01-01T00:00:00Z".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_735_689_600_000);

    #[test]
    fn scopes_are_known_ones_each_once() {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let twice = parse_scopes(&names(&["read:device", "read:device"]));
        assert_eq!(twice.unwrap(), vec![Scope::ReadDevice]);
        assert!(parse_scopes(&names(&[])).is_err());
        assert!(parse_scopes(&names(&["read:device", "root"])).is_err());
    }

    #[test]
    fn a_key_ends_in_the_future_or_not_at_all() {
        assert_eq!(parse_end(None, NOW).unwrap(), None);
        let end = parse_end(Some("2025-01-02T00:00:00Z"), NOW).unwrap();
        assert_eq!(end, Some(NOW.plus_days(1)));
        assert!(parse_end(Some("2025-01-01T00:00:00Z"), NOW).is_err());
        assert!(parse_end(Some("tomorrow"), NOW).is_err());
    }
}
