//! What the desktop keeps of the screen.
//!
//! Value, a map of numbers (null where absent): `width`, `height`,
//! `avail_width`, `avail_height`, `avail_left`, `avail_top`, and `orientation`
//! text (`landscape-primary`).
