//! Which of a list of fonts are installed.
//!
//! Value: list of text, the names found, in the order of the list below.
//!
//! A font is there if text in it, with a generic font to fall back on, is not
//! as wide as in that generic font alone. One of three generic fonts may be
//! the very font asked for, not all.

use alloc::string::String;

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::number;
use crate::registry::Source;
use crate::text::{join, parts};

/// Narrow and wide letters, digits: where fonts differ most.
const SAMPLE: &str = "mmMwWLliI0O&1";

/// How many fonts are looked for in one turn: for one that is missing, browsers
/// search the system, which takes a millisecond or more.
const AT_ONCE: usize = 2;

/// Fonts that come with systems and with programs that many people have.
const FONTS: &str = "Agency FB,Arial Unicode MS,Arimo,Avenir,Bahnschrift,Batang,Calibri,Cambria Math,Cantarell,Carlito,Century Gothic,Consolas,DejaVu Sans,DIN Alternate,Droid Sans,Fira Sans,Franklin Gothic,FreeSans,Futura,Galvji,Geneva,Gill Sans,Haettenschweiler,Helvetica Neue,HoloLens MDL2 Assets,InaiMathi,Leelawadee,Liberation Mono,Lucida Bright,Lucida Console,Lucida Sans,Luminari,MS Mincho,MS Outlook,MS Reference Specialty,MS UI Gothic,MT Extra,Marlett,Meiryo UI,Menlo,Microsoft Uighur,Minion Pro,Noto Sans,Noto Sans CJK JP,PMingLiU,Pristina,Roboto,Segoe Fluent Icons,Segoe UI Light,SimHei,Ubuntu";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let context = page.context_2d();
    let (done, mut found) = page.progress.get();
    if done == 0 {
        found = js::list(&[]);
    }
    let mut fonts = parts(FONTS, b',').skip(done);
    for font in fonts.by_ref().take(AT_ONCE) {
        if is_installed(context, font) {
            js::push(found, font.into());
        }
    }
    if js::failed() || fonts.next().is_none() {
        return page.finish(found);
    }
    page.go_on(done + AT_ONCE, found)
}

fn is_installed(context: Js, font: &str) -> bool {
    let differs = |generic: &str| {
        let alone = join(&["64px ", generic]);
        let with: String = join(&["64px '", font, "',", generic]);
        width(context, &alone, SAMPLE) != width(context, &with, SAMPLE)
    };
    differs("monospace") || differs("serif")
}

/// How wide `text` is in a font.
#[inline(never)]
pub fn width(context: Js, font: &str, text: &str) -> f64 {
    js::set(context, "font", font.into());
    number(js::get(js::call(context, "measureText", &[text.into()]), "width"))
}
