//! Colour scheme, contrast, motion, transparency, forced and inverted colours,
//! HDR, monochrome.
//!
//! Value, a map of text, null where the browser cannot tell: `color_scheme`
//! (`light`, `dark`), `contrast` (`no-preference`, `more`, `less`, `custom`),
//! `reduced_motion`, `reduced_transparency`, `reduced_data` (`no-preference`,
//! `reduce`), `forced_colors` (`none`, `active`), `inverted_colors` (`none`,
//! `inverted`), `dynamic_range` (`high`, `standard`); and `monochrome` flag.

use edgeprint_signals::Reason;

use crate::page::{Page, Record};
use crate::registry::Reading;

const REDUCE: &[&str] = &["no-preference", "reduce"];

/// Key, media feature and choices, the widest choice first.
const FEATURES: [(&str, &str, &[&str]); 8] = [
    ("color_scheme", "prefers-color-scheme", &["light", "dark"]),
    ("contrast", "prefers-contrast", &["no-preference", "more", "less", "custom"]),
    ("reduced_motion", "prefers-reduced-motion", REDUCE),
    ("reduced_transparency", "prefers-reduced-transparency", REDUCE),
    ("reduced_data", "prefers-reduced-data", REDUCE),
    ("forced_colors", "forced-colors", &["none", "active"]),
    ("inverted_colors", "inverted-colors", &["none", "inverted"]),
    ("dynamic_range", "dynamic-range", &["high", "standard"]),
];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let monochrome = page.media("(monochrome)").ok_or(Reason::ApiMissing)?;
    let mut record = Record::new();
    for (key, feature, choices) in FEATURES {
        record.put(key, page.media_choice(feature, choices));
    }
    record.put("monochrome", monochrome);
    Ok(record.done())
}
