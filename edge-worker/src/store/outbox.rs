//! Messages to webhooks, beside the data that they tell of.
//!
//! A claim marks messages as being tried, for longer than a try lasts, so two
//! runs at once do not send the same ones. A run that dies leaves its messages
//! to the next one after the claim: each is delivered at least once.

use edgeprint_signals::RiskLevel;
use edgeprint_signals::wire::{Delivery, DeliveryState, WebhookData, WebhookEvent};
use serde::{Deserialize, Serialize};
use worker::D1PreparedStatement;

use super::d1::{Failed, Param, Store, params};
use super::devices::current_device;
use super::pages::{Cursor, Page, PageOf};
use super::submissions::{SubmissionRecord, decided_device};
use super::webhooks::WebhookRecord;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeliveryId, DeviceId, DomainId, TenantId, WebhookId};

/// How long a claim holds. Tries are far shorter.
const CLAIM_SECONDS: u32 = 120;

/// How long messages that ended are kept.
const DELIVERED_DAYS: u32 = 7;
const DEAD_DAYS: u32 = 30;

/// A webhook as far as writing messages to it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// Which one.
    pub id: WebhookId,
    /// What it wants to hear of.
    pub events: Vec<WebhookEvent>,
}

/// The messages of one event, one for each webhook that wants to hear of it.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Messages(Vec<Message>);

#[derive(Clone, Debug, Serialize)]
struct Message {
    id: DeliveryId,
    webhook: WebhookId,
    /// The site whose events it is about, where that is still to be found out.
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<DomainId>,
}

/// A message that was claimed.
#[derive(Clone, Debug, Deserialize)]
pub struct Due {
    tenant_id: TenantId,
    /// Its id.
    pub id: DeliveryId,
    /// The webhook.
    pub webhook_id: WebhookId,
    /// What it tells of.
    pub event: WebhookEvent,
    /// The details, as JSON.
    pub data: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// How often it was tried before.
    pub attempts: u32,
    claim: String,
}

/// How a try ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The receiver took it.
    Delivered {
        /// The receiver's status.
        status: u16,
    },
    /// It is to be tried again.
    Again {
        /// When.
        at: Timestamp,
        /// The receiver's status, if it answered.
        status: Option<u16>,
        /// What went wrong.
        error: String,
    },
    /// It is given up.
    Dead {
        /// The receiver's status, if it answered.
        status: Option<u16>,
        /// What went wrong.
        error: String,
    },
}

#[derive(Deserialize)]
struct Row {
    id: DeliveryId,
    webhook_id: String,
    event: WebhookEvent,
    state: DeliveryState,
    attempts: u32,
    created_at: Timestamp,
    next_try_at: Timestamp,
    last_status: Option<u16>,
    last_error: Option<String>,
}

#[derive(Deserialize)]
struct Only {
    #[allow(dead_code)] // that there is a row says it all
    id: DeliveryId,
}

impl Messages {
    /// Messages for those of `hooks` that want to hear of `event`.
    ///
    /// # Errors
    /// When the platform has no randomness to give.
    pub fn of(event: WebhookEvent, hooks: &[Hook]) -> Result<Self, Fatal> {
        let wanting = hooks.iter().filter(|hook| hook.events.contains(&event));
        let messages = wanting
            .map(|hook| {
                let (id, webhook) = (DeliveryId::mint()?, hook.id.clone());
                Ok(Message { id, webhook, domain: None })
            })
            .collect::<Result<_, Fatal>>()?;
        Ok(Self(messages))
    }

    /// Messages that a device was erased, to be written for those webhooks
    /// whose site it was last seen on.
    ///
    /// # Errors
    /// When the platform has no randomness to give.
    pub fn of_erasure(webhooks: &[WebhookRecord]) -> Result<Self, Fatal> {
        let wanting =
            webhooks.iter().filter(|hook| hook.events.contains(&WebhookEvent::DeviceErased));
        let messages = wanting
            .map(|hook| {
                let (webhook, domain) = (hook.id.clone(), Some(hook.domain.clone()));
                Ok(Message { id: DeliveryId::mint()?, webhook, domain })
            })
            .collect::<Result<_, Fatal>>()?;
        Ok(Self(messages))
    }

    /// Their ids.
    pub fn ids(&self) -> impl Iterator<Item = DeliveryId> {
        self.0.iter().map(|message| message.id.clone())
    }

    const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn to_json(&self) -> Result<String, Failed> {
        serde_json::to_string(self).map_err(|error| Failed::to_write(&error))
    }
}

impl Outcome {
    /// Given up, for a reason.
    #[must_use]
    pub fn given_up(status: Option<u16>, error: &str) -> Self {
        Self::Dead { status, error: error.into() }
    }
}

