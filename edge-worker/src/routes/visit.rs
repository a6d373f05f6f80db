//! `POST /v1/visit`: a known device was here again; its last answer still holds.

use axum::extract::State;
use edgeprint_signals::ErrorCode;
use edgeprint_signals::wire::{VisitAnswer, VisitRequest};

use crate::app::App;
use crate::auth::admit_page;
use crate::body::Json;
use crate::caller::Caller;
use crate::error::AppError;
use crate::store::{CachedDevice, DeviceKey, Visit};

/// Records a visit of the device that the page's token names.
#[worker::send]
pub async fn record(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<VisitRequest>,
) -> Result<Json<VisitAnswer>, AppError> {
    let site = admit_page(&app, &caller, &request.site_key).await?;
    let keyring = app.config().keyring()?;
    let device = keyring.read_device(&request.device_token, &site.tenant.id);
    let device = device.ok_or(ErrorCode::DeviceTokenInvalid)?.device;
    let (network, address_hash) = (caller.network(), caller.address().hash(&keyring));
    let connection = caller.connection();
    let visit = Visit {
        id: caller.request_id(),
        tenant: &site.tenant.id,
        domain: &site.domain,
        device: &device,
        at: caller.at(),
        origin: caller.origin().as_deref(),
        country: connection.country.as_deref(),
        city: connection.city.as_deref(),
        network: &network,
        address_hash: address_hash.as_deref(),
    };
    let record = app.config().store_of(&site.tenant)?.add_visit(visit).await?;
    let record = record.ok_or(ErrorCode::DeviceNotFound)?;
    if let Some(cache) = app.config().cache() {
        let key = DeviceKey { tenant: site.tenant.id, device };
        cache.put::<CachedDevice>(&key, &record, CachedDevice::SECONDS).await;
    }
    Ok(Json(VisitAnswer { ok: true, request_id: caller.request_id().to_string() }))
}
