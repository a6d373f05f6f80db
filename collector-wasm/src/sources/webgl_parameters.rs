//! Limits, precision and extensions of the graphics driver.
//!
//! Value, a map: `renderer`, `vendor` text (unmasked; generic in Gecko),
//! `masked_renderer`, `masked_vendor`, `version`, `shading_language` text;
//! `extensions` number (how many), `extensions_hash` text (32 hex);
//! `parameters_hash` text (32 hex over the limits and precisions);
//! `max_texture_size` number, `antialias` flag, `webgl2` flag.
