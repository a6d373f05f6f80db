//! How many submissions a site with a quota took today.

use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DomainId, TenantId};

/// A site's quota, on the day of a submission.
#[derive(Clone, Copy, Debug)]
pub struct Quota<'a> {
    /// Whose site it is.
    pub tenant: &'a TenantId,
    /// The site.
    pub domain: &'a DomainId,
    /// When the submission came.
    pub at: Timestamp,
    /// Submissions a day.
    pub most: u32,
}

impl Store {
    /// The statement that counts a submission; see [`is_used_up`] for how it fails.
    pub(super) fn counting(&self, quota: Quota<'_>) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            "INSERT INTO site_usage (tenant_id, domain_id, day, submissions, quota)
            VALUES (?1, ?2, ?3, 1, ?4)
            ON CONFLICT (tenant_id, domain_id, day) DO UPDATE
                SET submissions = submissions + 1, quota = excluded.quota",
            params![quota.tenant.as_str(), quota.domain.as_str(), quota.at.day(), quota.most],
        )
    }

    /// Drops the counts of days that are over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_usage(&self, now: Timestamp) -> Result<(), Fatal> {
        let sql = "DELETE FROM site_usage WHERE day < ?1";
        let statement = self.statement(sql, params![now.day()])?;
        self.batch("drop usage", vec![statement]).await?;
        Ok(())
    }
}

/// Whether a batch failed since the site's quota is used up.
pub(super) fn is_used_up(failed: &Failed) -> bool {
    failed.is_broken_check("submissions <= quota")
}
