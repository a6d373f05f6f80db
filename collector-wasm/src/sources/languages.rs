//! Preferred languages.
//!
//! Value, a map: `language` text, `languages` list of text (at most 16).

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{map, texts};
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let languages = page.get("navigator.languages");
    let found = map(page.global, "language=navigator.language");
    js::set(found, "languages", texts(languages));
    found
}
