//! What the keys of the keyboard write (Chromium's desktops, https only).
//!
//! Value, a map: `size` number (of keys known), `keys` list of text: what the
//! keys below write, in their order; null for those that are not there.
//! Blocked in frames whose policy forbids it: asking there would be reported.

use edgeprint_signals::Reason;

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{map, member};
use crate::registry::Source;
use crate::slot;
use crate::text::{join, parts};

/// Where layouts differ: QWERTY, QWERTZ, AZERTY, Dvorak, and what languages put beside the letters.
const KEYS: &str = "KeyQ KeyY KeyA KeyM KeyS Semicolon Quote Minus IntlBackslash";

/// How it is read.
pub const SOURCE: Source = Source::Await(start, end);

fn start(page: &Page) -> Js {
    let keyboard = page.get("navigator.keyboard");
    let policy = page.peek("document.featurePolicy.allowsFeature(keyboard-map)");
    if !js::failed() && !policy.is_true() {
        return js::fail(Reason::Denied);
    }
    js::list(&[slot::of(page, js::step(keyboard, "getLayoutMap()"))])
}

fn end(_: &Page, slots: Js) -> Js {
    let layout = slot::value(js::at(slots, 0));
    let found = map(layout, "size");
    let keys = js::list(&[]);
    for key in parts(KEYS, b' ') {
        js::push(keys, member(layout, &join(&["get(", key, ")"])));
    }
    js::set(found, "keys", keys);
    found
}
