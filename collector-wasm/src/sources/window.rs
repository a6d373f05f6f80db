//! Window size, zoom and position.
//!
//! Value, a map of numbers (null where absent): `inner_width`, `inner_height`,
//! `outer_width`, `outer_height`, `screen_x`, `screen_y`,
//! `device_pixel_ratio`, `scale` (pinch zoom).

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Map(
    "self",
    "inner_width=innerWidth;inner_height=innerHeight;outer_width=outerWidth;outer_height=outerHeight;screen_x=screenX;screen_y=screenY;device_pixel_ratio=devicePixelRatio;scale=visualViewport.scale",
);
