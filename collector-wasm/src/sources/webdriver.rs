//! Whether automation is declared, and whether the property is genuine.
//!
//! Value, a map:
//!
//! | key            | type                                | meaning |
//! |----------------|-------------------------------------|---------|
//! | `value`        | flag, null, or `"object"` and such  | `navigator.webdriver`; a `typeof` where it is neither boolean nor undefined |
//! | `own`          | flag                                | `navigator` itself has the property (never so in a genuine browser) |
//! | `descriptor`   | `"accessor"`, `"data"`, `"missing"` | what `Navigator.prototype` has; genuine: `accessor` (all engines since 2018) |
//! | `checks`       | list of text                        | checks of the getter that failed, see `natives.rs`; genuine: empty |
//! | `getter_value` | flag or null                        | what the prototype's getter answers when called on `navigator`; genuine: equals `value` |
//!
//! Status is always `ok`.

use crate::js::{self, Js};
use crate::natives::Natives;
use crate::page::Page;
use crate::reading::{member, primitive};
use crate::registry::Source;

const KEY: &str = "webdriver";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let navigator = page.get("navigator");
    let prototype = page.peek("Navigator.prototype");
    let natives = Natives::of(page);
    let property = natives.property(prototype, KEY);
    let getter = js::peek(property, "get");
    let checks = js::list(&[]);
    let mut getter_value = Js::NULL;
    let descriptor = if !getter.is_undefined() {
        natives.check_getter(property, prototype, KEY, "", checks);
        let before = js::failure();
        getter_value = primitive(js::apply(getter, navigator, js::list(&[])));
        js::reset(before);
        "accessor"
    } else if property.is_undefined() {
        "missing"
    } else {
        "data"
    };
    let found = js::object();
    js::set(found, "value", member(navigator, KEY));
    js::set(found, "own", (!natives.property(navigator, KEY).is_undefined()).into());
    js::set(found, "descriptor", descriptor.into());
    js::set(found, "checks", checks);
    js::set(found, "getter_value", getter_value);
    found
}
