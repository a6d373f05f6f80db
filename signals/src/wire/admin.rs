//! `/v1/admin/*`: what the operator sets and sees.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::Value;

/// What happens to visitors whose browser sends Global Privacy Control (`Sec-GPC: 1`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GpcPolicy {
    /// They are treated as anybody.
    #[default]
    Ignore,
    /// They are assessed and not identified, as in reduced mode.
    Reduce,
    /// Nothing is accepted from them.
    Refuse,
}

/// A tenant: the border that no device id crosses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tenant {
    /// Its id, `t_…`.
    pub id: String,
    /// Its name, for people.
    pub name: String,
    /// Where its data lies: 0 is `DB`, 1 is `DB_1`, and so on.
    pub shard: u16,
    /// When it was added.
    pub created_at: String,
}

/// A site of a tenant, with its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Site {
    /// Its id, `d_…`.
    pub domain_id: String,
    /// Whose it is.
    pub tenant_id: String,
    /// Its name, for people.
    pub name: String,
    /// Its site key, `pk_…`.
    pub site_key: String,
    /// Ends of host names whose pages may use the key; empty admits every origin.
    pub allowed_origins: Vec<String>,
    /// Seconds between two full submissions of a device.
    pub check_interval_seconds: u32,
    /// Days that a device is kept after it was last seen; null keeps it for good.
    pub retention_days: Option<u32>,
    /// Whether every visitor is assessed alone: nobody is identified, nothing is kept.
    pub reduced_mode: bool,
    /// What Global Privacy Control does.
    pub gpc_policy: GpcPolicy,
    /// Weights, 0 to 100, that replace those of the rules, by flag.
    #[cfg_attr(feature = "ts", ts(type = "Record<string, number>"))]
    pub rule_weights: BTreeMap<String, u8>,
    /// Flags that are not raised at all.
    pub suppressed_flags: Vec<String>,
    /// Whether pages and sealed results get score 0 and no flags, while the real assessment is stored.
    pub shadow_mode: bool,
    /// Submissions a day (UTC) that are accepted; null is no limit.
    pub daily_quota: Option<u32>,
    /// Origins of agents whose signatures are welcome (Web Bot Auth).
    pub allowed_agents: Vec<String>,
    /// Whether programs that send the site's secret in `Edgeprint-Automation` are welcome.
    pub has_automation_secret: bool,
    /// When it was added.
    pub created_at: String,
}

/// A secret key's record; never the key itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiKey {
    /// Its id, `key_…`.
    pub id: String,
    /// Whose it is.
    pub tenant_id: String,
    /// Its name, for people.
    pub name: String,
    /// The start of the key, to tell it from others.
    pub prefix: String,
    /// What it allows.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: String,
    /// When it ends by itself; null for never.
    pub expires_at: Option<String>,
    /// When it was revoked; null while it was not.
    pub revoked_at: Option<String>,
    /// When it was last used, to within five minutes; null for never.
    pub last_used_at: Option<String>,
    /// The id of the key that it was rotated from.
    pub replaces: Option<String>,
}

/// A change that an operator made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditEntry {
    /// Its id, `aud_…`.
    pub id: String,
    /// When it was made.
    pub created_at: String,
    /// Who made it: `admin-token`, `backoffice` for who signed in with it, who Cloudflare Access says, or `edge` itself.
    pub actor: String,
    /// What was done, such as `site.change`.
    pub action: String,
    /// To what.
    pub resource_id: String,
    /// Whose it is; null where it is the deployment's.
    pub tenant_id: Option<String>,
    /// The resource before; null where there was none. Without secrets.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub before: Option<Value>,
    /// The resource after; null where there is none.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub after: Option<Value>,
    /// The request that made it; for what the edge did by itself, the message that it sent.
    pub request_id: String,
}

/// A public key that sealed results are verified with, as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SigningKey {
    /// The `kid` of the results that it signs.
    pub id: String,
    /// When it was made.
    pub created_at: String,
    /// From when on it signs.
    pub active_from: String,
    /// Until when it is published; null while no other takes over from it.
    pub published_until: Option<String>,
}
