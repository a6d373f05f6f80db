//! Tenants, and which shard each is in.

use edgeprint_signals::wire;
use serde::Deserialize;

use super::audit::Audit;
use super::d1::{Directory, params};
use super::pages::{Cursor, Page, PageOf};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::TenantId;
use crate::tenant::{Shard, Tenant};

/// A tenant as stored.
#[derive(Clone, Debug, Deserialize)]
pub struct TenantRecord {
    /// Its id.
    pub id: TenantId,
    /// Its name, for people.
    pub name: String,
    /// Where its data lies.
    pub shard: Shard,
    /// When it was added.
    pub created_at: Timestamp,
}

/// How many tenants a shard has.
#[derive(Debug, Deserialize)]
pub struct Filled {
    /// The shard.
    pub shard: Shard,
    /// Tenants in it.
    pub tenants: u32,
}

impl TenantRecord {
    /// Who it is, and where its data lies.
    #[must_use]
    pub fn tenant(&self) -> Tenant {
        Tenant { id: self.id.clone(), shard: self.shard }
    }

    /// As the operator sees it.
    #[must_use]
    pub fn to_wire(&self) -> wire::Tenant {
        wire::Tenant {
            id: self.id.to_string(),
            name: self.name.clone(),
            shard: self.shard.number(),
            created_at: self.created_at.to_iso(),
        }
    }
}

impl Directory {
    /// Adds a tenant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_tenant(&self, tenant: &TenantRecord, audit: &Audit) -> Result<(), Fatal> {
        let sql = "INSERT INTO tenants (id, name, created_at, shard) VALUES (?1, ?2, ?3, ?4)";
        let params =
            params![tenant.id.as_str(), tenant.name.as_str(), tenant.created_at, tenant.shard,];
        self.audited("add tenant", self.statement(sql, params)?, audit).await?;
        Ok(())
    }

    /// The tenant with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tenant(&self, id: &TenantId) -> Result<Option<TenantRecord>, Fatal> {
        let sql = "SELECT * FROM tenants WHERE id = ?1 AND deleted_at IS NULL";
        Ok(self.row("tenant", sql, params![id.as_str()]).await?)
    }

    /// The tenant with this id, also if it is deleted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tenant_even_deleted(&self, id: &TenantId) -> Result<Option<TenantRecord>, Fatal> {
        let sql = "SELECT * FROM tenants WHERE id = ?1";
        Ok(self.row("any tenant", sql, params![id.as_str()]).await?)
    }

    /// How many tenants each shard has that has any.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn filled_shards(&self) -> Result<Vec<Filled>, Fatal> {
        let sql = "SELECT shard, COUNT(*) AS tenants FROM tenants GROUP BY shard";
        Ok(self.rows("filled shards", sql, params![]).await?)
    }

    /// Tenants, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tenants(&self, page: &Page) -> Result<PageOf<TenantRecord>, Fatal> {
        let sql = "SELECT * FROM tenants
            WHERE deleted_at IS NULL AND (created_at, id) < (?1, ?2)
            ORDER BY created_at DESC, id DESC LIMIT ?3";
        let params = params![page.before_time(), page.before_id(), page.to_fetch()];
        let rows: Vec<TenantRecord> = self.rows("tenants", sql, params).await?;
        Ok(page.cut(rows, |tenant| Cursor::new(tenant.created_at, tenant.id.as_str())))
    }

    /// Gives a tenant another name; false if it is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rename_tenant(
        &self,
        id: &TenantId,
        name: &str,
        audit: &Audit,
    ) -> Result<bool, Fatal> {
        let sql = "UPDATE tenants SET name = ?2 WHERE id = ?1 AND deleted_at IS NULL";
        let statement = self.statement(sql, params![id.as_str(), name])?;
        Ok(self.audited("rename tenant", statement, audit).await?)
    }

    /// Deletes a tenant with its sites, keys and webhooks; false if it is gone.
    /// Its rows stay, marked, until the upkeep has erased its data.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_tenant(&self, id: &TenantId, audit: &Audit) -> Result<bool, Fatal> {
        let mark = self.statement(
            "UPDATE tenants SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL",
            params![id.as_str(), audit.at()],
        )?;
        let sites = self.statement(
            "UPDATE sites SET deleted_at = COALESCE(deleted_at, ?2) WHERE tenant_id = ?1",
            params![id.as_str(), audit.at()],
        )?;
        let keys = self.statement(
            "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, ?2) WHERE tenant_id = ?1",
            params![id.as_str(), audit.at()],
        )?;
        let webhooks =
            self.statement("DELETE FROM webhooks WHERE tenant_id = ?1", params![id.as_str()])?;
        let more = vec![sites, keys, webhooks];
        Ok(self.audited_all("delete tenant", mark, more, audit).await?)
    }
}
