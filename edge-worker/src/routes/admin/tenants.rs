//! `POST /v1/admin/tenants`.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::check_name;
use crate::app::App;
use crate::auth::Operator;
use crate::body;
use crate::caller::Caller;
use crate::error::AppError;
use crate::ids::TenantId;

/// A tenant to be.
#[derive(Debug, Deserialize)]
pub struct AddTenant {
    name: String,
}

/// The tenant that was added.
#[derive(Debug, Serialize)]
pub struct TenantAnswer {
    ok: bool,
    tenant: Tenant,
}

#[derive(Debug, Serialize)]
struct Tenant {
    id: TenantId,
    name: String,
}

/// Adds a tenant.
#[worker::send]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    _: Operator,
    body::Json(request): body::Json<AddTenant>,
) -> Result<Json<TenantAnswer>, AppError> {
    let name = check_name(&request.name)?;
    let tenant = Tenant { id: TenantId::mint()?, name: name.into() };
    app.config().store()?.add_tenant(&tenant.id, &tenant.name, caller.at()).await?;
    Ok(Json(TenantAnswer { ok: true, tenant }))
}
