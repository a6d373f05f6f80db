//! Tenants, and which shard each is in.

use serde::Deserialize;

use super::d1::{Directory, params};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::TenantId;
use crate::tenant::{Shard, Tenant};

/// How many tenants a shard has.
#[derive(Debug, Deserialize)]
pub struct Filled {
    /// The shard.
    pub shard: Shard,
    /// Tenants in it.
    pub tenants: u32,
}

#[derive(Deserialize)]
struct Row {
    shard: Shard,
}

impl Directory {
    /// Adds a tenant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_tenant(
        &self,
        tenant: &Tenant,
        name: &str,
        now: Timestamp,
    ) -> Result<(), Fatal> {
        let sql = "INSERT INTO tenants (id, name, created_at, shard) VALUES (?1, ?2, ?3, ?4)";
        let params = params![tenant.id.as_str(), name, now, tenant.shard];
        let statement = self.statement(sql, params)?;
        self.batch("add tenant", vec![statement]).await?;
        Ok(())
    }

    /// The tenant with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>, Fatal> {
        let sql = "SELECT shard FROM tenants WHERE id = ?1";
        let row: Option<Row> = self.row("tenant", sql, params![id.as_str()]).await?;
        Ok(row.map(|row| Tenant { id: id.clone(), shard: row.shard }))
    }

    /// How many tenants each shard has that has any.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn filled_shards(&self) -> Result<Vec<Filled>, Fatal> {
        let sql = "SELECT shard, COUNT(*) AS tenants FROM tenants GROUP BY shard";
        Ok(self.rows("filled shards", sql, params![]).await?)
    }
}
