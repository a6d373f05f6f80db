//! Sends what waits in the outbox.

use std::time::Duration;

use base64ct::{Base64, Encoding};
use edgeprint_signals::RiskLevel;
use edgeprint_signals::wire::{WebhookData, WebhookMessage};
use futures_util::future::join_all;
use worker::{Headers, Method, Request, RequestInit, RequestRedirect, console_error};

use super::{Secret, check_url, next_try_at};
use crate::app::App;
use crate::clock::Timestamp;
use crate::crypto;
use crate::error::Fatal;
use crate::ids::DeliveryId;
use crate::outbound::{self, Unanswered};
use crate::store::{Due, Outcome, Store, WebhookRecord};
use crate::tenant::Tenant;

/// Messages of one run. What is left is for the next.
const AT_ONCE: u32 = 24;

/// Messages under way at a time: a Worker has six connections.
const TOGETHER: usize = 6;

/// Messages that were just written: tried once the answer is out.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Whose they are.
    pub tenant: Tenant,
    /// Their ids.
    pub ids: Vec<DeliveryId>,
}

/// Sends messages that were just written. What fails is left to the schedule.
pub async fn deliver_now(app: &App, outgoing: &Outgoing, now: Timestamp) {
    let sent = async {
        let store = app.config().store_of(&outgoing.tenant)?;
        let due = store.claim_deliveries(&outgoing.tenant.id, &outgoing.ids, now).await?;
        deliver(app, &store, due, now).await
    };
    if let Err(error) = sent.await {
        console_error!("webhooks failed: {error}");
    }
}

/// Sends what is due in one database, as far as one run goes.
///
/// # Errors
/// When a database fails; what was claimed is due again when the claim ends.
pub async fn deliver_due(app: &App, store: &Store, now: Timestamp) -> Result<(), Fatal> {
    let due = store.claim_due_deliveries(AT_ONCE, now).await?;
    deliver(app, store, due, now).await
}

async fn deliver(app: &App, store: &Store, mut due: Vec<Due>, now: Timestamp) -> Result<(), Fatal> {
    while !due.is_empty() {
        let rest = due.split_off(due.len().min(TOGETHER));
        let tries = due.iter().map(|message| attempt(app, store, message, now));
        join_all(tries).await.into_iter().collect::<Result<(), Fatal>>()?;
        due = rest;
    }
    Ok(())
}

async fn attempt(app: &App, store: &Store, due: &Due, now: Timestamp) -> Result<(), Fatal> {
    let webhook = app.config().directory()?.webhook(&due.webhook_id).await?;
    let outcome = match webhook.filter(|webhook| webhook.disabled_at.is_none()) {
        None => Outcome::given_up(None, "the webhook is disabled or deleted"),
        Some(webhook) => match post(app, &webhook, due, now).await? {
            Ok(status) if (200..300).contains(&status) => Outcome::Delivered { status },
            Ok(410) => {
                let directory = app.config().directory()?;
                directory.disable_gone_webhook(&webhook, &due.id, now).await?;
                Outcome::given_up(Some(410), "the receiver answered 410; the webhook is disabled")
            }
            Ok(status) => failed(due, Some(status), &format!("status {status}"), now)?,
            Err(error) => failed(due, None, &error, now)?,
        },
    };
    store.end_attempt(due, &outcome, now).await
}

fn failed(due: &Due, status: Option<u16>, error: &str, now: Timestamp) -> Result<Outcome, Fatal> {
    let mut dice = [0; 1];
    getrandom::fill(&mut dice).map_err(|_| Fatal::Randomness)?;
    let [dice] = dice;
    Ok(match next_try_at(due.attempts + 1, now, dice) {
        Some(at) => Outcome::Again { at, status, error: error.into() },
        None => Outcome::given_up(status, error),
    })
}

/// Sends one message; the receiver's status, or why there is none.
async fn post(
    app: &App,
    webhook: &WebhookRecord,
    due: &Due,
    now: Timestamp,
) -> Result<Result<u16, String>, Fatal> {
    // Once more: what is allowed may have changed since the webhook was added.
    if let Err(why) = check_url(&webhook.url, app.config().webhook_addresses()) {
        return Ok(Err(format!("the URL {why}")));
    }
    let Some(body) = body(due) else { return Ok(Err("the message cannot be read".into())) };
    let signature = match signature(app, webhook, due, &body, now).await? {
        Some(signature) => signature,
        None => return Ok(Err("the secret cannot be decrypted: rotate it".into())),
    };
    let request = request(&webhook.url, due.id.as_str(), now, &signature, &body);
    let Ok(request) = request else { return Ok(Err("the request cannot be made".into())) };
    Ok(send(request, app.config().webhook_timeout()).await)
}

/// No redirect is followed: where it leads was never checked.
fn request(
    url: &str,
    id: &str,
    now: Timestamp,
    signature: &str,
    body: &str,
) -> worker::Result<Request> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("user-agent", "Edgeprint-Webhooks/1")?;
    headers.set("webhook-id", id)?;
    headers.set("webhook-timestamp", &now.seconds().to_string())?;
    headers.set("webhook-signature", signature)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(body.into()));
    Request::new_with_init(url, &init)
}

async fn send(request: Request, timeout: Duration) -> Result<u16, String> {
    outbound::ask(request, timeout, async |answer| answer.status_code()).await.map_err(|why| {
        match why {
            Unanswered::Unreachable => "the receiver cannot be reached".into(),
            Unanswered::Late => format!("no answer within {} ms", timeout.as_millis()),
        }
    })
}

fn body(due: &Due) -> Option<String> {
    let mut data: WebhookData = serde_json::from_str(&due.data).ok()?;
    data.previous_risk_level = data.previous_score.map(RiskLevel::of_score);
    let (kind, timestamp) = (due.event, due.created_at.to_iso());
    serde_json::to_string(&WebhookMessage { kind, timestamp, data }).ok()
}

/// By the secret, and by the former one while it overlaps.
async fn signature(
    app: &App,
    webhook: &WebhookRecord,
    due: &Due,
    body: &str,
    now: Timestamp,
) -> Result<Option<String>, Fatal> {
    let overlapping = webhook.former_until.is_some_and(|until| now < until);
    let former = webhook.former_secret.as_ref().filter(|_| overlapping);
    let mut signatures = Vec::new();
    for locked in core::iter::once(&webhook.secret).chain(former) {
        let Some(secret) = unlock_secret(app, webhook, locked).await? else { return Ok(None) };
        signatures.push(secret.sign(due.id.as_str(), now.seconds(), body));
    }
    Ok(Some(signatures.join(" ")))
}

async fn unlock_secret(
    app: &App,
    webhook: &WebhookRecord,
    locked: &str,
) -> Result<Option<Secret>, Fatal> {
    let Ok(locked) = Base64::decode_vec(locked) else { return Ok(None) };
    let keyring = app.config().keyring()?;
    let bytes = crypto::unlock(keyring.at_rest(), webhook.id.as_str(), &locked).await?;
    Ok(bytes.map(Secret::from_bytes))
}
