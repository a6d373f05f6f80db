//! Spent tokens are dropped once they have expired: the token's age refuses them then.

use serde::Deserialize;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params};
use super::usage::{Quota, is_used_up};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{TenantId, TokenId};

const SPEND: &str = "INSERT INTO spent_tokens (id, expires_at) VALUES (?1, ?2)";

#[derive(Deserialize)]
struct Dropped {
    #[allow(dead_code)] // only their number matters
    id: String,
}

/// What became of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// It is spent by this.
    Now,
    /// It was spent before.
    Before,
    /// It is not spent: the site's quota is used up.
    QuotaExceeded,
}

impl Store {
    /// Spends the token of a submission that is not stored, and counts it where
    /// the site has a quota.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spend_token(
        &self,
        id: &TokenId,
        expires_at: Timestamp,
        quota: Option<Quota<'_>>,
    ) -> Result<Spent, Fatal> {
        let mut statements = vec![self.spending(id, expires_at)?];
        statements.extend(quota.map(|quota| self.counting(quota)).transpose()?);
        match self.batch("spend token", statements).await {
            Err(failed) if is_spent(&failed) => Ok(Spent::Before),
            Err(failed) if is_used_up(&failed) => Ok(Spent::QuotaExceeded),
            other => Ok(other.map(|_| Spent::Now)?),
        }
    }

    /// Uses up a sealed result of a tenant; false if it was used up before. A
    /// spent token and a used result are the same to the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_up_result(
        &self,
        tenant: &TenantId,
        result: &str,
        forget_at: Timestamp,
    ) -> Result<bool, Fatal> {
        let id = format!("result:{tenant}:{result}");
        let statement = self.statement(SPEND, params![id.as_str(), forget_at])?;
        match self.batch("use up result", vec![statement]).await {
            Err(failed) if is_spent(&failed) => Ok(false),
            other => Ok(other.map(|_| true)?),
        }
    }

    /// The statement that spends a token; see [`is_spent`] for how it fails.
    pub(super) fn spending(
        &self,
        id: &TokenId,
        expires_at: Timestamp,
    ) -> Result<D1PreparedStatement, Failed> {
        self.statement(SPEND, params![id.as_str(), expires_at])
    }

    /// Drops up to `most` tokens that expired before `before`, oldest first,
    /// and tells how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_spent_tokens(&self, before: Timestamp, most: u32) -> Result<usize, Fatal> {
        let sql = "DELETE FROM spent_tokens WHERE id IN (
                SELECT id FROM spent_tokens WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2)
            RETURNING id";
        let dropped: Vec<Dropped> =
            self.rows("drop spent tokens", sql, params![before, most]).await?;
        Ok(dropped.len())
    }
}

/// Whether a batch failed since its token was spent before.
pub(super) fn is_spent(failed: &Failed) -> bool {
    failed.is_duplicate("spent_tokens.id")
}
