//! How many microphones, cameras and speakers; never their names.
//!
//! Value, a map: `audioinput`, `audiooutput`, `videoinput` numbers, `labelled`
//! flag (names are visible: the person granted access before).
//! Without that grant browsers show at most one of each kind.
//! Unsupported on plain http.

use alloc::vec::Vec;

use edgeprint_signals::Value;

use crate::deadline::{Timer, within};
use crate::js::{self, Js};
use crate::page::{Page, Record};
use crate::registry::{Pending, slow};

const DEADLINE_MS: f64 = 800.0;
const KINDS: [&str; 3] = ["audioinput", "audiooutput", "videoinput"];

/// Starts reading it.
pub fn read(page: &Page) -> Pending {
    let asked = js::settle(page.call("navigator.mediaDevices", "enumerateDevices", &[]));
    let timer = Timer::start(page.global, DEADLINE_MS);
    slow(async move { within(timer, asked).await.map(counts) })
}

fn counts(devices: Js) -> Value {
    let seen: Vec<(Value, Value)> = js::items(devices, 64)
        .map(|device| (js::value_at(device, "kind"), js::value_at(device, "label")))
        .collect();
    let mut record = Record::new();
    for kind in KINDS {
        let of_kind = seen.iter().filter(|(k, _)| k.as_str() == Some(kind)).count();
        record.put(kind, u32::try_from(of_kind).unwrap_or(u32::MAX));
    }
    let named = |label: &Value| label.as_str().is_some_and(|label| !label.is_empty());
    record.put("labelled", seen.iter().any(|(_, label)| named(label)));
    record.done()
}
