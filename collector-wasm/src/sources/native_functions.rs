//! Native functions and getters that were replaced.
//!
//! Value, a map (status is always `ok`):
//!
//! | key         | type         | meaning |
//! |-------------|--------------|---------|
//! | `checked`   | number       | how many functions were looked at (those the browser has) |
//! | `tampered`  | list of text | `path:check` of each that failed, e.g. `HTMLCanvasElement.prototype.toDataURL:source`, `navigator.webdriver:own`; at most 32; genuine: empty |
//! | `to_string` | list of text | checks that `Function.prototype.toString` itself failed; genuine: empty |
//! | `frame`     | list of text | `path` of functions that this page's `toString` calls native and a fresh frame's does not; genuine: empty; null where no frame could be made |
//! | `frame_differs` | list of text | of `webdriver`, `userAgent`, `platform`, `hardwareConcurrency`, `languages`, `vendor`, `deviceMemory`: what a fresh frame's navigator answers differently; null without a frame |
//!
//! Checks, the same words wherever this crate names one (`natives.rs`):
//! `source` (the text is not `function name() { [native code] }`), `name`
//! (its `name` differs), `own_to_string`, `prototype` (natives have none),
//! `receiver` (a getter answers on a wrong receiver instead of throwing a
//! `TypeError`), `descriptor` (an accessor became a value or gained a setter,
//! or the reverse), `own` (the instance shadows its prototype).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use edgeprint_signals::Value;

use crate::frame::Frame;
use crate::js::{self, Js};
use crate::natives::{self, Natives, Property};
use crate::page::{Page, Record};
use crate::registry::Reading;

const CAP: usize = 32;

/// Prototype and members. Those that say what device it is, and those that
/// checks rest on; not those that monitoring scripts wrap on honest pages
/// (`fetch`, `setTimeout`, `addEventListener`).
const GETTERS: [(&str, &[&str]); 3] = [
    (
        "Navigator.prototype",
        &[
            "appVersion",
            "deviceMemory",
            "hardwareConcurrency",
            "language",
            "languages",
            "maxTouchPoints",
            "mimeTypes",
            "permissions",
            "platform",
            "plugins",
            "userAgent",
            "userAgentData",
            "vendor",
            "webdriver",
        ],
    ),
    ("Screen.prototype", &["availHeight", "availWidth", "colorDepth", "height", "width"]),
    ("HTMLIFrameElement.prototype", &["contentDocument", "contentWindow"]),
];

const METHODS: [(&str, &[&str]); 15] = [
    ("HTMLCanvasElement.prototype", &["getContext", "toBlob", "toDataURL"]),
    (
        "CanvasRenderingContext2D.prototype",
        &["fillText", "getImageData", "measureText", "putImageData"],
    ),
    ("WebGLRenderingContext.prototype", &["getExtension", "getParameter", "readPixels"]),
    ("WebGL2RenderingContext.prototype", &["getExtension", "getParameter", "readPixels"]),
    ("AudioBuffer.prototype", &["copyFromChannel", "getChannelData"]),
    ("AnalyserNode.prototype", &["getByteFrequencyData", "getFloatFrequencyData"]),
    ("Permissions.prototype", &["query"]),
    ("MediaDevices.prototype", &["enumerateDevices"]),
    ("HTMLMediaElement.prototype", &["canPlayType"]),
    ("Date.prototype", &["getTimezoneOffset"]),
    ("Intl.DateTimeFormat.prototype", &["resolvedOptions"]),
    ("Document.prototype", &["createElement", "hasFocus"]),
    ("Object", &["defineProperty", "getOwnPropertyDescriptor", "getOwnPropertyNames"]),
    ("Reflect", &["apply", "get", "getOwnPropertyDescriptor", "ownKeys"]),
    ("Math", &["cos", "sin", "tan"]),
];

/// Members of `navigator` that a fresh frame must answer alike.
const ALIKE: [&str; 7] = [
    "deviceMemory",
    "hardwareConcurrency",
    "languages",
    "platform",
    "userAgent",
    "vendor",
    "webdriver",
];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let navigator = page.get("navigator")?;
    let natives = Natives::of(page);
    let mut look = Look { page, natives: &natives, seen: Vec::new(), failed: Vec::new() };
    for (owner, names) in GETTERS {
        look.at_all(owner, names, true);
    }
    for (owner, names) in METHODS {
        look.at_all(owner, names, false);
    }
    look.at_shadows(navigator);

    let Look { seen, mut failed, .. } = look;
    failed.truncate(CAP);
    let frame = Frame::open(page).ok();
    let mut record = Record::new();
    record.put("checked", u32::try_from(seen.len()).unwrap_or(u32::MAX));
    record.put("tampered", failed);
    record.put("to_string", natives::texts(&natives.to_string_failures));
    record.put("frame", frame.as_ref().map(|frame| disagreements(&natives, frame, &seen)));
    record.put("frame_differs", frame.as_ref().map(|frame| differences(navigator, frame)));
    Ok(record.done())
}

struct Look<'a> {
    page: &'a Page,
    natives: &'a Natives,
    /// Path, name and function of those that look native.
    seen: Vec<(String, &'static str, Js)>,
    failed: Vec<String>,
}

impl Look<'_> {
    fn at_all(&mut self, owner: &str, names: &[&'static str], getters: bool) {
        let Ok(object) = self.page.get(owner) else { return };
        for name in names {
            let (f, failures) = match self.natives.property(object, name) {
                Property::Missing => continue,
                Property::Accessor(getter, setter) if getters => {
                    let failures = self.natives.getter_failures(getter, setter, object, name);
                    (getter, failures)
                }
                Property::Data(f) if !getters => {
                    let failures = self.natives.failures(f, name);
                    (f, failures)
                }
                Property::Accessor(f, _) | Property::Data(f) => (f, vec!["descriptor"]),
            };
            let path = [owner, ".", name].concat();
            self.failed.extend(failures.iter().map(|check| [&path, ":", check].concat()));
            self.seen.push((path, name, f));
        }
    }

    /// Members that `navigator` itself has: its prototype should have them all.
    fn at_shadows(&mut self, navigator: Js) {
        for (_, names) in GETTERS.iter().take(1) {
            for name in *names {
                if !matches!(self.natives.property(navigator, name), Property::Missing) {
                    self.failed.push(["navigator.", name, ":own"].concat());
                }
            }
        }
    }
}

/// What the page's `toString` calls native and the frame's does not.
fn disagreements(natives: &Natives, frame: &Frame, seen: &[(String, &str, Js)]) -> Vec<String> {
    let others = natives.with_to_string_of(frame.global);
    let lied = |(_, name, f): &&(String, &str, Js)| {
        natives.source_is_native(*f, name) && !others.source_is_native(*f, name)
    };
    seen.iter().filter(lied).take(CAP).map(|(path, ..)| path.clone()).collect()
}

/// Members of `navigator` that the frame's answers differently.
fn differences(navigator: Js, frame: &Frame) -> Vec<&'static str> {
    let Ok(other) = js::get(frame.global, "navigator") else { return Vec::new() };
    let member = |of: Js, name| match js::get(of, name) {
        Ok(found) if found.is_object() => js::texts(found),
        Ok(found) => js::value(found),
        Err(_) => Value::Null,
    };
    ALIKE.into_iter().filter(|name| member(navigator, name) != member(other, name)).collect()
}
