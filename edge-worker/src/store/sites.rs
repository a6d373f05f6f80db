//! Sites: what a site key leads to.

use edgeprint_signals::wire;
use edgeprint_signals::wire::GpcPolicy;
use serde::Deserialize;

use super::audit::Audit;
use super::d1::{Directory, Failed, Param, params, to_json};
use super::pages::{Cursor, Page, PageOf};
use crate::auth::{AllowedOrigins, Key, Site};
use crate::automation::Allowlist;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DomainId, TenantId};
use crate::risk::Policy;
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

/// SQL: the site with an id.
pub(super) const SITE_BY_ID: &str = select_sites!("s.id = ?1 AND s.deleted_at IS NULL");

/// A site as stored.
#[derive(Clone, Debug)]
pub struct SiteRecord {
    /// Its id.
    pub id: DomainId,
    /// Whose it is.
    pub tenant: Tenant,
    /// Its key.
    pub site_key: String,
    /// What may be changed about it.
    pub settings: SiteSettings,
    /// When it was added.
    pub created_at: Timestamp,
}

/// What may be changed about a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the members of wire::Site
pub struct SiteSettings {
    pub name: String,
    pub allowed_origins: AllowedOrigins,
    pub check_interval_seconds: u32,
    pub retention_days: Option<u32>,
    pub reduced_mode: bool,
    pub gpc_policy: GpcPolicy,
    pub policy: Policy,
    pub shadow_mode: bool,
    pub daily_quota: Option<u32>,
    pub automation: Allowlist,
}

#[derive(Deserialize)]
pub(super) struct Row {
    id: DomainId,
    tenant_id: TenantId,
    shard: Shard,
    name: String,
    site_key: String,
    allowed_origins: String,
    check_interval_seconds: u32,
    retention_days: Option<u32>,
    reduced_mode: u8,
    gpc_policy: GpcPolicy,
    rule_weights: String,
    suppressed_flags: String,
    shadow_mode: u8,
    daily_quota: Option<u32>,
    allowed_agents: String,
    automation_hash: Option<String>,
    created_at: Timestamp,
}

impl Row {
    pub(super) fn into_record(self) -> Result<SiteRecord, Fatal> {
        let unread = |_| Fatal::Broken("stored settings can be read");
        let policy = Policy {
            weights: serde_json::from_str(&self.rule_weights).map_err(unread)?,
            suppressed: serde_json::from_str(&self.suppressed_flags).map_err(unread)?,
        };
        let settings = SiteSettings {
            name: self.name,
            allowed_origins: serde_json::from_str(&self.allowed_origins).map_err(unread)?,
            check_interval_seconds: self.check_interval_seconds,
            retention_days: self.retention_days,
            reduced_mode: self.reduced_mode != 0,
            gpc_policy: self.gpc_policy,
            policy,
            shadow_mode: self.shadow_mode != 0,
            daily_quota: self.daily_quota,
            automation: Allowlist {
                agents: serde_json::from_str(&self.allowed_agents).map_err(unread)?,
                secret_hash: self.automation_hash,
            },
        };
        Ok(SiteRecord {
            id: self.id,
            tenant: Tenant { id: self.tenant_id, shard: self.shard },
            site_key: self.site_key,
            settings,
            created_at: self.created_at,
        })
    }
}

impl SiteRecord {
    /// What a page's request needs to know of it.
    #[must_use]
    pub fn to_site(&self) -> Site {
        Site {
            tenant: self.tenant.clone(),
            domain: self.id.clone(),
            check_interval_seconds: self.settings.check_interval_seconds,
            reduced_mode: self.settings.reduced_mode,
            gpc_policy: self.settings.gpc_policy,
        }
    }

    /// As the operator sees it.
    #[must_use]
    pub fn to_wire(&self) -> wire::Site {
        let SiteSettings { policy, .. } = &self.settings;
        wire::Site {
            domain_id: self.id.to_string(),
            tenant_id: self.tenant.id.to_string(),
            name: self.settings.name.clone(),
            site_key: self.site_key.clone(),
            allowed_origins: self.settings.allowed_origins.clone().into(),
            check_interval_seconds: self.settings.check_interval_seconds,
            retention_days: self.settings.retention_days,
            reduced_mode: self.settings.reduced_mode,
            gpc_policy: self.settings.gpc_policy,
            rule_weights: policy.weights.clone(),
            suppressed_flags: policy.suppressed.iter().cloned().collect(),
            shadow_mode: self.settings.shadow_mode,
            daily_quota: self.settings.daily_quota,
            allowed_agents: self.settings.automation.agents.clone(),
            has_automation_secret: self.settings.automation.secret_hash.is_some(),
            created_at: self.created_at.to_iso(),
        }
    }
}

