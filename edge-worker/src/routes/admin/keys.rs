//! `/v1/admin/keys`: secret keys, each shown once, when it is made.

use axum::extract::State;
use edgeprint_signals::{ErrorCode, Scope, wire};
use serde::{Deserialize, Serialize};

use super::query::List;
use super::{DONE, Done, check_name, not_found, present, refused, tenant_of, to_wire};
use crate::app::App;
use crate::auth::{Key, KeyKind, Operator};
use crate::body::{Json, Segment};
use crate::caller::Caller;
use crate::clock::Timestamp;
use crate::error::{Abort, AppError};
use crate::ids::{ApiKeyId, TenantId};
use crate::store::{ApiKeyRecord, Audit, Directory};

/// How long a rotated key goes on unless told otherwise, and at most.
const DEFAULT_OVERLAP_SECONDS: u32 = 24 * 60 * 60;
const MAX_OVERLAP_SECONDS: u32 = 90 * 24 * 60 * 60;

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

/// What is to be changed about a key; what is missing stays.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeKey {
    name: Option<String>,
    scopes: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present")]
    expires_at: Option<Option<String>>,
}

/// How to rotate a key.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RotateKey {
    overlap_seconds: Option<u32>,
    #[serde(default)]
    expires_at: Option<String>,
}

/// A key's record.
#[derive(Debug, Serialize)]
pub struct KeyAnswer {
    ok: bool,
    key: wire::ApiKey,
}

/// A new secret key, shown this once.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewKeyAnswer {
    ok: bool,
    key: wire::ApiKey,
    secret_key: String,
}

/// A page of keys.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Keys {
    ok: bool,
    keys: Vec<wire::ApiKey>,
    next_cursor: Option<String>,
}

/// Lists keys, the latest first, of one tenant or of all; revoked ones too.
#[worker::send]
pub async fn list(State(app): State<App>, _: Operator, list: List) -> Result<Json<Keys>, AppError> {
    let tenant = tenant_of(&list)?;
    let page = app.config().directory()?.api_keys(tenant.as_ref(), &list.page()).await?;
    let (keys, next_cursor) = to_wire(page, ApiKeyRecord::to_wire);
    Ok(Json(Keys { ok: true, keys, next_cursor }))
}

/// Adds a secret key to a tenant.
#[worker::send]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    operator: Operator,
    Json(request): Json<AddKey>,
) -> Result<Json<NewKeyAnswer>, AppError> {
    let key = issue(&app)?;
    let record = ApiKeyRecord {
        id: ApiKeyId::mint()?,
        tenant: request.tenant_id,
        name: check_name(&request.name)?.into(),
        prefix: key.shown(),
        scopes: parse_scopes(&request.scopes)?,
        created_at: caller.at(),
        expires_at: parse_end(request.expires_at.as_deref(), caller.at())?,
        revoked_at: None,
        last_used_at: None,
        replaces: None,
    };
    let audit = Audit::of(&operator, &caller, "key.add", record.id.as_str(), Some(&record.tenant))?
        .after(&record.to_wire());
    if !app.config().directory()?.add_api_key(&record, &key, &audit).await? {
        return Err(not_found());
    }
    Ok(new_answer(&record, &key))
}

/// Tells of a key.
#[worker::send]
pub async fn show(
    State(app): State<App>,
    Segment(key_id): Segment,
    _: Operator,
) -> Result<Json<KeyAnswer>, AppError> {
    let key = find(&app.config().directory()?, &key_id).await?;
    Ok(Json(KeyAnswer { ok: true, key: key.to_wire() }))
}

/// Changes a key's name, scopes or end.
#[worker::send]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    Segment(key_id): Segment,
    operator: Operator,
    Json(request): Json<ChangeKey>,
) -> Result<Json<KeyAnswer>, AppError> {
    let store = app.config().directory()?;
    let before = find(&store, &key_id).await?;
    let mut after = before.clone();
    if let Some(name) = &request.name {
        after.name = check_name(name)?.into();
    }
    if let Some(scopes) = &request.scopes {
        after.scopes = parse_scopes(scopes)?;
    }
    if let Some(end) = &request.expires_at {
        after.expires_at = parse_end(end.as_deref(), caller.at())?;
    }
    let audit = Audit::of(&operator, &caller, "key.change", &key_id, Some(&before.tenant))?
        .before(&before.to_wire())
        .after(&after.to_wire());
    if !store.change_api_key(&after, &audit).await? {
        return Err(revoked());
    }
    Ok(Json(KeyAnswer { ok: true, key: after.to_wire() }))
}

/// Adds a key like another, which goes on for a while and then ends.
#[worker::send]
pub async fn rotate(
    State(app): State<App>,
    caller: Caller,
    Segment(key_id): Segment,
    operator: Operator,
    Json(request): Json<RotateKey>,
) -> Result<Json<NewKeyAnswer>, AppError> {
    let store = app.config().directory()?;
    let former = find(&store, &key_id).await?;
    if former.revoked_at.is_some() {
        return Err(revoked());
    }
    let overlap = request.overlap_seconds.unwrap_or(DEFAULT_OVERLAP_SECONDS);
    if overlap > MAX_OVERLAP_SECONDS {
        return Err(refused(format!("overlapSeconds: 0 to {MAX_OVERLAP_SECONDS}")).into());
    }
    let key = issue(&app)?;
    let new = ApiKeyRecord {
        id: ApiKeyId::mint()?,
        prefix: key.shown(),
        created_at: caller.at(),
        expires_at: parse_end(request.expires_at.as_deref(), caller.at())?,
        last_used_at: None,
        replaces: Some(former.id.clone()),
        ..former.clone()
    };
    let audit = Audit::of(&operator, &caller, "key.rotate", &key_id, Some(&former.tenant))?
        .before(&former.to_wire())
        .after(&new.to_wire());
    let end = (&former.id, caller.at().plus_seconds(overlap));
    if !store.rotate_api_key(end, &new, &key, &audit).await? {
        return Err(not_found());
    }
    Ok(new_answer(&new, &key))
}

/// Revokes a secret key; once more is no change and no error.
#[worker::send]
pub async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Segment(key_id): Segment,
    operator: Operator,
) -> Result<Json<Done>, AppError> {
    let store = app.config().directory()?;
    let before = find(&store, &key_id).await?;
    let after = ApiKeyRecord { revoked_at: Some(caller.at()), ..before.clone() };
    let audit = Audit::of(&operator, &caller, "key.revoke", &key_id, Some(&before.tenant))?
        .before(&before.to_wire())
        .after(&after.to_wire());
    store.revoke_api_key(&before.id, &audit).await?;
    Ok(Json(DONE))
}

async fn find(store: &Directory, key_id: &str) -> Result<ApiKeyRecord, AppError> {
    let id = ApiKeyId::parse(key_id).ok_or_else(not_found)?;
    store.api_key_by_id(&id).await?.ok_or_else(not_found)
}

fn issue(app: &App) -> Result<Key, AppError> {
    Ok(Key::issue(KeyKind::Secret, &app.config().key_environment())?)
}

fn new_answer(record: &ApiKeyRecord, key: &Key) -> Json<NewKeyAnswer> {
    Json(NewKeyAnswer { ok: true, key: record.to_wire(), secret_key: key.expose().into() })
}

fn revoked() -> AppError {
    Abort::because(ErrorCode::Conflict, "The key is revoked.").into()
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
