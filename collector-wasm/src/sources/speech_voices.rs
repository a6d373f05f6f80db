//! Voices of the operating system.
//!
//! Value, a map: `count` number, `local` number (of them on the device),
//! `default` text (name of the default voice) or null, `hash` text (32 hex
//! over names and languages). A count of 0 is a finding: headless browsers and
//! bare systems have no voices.

use crate::digest;
use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{map, member};
use crate::registry::Source;
use crate::slot;

/// Browsers load voices on first use and answer an empty list meanwhile. Asked
/// again rather than listened for: no listener of ours stays in the page.
const WAIT_MS: f64 = 150.0;

/// How it is read.
pub const SOURCE: Source = Source::Await(start, end);

fn start(page: &Page) -> Js {
    let slots = js::list(&[]);
    if js::length(voices(page), 1) == 0 {
        js::push(slots, slot::after(page, WAIT_MS));
    }
    slots
}

fn voices(page: &Page) -> Js {
    page.get("speechSynthesis.getVoices()")
}

fn end(page: &Page, _: Js) -> Js {
    let found = js::object();
    let named = js::list(&[]);
    let mut default = Js::NULL;
    let mut local = 0;
    for voice in js::items(voices(page), 512) {
        js::push(named, map(voice, "lang;name"));
        local += u32::from(js::peek(voice, "localService").is_true());
        if default.is_nothing() && js::peek(voice, "default").is_true() {
            default = member(voice, "name");
        }
    }
    js::set(found, "count", js::length(named, u32::MAX).into());
    js::set(found, "local", local.into());
    js::set(found, "default", default);
    js::set(found, "hash", digest::of(named));
    found
}
