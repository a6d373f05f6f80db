//! Spent tokens are dropped once they have expired: the token's age refuses them then.

use serde::Deserialize;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::TokenId;

#[derive(Deserialize)]
struct Dropped {
    #[allow(dead_code)] // only their number matters
    id: String,
}

impl Store {
    /// Spends a token and stores nothing else; false if it was spent before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spend_token(&self, id: &TokenId, expires_at: Timestamp) -> Result<bool, Fatal> {
        let statement = self.spending(id, expires_at)?;
        match self.batch("spend token", vec![statement]).await {
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
        self.statement(
            "INSERT INTO spent_tokens (id, expires_at) VALUES (?1, ?2)",
            params![id.as_str(), expires_at],
        )
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
