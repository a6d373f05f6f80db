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
use alloc::vec::Vec;

use edgeprint_signals::Value;

use crate::js::{self, Js};
use crate::natives::Natives;
use crate::page::{Page, Record};
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let chrome = page.get("chrome").unwrap_or_default();
    let present = chrome.is_object();
    let mut record = Record::new();
    record.put("present", present);
    record.put("members", if present { members(page, chrome) } else { Value::List(Vec::new()) });
    record.put("checks", checks(page, chrome));
    record.put("descriptor", descriptor(page).map_or(Value::Null, Value::from));
    record.put("runtime", js::get(chrome, "runtime").is_ok_and(|r| r.is_object()));
    Ok(record.done())
}

fn members(page: &Page, chrome: Js) -> Value {
    let names = page.call("Object", "getOwnPropertyNames", &[chrome]);
    names.map_or(Value::Null, js::texts)
}

/// `loadTimes` and `csi` are the members that are functions everywhere. Their
/// names inside Chromium are not those of the properties.
fn checks(page: &Page, chrome: Js) -> Value {
    let natives = Natives::of(page);
    let mut failed = Vec::new();
    for member in ["loadTimes", "csi"] {
        let Ok(f) = js::get(chrome, member) else { continue };
        let name = js::value_at(f, "name");
        let failures = natives.failures(f, name.as_str().unwrap_or_default());
        // Chromium makes these two from script: they can be constructed.
        for check in failures.into_iter().filter(|check| *check != "prototype") {
            failed.push(Value::from([member, ":", check].concat()));
        }
    }
    Value::List(failed)
}

fn descriptor(page: &Page) -> Option<String> {
    let args = [page.global, "chrome".into()];
    let found = page.call("Object", "getOwnPropertyDescriptor", &args).ok()?;
    let flags = [('w', "writable"), ('e', "enumerable"), ('c', "configurable")];
    let set = |key| js::get(found, key).ok().and_then(|flag| flag.as_bool()) == Some(true);
    found.is_object().then(|| flags.iter().filter(|(_, k)| set(k)).map(|(c, _)| *c).collect())
}
