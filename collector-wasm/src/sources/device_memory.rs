//! Memory in GiB, rounded (Chromium, https only).
//!
//! Value: a number.

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.number("navigator.deviceMemory").map(Into::into)
}
