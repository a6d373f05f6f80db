//! How many members the browser's interfaces have.
//!
//! Value, a map: `window`, `html`, `element`, `document`, `navigator`, `style`
//! numbers (own properties of the object or prototype; null where it is
//! missing), `hash` text (32 hex over the names of all but `window`). Changes
//! with every version, which a false user agent does not follow.

use alloc::string::String;

use crate::digest;
use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::long_text;
use crate::registry::Source;
use crate::text::{cut, parts};

const OBJECTS: &str = "window=self;html=HTMLElement.prototype;element=Element.prototype;document=Document.prototype;navigator=Navigator.prototype;style=CSSStyleProperties.prototype";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let found = js::object();
    let mut all = String::new();
    for object in parts(OBJECTS, b';') {
        let (key, path) = cut(object, b'=');
        let names = own_names(page, page.peek(path));
        let count = u32::try_from(parts(&names, b'\n').count()).unwrap_or_default();
        js::set(found, key, if count > 0 { count.into() } else { Js::NULL });
        if key != "window" {
            all.push_str(&names);
        }
    }
    js::set(found, "hash", digest::of_bytes(all.as_bytes()));
    found
}

/// Names of an object's own properties, one a line: a window has a thousand of
/// them, and crossing the border once is quicker than a thousand times.
#[inline(never)]
pub fn own_names(page: &Page, object: Js) -> String {
    let before = js::failure();
    let names = page.call("Object", "getOwnPropertyNames", &[object]);
    let text = long_text(js::step(names, "join(\n)"));
    js::reset(before);
    text
}
