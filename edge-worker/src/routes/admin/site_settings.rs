//! A site's settings as an operator sends them; what is missing stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use edgeprint_signals::wire::GpcPolicy;
use serde::Deserialize;

use super::{check_name, present, refused};
use crate::auth::AllowedOrigins;
use crate::automation::{Allowlist, check_agents, hash_of_secret};
use crate::error::Abort;
use crate::risk::Policy;
use crate::store::SiteSettings;
use crate::webhooks::Allowed;

const CHECK_INTERVALS: RangeInclusive<u32> = 1..=366 * 24 * 60 * 60;
const RETENTIONS: RangeInclusive<u32> = 1..=3660;
const QUOTAS: RangeInclusive<u32> = 1..=1_000_000_000;

/// What is to be set. `null` is a value of its own: it ends a limit.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    name: Option<String>,
    allowed_origins: Option<AllowedOrigins>,
    check_interval_seconds: Option<u32>,
    #[serde(default, deserialize_with = "present")]
    retention_days: Option<Option<u32>>,
    reduced_mode: Option<bool>,
    gpc_policy: Option<GpcPolicy>,
    rule_weights: Option<BTreeMap<String, u8>>,
    suppressed_flags: Option<BTreeSet<String>>,
    shadow_mode: Option<bool>,
    #[serde(default, deserialize_with = "present")]
    daily_quota: Option<Option<u32>>,
    allowed_agents: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present")]
    automation_secret: Option<Option<String>>,
}

impl Settings {
    /// These settings where they say something, else the others.
    ///
    /// # Errors
    /// `setting_invalid`, naming the first setting that cannot be.
    pub fn over(self, others: SiteSettings, allowed: Allowed) -> Result<SiteSettings, Abort> {
        let agents = self.allowed_agents.map(|agents| check_agents(&agents, allowed)).transpose();
        let secret =
            self.automation_secret.map(|secret| secret.as_deref().map(hash_of_secret).transpose());
        let automation = Allowlist {
            agents: agents
                .map_err(|what| refused(format!("allowedAgents: {what}")))?
                .unwrap_or(others.automation.agents),
            secret_hash: secret
                .transpose()
                .map_err(|what| refused(format!("automationSecret: {what}")))?
                .unwrap_or(others.automation.secret_hash),
        };
        let policy = Policy {
            weights: self.rule_weights.unwrap_or(others.policy.weights),
            suppressed: self.suppressed_flags.unwrap_or(others.policy.suppressed),
        };
        let settings = SiteSettings {
            name: self.name.unwrap_or(others.name).trim().into(),
            allowed_origins: self.allowed_origins.unwrap_or(others.allowed_origins),
            check_interval_seconds: self
                .check_interval_seconds
                .unwrap_or(others.check_interval_seconds),
            retention_days: self.retention_days.unwrap_or(others.retention_days),
            reduced_mode: self.reduced_mode.unwrap_or(others.reduced_mode),
            gpc_policy: self.gpc_policy.unwrap_or(others.gpc_policy),
            policy,
            shadow_mode: self.shadow_mode.unwrap_or(others.shadow_mode),
            daily_quota: self.daily_quota.unwrap_or(others.daily_quota),
            automation,
        };
        check(&settings).map(|()| settings)
    }
}

fn check(settings: &SiteSettings) -> Result<(), Abort> {
    check_name(&settings.name)?;
    within("checkIntervalSeconds", Some(settings.check_interval_seconds), &CHECK_INTERVALS)?;
    within("retentionDays", settings.retention_days, &RETENTIONS)?;
    within("dailyQuota", settings.daily_quota, &QUOTAS)?;
    let policy = settings.policy.check();
    policy.map_err(|what| refused(format!("ruleWeights, suppressedFlags: {what}")))
}

fn within(name: &str, value: Option<u32>, range: &RangeInclusive<u32>) -> Result<(), Abort> {
    if value.is_none_or(|value| range.contains(&value)) {
        return Ok(());
    }
    Err(refused(format!("{name}: {} to {}", range.start(), range.end())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AppError;

    fn before() -> SiteSettings {
        SiteSettings {
            name: "Shop".into(),
            allowed_origins: AllowedOrigins::new(vec!["example.com".into()]).unwrap(),
            check_interval_seconds: 60,
            retention_days: Some(30),
            daily_quota: Some(5),
            ..SiteSettings::default()
        }
    }

    fn after(json: &str) -> Result<SiteSettings, String> {
        let change: Settings = serde_json::from_str(json).map_err(|error| error.to_string())?;
        change
            .over(before(), Allowed::Public)
            .map_err(|abort| AppError::from(abort).detail().into())
    }

    #[test]
    fn what_is_not_mentioned_stays() {
        assert_eq!(after("{}").unwrap(), before());
        assert_eq!(
            after(r#"{"name":"New"}"#).unwrap(),
            SiteSettings { name: "New".into(), ..before() }
        );
    }

    #[test]
    fn null_ends_a_limit_and_an_empty_list_ends_the_origins() {
        let settings =
            after(r#"{"retentionDays":null,"dailyQuota":null,"allowedOrigins":[]}"#).unwrap();
        assert_eq!((settings.retention_days, settings.daily_quota), (None, None));
        assert_eq!(settings.allowed_origins, AllowedOrigins::default());
    }

    #[test]
    fn a_secret_is_kept_as_its_digest_until_null_ends_it() {
        let secret = "correct-horse-battery-staple";
        let set = after(&format!(r#"{{"automationSecret":"{secret}"}}"#)).unwrap();
        let hash = set.automation.secret_hash.clone().unwrap();
        assert!(!hash.contains(secret) && hash.len() == 64);
        let over = |json: &str| {
            let change: Settings = serde_json::from_str(json).unwrap();
            change.over(set.clone(), Allowed::Public).unwrap().automation.secret_hash
        };
        assert_eq!(over("{}"), Some(hash));
        assert_eq!(over(r#"{"automationSecret":null}"#), None);
    }

    #[test]
    fn values_that_cannot_be_are_refused_by_name() {
        for (json, said) in [
            (r#"{"name":" "}"#, "name"),
            (r#"{"checkIntervalSeconds":0}"#, "checkIntervalSeconds"),
            (r#"{"retentionDays":0}"#, "retentionDays"),
            (r#"{"dailyQuota":0}"#, "dailyQuota"),
            (r#"{"ruleWeights":{"webdriver":101}}"#, "webdriver"),
            (r#"{"suppressedFlags":["nonsense"]}"#, "nonsense"),
            (r#"{"allowedOrigins":["https://x.y"]}"#, "host name"),
            (r#"{"allowedAgents":["http://x.y"]}"#, "allowedAgents"),
            (r#"{"automationSecret":"short"}"#, "automationSecret"),
        ] {
            assert!(after(json).unwrap_err().contains(said), "{json}");
        }
    }
}
