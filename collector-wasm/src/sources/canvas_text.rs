//! How text and emoji are drawn; changes with zoom and font updates.
//!
//! Value, a map: `text` text (32 hex). Where noise is added the status is
//! `noisy` and the map is empty. Apart from `canvas` because Chromium places
//! glyphs on fractions of pixels as soon as the device pixel ratio is not 1.

use crate::js::{self, Js};
use crate::page::Page;
use crate::picture;
use crate::registry::Source;

/// Two fonts, kerning pairs, accents, an emoji (U+1F603) and a ligature.
const SCRIPT: &str = "fillStyle=#f60
fillRect(120,2,60,20)
fillStyle=#069
font=11pt Arial
fillText(Wavy fjörd \u{1F603} ffi,2,17)
fillStyle=rgba(102,204,0,.7)
font=16pt Georgia,serif
fillText(Toy Vêda ẞ 42,4,36)";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    picture::read(page, ("text", js::object()), (220, 44), SCRIPT)
}
