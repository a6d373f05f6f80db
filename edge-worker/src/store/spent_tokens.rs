//! Spent tokens are dropped once they have expired: the token's age refuses them then.

use serde::Deserialize;

use super::d1::{Store, params};
use crate::clock::Timestamp;
use crate::error::Fatal;

#[derive(Deserialize)]
struct Dropped {
    #[allow(dead_code)] // only their number matters
    id: String,
}

impl Store {
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
