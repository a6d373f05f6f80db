//! What an assessment rested on, kept beside its event.

use edgeprint_signals::wire::{CollectRequest, HeaderSummary};
use serde::Deserialize;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params, to_json};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::evidence::{Family, RequestHeaders};
use crate::ids::{RequestId, TenantId};

/// Evidence as stored: JSON, but for the user agent.
#[derive(Debug)]
pub struct EvidenceRecord {
    user_agent: Option<String>,
    headers: String,
    components: String,
    custom: Option<String>,
    metadata: Option<String>,
}

impl EvidenceRecord {
    /// Writes down what a submission brought.
    ///
    /// # Errors
    /// When a value cannot be written as JSON, which their types rule out.
    pub fn of(
        request: &CollectRequest,
        headers: &RequestHeaders,
        browser: Family,
    ) -> Result<Self, Fatal> {
        let browser = Some(browser.name().to_owned());
        let summary = HeaderSummary { browser, ..headers.summary() };
        Ok(Self {
            headers: to_json(&summary)?,
            user_agent: summary.user_agent,
            components: to_json(&request.components)?,
            custom: request.custom.as_ref().map(to_json).transpose()?,
            metadata: request.metadata.as_ref().map(to_json).transpose()?,
        })
    }
}

/// SQL: how old the oldest evidence is. Rows lie in the order in which they were
/// written: the table's own row numbers only grow, and D1 never vacuums.
const OLDEST: &str = "SELECT t.created_at AS at FROM evidence e
    CROSS JOIN events t ON t.tenant_id = e.tenant_id AND t.id = e.event_id
    WHERE e.rowid > 0 ORDER BY e.rowid LIMIT 1";

/// SQL: some of the oldest evidence goes, as far as it is old enough.
const DROP_OLDEST: &str = "DELETE FROM evidence WHERE rowid IN (
    SELECT e.rowid FROM evidence e
    CROSS JOIN events t ON t.tenant_id = e.tenant_id AND t.id = e.event_id
    WHERE e.rowid > 0 AND e.rowid < 500 + (SELECT rowid FROM evidence WHERE rowid > 0 ORDER BY rowid LIMIT 1)
        AND t.created_at < ?1)";

pub(super) const STATEMENTS: [&str; 2] = [OLDEST, DROP_OLDEST];

#[derive(Deserialize)]
struct Oldest {
    at: Timestamp,
}

impl Store {
    /// Drops some evidence of before `end`, of every tenant; tells whether there may be more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_evidence(&self, end: Timestamp) -> Result<bool, Fatal> {
        let oldest: Option<Oldest> = self.row("oldest evidence", OLDEST, &[]).await?;
        if oldest.is_none_or(|oldest| oldest.at >= end) {
            return Ok(false);
        }
        let statement = self.statement(DROP_OLDEST, params![end])?;
        self.batch("drop evidence", vec![statement]).await?;
        Ok(true)
    }

    pub(super) fn insert_evidence(
        &self,
        tenant: &TenantId,
        event: &RequestId,
        evidence: &EvidenceRecord,
    ) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            "INSERT INTO evidence (tenant_id, event_id, user_agent, headers, components, custom,
                metadata) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                tenant.as_str(),
                event.as_str(),
                evidence.user_agent.as_deref(),
                evidence.headers.as_str(),
                evidence.components.as_str(),
                evidence.custom.as_deref(),
                evidence.metadata.as_deref(),
            ],
        )
    }
}
