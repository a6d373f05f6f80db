//! `/v1/admin/tenants`.

use axum::extract::State;
use edgeprint_signals::wire::Tenant;
use serde::{Deserialize, Serialize};

use super::query::List;
use super::{DONE, Done, check_name, not_found, refused, to_wire};
use crate::app::App;
use crate::auth::Operator;
use crate::body::{Json, Segment};
use crate::caller::Caller;
use crate::error::{AppError, Fatal};
use crate::ids::TenantId;
use crate::store::{Audit, Directory, Filled, TenantRecord};
use crate::tenant::Shard;

/// A tenant to be.
#[derive(Debug, Deserialize)]
pub struct AddTenant {
    name: String,
    /// Where its data is to lie; the deployment decides where it is not said.
    shard: Option<Shard>,
}

/// A tenant's new name.
#[derive(Debug, Deserialize)]
pub struct NameTenant {
    name: String,
}

/// A tenant.
#[derive(Debug, Serialize)]
pub struct TenantAnswer {
    ok: bool,
    tenant: Tenant,
}

/// A page of tenants.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenants {
    ok: bool,
    tenants: Vec<Tenant>,
    next_cursor: Option<String>,
}

/// Lists tenants, the latest first.
#[worker::send]
pub async fn list(
    State(app): State<App>,
    _: Operator,
    list: List,
) -> Result<Json<Tenants>, AppError> {
    let page = app.config().directory()?.tenants(&list.page()).await?;
    let (tenants, next_cursor) = to_wire(page, TenantRecord::to_wire);
    Ok(Json(Tenants { ok: true, tenants, next_cursor }))
}

/// Adds a tenant.
#[worker::send]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    operator: Operator,
    Json(request): Json<AddTenant>,
) -> Result<Json<TenantAnswer>, AppError> {
    let name = check_name(&request.name)?.into();
    let directory = app.config().directory()?;
    let shard = choose_shard(&app, &directory, request.shard).await?;
    let tenant = TenantRecord { id: TenantId::mint()?, name, shard, created_at: caller.at() };
    let audit = Audit::of(&operator, &caller, "tenant.add", tenant.id.as_str(), Some(&tenant.id))?;
    directory.add_tenant(&tenant, &audit.after(&tenant.to_wire())).await?;
    Ok(answer(&tenant))
}

/// Tells of a tenant.
#[worker::send]
pub async fn show(
    State(app): State<App>,
    Segment(tenant_id): Segment,
    _: Operator,
) -> Result<Json<TenantAnswer>, AppError> {
    Ok(answer(&find(&app.config().directory()?, &tenant_id).await?))
}

/// Gives a tenant another name.
#[worker::send]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    Segment(tenant_id): Segment,
    operator: Operator,
    Json(request): Json<NameTenant>,
) -> Result<Json<TenantAnswer>, AppError> {
    let store = app.config().directory()?;
    let before = find(&store, &tenant_id).await?;
    let after = TenantRecord { name: check_name(&request.name)?.into(), ..before.clone() };
    let audit = Audit::of(&operator, &caller, "tenant.change", &tenant_id, Some(&before.id))?
        .before(&before.to_wire())
        .after(&after.to_wire());
    if !store.rename_tenant(&after.id, &after.name, &audit).await? {
        return Err(not_found());
    }
    Ok(answer(&after))
}

/// Deletes a tenant and everything of it: its keys at once, its sites' keys
/// within the time that decisions are cached, its data by and by.
#[worker::send]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    Segment(tenant_id): Segment,
    operator: Operator,
) -> Result<Json<Done>, AppError> {
    let store = app.config().directory()?;
    let id = TenantId::parse(&tenant_id).ok_or_else(not_found)?;
    let before = store.tenant_even_deleted(&id).await?.ok_or_else(not_found)?;
    let audit = Audit::of(&operator, &caller, "tenant.delete", &tenant_id, Some(&before.id))?
        .before(&before.to_wire());
    let deleted = store.delete_tenant(&before.id, &audit).await?;
    // Also if it was deleted before, in case that this failed then.
    app.config().store_of(&before.tenant())?.end_retention(&before.id).await?;
    if deleted { Ok(Json(DONE)) } else { Err(not_found()) }
}

async fn find(store: &Directory, tenant_id: &str) -> Result<TenantRecord, AppError> {
    let id = TenantId::parse(tenant_id).ok_or_else(not_found)?;
    store.tenant(&id).await?.ok_or_else(not_found)
}

fn answer(tenant: &TenantRecord) -> Json<TenantAnswer> {
    Json(TenantAnswer { ok: true, tenant: tenant.to_wire() })
}

/// The shard that was asked for, or the deployment's for new tenants, or the
/// one with the fewest.
async fn choose_shard(
    app: &App,
    directory: &Directory,
    asked: Option<Shard>,
) -> Result<Shard, AppError> {
    let shards = app.config().shards();
    if let Some(shard) = asked {
        let bound = shards.contains(&shard);
        return if bound { Ok(shard) } else { Err(refused("shard: not bound".into()).into()) };
    }
    match app.config().shard_for_new_tenants() {
        Some(shard) if shards.contains(&shard) => Ok(shard),
        Some(_) => Err(Fatal::Configuration("SHARD_FOR_NEW_TENANTS names no binding").into()),
        None => Ok(emptiest(&shards, &directory.filled_shards().await?)),
    }
}

fn emptiest(shards: &[Shard], filled: &[Filled]) -> Shard {
    let tenants = |shard: &Shard| {
        let entry = filled.iter().find(|entry| entry.shard == *shard);
        entry.map_or(0, |entry| entry.tenants)
    };
    shards.iter().copied().min_by_key(tenants).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_goes_where_there_are_fewest() {
        let shards: Vec<Shard> = (0..3).map(Shard::new).collect();
        let filled = |counts: &[(u16, u32)]| -> Vec<Filled> {
            let filled = |&(shard, tenants)| Filled { shard: Shard::new(shard), tenants };
            counts.iter().map(filled).collect()
        };
        assert_eq!(emptiest(&shards, &[]), Shard::FIRST);
        assert_eq!(emptiest(&shards, &filled(&[(0, 1)])), Shard::new(1));
        assert_eq!(emptiest(&shards, &filled(&[(0, 5), (1, 4), (2, 6), (9, 1)])), Shard::new(1));
    }
}
