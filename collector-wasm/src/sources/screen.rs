//! Screen size, longer side first, and colour depth.
//!
//! Value, a map: `long`, `short` numbers (CSS pixels), `color_depth` number,
//! `extended` flag or null (more than one screen).

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{map, number};
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let screen = page.get("screen");
    let width = number(js::get(screen, "width"));
    let height = number(js::get(screen, "height"));
    let found = map(screen, "color_depth=colorDepth;extended=isExtended");
    js::set(found, "long", width.max(height).into());
    js::set(found, "short", width.min(height).into());
    found
}
