//! Bindings, variables and secrets: the only place that knows their names.

use core::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use worker::Env;

use crate::auth::Access;
use crate::error::Fatal;
use crate::limits::{Limit, Limits, Policy};
use crate::store::{Cache, Directory, Store};
use crate::tenant::{Shard, Tenant};
use crate::tokens::Keyring;
use crate::webhooks::Allowed;

/// Shorter secrets can be guessed.
const MIN_SECRET_BYTES: usize = 32;

const DEFAULT_AUTH_CACHE_SECONDS: u32 = 300;

const DEFAULT_EVIDENCE_DAYS: u32 = 30;
const MAX_EVIDENCE_DAYS: u32 = 3650;

/// What `wrangler.toml` and `wrangler secret put` provide.
#[derive(Clone, Debug)]
pub struct Config {
    env: Env,
}

impl Config {
    /// Wraps what the runtime hands to each event.
    #[must_use]
    pub const fn new(env: Env) -> Self {
        Self { env }
    }

    /// Tenants, sites and keys, whoever's.
    ///
    /// # Errors
    /// When the binding is missing.
    pub fn directory(&self) -> Result<Directory, Fatal> {
        self.env.d1("DB").map(Directory::new).map_err(|_| Fatal::Configuration("DB"))
    }

    /// The data of a tenant.
    ///
    /// # Errors
    /// When the binding of its shard is missing.
    pub fn store_of(&self, tenant: &Tenant) -> Result<Store, Fatal> {
        self.shard(tenant.shard)
    }

    /// The data of all tenants in a shard: for what is done on schedule.
    ///
    /// # Errors
    /// When the binding is missing.
    pub fn shard(&self, shard: Shard) -> Result<Store, Fatal> {
        let db = self.env.d1(&shard.binding());
        db.map(Store::new).map_err(|_| Fatal::Configuration("the binding of a tenant's shard"))
    }

    /// Every shard that is bound: `DB`, and `DB_1` and so on up to the first gap.
    #[must_use]
    pub fn shards(&self) -> Vec<Shard> {
        let others = (1..=u16::MAX).map(Shard::new);
        let bound = others.take_while(|shard| self.env.d1(&shard.binding()).is_ok());
        core::iter::once(Shard::FIRST).chain(bound).collect()
    }

    /// Where new tenants go; `None` leaves it to their number in each shard.
    #[must_use]
    pub fn shard_for_new_tenants(&self) -> Option<Shard> {
        self.variable("SHARD_FOR_NEW_TENANTS")?.parse().ok().map(Shard::new)
    }

    /// The cache of what may be some minutes old; `None` where it cannot be had,
    /// since everything in it can be had from the database too.
    #[must_use]
    pub fn cache(&self) -> Option<Cache> {
        let kv = self.env.kv("KV").ok();
        kv.map(|kv| Cache::new(kv, self.auth_cache_seconds()))
    }

    /// The static files.
    ///
    /// # Errors
    /// When the binding is missing.
    pub fn assets(&self) -> Result<worker::Fetcher, Fatal> {
        self.env.assets("ASSETS").map_err(|_| Fatal::Configuration("ASSETS"))
    }

