//! Rate limits, counted by Cloudflare's bindings.
//!
//! A binding answers yes or no and keeps no remaining count; its numbers stand
//! in `wrangler.toml`. Requests that belong to a tenant are counted for the
//! tenant and address together, all others for the address alone.

use core::fmt;

use worker::{RateLimiter, console_error};

use crate::address::Address;
use crate::config::Config;
use crate::error::Abort;
use crate::ids::TenantId;

/// The period of both limits.
const PERIOD_SECONDS: u32 = 60;

const SECONDS_PER_DAY: u32 = 86_400;

/// What is allowed, as `RateLimit-Policy` tells it: `"tenant";q=100;w=60`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    name: &'static str,
    quota: u32,
    seconds: u32,
}

impl Policy {
    /// For each address, where no tenant is known.
    #[must_use]
    pub const fn global(quota: u32) -> Self {
        Self { name: "global", quota, seconds: PERIOD_SECONDS }
    }

    /// For each tenant and address together.
    #[must_use]
    pub const fn tenant(quota: u32) -> Self {
        Self { name: "tenant", quota, seconds: PERIOD_SECONDS }
    }

    /// For the submissions of a site in a day.
    #[must_use]
    pub const fn daily(quota: u32) -> Self {
        Self { name: "site", quota, seconds: SECONDS_PER_DAY }
    }

    /// How long it counts before it starts anew.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.seconds
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\";q={};w={}", self.name, self.quota, self.seconds)
    }
}

/// A limit. One that is not configured admits everybody: a missing limit must
/// not take the service down.
#[derive(Debug)]
pub struct Limit {
    limiter: Option<RateLimiter>,
    policy: Policy,
}

impl Limit {
    /// A limit over a binding, which cannot be asked what it allows.
    #[must_use]
    pub const fn new(limiter: Option<RateLimiter>, policy: Policy) -> Self {
        Self { limiter, policy }
    }

    async fn count(&self, key: String) -> Result<(), Abort> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        match limiter.limit(key).await {
            Ok(outcome) if !outcome.success => Err(Abort::rate_limited(self.policy)),
            Ok(_) => Ok(()),
            Err(error) => {
                console_error!("rate limiter failed: {error}");
                Ok(())
            }
        }
    }
}

/// The two limits, of which a request counts for one.
#[derive(Debug)]
pub struct Limits<'a>(&'a Config);

impl<'a> Limits<'a> {
    /// Both of them.
    #[must_use]
    pub const fn new(config: &'a Config) -> Self {
        Self(config)
    }

    /// Counts a request that belongs to no tenant.
    ///
    /// # Errors
    /// When it is one too many.
    pub async fn global(&self, address: &Address) -> Result<(), Abort> {
        self.0.global_limit().count(address.bucket()).await
    }

    /// Counts a request of a tenant.
    ///
    /// # Errors
    /// When it is one too many.
    pub async fn tenant(&self, tenant: &TenantId, address: &Address) -> Result<(), Abort> {
        self.0.tenant_limit().count(format!("{tenant}:{}", address.bucket())).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_written_as_the_header_has_them() {
        assert_eq!(Policy::global(20).to_string(), "\"global\";q=20;w=60");
        assert_eq!(Policy::daily(5000).to_string(), "\"site\";q=5000;w=86400");
    }
}
