//! Tenants.

use super::d1::{Store, params};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::TenantId;

impl Store {
    /// Adds a tenant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_tenant(&self, id: &TenantId, name: &str, now: Timestamp) -> Result<(), Fatal> {
        let sql = "INSERT INTO tenants (id, name, created_at) VALUES (?1, ?2, ?3)";
        let statement = self.statement(sql, params![id.as_str(), name, now])?;
        self.batch("add tenant", vec![statement]).await?;
        Ok(())
    }
}
