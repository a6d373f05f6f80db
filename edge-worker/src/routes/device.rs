//! `GET /v1/device/:deviceId`: a backend looks a device up.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use edgeprint_signals::wire::DeviceAnswer;
use edgeprint_signals::{ErrorCode, Scope};

use super::backend::{answered, tagged};
use crate::app::App;
use crate::auth::admit_backend;
use crate::body::Segment;
use crate::caller::Caller;
use crate::error::{AppError, Fatal};
use crate::ids::DeviceId;
use crate::store::{CachedDevice, DeviceKey, DeviceRecord};
use crate::tenant::Tenant;

/// Tells what is known of a device of the key's tenant.
#[worker::send]
pub async fn look_up(
    State(app): State<App>,
    caller: Caller,
    Segment(device_id): Segment,
    headers: HeaderMap,
) -> Response {
    let answer = find(&app, &caller, &device_id).await;
    answered(&app, answer.and_then(|answer| tagged(&answer, &headers)))
}

async fn find(app: &App, caller: &Caller, device_id: &str) -> Result<DeviceAnswer, AppError> {
    let tenant = admit_backend(app, caller, Scope::ReadDevice).await?;
    let device = DeviceId::parse(device_id).ok_or(ErrorCode::DeviceNotFound)?;
    let record = record(app, tenant, device).await?;
    let kept = record.filter(|record| record.is_kept(caller.at()));
    let device = kept.ok_or(ErrorCode::DeviceNotFound)?.to_device()?;
    Ok(DeviceAnswer { ok: true, device })
}

/// From the cache, or else from the database and into the cache.
async fn record(
    app: &App,
    tenant: Tenant,
    device: DeviceId,
) -> Result<Option<DeviceRecord>, Fatal> {
    let cache = app.config().cache();
    let store = app.config().store_of(&tenant)?;
    let key = DeviceKey { tenant: tenant.id, device };
    if let Some(cache) = &cache
        && let Some(cached) = cache.get::<CachedDevice>(&key).await
    {
        return Ok(Some(cached));
    }
    let found = store.device(&key.tenant, &key.device).await?;
    if let (Some(cache), Some(found)) = (&cache, &found) {
        cache.put::<CachedDevice>(&key, found, CachedDevice::SECONDS).await;
    }
    Ok(found)
}
