//! What the desktop keeps of the screen.
//!
//! Value, a map of numbers (null where absent): `width`, `height`,
//! `avail_width`, `avail_height`, `avail_left`, `avail_top`, and `orientation`
//! text (`landscape-primary`).

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.get("screen")?;
    Ok(page
        .record(&[
            ("width", "screen.width"),
            ("height", "screen.height"),
            ("avail_width", "screen.availWidth"),
            ("avail_height", "screen.availHeight"),
            ("avail_left", "screen.availLeft"),
            ("avail_top", "screen.availTop"),
            ("orientation", "screen.orientation.type"),
        ])
        .done())
}
