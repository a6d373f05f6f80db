//! Colour scheme, contrast, motion, transparency, forced and inverted colours,
//! HDR, monochrome.
//!
//! Value, a map of text, null where the browser cannot tell: `color_scheme`
//! (`light`, `dark`), `contrast` (`no-preference`, `more`, `less`, `custom`),
//! `reduced_motion`, `reduced_transparency`, `reduced_data` (`no-preference`,
//! `reduce`), `forced_colors` (`none`, `active`), `inverted_colors` (`none`,
//! `inverted`), `dynamic_range` (`high`, `standard`); and `monochrome` flag.

use edgeprint_signals::Reason;

use crate::js::{self, Js};
use crate::page::Page;
use crate::registry::Source;
use crate::text::{cut, parts};

/// Key, media feature and choices, the widest choice first.
const FEATURES: &str = "color_scheme=prefers-color-scheme=light dark;contrast=prefers-contrast=no-preference more less custom;reduced_motion=prefers-reduced-motion=no-preference reduce;reduced_transparency=prefers-reduced-transparency=no-preference reduce;reduced_data=prefers-reduced-data=no-preference reduce;forced_colors=forced-colors=none active;inverted_colors=inverted-colors=none inverted;dynamic_range=dynamic-range=high standard";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let monochrome = page.media(&["monochrome"]);
    if monochrome.is_nothing() {
        return js::fail(Reason::ApiMissing);
    }
    let found = js::object();
    for line in parts(FEATURES, b';') {
        let (key, line) = cut(line, b'=');
        let (feature, choices) = cut(line, b'=');
        js::set(found, key, page.media_choice(feature, choices));
    }
    js::set(found, "monochrome", monochrome);
    found
}
