//! Operating system and processor (Firefox).
//!
//! Value: text, such as `Linux x86_64`. Unsupported elsewhere.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Text("navigator.oscpu");
