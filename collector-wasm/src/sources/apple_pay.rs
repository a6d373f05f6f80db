//! Which versions of Apple Pay the browser knows (Safari).
//!
//! Value, a map of flags, null where asking throws (plain http): `v3`, `v6`,
//! `v10`, `v12`, `v14`, `v16`. Whether cards are set up is not asked.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Map(
    "ApplePaySession",
    "v3=supportsVersion(3);v6=supportsVersion(6);v10=supportsVersion(10);v12=supportsVersion(12);v14=supportsVersion(14);v16=supportsVersion(16)",
);
