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

use alloc::vec::Vec;

use edgeprint_signals::Value;

use crate::js;
use crate::natives::{self, Natives, Property};
use crate::page::{Page, Record};
use crate::registry::Reading;

const KEY: &str = "webdriver";

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let navigator = page.get("navigator")?;
    let prototype = page.get("Navigator.prototype").unwrap_or_default();
    let natives = Natives::of(page);
    let mut checks = Vec::new();
    let mut getter_value = Value::Null;
    let descriptor = match natives.property(prototype, KEY) {
        Property::Missing => "missing",
        Property::Data(_) => "data",
        Property::Accessor(getter, has_setter) => {
            checks = natives.getter_failures(getter, has_setter, prototype, KEY);
            let answer = js::apply(getter, navigator, &[]);
            getter_value = answer.map_or(Value::Null, js::value);
            "accessor"
        }
    };
    let mut record = Record::new();
    record.put("value", js::value_at(navigator, KEY));
    record.put("own", !matches!(natives.property(navigator, KEY), Property::Missing));
    record.put("descriptor", descriptor);
    record.put("checks", natives::texts(&checks));
    record.put("getter_value", getter_value);
    Ok(record.done())
}
