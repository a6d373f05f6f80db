//! `/v1/admin/tenants/:tenantId/…`: what a tenant's backend reads with its secret
//! key, for an operator who names the tenant. The handlers are the backend's own,
//! so both see the same, and ask for the same tenant in every query.

use axum::extract::{FromRequestParts, RawPathParams, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use worker::console_error;
use worker::send::SendFuture;

use super::not_found;
use crate::app::App;
use crate::auth::Operator;
use crate::body::{Pair, Segment};
use crate::caller::Caller;
use crate::error::AppError;
use crate::ids::TenantId;
use crate::routes::{device as one_device, device_record, events as one_event, exports, lists};
use crate::store::Audit;
use crate::tenant::Tenant;

/// An operator who acts for the tenant of the path.
#[derive(Debug)]
pub struct Acting {
    operator: Operator,
    caller: Caller,
    tenant: Tenant,
}

impl FromRequestParts<App> for Acting {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let operator = Operator::from_request_parts(parts, app).await?;
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        let names = RawPathParams::from_request_parts(parts, app).await.map_err(|_| not_found())?;
        let named = names.iter().find(|(name, _)| *name == "tenant_id");
        let id = named.and_then(|(_, id)| TenantId::parse(id)).ok_or_else(not_found)?;
        let directory = app.config().directory()?;
        let found = SendFuture::new(directory.tenant(&id)).await?;
        let tenant = found.ok_or_else(not_found)?.tenant();
        Ok(Self { operator, caller: caller.on_behalf_of(tenant.clone()), tenant })
    }
}

/// As `GET /v1/devices`.
#[worker::send]
pub async fn devices(State(app): State<App>, acting: Acting, uri: Uri) -> Response {
    lists::devices(State(app), acting.caller, uri).await
}

/// As `GET /v1/events`.
#[worker::send]
pub async fn events(State(app): State<App>, acting: Acting, uri: Uri) -> Response {
    lists::events(State(app), acting.caller, uri).await
}

/// As `GET /v1/visits`.
#[worker::send]
pub async fn visits(State(app): State<App>, acting: Acting, uri: Uri) -> Response {
    lists::visits(State(app), acting.caller, uri).await
}

/// As `GET /v1/stats`.
#[worker::send]
pub async fn stats(State(app): State<App>, acting: Acting, uri: Uri) -> Response {
    crate::routes::stats::tell(State(app), acting.caller, uri).await
}

/// As `GET /v1/exports/fingerprints`.
#[worker::send]
pub async fn fingerprints(State(app): State<App>, acting: Acting, uri: Uri) -> Response {
    exports::fingerprints(State(app), acting.caller, uri).await
}

/// As `GET /v1/events/:requestId`.
#[worker::send]
pub async fn event(State(app): State<App>, acting: Acting, Pair(_, request_id): Pair) -> Response {
    one_event::look_up(State(app), acting.caller, Segment(request_id)).await
}

/// As `GET /v1/device/:deviceId`.
#[worker::send]
pub async fn device(
    State(app): State<App>,
    acting: Acting,
    Pair(_, device_id): Pair,
    headers: HeaderMap,
) -> Response {
    one_device::look_up(State(app), acting.caller, Segment(device_id), headers).await
}

/// As `GET /v1/device/:deviceId/export`, and noted in the audit log.
#[worker::send]
pub async fn export(State(app): State<App>, acting: Acting, Pair(_, device_id): Pair) -> Response {
    let segment = Segment(device_id.clone());
    let response = device_record::export(State(app.clone()), acting.caller.clone(), segment).await;
    acting.note(&app, "device.export", &device_id, &response).await;
    response
}

/// As `DELETE /v1/device/:deviceId`, and noted in the audit log.
#[worker::send]
pub async fn erase(State(app): State<App>, acting: Acting, Pair(_, device_id): Pair) -> Response {
    let segment = Segment(device_id.clone());
    let response = device_record::erase(State(app.clone()), acting.caller.clone(), segment).await;
    acting.note(&app, "device.erase", &device_id, &response).await;
    response
}

impl Acting {
    /// Notes what was done to a device. It lies in another database than the
    /// log, so it is done by now, whether or not it can be noted.
    async fn note(&self, app: &App, action: &'static str, device: &str, response: &Response) {
        if response.status() != StatusCode::OK {
            return;
        }
        let noted = async {
            let tenant = Some(&self.tenant.id);
            let audit = Audit::of(&self.operator, &self.caller, action, device, tenant)?;
            app.config().directory()?.note(&audit).await
        };
        if let Err(error) = noted.await {
            console_error!("{action} of {device} is not in the audit log: {error}");
        }
    }
}
