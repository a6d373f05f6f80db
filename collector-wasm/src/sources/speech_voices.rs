//! Voices of the operating system.
//!
//! Value, a map: `count` number, `local` number (of them on the device),
//! `default` text (name of the default voice) or null, `hash` text (32 hex
//! over names and languages). `empty` where there are none: headless browsers
//! and bare systems have no voices.
//!
//! Browsers load voices on first use and answer an empty list meanwhile. Asked
//! for first and looked at last, instead of waited for: on a bare system a wait
//! would never end. No listener of ours stays in the page.

use edgeprint_signals::Reason;

use crate::digest;
use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{map, member};
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Await(start, end);

fn start(page: &Page) -> Js {
    voices(page);
    Js::NULL
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
    if js::length(named, 1) == 0 {
        js::fail(Reason::Empty);
    }
    js::set(found, "count", js::length(named, u32::MAX).into());
    js::set(found, "local", local.into());
    js::set(found, "default", default);
    js::set(found, "hash", digest::of(named));
    found
}
