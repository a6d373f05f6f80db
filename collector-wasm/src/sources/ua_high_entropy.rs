//! Architecture, bitness, model and full versions.
//!
//! Value, a map: `architecture`, `bitness`, `model`, `platform`,
//! `platform_version`, `ua_full_version` text; `wow64` flag;
//! `full_version_list` list of maps {`brand`, `version`}; `form_factors` list
//! of text. Null where the browser leaves a member out.
//! Unsupported (`api_missing`) in Firefox and Safari, and on plain http.

use super::ua_client_hints::brands;
use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::map;
use crate::registry::Source;
use crate::slot;
use crate::text::parts;

const HINTS: &str =
    "architecture bitness model platformVersion uaFullVersion wow64 fullVersionList formFactors";

/// How it is read.
pub const SOURCE: Source = Source::Await(start, end);

fn start(page: &Page) -> Js {
    let hints = js::list(&[]);
    for hint in parts(HINTS, b' ') {
        js::push(hints, hint.into());
    }
    let promise = page.call("navigator.userAgentData", "getHighEntropyValues", &[hints]);
    js::list(&[slot::of(page, promise)])
}

fn end(_: &Page, slots: Js) -> Js {
    let answer = slot::value(js::at(slots, 0));
    let found = map(
        answer,
        "architecture;bitness;model;platform;platform_version=platformVersion;ua_full_version=uaFullVersion;wow64;form_factors=+formFactors",
    );
    js::set(found, "full_version_list", brands(answer, "fullVersionList"));
    found
}
