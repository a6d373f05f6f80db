//! Readings as JavaScript objects: what the page's script gets.
//!
//! Written by hand rather than through serde, whose JavaScript serializer
//! would be a good part of the whole download.

use alloc::vec::Vec;

use edgeprint_signals::{Component, Components, Fingerprint, Value};

use crate::js::{self, Js};
use crate::rounding::to_parts;

/// The answer of a collection.
#[allow(clippy::cast_precision_loss)] // a few dozen signals
pub fn answer(components: &Components, fingerprint: &Fingerprint, ms: f64) -> Js {
    let readings = object(&[]);
    for (id, component) in components.iter() {
        js::set(readings, id.name(), reading(component));
    }
    object(&[
        ("components", readings),
        ("fingerprint", fingerprint.to_hex().as_str().into()),
        ("coverage", (Fingerprint::coverage(components) as f64).into()),
        ("ms", tenths(ms).into()),
    ])
}

fn reading(component: &Component) -> Js {
    let reading = object(&[("status", component.status.as_str().into())]);
    if let Some(found) = &component.value {
        js::set(reading, "value", value(found));
    }
    if let Some(reason) = component.reason {
        js::set(reading, "reason", reason.as_str().into());
    }
    js::set(reading, "ms", tenths(component.ms).into());
    reading
}

fn value(from: &Value) -> Js {
    match from {
        Value::Null => Js::NULL,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => js::list(&items.iter().map(value).collect::<Vec<_>>()),
        Value::Map(entries) => {
            let map = object(&[]);
            for (key, entry) in entries {
                js::set(map, key, value(entry));
            }
            map
        }
    }
}

fn object(members: &[(&str, Js)]) -> Js {
    let object = js::object();
    for (key, member) in members {
        js::set(object, key, *member);
    }
    object
}

/// Rounded to tenths: more would be a finer clock than some browsers give.
fn tenths(ms: f64) -> f64 {
    to_parts(ms, 10.0)
}
