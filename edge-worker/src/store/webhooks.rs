//! Webhooks' configuration, in the directory.

use edgeprint_signals::wire::{Webhook, WebhookEvent};
use serde::Deserialize;

use super::audit::Audit;
use super::d1::{Directory, Failed, params};
use super::pages::{Cursor, Page, PageOf};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeliveryId, DomainId, TenantId, WebhookId};

/// The most webhooks that a site may have.
pub const MAX_WEBHOOKS: u32 = 10;

/// Why a webhook is disabled when its receiver said that it is gone.
const GONE: &str = "gone";

/// A webhook as stored: its secrets are encrypted.
#[derive(Clone)]
#[allow(missing_docs)] // the columns of the table
pub struct WebhookRecord {
    pub id: WebhookId,
    pub tenant: TenantId,
    pub domain: DomainId,
    pub url: String,
    pub events: Vec<WebhookEvent>,
    pub secret: String,
    pub former_secret: Option<String>,
    pub former_until: Option<Timestamp>,
    pub created_at: Timestamp,
    pub disabled_at: Option<Timestamp>,
    pub disabled_reason: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: WebhookId,
    tenant_id: TenantId,
    domain_id: DomainId,
    url: String,
    events: String,
    secret: String,
    former_secret: Option<String>,
    former_until: Option<Timestamp>,
    created_at: Timestamp,
    disabled_at: Option<Timestamp>,
    disabled_reason: Option<String>,
}

impl WebhookRecord {
    /// As the operator sees it.
    #[must_use]
    pub fn to_wire(&self) -> Webhook {
        Webhook {
            id: self.id.to_string(),
            tenant_id: self.tenant.to_string(),
            domain_id: self.domain.to_string(),
            url: self.url.clone(),
            events: self.events.clone(),
            created_at: self.created_at.to_iso(),
            former_secret_until: self.former_until.map(Timestamp::to_iso),
            disabled_at: self.disabled_at.map(Timestamp::to_iso),
            disabled_reason: self.disabled_reason.clone(),
        }
    }
}

impl Row {
    fn into_record(self) -> Result<WebhookRecord, Fatal> {
        let events = serde_json::from_str(&self.events);
        Ok(WebhookRecord {
            id: self.id,
            tenant: self.tenant_id,
            domain: self.domain_id,
            url: self.url,
            events: events.map_err(|_| Fatal::Broken("stored events can be read"))?,
            secret: self.secret,
            former_secret: self.former_secret,
            former_until: self.former_until,
            created_at: self.created_at,
            disabled_at: self.disabled_at,
            disabled_reason: self.disabled_reason,
        })
    }
}

impl Directory {
    /// The webhook with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn webhook(&self, id: &WebhookId) -> Result<Option<WebhookRecord>, Fatal> {
        let sql = "SELECT * FROM webhooks WHERE id = ?1";
        let row: Option<Row> = self.row("webhook", sql, params![id.as_str()]).await?;
        row.map(Row::into_record).transpose()
    }

    /// The webhooks of a tenant that are not disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn webhooks_of_tenant(&self, id: &TenantId) -> Result<Vec<WebhookRecord>, Fatal> {
        let sql = "SELECT * FROM webhooks WHERE tenant_id = ?1 AND disabled_at IS NULL";
        let rows: Vec<Row> = self.rows("webhooks of a tenant", sql, params![id.as_str()]).await?;
        rows.into_iter().map(Row::into_record).collect()
    }

    /// Webhooks, the latest first, of one tenant, of one site or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn webhooks(
        &self,
        tenant: Option<&TenantId>,
        site: Option<&DomainId>,
        page: &Page,
    ) -> Result<PageOf<WebhookRecord>, Fatal> {
        let sql = "SELECT * FROM webhooks
            WHERE (?1 IS NULL OR tenant_id = ?1) AND (?2 IS NULL OR domain_id = ?2)
                AND (created_at, id) < (?3, ?4)
            ORDER BY created_at DESC, id DESC LIMIT ?5";
        let params = params![
            tenant.map(TenantId::as_str),
            site.map(DomainId::as_str),
            page.before_time(),
            page.before_id(),
            page.to_fetch(),
        ];
        let rows: Vec<Row> = self.rows("webhooks", sql, params).await?;
        page.cut(rows, |row| Cursor::new(row.created_at, row.id.as_str())).try_map(Row::into_record)
    }

    /// Adds a webhook; false if the site has as many as it may.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_webhook(&self, new: &WebhookRecord, audit: &Audit) -> Result<bool, Fatal> {
        let statement = self.statement(
            "INSERT INTO webhooks (id, tenant_id, domain_id, url, events, secret, created_at)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
            WHERE (SELECT COUNT(*) FROM webhooks WHERE domain_id = ?3) < ?8",
            params![
                new.id.as_str(),
                new.tenant.as_str(),
                new.domain.as_str(),
                new.url.as_str(),
                write_events(&new.events)?.as_str(),
                new.secret.as_str(),
                new.created_at,
                MAX_WEBHOOKS,
            ],
        )?;
        Ok(self.audited("add webhook", statement, audit).await?)
    }

    /// Stores what was changed about a webhook; false if it is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_webhook(
        &self,
        webhook: &WebhookRecord,
        audit: &Audit,
    ) -> Result<bool, Fatal> {
        let statement = self.statement(
            "UPDATE webhooks SET url = ?2, events = ?3, secret = ?4, former_secret = ?5,
                former_until = ?6, disabled_at = ?7, disabled_reason = ?8
            WHERE id = ?1",
            params![
                webhook.id.as_str(),
                webhook.url.as_str(),
                write_events(&webhook.events)?.as_str(),
                webhook.secret.as_str(),
                webhook.former_secret.as_deref(),
                webhook.former_until,
                webhook.disabled_at,
                webhook.disabled_reason.as_deref(),
            ],
        )?;
        Ok(self.audited("change webhook", statement, audit).await?)
    }

    /// Disables a webhook whose receiver said that it is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn disable_gone_webhook(
        &self,
        before: &WebhookRecord,
        delivery: &DeliveryId,
        now: Timestamp,
    ) -> Result<(), Fatal> {
        let reason = Some(GONE.into());
        let after =
            WebhookRecord { disabled_at: Some(now), disabled_reason: reason, ..before.clone() };
        let (id, tenant) = (before.id.as_str(), &before.tenant);
        let audit = Audit::of_edge("webhook.disable", id, tenant, delivery, now)?;
        let audit = audit.before(&before.to_wire()).after(&after.to_wire());
        let statement = self.statement(
            "UPDATE webhooks SET disabled_at = ?2, disabled_reason = ?3
            WHERE id = ?1 AND disabled_at IS NULL",
            params![id, now, GONE],
        )?;
        self.audited("disable webhook", statement, &audit).await?;
        Ok(())
    }

    /// Deletes a webhook; false if it is gone. Its messages end at their next try.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_webhook(&self, id: &WebhookId, audit: &Audit) -> Result<bool, Fatal> {
        let sql = "DELETE FROM webhooks WHERE id = ?1";
        let statement = self.statement(sql, params![id.as_str()])?;
        Ok(self.audited("delete webhook", statement, audit).await?)
    }
}

fn write_events(events: &[WebhookEvent]) -> Result<String, Failed> {
    serde_json::to_string(events).map_err(|error| Failed::to_write(&error))
}
