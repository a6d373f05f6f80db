//! Which versions of Apple Pay the browser knows (Safari).
//!
//! Value, a map of flags, null where asking throws (plain http): `v3`,
//! `v12`, `v14`. Whether cards are set up is not asked.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Map(
    "ApplePaySession",
    "v3=supportsVersion(3);v12=supportsVersion(12);v14=supportsVersion(14)",
);
