//! The widest colour gamut.
//!
//! Value: text, `rec2020`, `p3`, `srgb` or `none`.

use edgeprint_signals::Reason;

use crate::js::{self, Js};
use crate::page::Page;
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    if page.media(&["color"]).is_nothing() {
        return js::fail(Reason::ApiMissing);
    }
    let widest = page.media_choice("color-gamut", "rec2020 p3 srgb");
    if widest.is_nothing() { "none".into() } else { widest }
}
