//! `GET /v1/devices`, `/v1/events` and `/v1/visits`: pages of what is stored.
//!
//! A page ends with a cursor, and the next one starts behind it: rows that come
//! or go meanwhile shift nothing. What is past its retention is left out, so a
//! page may be short; only a null cursor is the end.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use edgeprint_signals::Scope;
use edgeprint_signals::wire::{DevicesAnswer, EventsAnswer, VisitsAnswer};

use super::backend::{Answer, Asked, answered, ask};
use crate::app::App;
use crate::body::Json;
use crate::caller::Caller;
use crate::error::Fatal;
use crate::ids::DeviceId;
use crate::query::{DeviceFilter, EventFilter, VisitFilter};
use crate::store::{Slice, Store};
use crate::tenant::Tenant;

/// Lists devices. Scope `read:devices`.
#[worker::send]
pub async fn devices(State(app): State<App>, caller: Caller, uri: Uri) -> Response {
    answered(&app, list_devices(&app, &caller, &uri).await)
}

/// Lists submissions. Scope `read:events`.
#[worker::send]
pub async fn events(State(app): State<App>, caller: Caller, uri: Uri) -> Response {
    answered(&app, list_events(&app, &caller, &uri).await)
}

/// Lists visits. Scope `read:visits`.
#[worker::send]
pub async fn visits(State(app): State<App>, caller: Caller, uri: Uri) -> Response {
    answered(&app, list_visits(&app, &caller, &uri).await)
}

async fn list_devices(app: &App, caller: &Caller, uri: &Uri) -> Answer<DevicesAnswer> {
    let Asked { tenant, mut query, cursors } = ask(app, caller, uri, Scope::ReadDevices).await?;
    let filter = DeviceFilter::read(&mut query)?;
    let (limit, after) = query.page(&cursors)?;
    query.finish()?;
    let slice = Slice { after: after.as_ref(), limit };
    let page = app.config().store_of(&tenant)?.devices(&tenant.id, &filter, slice).await?;
    let kept = page.rows.into_iter().filter(|device| device.is_kept(caller.at()));
    let devices = kept.map(|device| device.to_device()).collect::<Result<_, _>>()?;
    let next_cursor = page.next.map(|place| cursors.seal(&place));
    Ok(Json(DevicesAnswer { ok: true, devices, next_cursor }))
}

async fn list_events(app: &App, caller: &Caller, uri: &Uri) -> Answer<EventsAnswer> {
    let Asked { tenant, mut query, cursors } = ask(app, caller, uri, Scope::ReadEvents).await?;
    let mut filter = EventFilter::read(&mut query)?;
    let (limit, after) = query.page(&cursors)?;
    query.finish()?;
    let slice = Slice { after: after.as_ref(), limit };
    let store = app.config().store_of(&tenant)?;
    filter.device = current(&store, &tenant, filter.device).await?;
    let page = store.events(&tenant.id, &filter, slice).await?;
    let kept = page.rows.into_iter().filter(|event| event.is_kept(caller.at()));
    let events = kept.map(|event| event.into_event()).collect::<Result<_, _>>()?;
    let next_cursor = page.next.map(|place| cursors.seal(&place));
    Ok(Json(EventsAnswer { ok: true, events, next_cursor }))
}

async fn list_visits(app: &App, caller: &Caller, uri: &Uri) -> Answer<VisitsAnswer> {
    let Asked { tenant, mut query, cursors } = ask(app, caller, uri, Scope::ReadVisits).await?;
    let mut filter = VisitFilter::read(&mut query)?;
    let (limit, after) = query.page(&cursors)?;
    query.finish()?;
    let slice = Slice { after: after.as_ref(), limit };
    let store = app.config().store_of(&tenant)?;
    filter.device = current(&store, &tenant, filter.device).await?;
    let page = store.visits(&tenant.id, &filter, slice).await?;
    let kept = page.rows.into_iter().filter(|visit| visit.is_kept(caller.at()));
    let visits = kept.map(|visit| visit.into_visit()).collect::<Result<_, _>>()?;
    let next_cursor = page.next.map(|place| cursors.seal(&place));
    Ok(Json(VisitsAnswer { ok: true, visits, next_cursor }))
}

/// The id under which a device's history lies: an id that was joined with
/// another names the same device.
async fn current(
    store: &Store,
    tenant: &Tenant,
    device: Option<DeviceId>,
) -> Result<Option<DeviceId>, Fatal> {
    let Some(device) = device else { return Ok(None) };
    Ok(store.ids_of(&tenant.id, &device).await?.into_iter().next())
}