    /// The rate limits.
    #[must_use]
    pub const fn limits(&self) -> Limits<'_> {
        Limits::new(self)
    }

    pub(crate) fn global_limit(&self) -> Limit {
        Limit::new(self.env.rate_limiter("RL_GLOBAL").ok(), self.global_policy())
    }

    pub(crate) fn tenant_limit(&self) -> Limit {
        Limit::new(self.env.rate_limiter("RL_TENANT").ok(), self.tenant_policy())
    }

    /// The keys that tokens are signed with.
    ///
    /// # Errors
    /// When the secret is missing or too short to be one.
    pub fn keyring(&self) -> Result<Arc<Keyring>, Fatal> {
        let secret = self.env.secret("EDGEPRINT_SECRET").map(|secret| secret.to_string());
        match secret {
            Ok(secret) if secret.len() >= MIN_SECRET_BYTES => derived(secret),
            _ => Err(Fatal::Configuration("EDGEPRINT_SECRET (at least 32 characters)")),
        }
    }

    /// The operator's token; `None` where there is none, and then nobody is admitted.
    #[must_use]
    pub fn admin_token(&self) -> Option<String> {
        let token = self.env.secret("ADMIN_TOKEN").ok()?.to_string();
        (!token.is_empty()).then_some(token)
    }

    /// The label in new keys, such as `prod` in `pk_prod_…`.
    #[must_use]
    pub fn key_environment(&self) -> String {
        self.variable("KEY_ENV").unwrap_or_else(|| "prod".into())
    }

    /// How long an authorisation decision holds; 0 asks the database every time.
    #[must_use]
    pub fn auth_cache_seconds(&self) -> u32 {
        self.number("AUTH_CACHE_SECONDS").unwrap_or(DEFAULT_AUTH_CACHE_SECONDS)
    }

    /// What the limit per tenant and address allows. The bindings cannot be
    /// asked, so their numbers stand in `wrangler.toml` twice.
    #[must_use]
    pub fn tenant_policy(&self) -> Policy {
        Policy::tenant(self.number("RATE_LIMIT_TENANT").unwrap_or(100))
    }

    fn global_policy(&self) -> Policy {
        Policy::global(self.number("RATE_LIMIT_GLOBAL").unwrap_or(20))
    }

    /// For how many days the readings that an assessment rested on are kept.
    #[must_use]
    pub fn evidence_retention_days(&self) -> u32 {
        let days = self.number("EVIDENCE_RETENTION_DAYS");
        days.unwrap_or(DEFAULT_EVIDENCE_DAYS).clamp(1, MAX_EVIDENCE_DAYS)
    }

    /// Who signs sealed results: their `iss`.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.variable("ISSUER")
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| "edgeprint".into())
    }

    /// Where webhooks may lead. Anything but the public internet is for local use.
    #[must_use]
    pub fn webhook_addresses(&self) -> Allowed {
        match self.variable("WEBHOOK_ALLOW_LOOPBACK").as_deref() {
            Some("true") => Allowed::Loopback,
            _ => Allowed::Public,
        }
    }

    /// How long a webhook's receiver may take.
    #[must_use]
    pub fn webhook_timeout(&self) -> Duration {
        let ms = self.variable("WEBHOOK_TIMEOUT_MS").and_then(|text| text.parse().ok());
        Duration::from_millis(ms.unwrap_or(10_000).clamp(100, 30_000))
    }

    /// Where the demo page lies, for the Backoffice to open it; `None` where there is none.
    #[must_use]
    pub fn demo_url(&self) -> Option<String> {
        self.variable("DEMO_URL").filter(|text| !text.is_empty())
    }

    /// The team and the application whose members are operators, where
    /// Cloudflare Access stands in front.
    #[must_use]
    pub fn access(&self) -> Option<Access> {
        let set = |name| self.variable(name).filter(|text| !text.is_empty());
        Some(Access { team: set("ACCESS_TEAM_DOMAIN")?, audience: set("ACCESS_AUD")? })
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.variable(name)?.parse().ok()
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.env.var(name).ok().map(|value| value.to_string())
    }
}

thread_local! {
    /// An instance's secret and what was derived from it: 25 hashes, which most requests would need anew.
    static KEYRING: RefCell<Option<(String, Arc<Keyring>)>> = const { RefCell::new(None) };
}

fn derived(secret: String) -> Result<Arc<Keyring>, Fatal> {
    KEYRING.with_borrow_mut(|kept| {
        if let Some((of, keyring)) = kept
            && *of == secret
        {
            return Ok(keyring.clone());
        }
        let keyring = Arc::new(Keyring::derive(secret.as_bytes())?);
        *kept = Some((secret, keyring.clone()));
        Ok(keyring)
    })
}
