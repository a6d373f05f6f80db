//! What a submission needs to know of its site, beyond what its token says.

use edgeprint_signals::wire::GpcPolicy;
use serde::{Deserialize, Serialize};

use super::cache::{Family, Until};
use super::d1::{Directory, params, rows_of};
use super::messages::Hook;
use super::sites::{self, SITE_BY_ID, SiteRecord};
use crate::automation::Allowlist;
use crate::error::Fatal;
use crate::ids::DomainId;
use crate::risk::Policy;

/// A site's settings that act on submissions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Whether nobody is identified.
    pub reduced_mode: bool,
    /// What Global Privacy Control does.
    pub gpc_policy: GpcPolicy,
    /// Automation that is welcome.
    #[serde(default)]
    pub automation: Allowlist,
    /// Weights and suppressions.
    pub policy: Policy,
    /// Whether pages are told that nothing was found.
    pub shadow_mode: bool,
    /// Submissions a day; `None` for any number.
    pub daily_quota: Option<u32>,
    /// Webhooks that are told.
    pub hooks: Vec<Hook>,
}

/// The terms of a site, which may be some minutes old; `None` where the site is gone.
#[derive(Debug)]
pub struct CachedTerms;

impl Family for CachedTerms {
    const PREFIX: &'static str = "terms";
    const AT_HAND: bool = true;
    type Key = DomainId;
    type Value = Until<Option<Terms>>;
}

/// SQL: the webhooks of a site that are not disabled, as [`Hook`]s.
const HOOKS: &str =
    "SELECT json_group_array(json_object('id', id, 'events', json(events))) AS hooks
    FROM webhooks WHERE domain_id = ?1 AND disabled_at IS NULL";

#[derive(Deserialize)]
struct Hooks {
    hooks: String,
}

impl Terms {
    fn of(site: SiteRecord, hooks: Vec<Hook>) -> Self {
        let settings = site.settings;
        Self {
            reduced_mode: settings.reduced_mode,
            gpc_policy: settings.gpc_policy,
            automation: settings.automation,
            policy: settings.policy,
            shadow_mode: settings.shadow_mode,
            daily_quota: settings.daily_quota,
            hooks,
        }
    }
}

impl Directory {
    /// The terms of a site; `None` if it is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn terms(&self, site: &DomainId) -> Result<Option<Terms>, Fatal> {
        let statement = |sql| self.statement(sql, params![site.as_str()]);
        let both = vec![statement(SITE_BY_ID)?, statement(HOOKS)?];
        let results = self.batch("terms", both).await?;
        let [of_site, of_hooks] = results.as_slice() else {
            return Err(Fatal::Broken("a batch answers each statement"));
        };
        let Some(row) = rows_of::<sites::Row>("terms", of_site)?.pop() else { return Ok(None) };
        let hooks = rows_of::<Hooks>("terms", of_hooks)?.pop().map(|row| row.hooks);
        let hooks = serde_json::from_str(&hooks.unwrap_or_default())
            .map_err(|_| Fatal::Broken("stored JSON can be read"))?;
        Ok(Some(Terms::of(row.into_record()?, hooks)))
    }
}
