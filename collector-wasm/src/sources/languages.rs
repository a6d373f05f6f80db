//! Preferred languages.
//!
//! Value, a map: `language` text, `languages` list of text (at most 16).

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Map("navigator", "language;languages=+languages");
