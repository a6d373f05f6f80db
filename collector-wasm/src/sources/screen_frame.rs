//! What the desktop keeps of the screen.
//!
//! Value, a map of numbers (null where absent): `width`, `height`,
//! `avail_width`, `avail_height`, `avail_left`, `avail_top`, and `orientation`
//! text (`landscape-primary`).

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Map(
    "screen",
    "width;height;avail_width=availWidth;avail_height=availHeight;avail_left=availLeft;avail_top=availTop;orientation=orientation.type",
);
