//! Which of a list of fonts are installed.
//!
//! Value: list of text, the names found, in the order of the list below.
//!
//! A font is there if text in it, with a generic font to fall back on, is not
//! as wide as in that generic font alone. One of three generic fonts may be
//! the very font asked for, not all.

use alloc::vec::Vec;

use edgeprint_signals::{Reason, Value};

use crate::js::{self, Js};
use crate::page::Page;
use crate::registry::Reading;

const GENERIC: [&str; 3] = ["monospace", "sans-serif", "serif"];

/// Narrow and wide letters, digits: where fonts differ most.
const SAMPLE: &str = "mmMwWLliI0O&1";

/// Fonts that come with systems and with programs that many people have.
const FONTS: [&str; 62] = [
    "Agency FB",
    "Arial Unicode MS",
    "Arimo",
    "Avenir",
    "Bahnschrift",
    "Batang",
    "Bitstream Vera Sans Mono",
    "Calibri",
    "Cambria Math",
    "Cantarell",
    "Carlito",
    "Century",
    "Century Gothic",
    "Clarendon",
    "Consolas",
    "DejaVu Sans",
    "DIN Alternate",
    "Droid Sans",
    "Droid Sans Mono",
    "EUROSTILE",
    "Fira Sans",
    "Franklin Gothic",
    "FreeSans",
    "Futura",
    "Galvji",
    "Geneva",
    "Gill Sans",
    "HELV",
    "Haettenschweiler",
    "Helvetica Neue",
    "HoloLens MDL2 Assets",
    "Humanst521 BT",
    "InaiMathi",
    "Leelawadee",
    "Levenim MT",
    "Liberation Mono",
    "Lucida Bright",
    "Lucida Console",
    "Lucida Sans",
    "Luminari",
    "MS Mincho",
    "MS Outlook",
    "MS Reference Specialty",
    "MS UI Gothic",
    "MT Extra",
    "MYRIAD PRO",
    "Marlett",
    "Meiryo UI",
    "Menlo",
    "Microsoft Uighur",
    "Minion Pro",
    "Noto Sans",
    "Noto Sans CJK JP",
    "PMingLiU",
    "Pristina",
    "Roboto",
    "SCRIPTINA",
    "Segoe Fluent Icons",
    "Segoe UI Light",
    "Serifa",
    "SimHei",
    "Ubuntu",
];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let context = page.context_2d()?;
    let mut alone = Vec::with_capacity(GENERIC.len());
    for generic in GENERIC {
        alone.push((generic, width(context, &["64px ", generic], SAMPLE)?));
    }
    let installed = |font: &&str| {
        alone.iter().any(|(generic, alone)| {
            let with = width(context, &["64px '", font, "',", generic], SAMPLE);
            with.is_ok_and(|with| with != *alone)
        })
    };
    Ok(Value::List(FONTS.iter().copied().filter(installed).map(Value::from).collect()))
}

/// How wide `text` is in a font.
pub fn width(context: Js, font: &[&str], text: &str) -> Result<f64, Reason> {
    js::set(context, "font", font.concat().as_str().into());
    let metrics = js::call(context, "measureText", &[text.into()])?;
    js::get(metrics, "width")?.as_f64().ok_or(Reason::UnexpectedType)
}
