//! Global objects that only certain browsers have.
//!
//! Value: list of text, names found, in the order of the list below; for
//! members of `navigator` the name is `navigator.brave` and so on.

use edgeprint_signals::Value;

use crate::page::Page;
use crate::registry::Reading;

const GLOBALS: [&str; 27] = [
    "chrome",
    "safari",
    "webkit",
    "ApplePaySession",
    "__crWeb",
    "__gCrWeb",
    "__firefox__",
    "mozInnerScreenX",
    "opr",
    "oprt",
    "opera",
    "yandex",
    "__yb",
    "__ybro",
    "__edgeTrackingPreventionStatistics",
    "samsungAr",
    "ucweb",
    "UCShellJava",
    "puffinDevice",
    "MiuiBrowser",
    "QQBrowser",
    "__dcapp__",
    "vivaldi",
    "duckduckgo",
    "navigator.brave",
    "navigator.duckduckgo",
    "navigator.vivaldi",
];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let found = GLOBALS.iter().copied().filter(|name| page.has(name));
    Ok(Value::List(found.map(Value::from).collect()))
}
