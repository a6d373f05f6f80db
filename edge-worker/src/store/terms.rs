//! What a submission needs to know of its site, beyond what its token says.

use edgeprint_signals::wire::GpcPolicy;
use serde::{Deserialize, Serialize};

use super::cache::{Family, Until};
use super::d1::Directory;
use super::messages::Hook;
use super::sites::SiteRecord;
use super::webhooks::WebhookRecord;
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
    type Key = DomainId;
    type Value = Until<Option<Terms>>;
}

impl Terms {
    fn of(site: SiteRecord, webhooks: Vec<WebhookRecord>) -> Self {
        let hook = |webhook: WebhookRecord| Hook { id: webhook.id, events: webhook.events };
        let settings = site.settings;
        Self {
            reduced_mode: settings.reduced_mode,
            gpc_policy: settings.gpc_policy,
            automation: settings.automation,
            policy: settings.policy,
            shadow_mode: settings.shadow_mode,
            daily_quota: settings.daily_quota,
            hooks: webhooks.into_iter().map(hook).collect(),
        }
    }
}

impl Directory {
    /// The terms of a site; `None` if it is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn terms(&self, site: &DomainId) -> Result<Option<Terms>, Fatal> {
        let Some(record) = self.site(site).await? else { return Ok(None) };
        Ok(Some(Terms::of(record, self.webhooks_of(site).await?)))
    }
}
