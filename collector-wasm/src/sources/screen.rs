//! Screen size, longer side first, and colour depth.
//!
//! Value, a map: `long`, `short` numbers (CSS pixels), `color_depth` number,
//! `extended` flag or null (more than one screen).
