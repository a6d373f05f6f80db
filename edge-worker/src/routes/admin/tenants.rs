//! `POST /v1/admin/tenants`.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::{check_name, refused};
use crate::app::App;
use crate::auth::Operator;
use crate::body;
use crate::caller::Caller;
use crate::error::{AppError, Fatal};
use crate::ids::TenantId;
use crate::store::{Directory, Filled};
use crate::tenant::{Shard, Tenant};

/// A tenant to be.
#[derive(Debug, Deserialize)]
pub struct AddTenant {
    name: String,
    /// Where its data is to lie; the deployment decides where it is not said.
    shard: Option<Shard>,
}

/// The tenant that was added.
#[derive(Debug, Serialize)]
pub struct TenantAnswer {
    ok: bool,
    tenant: TenantRecord,
}

#[derive(Debug, Serialize)]
struct TenantRecord {
    id: TenantId,
    name: String,
    shard: Shard,
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
    let directory = app.config().directory()?;
    let shard = choose_shard(&app, &directory, request.shard).await?;
    let tenant = Tenant { id: TenantId::mint()?, shard };
    directory.add_tenant(&tenant, name, caller.at()).await?;
    let tenant = TenantRecord { id: tenant.id, name: name.into(), shard };
    Ok(Json(TenantAnswer { ok: true, tenant }))
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
