//! Secret keys, of which only the hash is stored.

use edgeprint_signals::{Scope, wire};
use serde::Deserialize;

use super::audit::Audit;
use super::d1::{Directory, Failed, params};
use super::pages::{Cursor, Page, PageOf};
use crate::auth::{ApiKey, Key};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{ApiKeyId, TenantId};
use crate::tenant::{Shard, Tenant};
use worker::D1PreparedStatement;

/// A key's last use is written down once in so many seconds.
const USE_SECONDS: u32 = 300;

/// A secret key's record as the operator administers it.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the members of wire::ApiKey
pub struct ApiKeyRecord {
    pub id: ApiKeyId,
    pub tenant: TenantId,
    pub name: String,
    pub prefix: String,
    pub scopes: Vec<Scope>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
    pub replaces: Option<ApiKeyId>,
}

#[derive(Deserialize)]
struct Row {
    id: ApiKeyId,
    tenant_id: TenantId,
    #[serde(default)]
    shard: Shard,
    name: String,
    hash: String,
    prefix: String,
    scopes: String,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    last_used_at: Option<Timestamp>,
    replaces: Option<ApiKeyId>,
}

impl ApiKeyRecord {
    /// As the operator sees it.
    #[must_use]
    pub fn to_wire(&self) -> wire::ApiKey {
        wire::ApiKey {
            id: self.id.to_string(),
            tenant_id: self.tenant.to_string(),
            name: self.name.clone(),
            prefix: self.prefix.clone(),
            scopes: self.scopes.iter().map(|scope| scope.name().into()).collect(),
            created_at: self.created_at.to_iso(),
            expires_at: self.expires_at.map(Timestamp::to_iso),
            revoked_at: self.revoked_at.map(Timestamp::to_iso),
            last_used_at: self.last_used_at.map(Timestamp::to_iso),
            replaces: self.replaces.as_ref().map(ToString::to_string),
        }
    }
}

