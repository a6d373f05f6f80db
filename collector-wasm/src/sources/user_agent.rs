//! The browser's name and version, as it says.
//!
//! Value: text.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Text("navigator.userAgent");
