//! The log of what operators changed, written in the transaction of the change.

use edgeprint_signals::Value;
use edgeprint_signals::wire::AuditEntry;
use serde::{Deserialize, Serialize};
use worker::D1PreparedStatement;

use super::d1::{Directory, Failed, params, rows_of};
use super::pages::{Cursor, Page, PageOf};
use crate::auth::Operator;
use crate::caller::Caller;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{AuditId, DeliveryId, TenantId};

/// A change on its way into the log.
#[derive(Debug)]
pub struct Audit {
    id: AuditId,
    at: Timestamp,
    actor: String,
    action: &'static str,
    resource: String,
    tenant: Option<TenantId>,
    before: Option<String>,
    after: Option<String>,
    request: String,
}

/// SQL: the statement before found something to change.
const IF_CHANGED: &str = "WHERE changes() > 0";

/// The edge itself, where nobody asked.
const EDGE: &str = "edge";

#[derive(Deserialize)]
struct Row {
    id: AuditId,
    created_at: Timestamp,
    actor: String,
    action: String,
    resource_id: String,
    tenant_id: Option<String>,
    before: Option<String>,
    after: Option<String>,
    request_id: String,
}

impl Audit {
    /// A change by an operator, of a resource that may belong to a tenant.
    ///
    /// # Errors
    /// When the platform has no randomness to give.
    pub fn of(
        operator: &Operator,
        caller: &Caller,
        action: &'static str,
        resource: &str,
        tenant: Option<&TenantId>,
    ) -> Result<Self, Fatal> {
        Ok(Self {
            id: AuditId::mint()?,
            at: caller.at(),
            actor: operator.name().into(),
            action,
            resource: resource.into(),
            tenant: tenant.cloned(),
            before: None,
            after: None,
            request: caller.request_id().to_string(),
        })
    }

    /// A change that the edge made by itself, for what it heard when it sent a message.
    ///
    /// # Errors
    /// When the platform has no randomness to give.
    pub fn of_edge(
        action: &'static str,
        resource: &str,
        tenant: &TenantId,
        cause: &DeliveryId,
        at: Timestamp,
    ) -> Result<Self, Fatal> {
        Ok(Self {
            id: AuditId::mint()?,
            at,
            actor: EDGE.into(),
            action,
            resource: resource.into(),
            tenant: Some(tenant.clone()),
            before: None,
            after: None,
            request: cause.to_string(),
        })
    }

    /// With what the resource was. What is told of a resource holds no secret.
    #[must_use]
    pub fn before(self, resource: &impl Serialize) -> Self {
        Self { before: serde_json::to_string(resource).ok(), ..self }
    }

    /// With what the resource became.
    #[must_use]
    pub fn after(self, resource: &impl Serialize) -> Self {
        Self { after: serde_json::to_string(resource).ok(), ..self }
    }

    /// When the change was made.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}

impl Directory {
    /// Makes a change and notes it down, both or neither; a change that finds
    /// nothing to change is not noted. Tells whether there was something.
    pub(super) async fn audited(
        &self,
        what: &'static str,
        change: D1PreparedStatement,
        audit: &Audit,
    ) -> Result<bool, Failed> {
        self.audited_all(what, change, Vec::new(), audit).await
    }

    /// [`Self::audited`], with more to change, whether or not the first found something.
    pub(super) async fn audited_all(
        &self,
        what: &'static str,
        change: D1PreparedStatement,
        more: Vec<D1PreparedStatement>,
        audit: &Audit,
    ) -> Result<bool, Failed> {
        let mut statements = vec![change, self.noting(audit, IF_CHANGED)?];
        statements.extend(more);
        let results = self.batch(what, statements).await?;
        let noted: Vec<Noted> =
            results.get(1).map_or(Ok(Vec::new()), |note| rows_of(what, note))?;
        Ok(!noted.is_empty())
    }

    /// Notes what was done to something of a tenant's outside the directory.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note(&self, audit: &Audit) -> Result<(), Fatal> {
        self.batch("note", vec![self.noting(audit, "")?]).await?;
        Ok(())
    }

    fn noting(&self, audit: &Audit, condition: &str) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            format!(
                "INSERT INTO audit_log (id, created_at, actor, action, resource_id, tenant_id,
                    before, after, request_id)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 {condition} RETURNING id"
            ),
            params![
                audit.id.as_str(),
                audit.at,
                audit.actor.as_str(),
                audit.action,
                audit.resource.as_str(),
                audit.tenant.as_ref().map(TenantId::as_str),
                audit.before.as_deref(),
                audit.after.as_deref(),
                audit.request.as_str(),
            ],
        )
    }

    /// Changes, the latest first, of one tenant or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_log(
        &self,
        tenant: Option<&TenantId>,
        page: &Page,
    ) -> Result<PageOf<AuditEntry>, Fatal> {
        let sql = "SELECT * FROM audit_log
            WHERE (?1 IS NULL OR tenant_id = ?1) AND (created_at, id) < (?2, ?3)
            ORDER BY created_at DESC, id DESC LIMIT ?4";
        let params = params![
            tenant.map(TenantId::as_str),
            page.before_time(),
            page.before_id(),
            page.to_fetch(),
        ];
        let rows: Vec<Row> = self.rows("audit log", sql, params).await?;
        let cursor = |row: &Row| Cursor::new(row.created_at, row.id.as_str());
        Ok(page.cut(rows, cursor).map(Row::into_entry))
    }
}

#[derive(Deserialize)]
struct Noted {
    #[allow(dead_code)] // that there is one says it all
    id: AuditId,
}

impl Row {
    fn into_entry(self) -> AuditEntry {
        let value = |text: Option<String>| -> Option<Value> { serde_json::from_str(&text?).ok() };
        AuditEntry {
            id: self.id.to_string(),
            created_at: self.created_at.to_iso(),
            actor: self.actor,
            action: self.action,
            resource_id: self.resource_id,
            tenant_id: self.tenant_id,
            before: value(self.before),
            after: value(self.after),
            request_id: self.request_id,
        }
    }
}