impl Directory {
    /// The secret key with this hash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_key(&self, hash: &str) -> Result<Option<ApiKey>, Fatal> {
        let sql = "SELECT k.*, t.shard FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
            WHERE k.hash = ?1";
        let row: Option<Row> = self.row("api key", sql, params![hash]).await?;
        let key = |row: Row| {
            let (hash, shard) = (row.hash.clone(), row.shard);
            let record = row.into_record()?;
            Ok(ApiKey {
                tenant: Tenant { id: record.tenant, shard },
                hash,
                scopes: record.scopes,
                expires_at: record.expires_at,
                revoked_at: record.revoked_at,
                last_used_at: record.last_used_at,
            })
        };
        row.map(key).transpose()
    }

    /// Notes that a key is used, unless that was noted some minutes ago.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_use(&self, key: &ApiKey, now: Timestamp) -> Result<(), Fatal> {
        if key.last_used_at.is_some_and(|last| now < last.plus_seconds(USE_SECONDS)) {
            return Ok(());
        }
        let sql = "UPDATE api_keys SET last_used_at = ?2 WHERE hash = ?1";
        let statement = self.statement(sql, params![key.hash.as_str(), now])?;
        self.batch("note use", vec![statement]).await?;
        Ok(())
    }

    /// The secret key with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_key_by_id(&self, id: &ApiKeyId) -> Result<Option<ApiKeyRecord>, Fatal> {
        let sql = "SELECT * FROM api_keys WHERE id = ?1";
        let row: Option<Row> = self.row("api key by id", sql, params![id.as_str()]).await?;
        row.map(Row::into_record).transpose()
    }

    /// Secret keys, the latest first, of one tenant or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_keys(
        &self,
        tenant: Option<&TenantId>,
        page: &Page,
    ) -> Result<PageOf<ApiKeyRecord>, Fatal> {
        let sql = "SELECT * FROM api_keys
            WHERE (?1 IS NULL OR tenant_id = ?1) AND (created_at, id) < (?2, ?3)
            ORDER BY created_at DESC, id DESC LIMIT ?4";
        let params = params![
            tenant.map(TenantId::as_str),
            page.before_time(),
            page.before_id(),
            page.to_fetch(),
        ];
        let rows: Vec<Row> = self.rows("api keys", sql, params).await?;
        page.cut(rows, |row| Cursor::new(row.created_at, row.id.as_str())).try_map(Row::into_record)
    }

    /// Adds a secret key; false if there is no such tenant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_api_key(
        &self,
        new: &ApiKeyRecord,
        key: &Key,
        audit: &Audit,
    ) -> Result<bool, Fatal> {
        Ok(self.audited("add api key", self.adding(new, key)?, audit).await?)
    }

    /// Adds a secret key in place of another, which ends at a time unless it ends sooner.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rotate_api_key(
        &self,
        former: (&ApiKeyId, Timestamp),
        new: &ApiKeyRecord,
        key: &Key,
        audit: &Audit,
    ) -> Result<bool, Fatal> {
        let (id, end) = former;
        let ending = self.statement(
            "UPDATE api_keys SET expires_at = MIN(COALESCE(expires_at, ?2), ?2) WHERE id = ?1",
            params![id.as_str(), end],
        )?;
        let adding = self.adding(new, key)?;
        Ok(self.audited_all("rotate api key", adding, vec![ending], audit).await?)
    }

    fn adding(&self, new: &ApiKeyRecord, key: &Key) -> Result<D1PreparedStatement, Failed> {
        let names: Vec<&str> = new.scopes.iter().map(|scope| scope.name()).collect();
        let scopes = serde_json::to_string(&names).map_err(|error| Failed::to_write(&error))?;
        let hash = key.hash();
        self.statement(
            "INSERT INTO api_keys
                (id, tenant_id, name, hash, prefix, scopes, created_at, expires_at, replaces)
            SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9
            FROM tenants WHERE id = ?2 AND deleted_at IS NULL",
            params![
                new.id.as_str(),
                new.tenant.as_str(),
                new.name.as_str(),
                hash.as_str(),
                new.prefix.as_str(),
                scopes.as_str(),
                new.created_at,
                new.expires_at,
                new.replaces.as_ref().map(ApiKeyId::as_str),
            ],
        )
    }

    /// Changes a key's name, scopes and end; false if there is none, or it is revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_api_key(&self, key: &ApiKeyRecord, audit: &Audit) -> Result<bool, Fatal> {
        let names: Vec<&str> = key.scopes.iter().map(|scope| scope.name()).collect();
        let scopes = serde_json::to_string(&names).map_err(|error| Failed::to_write(&error))?;
        let statement = self.statement(
            "UPDATE api_keys SET name = ?2, scopes = ?3, expires_at = ?4
            WHERE id = ?1 AND revoked_at IS NULL",
            params![key.id.as_str(), key.name.as_str(), scopes.as_str(), key.expires_at],
        )?;
        Ok(self.audited("change api key", statement, audit).await?)
    }

    /// Revokes a secret key; false if there is none that was not revoked before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_api_key(&self, id: &ApiKeyId, audit: &Audit) -> Result<bool, Fatal> {
        let sql = "UPDATE api_keys SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";
        let statement = self.statement(sql, params![id.as_str(), audit.at()])?;
        Ok(self.audited("revoke api key", statement, audit).await?)
    }
}

impl Row {
    fn into_record(self) -> Result<ApiKeyRecord, Fatal> {
        let names: Vec<String> = serde_json::from_str(&self.scopes)
            .map_err(|_| Fatal::Broken("stored scopes can be read"))?;
        Ok(ApiKeyRecord {
            id: self.id,
            tenant: self.tenant_id,
            name: self.name,
            prefix: self.prefix,
            // A scope that this version does not know grants nothing in it.
            scopes: names.iter().filter_map(|name| Scope::from_name(name)).collect(),
            created_at: self.created_at,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
            last_used_at: self.last_used_at,
            replaces: self.replaces,
        })
    }
}
