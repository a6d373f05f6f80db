//! Rate limits, counted by Cloudflare's bindings.
//!
//! A binding answers yes or no and keeps no remaining count; its numbers stand
//! in `wrangler.toml`. Requests that belong to a tenant are counted for the
//! tenant and address together, all others for the address alone.

use worker::{RateLimiter, console_error};

use crate::address::Address;
use crate::error::Abort;
use crate::ids::TenantId;

/// The period of both limits.
pub const PERIOD_SECONDS: u32 = 60;

/// The two limits. One that is not configured admits everybody: a missing
/// limit must not take the service down.
#[derive(Debug)]
pub struct Limits {
    global: Option<RateLimiter>,
    tenant: Option<RateLimiter>,
}

impl Limits {
    /// Limits over the two bindings.
    #[must_use]
    pub const fn new(global: Option<RateLimiter>, tenant: Option<RateLimiter>) -> Self {
        Self { global, tenant }
    }

    /// Counts a request that belongs to no tenant.
    ///
    /// # Errors
    /// When it is one too many.
    pub async fn global(&self, address: &Address) -> Result<(), Abort> {
        count(self.global.as_ref(), address.bucket()).await
    }

    /// Counts a request of a tenant.
    ///
    /// # Errors
    /// When it is one too many.
    pub async fn tenant(&self, tenant: &TenantId, address: &Address) -> Result<(), Abort> {
        count(self.tenant.as_ref(), format!("{tenant}:{}", address.bucket())).await
    }
}

async fn count(limiter: Option<&RateLimiter>, key: String) -> Result<(), Abort> {
    let Some(limiter) = limiter else { return Ok(()) };
    match limiter.limit(key).await {
        Ok(outcome) if !outcome.success => Err(Abort::rate_limited(PERIOD_SECONDS)),
        Ok(_) => Ok(()),
        Err(error) => {
            console_error!("rate limiter failed: {error}");
            Ok(())
        }
    }
}
