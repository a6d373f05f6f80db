//! `POST /v1/verify`: a backend has a sealed result checked.
//! `GET /.well-known/jwks.json`: or does it itself.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use edgeprint_signals::Scope;
use edgeprint_signals::wire::{SealedClaims, VerifyAnswer, VerifyReason, VerifyRequest};

use crate::app::App;
use crate::auth::admit_backend;
use crate::body::Json;
use crate::caller::Caller;
use crate::clock::Timestamp;
use crate::crypto::{Algorithm, CryptoKey};
use crate::error::{AppError, Fatal};
use crate::sealed;
use crate::store::SigningKeyRecord;
use crate::tenant::Tenant;

/// Tells whether a sealed result can be relied on, and what it says.
#[worker::send]
pub async fn verify(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<VerifyRequest>,
) -> Result<Json<VerifyAnswer>, AppError> {
    let tenant = admit_backend(&app, &caller, Scope::Verify).await?;
    let checked = check(&app, &tenant, &request, caller.at()).await?;
    Ok(Json(VerifyAnswer {
        ok: true,
        valid: checked.is_ok(),
        reason: checked.as_ref().err().copied(),
        claims: checked.ok(),
    }))
}

async fn check(
    app: &App,
    tenant: &Tenant,
    request: &VerifyRequest,
    now: Timestamp,
) -> Result<Result<SealedClaims, VerifyReason>, Fatal> {
    let (result, kid) = match sealed::open(&request.sealed) {
        Ok(opened) => opened,
        Err(reason) => return Ok(Err(reason)),
    };
    let published = app.config().directory()?.signing_keys(now).await?;
    let Some(key) = published.iter().find(|key| key.id.as_str() == kid) else {
        return Ok(Err(VerifyReason::UnknownKey));
    };
    if !is_signed_by(key, &result.signature, &result.signed).await? {
        return Ok(Err(VerifyReason::SignatureInvalid));
    }
    if let Err(reason) = sealed::check(&result.claims, tenant.id.as_str(), now) {
        return Ok(Err(reason));
    }
    if request.single_use && !use_up(app, tenant, &result.claims, now).await? {
        return Ok(Err(VerifyReason::Replayed));
    }
    Ok(Ok(result.claims))
}

async fn is_signed_by(
    key: &SigningKeyRecord,
    signature: &[u8],
    signed: &str,
) -> Result<bool, Fatal> {
    let key = CryptoKey::public(&key.public_key, Algorithm::Es256).await?;
    key.verifies(Algorithm::Es256, signature, signed.as_bytes()).await
}

/// Uses a result up; false if it was used up before. Forgotten once it has
/// ended for sure, when its age refuses it.
async fn use_up(
    app: &App,
    tenant: &Tenant,
    claims: &SealedClaims,
    now: Timestamp,
) -> Result<bool, Fatal> {
    let end = now.plus_seconds(2 * sealed::SECONDS);
    app.config().store_of(tenant)?.use_up_result(&tenant.id, &claims.jti, end).await
}

/// The public keys. Anybody may read and keep them for some minutes.
#[worker::send]
pub async fn keys(State(app): State<App>, caller: Caller) -> Result<impl IntoResponse, AppError> {
    app.config().limits().global(caller.address()).await?;
    let keys = sealed::jwks(&app, caller.at()).await?;
    let headers = [
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((headers, Json(keys)))
}
