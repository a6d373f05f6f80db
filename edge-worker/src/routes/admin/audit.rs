//! `GET /v1/admin/audit-log`.

use axum::extract::State;
use edgeprint_signals::wire::AuditEntry;
use serde::Serialize;

use super::query::List;
use super::tenant_of;
use crate::app::App;
use crate::auth::Operator;
use crate::body::Json;
use crate::error::AppError;

/// A page of the audit log.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entries {
    ok: bool,
    entries: Vec<AuditEntry>,
    next_cursor: Option<String>,
}

/// Tells what operators changed, the latest first.
#[worker::send]
pub async fn list(
    State(app): State<App>,
    _: Operator,
    list: List,
) -> Result<Json<Entries>, AppError> {
    let tenant = tenant_of(&list)?;
    let page = app.config().directory()?.audit_log(tenant.as_ref(), &list.page()).await?;
    Ok(Json(Entries { ok: true, entries: page.items, next_cursor: page.next_cursor }))
}
