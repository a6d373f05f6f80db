//! `/v1/admin/webhooks`: where a site's events are told, and how far that got.

use axum::extract::State;
use base64ct::{Base64, Encoding};
use edgeprint_signals::ErrorCode;
use edgeprint_signals::wire::{Webhook, WebhookEvent};
use serde::{Deserialize, Serialize};

use super::query::List;
use super::sites::{find as find_site, forget_terms};
use super::{DONE, Done, not_found, refused, site_of, tenant_of, to_wire};
use crate::app::App;
use crate::auth::Operator;
use crate::body::{Json, Segment};
use crate::caller::Caller;
use crate::crypto;
use crate::error::{Abort, AppError, Fatal};
use crate::ids::WebhookId;
use crate::store::{Audit, Directory, MAX_WEBHOOKS, WebhookRecord};
use crate::webhooks::{Secret, check_url};

const DEFAULT_OVERLAP_SECONDS: u32 = 24 * 60 * 60;
const MAX_OVERLAP_SECONDS: u32 = 30 * 24 * 60 * 60;

/// A webhook to be. Without a list of events it tells of all of them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddWebhook {
    domain_id: String,
    url: String,
    events: Option<Vec<WebhookEvent>>,
}

/// What is to be changed about a webhook; what is missing stays.
#[derive(Debug, Deserialize)]
pub struct ChangeWebhook {
    url: Option<String>,
    events: Option<Vec<WebhookEvent>>,
    disabled: Option<bool>,
}

/// How to rotate a secret.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RotateSecret {
    overlap_seconds: Option<u32>,
}

/// A webhook.
#[derive(Debug, Serialize)]
pub struct WebhookAnswer {
    ok: bool,
    webhook: Webhook,
}

/// A webhook with its new secret, shown this once.
#[derive(Serialize)]
pub struct NewSecretAnswer {
    ok: bool,
    webhook: Webhook,
    secret: String,
}

/// A page of webhooks.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhooks {
    ok: bool,
    webhooks: Vec<Webhook>,
    next_cursor: Option<String>,
}

/// Lists webhooks, the latest first, of one tenant, of one site or of all.
#[worker::send]
pub async fn list(
    State(app): State<App>,
    _: Operator,
    list: List,
) -> Result<Json<Webhooks>, AppError> {
    let tenant = tenant_of(&list)?;
    let site = site_of(&list)?;
    let directory = app.config().directory()?;
    let page = directory.webhooks(tenant.as_ref(), site.as_ref(), &list.page()).await?;
    let (webhooks, next_cursor) = to_wire(page, WebhookRecord::to_wire);
    Ok(Json(Webhooks { ok: true, webhooks, next_cursor }))
}

/// Adds a webhook to a site.
#[worker::send]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    operator: Operator,
    Json(request): Json<AddWebhook>,
) -> Result<Json<NewSecretAnswer>, AppError> {
    let directory = app.config().directory()?;
    let site = find_site(&directory, &request.domain_id).await?;
    let (id, secret) = (WebhookId::mint()?, Secret::mint()?);
    let webhook = WebhookRecord {
        secret: lock(&app, &id, &secret).await?,
        id,
        tenant: site.tenant.id,
        domain: site.id,
        url: parse_url(&app, &request.url)?,
        events: parse_events(request.events.unwrap_or_else(|| WebhookEvent::ALL.to_vec()))?,
        former_secret: None,
        former_until: None,
        created_at: caller.at(),
        disabled_at: None,
        disabled_reason: None,
    };
    let audit = audit(&operator, &caller, "webhook.add", &webhook)?.after(&webhook.to_wire());
    if !directory.add_webhook(&webhook, &audit).await? {
        let detail = format!("The site has {MAX_WEBHOOKS} webhooks, which is the most.");
        return Err(Abort::because(ErrorCode::Conflict, detail).into());
    }
    forget_terms(&app, &webhook.domain).await;
    Ok(new_secret(&webhook, &secret))
}

/// Tells of a webhook.
#[worker::send]
pub async fn show(
    State(app): State<App>,
    Segment(webhook_id): Segment,
    _: Operator,
) -> Result<Json<WebhookAnswer>, AppError> {
    let webhook = find(&app.config().directory()?, &webhook_id).await?;
    Ok(Json(WebhookAnswer { ok: true, webhook: webhook.to_wire() }))
}

