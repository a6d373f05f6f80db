//! Secret keys, of which only the hash is stored.

use edgeprint_signals::Scope;
use serde::Deserialize;

use super::d1::{Directory, params};
use crate::auth::{ApiKey, Key};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{ApiKeyId, TenantId};
use crate::tenant::{Shard, Tenant};

/// A secret key to be.
#[derive(Debug)]
#[allow(missing_docs)] // the columns of the table
pub struct NewApiKey<'a> {
    pub id: &'a ApiKeyId,
    pub tenant: &'a TenantId,
    pub name: &'a str,
    pub key: &'a Key,
    pub scopes: &'a [Scope],
    pub expires_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Row {
    tenant_id: TenantId,
    shard: Shard,
    hash: String,
    scopes: String,
    expires_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Only {
    #[allow(dead_code)] // that there is a row says it all
    id: ApiKeyId,
}

impl Directory {
    /// The secret key with this hash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_key(&self, hash: &str) -> Result<Option<ApiKey>, Fatal> {
        let sql = "SELECT k.tenant_id, t.shard, k.hash, k.scopes, k.expires_at, k.revoked_at
            FROM api_keys k JOIN tenants t ON t.id = k.tenant_id WHERE k.hash = ?1";
        let row: Option<Row> = self.row("api key", sql, params![hash]).await?;
        row.map(Row::into_api_key).transpose()
    }

    /// Adds a secret key; false if there is no such tenant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_api_key(&self, new: NewApiKey<'_>, now: Timestamp) -> Result<bool, Fatal> {
        let names: Vec<&str> = new.scopes.iter().map(|scope| scope.name()).collect();
        let scopes = serde_json::to_string(&names);
        let scopes = scopes.map_err(|_| Fatal::Broken("scopes can be written"))?;
        let (hash, shown) = (new.key.hash(), new.key.shown());
        let sql = "INSERT INTO api_keys
                (id, tenant_id, name, hash, prefix, scopes, created_at, expires_at)
            SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8 FROM tenants WHERE id = ?2
            RETURNING id";
        let params = params![
            new.id.as_str(),
            new.tenant.as_str(),
            new.name,
            hash.as_str(),
            shown.as_str(),
            scopes.as_str(),
            now,
            new.expires_at,
        ];
        Ok(self.row::<Only>("add api key", sql, params).await?.is_some())
    }

    /// Revokes a secret key; false if there is none. Revoking twice keeps the first time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_api_key(&self, id: &ApiKeyId, now: Timestamp) -> Result<bool, Fatal> {
        let sql = "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, ?2)
            WHERE id = ?1 RETURNING id";
        Ok(self.row::<Only>("revoke api key", sql, params![id.as_str(), now]).await?.is_some())
    }
}

impl Row {
    fn into_api_key(self) -> Result<ApiKey, Fatal> {
        let names: Vec<String> = serde_json::from_str(&self.scopes)
            .map_err(|_| Fatal::Broken("stored scopes can be read"))?;
        Ok(ApiKey {
            tenant: Tenant { id: self.tenant_id, shard: self.shard },
            hash: self.hash,
            // A scope that this version does not know grants nothing in it.
            scopes: names.iter().filter_map(|name| Scope::from_name(name)).collect(),
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
        })
    }
}
