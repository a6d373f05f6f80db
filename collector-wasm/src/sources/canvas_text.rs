//! How text and emoji are drawn; changes with zoom and font updates.
//!
//! Value, a map: `text` text (32 hex). Where noise is added the status is
//! `noisy` and the map is empty. Apart from `canvas` because Chromium places
//! glyphs on fractions of pixels as soon as the device pixel ratio is not 1.

use edgeprint_signals::{Component, Reason};

use crate::page::{Page, Record};
use crate::picture;
use crate::scratch::Canvas;

const SIZE: (u32, u32) = (220, 44);

/// Reads it.
pub fn read(page: &Page) -> Component {
    picture::reading(page, "text", SIZE, draw, Record::new())
}

/// Two fonts, kerning pairs, accents, an emoji (U+1F603) and a ligature.
fn draw(canvas: &Canvas) -> Result<(), Reason> {
    canvas.set("textBaseline", "alphabetic");
    canvas.set("fillStyle", "#f60");
    canvas.draw("fillRect", &[120.0, 2.0, 60.0, 20.0])?;
    canvas.set("fillStyle", "#069");
    canvas.set("font", "11pt Arial");
    canvas.write("Wavy fjörd \u{1F603} ffi", 2.0, 17.0)?;
    canvas.set("fillStyle", "rgba(102,204,0,.7)");
    canvas.set("font", "16pt Georgia,serif");
    canvas.write("Toy Vêda ẞ 42", 4.0, 36.0)
}
