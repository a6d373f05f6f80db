//! The heap limit (Chromium).
//!
//! Value: a number, bytes.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Number("performance.memory.jsHeapSizeLimit");
