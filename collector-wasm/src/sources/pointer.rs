//! Kinds of pointer and whether they hover.
//!
//! Value, a map: `pointer` and `hover` text (of the main pointer: `fine`,
//! `coarse`, `none`; `hover`, `none`), `any` list of text: of `fine`,
//! `coarse`, `hover`, those that some pointer of the device satisfies.

use edgeprint_signals::Reason;

use crate::js::{self, Js};
use crate::page::Page;
use crate::registry::Source;
use crate::text::{cut, parts};

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    if page.media(&["pointer"]).is_nothing() {
        return js::fail(Reason::ApiMissing);
    }
    let any = js::list(&[]);
    for feature in parts("pointer:fine;pointer:coarse;hover:hover", b';') {
        if page.media(&["any-", feature]).is_true() {
            js::push(any, cut(feature, b':').1.into());
        }
    }
    let found = js::object();
    js::set(found, "pointer", page.media_choice("pointer", "fine coarse none"));
    js::set(found, "hover", page.media_choice("hover", "hover none"));
    js::set(found, "any", any);
    found
}
