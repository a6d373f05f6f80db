//! `/v1/admin/webhooks/:webhookId/deliveries`: how far each message got.

use axum::extract::State;
use edgeprint_signals::wire::Delivery;
use serde::Serialize;

use super::query::List;
use super::webhooks::{audit, find};
use super::{DONE, Done, not_found, refused};
use crate::app::App;
use crate::auth::Operator;
use crate::body::{Json, Pair, Segment};
use crate::caller::Caller;
use crate::error::AppError;
use crate::ids::DeliveryId;
use crate::store::{Directory, WebhookRecord};
use crate::tenant::Tenant;

const STATES: [&str; 3] = ["pending", "delivered", "dead"];

/// A page of messages.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deliveries {
    ok: bool,
    deliveries: Vec<Delivery>,
    next_cursor: Option<String>,
}

/// Lists a webhook's messages, the latest first: `?state=dead` for those given up.
#[worker::send]
pub async fn list(
    State(app): State<App>,
    Segment(webhook_id): Segment,
    _: Operator,
    list: List,
) -> Result<Json<Deliveries>, AppError> {
    if list.state.as_deref().is_some_and(|state| !STATES.contains(&state)) {
        return Err(refused(format!("state: {}", STATES.join(", "))).into());
    }
    let directory = app.config().directory()?;
    let webhook = find(&directory, &webhook_id).await?;
    let tenant = tenant(&directory, &webhook).await?;
    let (store, state) = (app.config().store_of(&tenant)?, list.state.as_deref());
    let page = store.deliveries(&tenant.id, &webhook.id, state, &list.page()).await?;
    Ok(Json(Deliveries { ok: true, deliveries: page.items, next_cursor: page.next_cursor }))
}

/// Has a message that was given up sent again.
#[worker::send]
pub async fn redeliver(
    State(app): State<App>,
    caller: Caller,
    Pair(webhook_id, delivery_id): Pair,
    operator: Operator,
) -> Result<Json<Done>, AppError> {
    let directory = app.config().directory()?;
    let webhook = find(&directory, &webhook_id).await?;
    let id = DeliveryId::parse(&delivery_id).ok_or_else(not_found)?;
    let tenant = tenant(&directory, &webhook).await?;
    let store = app.config().store_of(&tenant)?;
    if !store.revive_delivery(&tenant.id, &webhook.id, &id, caller.at()).await? {
        return Err(not_found());
    }
    let audit = audit(&operator, &caller, "webhook.redeliver", &webhook)?.after(&delivery_id);
    directory.note(&audit).await?;
    Ok(Json(DONE))
}

async fn tenant(directory: &Directory, webhook: &WebhookRecord) -> Result<Tenant, AppError> {
    Ok(directory.tenant(&webhook.tenant).await?.ok_or_else(not_found)?.tenant())
}
