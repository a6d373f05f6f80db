//! Which of a list of fonts are installed.
//!
//! Value: list of text, the names found, in the order of the list below.
//!
//! A font is there if text in it, with a generic font to fall back on, is not
//! as wide as in that generic font alone. One of three generic fonts may be
//! the very font asked for, not both.
//!
//! Several are asked for at once, one to stand in for the next: most of them are
//! missing, and a group in which all are missing is as wide as the generic font.

use alloc::string::String;
use alloc::vec::Vec;

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::number;
use crate::registry::Source;
use crate::text::{join, parts};

/// Narrow and wide letters, digits: where fonts differ most.
const SAMPLE: &str = "mmMwWLliI0O&1";

/// How many fonts are looked for in one turn: for one that is missing, browsers
/// search the system, which takes a millisecond or more.
const AT_ONCE: usize = 5;

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
    let mut fonts = parts(FONTS, b',');
    let mut group = Vec::new();
    for n in 0..done + AT_ONCE {
        let font = fonts.next().unwrap_or_default();
        if n >= done && !font.is_empty() {
            group.push(font);
        }
    }
    let generic = ["monospace", "serif"].map(|generic| (generic, wide(context, &[], generic)));
    let is_there = |fonts: &[&str]| {
        generic.iter().any(|(generic, alone)| wide(context, fonts, generic) != *alone)
    };
    if is_there(&group) {
        for font in &group {
            if is_there(&[font]) {
                js::push(found, (*font).into());
            }
        }
    }
    if js::failed() || fonts.next().is_none() {
        return page.finish(found);
    }
    page.go_on(done + AT_ONCE, found)
}

/// How wide the sample is in the first of some fonts that is there.
#[inline(never)]
fn wide(context: Js, fonts: &[&str], generic: &str) -> f64 {
    let mut font = String::from("64px ");
    for name in fonts {
        font.push_str(&join(&["'", name, "',"]));
    }
    font.push_str(generic);
    width(context, &font, SAMPLE)
}

/// How wide `text` is in a font.
#[inline(never)]
pub fn width(context: Js, font: &str, text: &str) -> f64 {
    js::set(context, "font", font.into());
    number(js::get(js::call(context, "measureText", &[text.into()]), "width"))
}