impl Directory {
    /// The site with this key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn site_by_key(&self, key: &Key) -> Result<Option<SiteRecord>, Fatal> {
        let sql = select_sites!("s.site_key = ?1 AND s.deleted_at IS NULL");
        let row: Option<Row> = self.row("site by key", sql, params![key.expose()]).await?;
        row.map(Row::into_record).transpose()
    }

    /// The site with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn site(&self, id: &DomainId) -> Result<Option<SiteRecord>, Fatal> {
        let row: Option<Row> = self.row("site", SITE_BY_ID, params![id.as_str()]).await?;
        row.map(Row::into_record).transpose()
    }

    /// The site with this id, also if it is deleted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn site_even_deleted(&self, id: &DomainId) -> Result<Option<SiteRecord>, Fatal> {
        let sql = select_sites!("s.id = ?1");
        let row: Option<Row> = self.row("any site", sql, params![id.as_str()]).await?;
        row.map(Row::into_record).transpose()
    }

    /// Sites, the latest first, of one tenant or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sites(
        &self,
        tenant: Option<&TenantId>,
        page: &Page,
    ) -> Result<PageOf<SiteRecord>, Fatal> {
        let sql = select_sites!(
            "s.deleted_at IS NULL AND (?1 IS NULL OR s.tenant_id = ?1)
                AND (s.created_at, s.id) < (?2, ?3)
            ORDER BY s.created_at DESC, s.id DESC LIMIT ?4"
        );
        let params = params![
            tenant.map(TenantId::as_str),
            page.before_time(),
            page.before_id(),
            page.to_fetch(),
        ];
        let rows: Vec<Row> = self.rows("sites", sql, params).await?;
        page.cut(rows, |row| Cursor::new(row.created_at, row.id.as_str())).try_map(Row::into_record)
    }

    /// Adds a site; false if there is no such tenant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_site(&self, site: &SiteRecord, audit: &Audit) -> Result<bool, Fatal> {
        let texts = Texts::of(&site.settings)?;
        let mut all = texts.bound(&site.id, &site.settings).to_vec();
        all.extend(params![site.tenant.id.as_str(), site.site_key.as_str(), site.created_at]);
        let statement = self.statement(
            "INSERT INTO sites (id, name, allowed_origins, check_interval_seconds, retention_days,
                reduced_mode, gpc_policy, rule_weights, suppressed_flags, shadow_mode, daily_quota,
                allowed_agents, automation_hash, tenant_id, site_key, created_at)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, id, ?15, ?16
            FROM tenants WHERE id = ?14 AND deleted_at IS NULL",
            &all,
        )?;
        Ok(self.audited("add site", statement, audit).await?)
    }

    /// Changes a site; false if it is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_site(
        &self,
        id: &DomainId,
        settings: &SiteSettings,
        audit: &Audit,
    ) -> Result<bool, Fatal> {
        let texts = Texts::of(settings)?;
        let statement = self.statement(
            "UPDATE sites SET name = ?2, allowed_origins = ?3, check_interval_seconds = ?4,
                retention_days = ?5, reduced_mode = ?6, gpc_policy = ?7, rule_weights = ?8,
                suppressed_flags = ?9, shadow_mode = ?10, daily_quota = ?11,
                allowed_agents = ?12, automation_hash = ?13
            WHERE id = ?1 AND deleted_at IS NULL",
            &texts.bound(id, settings),
        )?;
        Ok(self.audited("change site", statement, audit).await?)
    }

    /// Gives a site another key; false if there is no such site.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_site_key(
        &self,
        id: &DomainId,
        key: &Key,
        audit: &Audit,
    ) -> Result<bool, Fatal> {
        let sql = "UPDATE sites SET site_key = ?2 WHERE id = ?1 AND deleted_at IS NULL";
        let statement = self.statement(sql, params![id.as_str(), key.expose()])?;
        Ok(self.audited("replace site key", statement, audit).await?)
    }

    /// Deletes a site with its webhooks; false if it is gone. Its row stays,
    /// marked, until the upkeep has erased its data.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_site(&self, id: &DomainId, audit: &Audit) -> Result<bool, Fatal> {
        let mark = self.statement(
            "UPDATE sites SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL",
            params![id.as_str(), audit.at()],
        )?;
        let webhooks =
            self.statement("DELETE FROM webhooks WHERE domain_id = ?1", params![id.as_str()])?;
        Ok(self.audited_all("delete site", mark, vec![webhooks], audit).await?)
    }
}

/// The settings that are stored as text.
struct Texts {
    origins: String,
    gpc: String,
    weights: String,
    suppressed: String,
    agents: String,
}

impl Texts {
    fn of(settings: &SiteSettings) -> Result<Self, Failed> {
        Ok(Self {
            origins: to_json(&settings.allowed_origins)?,
            gpc: to_json(&settings.gpc_policy)?.trim_matches('"').into(),
            weights: to_json(&settings.policy.weights)?,
            suppressed: to_json(&settings.policy.suppressed)?,
            agents: to_json(&settings.automation.agents)?,
        })
    }

    /// A site's id and its settings, in the order in which both statements number them.
    fn bound<'a>(&'a self, id: &'a DomainId, settings: &'a SiteSettings) -> [Param<'a>; 13] {
        [
            id.as_str().into(),
            settings.name.as_str().into(),
            self.origins.as_str().into(),
            settings.check_interval_seconds.into(),
            settings.retention_days.into(),
            u32::from(settings.reduced_mode).into(),
            self.gpc.as_str().into(),
            self.weights.as_str().into(),
            self.suppressed.as_str().into(),
            u32::from(settings.shadow_mode).into(),
            settings.daily_quota.into(),
            self.agents.as_str().into(),
            settings.automation.secret_hash.as_deref().into(),
        ]
    }
}
