//! Screen size, longer side first, and colour depth.
//!
//! Value, a map: `long`, `short` numbers (CSS pixels), `color_depth` number,
//! `extended` flag or null (more than one screen).

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let width = page.number("screen.width")?;
    let height = page.number("screen.height")?;
    let mut record =
        page.record(&[("color_depth", "screen.colorDepth"), ("extended", "screen.isExtended")]);
    record.put("long", width.max(height));
    record.put("short", width.min(height));
    Ok(record.done())
}
