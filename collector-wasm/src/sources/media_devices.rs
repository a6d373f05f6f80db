//! How many microphones, cameras and speakers; never their names.
//!
//! Value, a map: `audioinput`, `audiooutput`, `videoinput` numbers, `labelled`
//! flag (names are visible: the person granted access before).
//! Without that grant browsers show at most one of each kind.
//! Unsupported on plain http; `not_ready` in hidden pages of Firefox, which waits
//! with its answer until the page is looked at (seen in ESR 153).

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{long_text, member};
use crate::registry::Source;
use crate::slot;
use crate::text::parts;

/// How it is read.
pub const SOURCE: Source = Source::Await(start, counts);

fn start(page: &Page) -> Js {
    js::list(&[slot::of(page, page.get("navigator.mediaDevices.enumerateDevices()"))])
}

fn counts(page: &Page, slots: Js) -> Js {
    let devices = slot::value(js::at(slots, 0));
    page.excuse_hidden();
    let found = js::object();
    let mut labelled = false;
    for kind in parts("audioinput audiooutput videoinput", b' ') {
        let mut count = 0;
        for device in js::items(devices, 64) {
            count += u32::from(long_text(member(device, "kind")) == kind);
            labelled |= !long_text(member(device, "label")).is_empty();
        }
        js::set(found, kind, count.into());
    }
    js::set(found, "labelled", labelled.into());
    found
}
