//! The heap limit (Chromium).
//!
//! Value: a number, bytes.

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.number("performance.memory.jsHeapSizeLimit").map(Into::into)
}
