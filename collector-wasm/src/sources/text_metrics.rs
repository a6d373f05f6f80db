//! How large the browser measures text to be, beyond its width.
//!
//! Value, a map of numbers (CSS pixels, as told; null where the browser has not
//! the member): `width`, `ascent`, `descent`, `left`, `right` of some text and
//! an emoji in the default sans-serif font, `font_ascent` and `font_descent` of
//! the font.
//! Measured on a canvas that is never attached: the page's layout is not asked.

use crate::js;
use crate::js::Js;
use crate::page::Page;
use crate::reading::map;
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let context = page.context_2d();
    js::run(context, "font=37px sans-serif");
    let metrics = js::step(context, "measureText(fjÅgẞ ∰\u{1F603})");
    map(
        metrics,
        "width;ascent=actualBoundingBoxAscent;descent=actualBoundingBoxDescent;left=actualBoundingBoxLeft;right=actualBoundingBoxRight;font_ascent=fontBoundingBoxAscent;font_descent=fontBoundingBoxDescent",
    )
}
