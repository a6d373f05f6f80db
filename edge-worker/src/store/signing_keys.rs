//! The keys of sealed results.

use edgeprint_signals::wire::SigningKey;
use serde::Deserialize;
use worker::D1PreparedStatement;

use super::audit::Audit;
use super::d1::{Directory, Failed, params};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::SigningKeyId;

/// A key as stored: its private half is encrypted.
#[derive(Clone, Deserialize)]
#[allow(missing_docs)] // the columns of the table
pub struct SigningKeyRecord {
    pub id: SigningKeyId,
    pub public_key: String,
    pub private_key: String,
    pub created_at: Timestamp,
    pub active_from: Timestamp,
    pub published_until: Option<Timestamp>,
}

impl SigningKeyRecord {
    /// As the operator sees it.
    #[must_use]
    pub fn to_wire(&self) -> SigningKey {
        SigningKey {
            id: self.id.to_string(),
            created_at: self.created_at.to_iso(),
            active_from: self.active_from.to_iso(),
            published_until: self.published_until.map(Timestamp::to_iso),
        }
    }
}

impl Directory {
    /// The keys that are published at a time, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn signing_keys(&self, now: Timestamp) -> Result<Vec<SigningKeyRecord>, Fatal> {
        let sql = "SELECT * FROM signing_keys
            WHERE published_until IS NULL OR published_until > ?1
            ORDER BY active_from DESC, id DESC LIMIT 50";
        Ok(self.rows("signing keys", sql, params![now]).await?)
    }

    /// Adds a key that no operator asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_first_signing_key(&self, key: &SigningKeyRecord) -> Result<(), Fatal> {
        self.batch("first signing key", vec![self.adding_signing_key(key)?]).await?;
        Ok(())
    }

    /// Adds a key that takes over from all others, which stay published until a time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rotate_signing_key(
        &self,
        new: &SigningKeyRecord,
        others_until: Timestamp,
        audit: &Audit,
    ) -> Result<(), Fatal> {
        let ending = self.statement(
            "UPDATE signing_keys SET published_until = MIN(COALESCE(published_until, ?2), ?2)
            WHERE id <> ?1",
            params![new.id.as_str(), others_until],
        )?;
        let adding = self.adding_signing_key(new)?;
        self.audited_all("rotate signing key", adding, vec![ending], audit).await?;
        Ok(())
    }

    /// Drops a key: what it signed is no longer accepted. False if there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_signing_key(&self, id: &SigningKeyId, audit: &Audit) -> Result<bool, Fatal> {
        let sql = "DELETE FROM signing_keys WHERE id = ?1";
        let statement = self.statement(sql, params![id.as_str()])?;
        Ok(self.audited("drop signing key", statement, audit).await?)
    }

    /// Drops the keys that are published no longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_old_signing_keys(&self, now: Timestamp) -> Result<(), Fatal> {
        let sql = "DELETE FROM signing_keys WHERE published_until <= ?1";
        let statement = self.statement(sql, params![now])?;
        self.batch("drop old signing keys", vec![statement]).await?;
        Ok(())
    }

    fn adding_signing_key(&self, key: &SigningKeyRecord) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            "INSERT INTO signing_keys
                (id, public_key, private_key, created_at, active_from, published_until)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                key.id.as_str(),
                key.public_key.as_str(),
                key.private_key.as_str(),
                key.created_at,
                key.active_from,
                key.published_until,
            ],
        )
    }
}