impl Store {
    /// Tells that a submission was stored; goes after the device's row.
    pub(super) fn telling_submission(
        &self,
        new: &SubmissionRecord<'_>,
        spare: &DeviceId,
    ) -> Result<Option<D1PreparedStatement>, Failed> {
        let messages = new.created;
        if messages.is_empty() {
            return Ok(None);
        }
        let data = write(&WebhookData {
            request_id: Some(new.id.to_string()),
            flags: Some(new.reasons.iter().map(|reason| reason.flag.clone()).collect()),
            ..about(new)
        })?;
        let statement = self.statement(
            concat!(
                "INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, event, device_id, data,
                    created_at, state, attempts, next_try_at)
                SELECT d.tenant_id, json_extract(m.value, '$.id'),
                    json_extract(m.value, '$.webhook'), ?5, d.id,
                    json_set(?6, '$.deviceId', d.id), ?4, 'pending', 0, ?4
                FROM devices d, json_each(?7) m WHERE d.tenant_id = ?1 AND d.id = ",
                decided_device!("?8")
            ),
            params![
                new.tenant.as_str(),
                new.decision.known_device().map(DeviceId::as_str),
                new.claimed(),
                new.at,
                WebhookEvent::SubmissionCreated.name(),
                data.as_str(),
                messages.to_json()?.as_str(),
                spare.as_str(),
            ],
        )?;
        Ok(Some(statement))
    }

    /// Tells that a device's level changes; goes before the device's row does.
    pub(super) fn telling_change(
        &self,
        new: &SubmissionRecord<'_>,
    ) -> Result<Option<D1PreparedStatement>, Failed> {
        let messages = new.changed;
        if messages.is_empty() {
            return Ok(None);
        }
        let data = write(&WebhookData { request_id: Some(new.id.to_string()), ..about(new) })?;
        let level = RiskLevel::of_score(new.score);
        let above = RiskLevel::ALL.iter().map(|level| level.floor()).find(|f| *f > new.score);
        let statement = self.statement(
            concat!(
                "INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, event, device_id, data,
                    created_at, state, attempts, next_try_at)
                SELECT d.tenant_id, json_extract(m.value, '$.id'),
                    json_extract(m.value, '$.webhook'), ?5, d.id,
                    json_set(?6, '$.deviceId', d.id, '$.previousScore', d.score),
                    ?4, 'pending', 0, ?4
                FROM devices d, json_each(?7) m
                WHERE d.tenant_id = ?1 AND (d.score < ?8 OR d.score >= ?9) AND d.id = ",
                decided_device!("NULL")
            ),
            params![
                new.tenant.as_str(),
                new.decision.known_device().map(DeviceId::as_str),
                new.claimed(),
                new.at,
                WebhookEvent::DeviceRiskChanged.name(),
                data.as_str(),
                messages.to_json()?.as_str(),
                u32::from(level.floor()),
                u32::from(above.unwrap_or(u8::MAX)),
            ],
        )?;
        Ok(Some(statement))
    }

    /// Tells that a device is erased; goes before its row does. The message
    /// names it, and no column does: erasing what is held on it leaves the message.
    pub(super) fn telling_erasure(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
        messages: &Messages,
        now: Timestamp,
    ) -> Result<Option<D1PreparedStatement>, Failed> {
        if messages.is_empty() {
            return Ok(None);
        }
        let statement = self.statement(
            "INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, event, data, created_at,
                state, attempts, next_try_at)
            SELECT d.tenant_id, json_extract(m.value, '$.id'), json_extract(m.value, '$.webhook'),
                ?3, json_object('deviceId', d.id, 'domainId', d.domain_id), ?4, 'pending', 0, ?4
            FROM devices d, json_each(?5) m
            WHERE d.tenant_id = ?1 AND d.id = ?2
                AND json_extract(m.value, '$.domain') = d.domain_id",
            params![
                tenant.as_str(),
                device.as_str(),
                WebhookEvent::DeviceErased.name(),
                now,
                messages.to_json()?.as_str(),
            ],
        )?;
        Ok(Some(statement))
    }

    /// Claims messages that were just written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_deliveries(
        &self,
        tenant: &TenantId,
        ids: &[DeliveryId],
        now: Timestamp,
    ) -> Result<Vec<Due>, Fatal> {
        let ids = serde_json::to_string(ids).map_err(|error| Failed::to_write(&error))?;
        let sql = "UPDATE webhook_deliveries SET claim = ?3, claimed_until = ?4
            WHERE tenant_id = ?1 AND id IN (SELECT value FROM json_each(?2))
                AND state = 'pending' AND (claimed_until IS NULL OR claimed_until <= ?5)
            RETURNING *";
        let claim = DeliveryId::mint()?;
        let until = now.plus_seconds(CLAIM_SECONDS);
        let params = params![tenant.as_str(), ids.as_str(), claim.as_str(), until, now];
        Ok(self.rows("claim deliveries", sql, params).await?)
    }

    /// Claims up to `most` messages that are due, of any tenant, the longest due first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_due_deliveries(&self, most: u32, now: Timestamp) -> Result<Vec<Due>, Fatal> {
        let sql = "UPDATE webhook_deliveries SET claim = ?1, claimed_until = ?2
            WHERE (tenant_id, id) IN (
                SELECT tenant_id, id FROM webhook_deliveries
                WHERE state = 'pending' AND next_try_at <= ?3
                    AND (claimed_until IS NULL OR claimed_until <= ?3)
                ORDER BY next_try_at LIMIT ?4)
            RETURNING *";
        let claim = DeliveryId::mint()?;
        let until = now.plus_seconds(CLAIM_SECONDS);
        Ok(self.rows("claim due", sql, params![claim.as_str(), until, now, most]).await?)
    }

    /// Notes how a try ended, unless somebody else claimed the message since.
    /// What was delivered is kept without its content.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_attempt(
        &self,
        due: &Due,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<(), Fatal> {
        let (state, status, error, next) = match outcome {
            Outcome::Delivered { status } => ("delivered", Some(*status), None, now),
            Outcome::Again { at, status, error } => ("pending", *status, Some(error.as_str()), *at),
            Outcome::Dead { status, error } => ("dead", *status, Some(error.as_str()), now),
        };
        let statement = self.statement(
            "UPDATE webhook_deliveries SET state = ?4, attempts = attempts + 1, last_status = ?5,
                last_error = ?6, next_try_at = ?7, claim = NULL, claimed_until = NULL,
                ended_at = IIF(?4 = 'pending', NULL, ?8),
                data = IIF(?4 = 'delivered', NULL, data),
                device_id = IIF(?4 = 'delivered', NULL, device_id)
            WHERE tenant_id = ?1 AND id = ?2 AND claim = ?3",
            params![
                due.tenant_id.as_str(),
                due.id.as_str(),
                due.claim.as_str(),
                state,
                status.map(u32::from),
                error,
                next,
                now,
            ],
        )?;
        self.batch("end attempt", vec![statement]).await?;
        Ok(())
    }

    /// A webhook's messages, the latest first, in one state or in any.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deliveries(
        &self,
        tenant: &TenantId,
        webhook: &WebhookId,
        state: Option<&str>,
        page: &Page,
    ) -> Result<PageOf<Delivery>, Fatal> {
        let sql = "SELECT * FROM webhook_deliveries
            WHERE tenant_id = ?1 AND webhook_id = ?2 AND (?3 IS NULL OR state = ?3)
                AND (created_at, id) < (?4, ?5)
            ORDER BY created_at DESC, id DESC LIMIT ?6";
        let params = params![
            tenant.as_str(),
            webhook.as_str(),
            state,
            page.before_time(),
            page.before_id(),
            page.to_fetch(),
        ];
        let rows: Vec<Row> = self.rows("deliveries", sql, params).await?;
        let page = page.cut(rows, |row| Cursor::new(row.created_at, row.id.as_str()));
        Ok(page.map(Row::into_delivery))
    }

    /// Has a dead message tried again from the start; false if there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revive_delivery(
        &self,
        tenant: &TenantId,
        webhook: &WebhookId,
        id: &DeliveryId,
        now: Timestamp,
    ) -> Result<bool, Fatal> {
        let sql = "UPDATE webhook_deliveries
            SET state = 'pending', attempts = 0, next_try_at = ?4, ended_at = NULL
            WHERE tenant_id = ?1 AND webhook_id = ?2 AND id = ?3 AND state = 'dead' RETURNING id";
        let params = params![tenant.as_str(), webhook.as_str(), id.as_str(), now];
        Ok(self.row::<Only>("revive delivery", sql, params).await?.is_some())
    }

    /// Drops messages that ended long ago.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_ended_deliveries(&self, now: Timestamp, most: u32) -> Result<(), Fatal> {
        let sql = "DELETE FROM webhook_deliveries WHERE (tenant_id, id) IN (
                SELECT tenant_id, id FROM webhook_deliveries
                WHERE ended_at < IIF(state = 'dead', ?1, ?2) LIMIT ?3)";
        let params: &[Param<'_>] =
            params![now.minus_days(DEAD_DAYS), now.minus_days(DELIVERED_DAYS), most];
        let statement = self.statement(sql, params)?;
        self.batch("drop ended deliveries", vec![statement]).await?;
        Ok(())
    }
}

impl Row {
    fn into_delivery(self) -> Delivery {
        let pending = self.state == DeliveryState::Pending;
        Delivery {
            id: self.id.to_string(),
            webhook_id: self.webhook_id,
            event: self.event,
            state: self.state,
            attempts: self.attempts,
            created_at: self.created_at.to_iso(),
            next_try_at: pending.then(|| self.next_try_at.to_iso()),
            last_status: self.last_status,
            last_error: self.last_error,
        }
    }
}

fn about(new: &SubmissionRecord<'_>) -> WebhookData {
    WebhookData {
        domain_id: new.domain.to_string(),
        score: Some(new.score),
        risk_level: Some(RiskLevel::of_score(new.score)),
        ..WebhookData::default()
    }
}

fn write(data: &WebhookData) -> Result<String, Failed> {
    serde_json::to_string(data).map_err(|error| Failed::to_write(&error))
}
