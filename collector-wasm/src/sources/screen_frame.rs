//! What the desktop keeps of the screen.
//!
//! Value, a map of numbers (null where absent): `width`, `height`,
//! `avail_width`, `avail_height`, `avail_left`, `avail_top`; `orientation`
//! text (`landscape-primary`); `media_agrees` flag or null: whether style
//! sheets see the same size; genuine: true.

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{long_text, map};
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let screen = page.get("screen");
    let found = map(
        screen,
        "width;height;avail_width=availWidth;avail_height=availHeight;avail_left=availLeft;avail_top=availTop;orientation=orientation.type",
    );
    let width = long_text(js::peek(js::list(&[js::peek(screen, "width")]), "join()"));
    js::set(found, "media_agrees", page.media(&["device-width:", &width, "px"]));
    found
}
