//! Brands, mobile and platform; should agree with the request's client hints.
//!
//! Value, a map: `brands` list of maps {`brand` text, `version` text} in the
//! browser's order, `mobile` flag, `platform` text.
//! Unsupported (`api_missing`) in Firefox and Safari, and on plain http.

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::map;
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let data = page.get("navigator.userAgentData");
    let found = map(data, "mobile;platform");
    js::set(found, "brands", brands(data, "brands"));
    found
}

/// A list of brands with their versions; null where there is none.
pub fn brands(data: Js, key: &str) -> Js {
    let list = js::peek(data, key);
    if list.is_nothing() {
        return Js::NULL;
    }
    let brands = js::list(&[]);
    for item in js::items(list, 16) {
        js::push(brands, map(item, "brand;version"));
    }
    brands
}
