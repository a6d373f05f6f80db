//! Operating system and processor (Firefox).
//!
//! Value: text, such as `Linux x86_64`. Unsupported elsewhere.

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.text("navigator.oscpu").map(Into::into)
}
