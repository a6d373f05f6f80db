//! Memory in GiB, rounded (Chromium, https only).
//!
//! Value: a number.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Number("navigator.deviceMemory");
