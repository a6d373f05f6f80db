//! `/v1/admin/signing-keys`: the keys of sealed results.

use axum::extract::State;
use edgeprint_signals::wire::SigningKey;
use serde::{Deserialize, Serialize};

use super::{DONE, Done, not_found, refused};
use crate::app::App;
use crate::auth::Operator;
use crate::body::{Json, Segment};
use crate::caller::Caller;
use crate::error::AppError;
use crate::ids::SigningKeyId;
use crate::sealed;
use crate::store::{Audit, SigningKeyRecord};

/// A key is published for so long before it signs, unless told otherwise:
/// twice the time for which verifiers may keep the key set.
const DEFAULT_DELAY_SECONDS: u32 = 600;
const MAX_DELAY_SECONDS: u32 = 7 * 24 * 60 * 60;

/// How to rotate.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rotate {
    activate_in_seconds: Option<u32>,
}

/// A key.
#[derive(Debug, Serialize)]
pub struct KeyAnswer {
    ok: bool,
    key: SigningKey,
}

/// The published keys.
#[derive(Debug, Serialize)]
pub struct Keys {
    ok: bool,
    keys: Vec<SigningKey>,
}

/// Lists the published keys, the newest first.
#[worker::send]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    _: Operator,
) -> Result<Json<Keys>, AppError> {
    let keys = app.config().directory()?.signing_keys(caller.at()).await?;
    Ok(Json(Keys { ok: true, keys: keys.iter().map(SigningKeyRecord::to_wire).collect() }))
}

/// Adds a key that takes over after a while; the others stay published until
/// what they signed has ended.
#[worker::send]
pub async fn rotate(
    State(app): State<App>,
    caller: Caller,
    operator: Operator,
    Json(request): Json<Rotate>,
) -> Result<Json<KeyAnswer>, AppError> {
    let delay = request.activate_in_seconds.unwrap_or(DEFAULT_DELAY_SECONDS);
    if delay > MAX_DELAY_SECONDS {
        return Err(refused(format!("activateInSeconds: 0 to {MAX_DELAY_SECONDS}")).into());
    }
    let active_from = caller.at().plus_seconds(delay);
    let key = sealed::new_key(&app, caller.at(), active_from).await?;
    let others_until = active_from.plus_seconds(sealed::PUBLISHED_SECONDS);
    let audit = Audit::of(&operator, &caller, "signing-key.rotate", key.id.as_str(), None)?
        .after(&key.to_wire());
    app.config().directory()?.rotate_signing_key(&key, others_until, &audit).await?;
    Ok(Json(KeyAnswer { ok: true, key: key.to_wire() }))
}

/// Drops a key at once: for one that leaked.
#[worker::send]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    Segment(key_id): Segment,
    operator: Operator,
) -> Result<Json<Done>, AppError> {
    let id = SigningKeyId::parse(&key_id).ok_or_else(not_found)?;
    let audit = Audit::of(&operator, &caller, "signing-key.delete", &key_id, None)?;
    let found = app.config().directory()?.drop_signing_key(&id, &audit).await?;
    if found { Ok(Json(DONE)) } else { Err(not_found()) }
}
