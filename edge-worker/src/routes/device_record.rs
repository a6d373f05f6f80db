//! A device's whole record: handed out (`GET /v1/device/:deviceId/export`) or
//! erased (`DELETE /v1/device/:deviceId`).

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use edgeprint_signals::wire::{Device, ErasedAnswer};
use edgeprint_signals::{ErrorCode, Scope, Value};
use serde::Serialize;

use super::backend::answered;
use super::stream::{Chunks, streamed};
use crate::app::App;
use crate::auth::admit_backend;
use crate::body::{Json, Segment};
use crate::caller::Caller;
use crate::error::{AppError, Fatal};
use crate::ids::DeviceId;
use crate::query::{Position, VisitFilter};
use crate::store::{CachedDevice, DeviceKey, Erased, Messages, Slice};
use crate::tenant::Tenant;
use crate::webhooks::Outgoing;

/// Submissions read at once: each can be as large as a request's body.
const EVENTS_AT_ONCE: u32 = 25;
const VISITS_AT_ONCE: u32 = 500;

/// Queries of one export, below what D1 allows one request.
const MOST_QUERIES: u32 = 800;

/// Erases a device. Scope `write:device`.
#[worker::send]
pub async fn erase(
    State(app): State<App>,
    caller: Caller,
    Segment(device_id): Segment,
) -> Response {
    answered(&app, erased(&app, &caller, &device_id).await)
}

async fn erased(
    app: &App,
    caller: &Caller,
    device_id: &str,
) -> Result<(Extension<Outgoing>, Json<ErasedAnswer>), AppError> {
    let tenant = admit_backend(app, caller, Scope::WriteDevice).await?;
    let device = DeviceId::parse(device_id).ok_or(ErrorCode::DeviceNotFound)?;
    let store = app.config().store_of(&tenant)?;
    let ids = store.ids_of(&tenant.id, &device).await?;
    let current = ids.first().ok_or(ErrorCode::DeviceNotFound)?.clone();
    let webhooks = app.config().directory()?.webhooks_of_tenant(&tenant.id).await?;
    let messages = Messages::of_erasure(&webhooks)?;
    let erased = store.erase_device(&tenant.id, &current, &messages, caller.at()).await?;
    if let Some(cache) = app.config().cache() {
        for device in ids {
            cache.drop::<CachedDevice>(&DeviceKey { tenant: tenant.id.clone(), device }).await;
        }
    }
    if erased == Erased::Nothing {
        return Err(ErrorCode::DeviceNotFound.into());
    }
    let complete = erased == Erased::Completely;
    let answer = ErasedAnswer { ok: true, device_id: current.to_string(), complete };
    let outgoing = Outgoing { ids: messages.ids().collect(), tenant };
    Ok((Extension(outgoing), Json(answer)))
}

/// Hands out everything held on a device. Scope `read:exports`.
#[worker::send]
pub async fn export(
    State(app): State<App>,
    caller: Caller,
    Segment(device_id): Segment,
) -> Response {
    let exported = exported(&app, &caller, &device_id).await;
    answered(&app, exported.map(|body| ([(header::CONTENT_TYPE, "application/json")], body)))
}

async fn exported(app: &App, caller: &Caller, device_id: &str) -> Result<Body, AppError> {
    let tenant = admit_backend(app, caller, Scope::ReadExports).await?;
    let id = DeviceId::parse(device_id).ok_or(ErrorCode::DeviceNotFound)?;
    let store = app.config().store_of(&tenant)?;
    let found = store.device(&tenant.id, &id).await?.filter(|device| device.is_kept(caller.at()));
    let device = found.ok_or(ErrorCode::DeviceNotFound)?;
    let id = device.id().clone();
    let former = store.ids_of(&tenant.id, &id).await?.into_iter().skip(1).collect();
    let looks = store.looks_of(&tenant.id, &id).await?;
    let head = head(&device.to_device()?, former, looks)?;
    let record = Record {
        app: app.clone(),
        tenant,
        id,
        head: Some(head),
        part: Part::Events,
        after: None,
        first: true,
        queries: 4,
    };
    Ok(streamed(record))
}

/// The start of a [`edgeprint_signals::wire::DeviceExport`], up to its first submission.
fn head(device: &Device, former: Vec<DeviceId>, looks: Option<Value>) -> Result<String, Fatal> {
    let (device, former, looks) = (text(device)?, text(&former)?, text(&looks)?);
    Ok(format!(r#"{{"ok":true,"device":{device},"formerIds":{former},"looks":{looks},"events":["#))
}

fn text<T: Serialize>(value: &T) -> Result<String, Fatal> {
    serde_json::to_string(value).map_err(|_| Fatal::Broken("answers can be written"))
}

/// What of the record is still to be written.
struct Record {
    app: App,
    tenant: Tenant,
    id: DeviceId,
    head: Option<String>,
    part: Part,
    after: Option<Position>,
    first: bool,
    queries: u32,
}

enum Part {
    Events,
    Visits,
    Nothing,
}

impl Chunks for Record {
    async fn next(&mut self) -> Result<Option<Bytes>, Fatal> {
        if let Some(head) = self.head.take() {
            return Ok(Some(head.into()));
        }
        if matches!(self.part, Part::Nothing) {
            return Ok(None);
        }
        if self.queries >= MOST_QUERIES {
            // A whole document that says so is worth more than a broken one.
            let rest = if matches!(self.part, Part::Events) { "],\"visits\":[" } else { "" };
            self.part = Part::Nothing;
            return Ok(Some(format!("{rest}],\"complete\":false}}").into()));
        }
        self.queries += 1;
        let (items, ended) = match self.part {
            Part::Events => self.events().await?,
            _ => self.visits().await?,
        };
        let mut chunk = String::new();
        for item in items {
            if !core::mem::take(&mut self.first) {
                chunk.push(',');
            }
            chunk.push_str(&item);
        }
        if ended {
            chunk.push_str(self.end_part());
        }
        Ok(Some(chunk.into()))
    }
}

impl Record {
    async fn events(&mut self) -> Result<(Vec<String>, bool), Fatal> {
        let store = self.app.config().store_of(&self.tenant)?;
        let after = self.after.as_ref();
        let rows = store.events_in_full(&self.tenant.id, &self.id, after, EVENTS_AT_ONCE).await?;
        let ended = rows.len() < EVENTS_AT_ONCE as usize;
        self.after = rows.last().map(|row| row.place());
        let items = rows.into_iter().map(|row| text(&row.into_detail()?));
        Ok((items.collect::<Result<_, _>>()?, ended))
    }

    async fn visits(&mut self) -> Result<(Vec<String>, bool), Fatal> {
        let filter = VisitFilter { device: Some(self.id.clone()), ..VisitFilter::default() };
        let slice = Slice { after: self.after.as_ref(), limit: VISITS_AT_ONCE };
        let page = self
            .app
            .config()
            .store_of(&self.tenant)?
            .visits(&self.tenant.id, &filter, slice)
            .await?;
        self.after = page.next;
        let items = page.rows.into_iter().map(|row| text(&row.into_visit()?));
        Ok((items.collect::<Result<_, _>>()?, self.after.is_none()))
    }

    fn end_part(&mut self) -> &'static str {
        (self.after, self.first) = (None, true);
        if matches!(self.part, Part::Events) {
            self.part = Part::Visits;
            "],\"visits\":["
        } else {
            self.part = Part::Nothing;
            "],\"complete\":true}"
        }
    }
}
