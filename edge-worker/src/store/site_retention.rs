//! The retention of sites, repeated in the shard where their devices are. The
//! directory's row is the truth; whoever changes it writes here as well.

use super::d1::{Store, params};
use crate::error::Fatal;
use crate::ids::{DomainId, TenantId};

impl Store {
    /// Tells the shard how long a site keeps devices; `None` for good.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_retention(
        &self,
        tenant: &TenantId,
        domain: &DomainId,
        days: Option<u32>,
    ) -> Result<(), Fatal> {
        let statement = self.statement(
            "INSERT INTO site_retention (domain_id, tenant_id, retention_days) VALUES (?1, ?2, ?3)
            ON CONFLICT (domain_id) DO UPDATE SET retention_days = excluded.retention_days",
            params![domain.as_str(), tenant.as_str(), days],
        )?;
        self.batch("set retention", vec![statement]).await?;
        Ok(())
    }

    /// Lets no device of a tenant be kept any longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_retention(&self, tenant: &TenantId) -> Result<(), Fatal> {
        let sql = "UPDATE site_retention SET retention_days = 0 WHERE tenant_id = ?1";
        let statement = self.statement(sql, params![tenant.as_str()])?;
        self.batch("end retention", vec![statement]).await?;
        Ok(())
    }
}
