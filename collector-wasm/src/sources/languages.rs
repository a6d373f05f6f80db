//! Preferred languages.
//!
//! Value, a map: `language` text, `languages` list of text (at most 16).