/// Changes a webhook, disables it or enables it again.
#[worker::send]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    Segment(webhook_id): Segment,
    operator: Operator,
    Json(request): Json<ChangeWebhook>,
) -> Result<Json<WebhookAnswer>, AppError> {
    let before = find(&app.config().directory()?, &webhook_id).await?;
    let mut after = before.clone();
    if let Some(url) = &request.url {
        after.url = parse_url(&app, url)?;
    }
    if let Some(events) = request.events {
        after.events = parse_events(events)?;
    }
    match request.disabled {
        Some(true) if before.disabled_at.is_none() => {
            after.disabled_at = Some(caller.at());
            after.disabled_reason = Some("operator".into());
        }
        Some(false) => (after.disabled_at, after.disabled_reason) = (None, None),
        _ => {}
    }
    save(&app, &operator, &caller, "webhook.change", &before, &after).await?;
    Ok(Json(WebhookAnswer { ok: true, webhook: after.to_wire() }))
}

/// Gives a webhook another secret; the former one signs too for a while.
#[worker::send]
pub async fn rotate(
    State(app): State<App>,
    caller: Caller,
    Segment(webhook_id): Segment,
    operator: Operator,
    Json(request): Json<RotateSecret>,
) -> Result<Json<NewSecretAnswer>, AppError> {
    let overlap = request.overlap_seconds.unwrap_or(DEFAULT_OVERLAP_SECONDS);
    if overlap > MAX_OVERLAP_SECONDS {
        return Err(refused(format!("overlapSeconds: 0 to {MAX_OVERLAP_SECONDS}")).into());
    }
    let before = find(&app.config().directory()?, &webhook_id).await?;
    let secret = Secret::mint()?;
    let overlaps = overlap > 0;
    let after = WebhookRecord {
        secret: lock(&app, &before.id, &secret).await?,
        former_secret: overlaps.then(|| before.secret.clone()),
        former_until: overlaps.then(|| caller.at().plus_seconds(overlap)),
        ..before.clone()
    };
    save(&app, &operator, &caller, "webhook.rotate", &before, &after).await?;
    Ok(new_secret(&after, &secret))
}

/// Deletes a webhook.
#[worker::send]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    Segment(webhook_id): Segment,
    operator: Operator,
) -> Result<Json<Done>, AppError> {
    let directory = app.config().directory()?;
    let before = find(&directory, &webhook_id).await?;
    let audit = audit(&operator, &caller, "webhook.delete", &before)?.before(&before.to_wire());
    if !directory.delete_webhook(&before.id, &audit).await? {
        return Err(not_found());
    }
    forget_terms(&app, &before.domain).await;
    Ok(Json(DONE))
}

async fn save(
    app: &App,
    operator: &Operator,
    caller: &Caller,
    action: &'static str,
    before: &WebhookRecord,
    after: &WebhookRecord,
) -> Result<(), AppError> {
    let audit =
        audit(operator, caller, action, after)?.before(&before.to_wire()).after(&after.to_wire());
    if !app.config().directory()?.change_webhook(after, &audit).await? {
        return Err(not_found());
    }
    forget_terms(app, &after.domain).await;
    Ok(())
}

pub(super) fn audit(
    operator: &Operator,
    caller: &Caller,
    action: &'static str,
    webhook: &WebhookRecord,
) -> Result<Audit, Fatal> {
    Audit::of(operator, caller, action, webhook.id.as_str(), Some(&webhook.tenant))
}

pub(super) async fn find(
    directory: &Directory,
    webhook_id: &str,
) -> Result<WebhookRecord, AppError> {
    let id = WebhookId::parse(webhook_id).ok_or_else(not_found)?;
    directory.webhook(&id).await?.ok_or_else(not_found)
}

fn parse_url(app: &App, text: &str) -> Result<String, Abort> {
    let url = check_url(text, app.config().webhook_addresses());
    url.map(Into::into).map_err(|why| refused(format!("url: {why}")))
}

fn parse_events(events: Vec<WebhookEvent>) -> Result<Vec<WebhookEvent>, Abort> {
    let each: Vec<WebhookEvent> =
        WebhookEvent::ALL.into_iter().filter(|event| events.contains(event)).collect();
    if each.is_empty() { Err(refused("events: at least one".into())) } else { Ok(each) }
}

async fn lock(app: &App, id: &WebhookId, secret: &Secret) -> Result<String, Fatal> {
    let keyring = app.config().keyring()?;
    let locked = crypto::lock(keyring.at_rest(), id.as_str(), secret.bytes()).await?;
    Ok(Base64::encode_string(&locked))
}

fn new_secret(webhook: &WebhookRecord, secret: &Secret) -> Json<NewSecretAnswer> {
    Json(NewSecretAnswer { ok: true, webhook: webhook.to_wire(), secret: secret.expose() })
}
