//! The chrome object: there, genuine, and its members.
//!
//! Value, a map (status is always `ok`; in browsers without it `present` is false):
//!
//! | key          | type           | meaning |
//! |--------------|----------------|---------|
//! | `present`    | flag           | `window.chrome` is an object |
//! | `members`    | list of text   | own property names; desktop Chrome: `loadTimes`, `csi`, `app`; on https sites with extensions also `runtime`; at most 16 |
//! | `checks`     | list of text   | `loadTimes:<check>` and `csi:<check>` that failed, see `natives.rs`; genuine: empty |
//! | `descriptor` | text or null   | flags of the property on `window`: `w`ritable, `e`numerable, `c`onfigurable; Chromium 156: `"wec"` |
//! | `runtime`    | flag           | `chrome.runtime` is there |

use alloc::string::String;

use crate::js::{self, Js};
use crate::natives::Natives;
use crate::page::Page;
use crate::reading::{long_text, member, texts};
use crate::registry::Source;
use crate::text::{cut, join, parts};

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let chrome = page.peek("chrome");
    let present = chrome.is_object();
    let natives = Natives::of(page);
    let members = if present {
        texts(page.call("Object", "getOwnPropertyNames", &[chrome]))
    } else {
        js::list(&[])
    };
    js::reset(None);
    let found = js::object();
    js::set(found, "present", present.into());
    js::set(found, "members", members);
    js::set(found, "checks", checks(&natives, chrome));
    js::set(found, "descriptor", flags(natives.property(page.global, "chrome")));
    js::set(found, "runtime", js::peek(chrome, "runtime").is_object().into());
    found
}

/// `loadTimes` and `csi` are the members that are functions everywhere. Their
/// names inside Chromium are not those of the properties.
fn checks(natives: &Natives, chrome: Js) -> Js {
    let failed = js::list(&[]);
    for key in &["loadTimes", "csi"] {
        let f = js::peek(chrome, key);
        if f.is_undefined() {
            continue;
        }
        let all = js::list(&[]);
        natives.check(f, &long_text(member(f, "name")), &join(&[key, ":"]), all);
        for check in js::items(all, 8) {
            // Chromium makes these two from script: they can be constructed.
            if !long_text(check).ends_with(":prototype") {
                js::push(failed, check);
            }
        }
    }
    failed
}

/// The first letters of a descriptor's flags.
fn flags(property: Js) -> Js {
    if !property.is_object() {
        return Js::NULL;
    }
    let mut set = String::new();
    for flag in parts("w=writable;e=enumerable;c=configurable", b';') {
        let (letter, key) = cut(flag, b'=');
        if js::peek(property, key).is_true() {
            set.push_str(letter);
        }
    }
    set.as_str().into()
}
