//! The browser's name and version, as it says.
//!
//! Value: text.
