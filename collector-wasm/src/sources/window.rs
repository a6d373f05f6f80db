//! Window size, zoom and position.
//!
//! Value, a map of numbers (null where absent): `inner_width`, `inner_height`,
//! `outer_width`, `outer_height`, `screen_x`, `screen_y`,
//! `device_pixel_ratio`, `scale` (pinch zoom).
