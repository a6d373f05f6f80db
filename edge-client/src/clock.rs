//! The clock. The workspace forbids it elsewhere, because the same calls panic in the collector and in the Worker.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
#[allow(clippy::disallowed_methods, reason = "this crate does not run on wasm")]
pub(crate) fn unix_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// A clock that never goes back.
#[allow(clippy::disallowed_methods, reason = "this crate does not run on wasm")]
pub(crate) fn instant() -> Instant {
    Instant::now()
}
