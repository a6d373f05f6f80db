//! Widths of text in the default fonts.
//!
//! Value, a map of numbers (pixels, to a hundredth): `cursive`, `fantasy`,
//! `monospace`, `sans-serif`, `serif`, `system-ui`, `emoji`, `math`.

use super::fonts::width;
use crate::page::{Page, Record};
use crate::registry::Reading;
use crate::rounding::to_parts;

const FAMILIES: [&str; 8] =
    ["cursive", "emoji", "fantasy", "math", "monospace", "sans-serif", "serif", "system-ui"];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let context = page.context_2d()?;
    let mut record = Record::new();
    for family in FAMILIES {
        let width = width(context, &["48px ", family], "mmMwWLliI0fiflO&1 \u{1F603}")?;
        record.put(family, to_parts(width, 100.0));
    }
    Ok(record.done())
}
