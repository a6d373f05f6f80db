//! Voices of the operating system.
//!
//! Value, a map: `count` number, `local` number (of them on the device),
//! `default` text (name of the default voice) or null, `hash` text (32 hex
//! over names and languages). A count of 0 is a finding: headless browsers and
//! bare systems have no voices.

use alloc::vec::Vec;

use edgeprint_signals::{Reason, Value};

use crate::deadline::Timer;
use crate::digest;
use crate::js::{self, Js};
use crate::page::{Page, Record, record_of};
use crate::registry::{Pending, slow};

/// Browsers load voices on first use and answer an empty list meanwhile. Asked
/// again rather than listened for: no listener of ours stays in the page.
const WAITS_MS: [f64; 3] = [60.0, 120.0, 240.0];

/// Starts reading it.
pub fn read(page: &Page) -> Pending {
    let global = page.global;
    let speech = page.get("speechSynthesis");
    slow(async move {
        let speech = speech?;
        let mut voices = js::call(speech, "getVoices", &[])?;
        for wait in WAITS_MS {
            if js::length(voices, 1) > 0 {
                break;
            }
            Timer::start(global, wait).await;
            voices = js::call(speech, "getVoices", &[])?;
        }
        Ok::<_, Reason>(value(voices))
    })
}

fn value(voices: Js) -> Value {
    let all: Vec<Js> = js::items(voices, 512).collect();
    let has = |voice: &Js, key| js::value_at(*voice, key) == Value::Bool(true);
    let default = all.iter().find(|voice| has(voice, "default"));
    let named = |voice: &Js| record_of(*voice, &[("lang", "lang"), ("name", "name")]).done();

    let mut record = Record::new();
    record.put("count", count(all.len()));
    record.put("local", count(all.iter().filter(|voice| has(voice, "localService")).count()));
    record.put("default", default.map(|voice| js::value_at(*voice, "name")));
    record.put("hash", digest::of_value(&Value::List(all.iter().map(named).collect())));
    record.done()
}

fn count(n: usize) -> Value {
    Value::from(u32::try_from(n).unwrap_or(u32::MAX))
}
