//! Architecture, bitness, model and full versions.
//!
//! Value, a map: `architecture`, `bitness`, `model`, `platform`,
//! `platform_version`, `ua_full_version` text; `wow64` flag;
//! `full_version_list` list of maps {`brand`, `version`}; `form_factors` list
//! of text. Null where the browser leaves a member out.
//! Unsupported (`api_missing`) in Firefox and Safari, and on plain http.

use alloc::vec::Vec;

use edgeprint_signals::{Reason, Value};

use super::ua_client_hints::brands;
use crate::deadline::{Timer, within};
use crate::js::{self, Js};
use crate::page::{Page, record_of};
use crate::registry::{Pending, slow};

const DEADLINE_MS: f64 = 800.0;

/// Names of hints, as `getHighEntropyValues()` wants and answers them.
const HINTS: [(&str, &str); 7] = [
    ("architecture", "architecture"),
    ("bitness", "bitness"),
    ("model", "model"),
    ("platform", "platform"),
    ("platform_version", "platformVersion"),
    ("ua_full_version", "uaFullVersion"),
    ("wow64", "wow64"),
];
const LISTS: [&str; 2] = ["fullVersionList", "formFactors"];

/// Starts reading it.
pub fn read(page: &Page) -> Pending {
    let asked = js::settle(ask(page));
    let timer = Timer::start(page.global, DEADLINE_MS);
    slow(async move { within(timer, asked).await.map(value) })
}

fn ask(page: &Page) -> Result<Js, Reason> {
    let names: Vec<Js> = HINTS.iter().map(|(_, hint)| *hint).chain(LISTS).map(Js::from).collect();
    page.call("navigator.userAgentData", "getHighEntropyValues", &[js::list(&names)])
}

fn value(answer: Js) -> Value {
    let mut hints = record_of(answer, &HINTS);
    hints.put("full_version_list", brands(answer, "fullVersionList"));
    hints.put("form_factors", js::get(answer, "formFactors").map_or(Value::Null, js::texts));
    hints.done()
}
