//! The browser's name and version, as it says.
//!
//! Value: text.

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.text("navigator.userAgent").map(Into::into)
}
