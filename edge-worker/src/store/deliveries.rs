//! Messages to webhooks, as they are sent.
//!
//! A claim marks messages as being tried, for longer than a try lasts, so two
//! runs at once do not send the same ones. A run that dies leaves its messages
//! to the next one after the claim: each is delivered at least once.

use edgeprint_signals::wire::{Delivery, DeliveryState, WebhookEvent};
use serde::Deserialize;

use super::d1::{Param, Store, params, to_json};
use super::pages::{Cursor, Page, PageOf};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeliveryId, TenantId, WebhookId};

/// How long a claim holds. Tries are far shorter.
const CLAIM_SECONDS: u32 = 120;

/// How long messages that ended are kept.
const DELIVERED_DAYS: u32 = 7;
const DEAD_DAYS: u32 = 30;

/// By state: what is kept longer is not looked at before its time. The outer of the
/// inner selections is there for SQLite, which would read the whole table without it.
pub(super) const DROP_ENDED: &str = "DELETE FROM webhook_deliveries WHERE (tenant_id, id) IN (
    SELECT tenant_id, id FROM (
        SELECT tenant_id, id FROM webhook_deliveries INDEXED BY webhook_deliveries_ended
            WHERE state = 'dead' AND ended_at < ?1
        UNION ALL
        SELECT tenant_id, id FROM webhook_deliveries INDEXED BY webhook_deliveries_ended
            WHERE state = 'delivered' AND ended_at < ?2
        LIMIT ?3)) RETURNING id";

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

impl Outcome {
    /// Given up, for a reason.
    #[must_use]
    pub fn given_up(status: Option<u16>, error: &str) -> Self {
        Self::Dead { status, error: error.into() }
    }
}

impl Store {
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
        let ids = to_json(ids)?;
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

    /// Drops up to `most` messages that ended long ago, and tells how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_ended_deliveries(&self, now: Timestamp, most: u32) -> Result<usize, Fatal> {
        let params: &[Param<'_>] =
            params![now.minus_days(DEAD_DAYS), now.minus_days(DELIVERED_DAYS), most];
        let dropped: Vec<Only> = self.rows("drop ended deliveries", DROP_ENDED, params).await?;
        Ok(dropped.len())
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
