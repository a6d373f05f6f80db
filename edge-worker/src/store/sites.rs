//! Sites: what a site key leads to.

use serde::Deserialize;

use super::d1::{Directory, params};
use crate::auth::{AllowedOrigins, Key, Site};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DomainId, TenantId};
use crate::tenant::{Shard, Tenant};

/// SQL: sites with where their tenant's data lies.
macro_rules! select_sites {
    ($condition:literal) => {
        concat!(
            "SELECT s.*, t.shard FROM sites s JOIN tenants t ON t.id = s.tenant_id WHERE ",
            $condition
        )
    };
}

/// SQL: a changed site's row, as [`select_sites`] has it.
macro_rules! returning_site {
    () => {
        " RETURNING *, (SELECT shard FROM tenants WHERE tenants.id = sites.tenant_id) AS shard"
    };
}

/// A site as stored.
#[derive(Clone, Debug, Deserialize)]
pub struct SiteRecord {
    /// Its id.
    pub id: DomainId,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// Where the tenant's data lies.
    pub shard: Shard,
    /// Its name, for people.
    pub name: String,
    /// Its key.
    pub site_key: String,
    allowed_origins: String,
    /// Seconds between two submissions of a device.
    pub check_interval_seconds: u32,
    /// Days that a device is kept after it was last seen; `None` for good.
    pub retention_days: Option<u32>,
}

/// A site to be.
#[derive(Debug)]
#[allow(missing_docs)] // the members of SiteRecord
pub struct NewSite<'a> {
    pub id: &'a DomainId,
    pub tenant: &'a TenantId,
    pub name: &'a str,
    pub key: &'a Key,
    pub settings: &'a SiteSettings,
}

/// What may be changed about a site.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // the members of SiteRecord
pub struct SiteSettings {
    pub allowed_origins: AllowedOrigins,
    pub check_interval_seconds: u32,
    pub retention_days: Option<u32>,
}

impl SiteRecord {
    /// The origins it lists.
    ///
    /// # Errors
    /// When what is stored is not what was stored.
    pub fn allowed_origins(&self) -> Result<AllowedOrigins, Fatal> {
        serde_json::from_str(&self.allowed_origins)
            .map_err(|_| Fatal::Broken("stored origins can be read"))
    }

    /// Whose it is, and where its data lies.
    #[must_use]
    pub fn tenant(&self) -> Tenant {
        Tenant { id: self.tenant_id.clone(), shard: self.shard }
    }

    /// What a page's request needs to know of it.
    #[must_use]
    pub fn to_site(&self) -> Site {
        Site {
            tenant: self.tenant(),
            domain: self.id.clone(),
            check_interval_seconds: self.check_interval_seconds,
        }
    }
}

impl Directory {
    /// The site with this key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn site_by_key(&self, key: &Key) -> Result<Option<SiteRecord>, Fatal> {
        let sql = select_sites!("s.site_key = ?1");
        Ok(self.row("site by key", sql, params![key.expose()]).await?)
    }

    /// The site with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn site(&self, id: &DomainId) -> Result<Option<SiteRecord>, Fatal> {
        Ok(self.row("site", select_sites!("s.id = ?1"), params![id.as_str()]).await?)
    }

    /// Adds a site; `None` if there is no such tenant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_site(
        &self,
        site: NewSite<'_>,
        now: Timestamp,
    ) -> Result<Option<SiteRecord>, Fatal> {
        let origins = write_origins(&site.settings.allowed_origins)?;
        let sql = concat!(
            "INSERT INTO sites (id, tenant_id, name, site_key, allowed_origins,
                check_interval_seconds, retention_days, created_at)
            SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8 FROM tenants WHERE id = ?2",
            returning_site!()
        );
        let params = params![
            site.id.as_str(),
            site.tenant.as_str(),
            site.name,
            site.key.expose(),
            origins.as_str(),
            site.settings.check_interval_seconds,
            site.settings.retention_days,
            now,
        ];
        Ok(self.row("add site", sql, params).await?)
    }

    /// Changes a site; `None` if it is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_site(
        &self,
        id: &DomainId,
        name: &str,
        settings: &SiteSettings,
    ) -> Result<Option<SiteRecord>, Fatal> {
        let origins = write_origins(&settings.allowed_origins)?;
        let sql = concat!(
            "UPDATE sites SET name = ?2, allowed_origins = ?3,
                check_interval_seconds = ?4, retention_days = ?5
            WHERE id = ?1",
            returning_site!()
        );
        let params = params![
            id.as_str(),
            name,
            origins.as_str(),
            settings.check_interval_seconds,
            settings.retention_days,
        ];
        Ok(self.row("change site", sql, params).await?)
    }

    /// Gives a site another key; `None` if there is no such site.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_site_key(
        &self,
        id: &DomainId,
        key: &Key,
    ) -> Result<Option<SiteRecord>, Fatal> {
        let sql = concat!("UPDATE sites SET site_key = ?2 WHERE id = ?1", returning_site!());
        Ok(self.row("replace site key", sql, params![id.as_str(), key.expose()]).await?)
    }
}

fn write_origins(origins: &AllowedOrigins) -> Result<String, Fatal> {
    serde_json::to_string(origins).map_err(|_| Fatal::Broken("origins can be written"))
}
