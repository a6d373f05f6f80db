//! What an assessment rested on, kept beside its event.

use edgeprint_signals::wire::CollectRequest;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params, to_json};
use crate::error::Fatal;
use crate::evidence::RequestHeaders;
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
    pub fn of(request: &CollectRequest, headers: &RequestHeaders) -> Result<Self, Fatal> {
        let summary = headers.summary();
        Ok(Self {
            headers: to_json(&summary)?,
            user_agent: summary.user_agent,
            components: to_json(&request.components)?,
            custom: request.custom.as_ref().map(to_json).transpose()?,
            metadata: request.metadata.as_ref().map(to_json).transpose()?,
        })
    }
}

impl Store {
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
