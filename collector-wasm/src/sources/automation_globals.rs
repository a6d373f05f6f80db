//! Marks that automation tools leave.
//!
//! Value, a list of text, empty in an ordinary browser, at most 16 items.
//! Each item is `place:mark:tool`, for example `window:__nightmare:nightmare`,
//! `document:__selenium_unwrapped:selenium`, `html:webdriver:webdriver`,
//! `window:cdc_adoQpoasnfa76pfcZLmcfl_Array:chromedriver`.
//! Places: `window`, `document`, `html` (attributes of the root element),
//! `navigator`, `external` (text of `window.external`), `bind`
//! (`Function.prototype.bind` is missing).
//! Tools: `selenium`, `chromedriver`, `webdriver`, `phantom`, `nightmare`,
//! `cef`, `playwright`, `puppeteer`, `rhino`, `awesomium`, `geb`, `cypress`,
//! `sequentum`, `electron`, `webio`, `slimer`, `jsdom`, `testcafe`,
//! `domautomation`.

use alloc::string::String;
use alloc::vec::Vec;

use edgeprint_signals::Value;

use crate::js::{self, Js};
use crate::page::Page;
use crate::registry::Reading;

const CAP: usize = 16;

/// Tool, and names that it puts on `window` or `document`. A name that ends
/// in `*` is the beginning of one.
const MARKS: [(&str, &[&str]); 16] = [
    (
        "selenium",
        &[
            "_selenium",
            "callSelenium",
            "_Selenium_IDE_Recorder",
            "__selenium_*",
            "__fxdriver_*",
            "__driver_*",
            "__lastWatir*",
        ],
    ),
    ("webdriver", &["webdriver", "__webdriver*", "__$webdriverAsyncExecutor"]),
    ("chromedriver", &["cdc_*", "$cdc_*", "$wdc_*", "$chrome_asyncScriptInfo"]),
    ("phantom", &["callPhantom", "_phantom", "phantom", "__phantomas"]),
    ("slimer", &["slimer"]),
    ("nightmare", &["__nightmare", "nightmare"]),
    ("playwright", &["__playwright*", "__pwInitScripts", "__pw_*"]),
    ("puppeteer", &["__puppeteer*", "puppeteer_*"]),
    ("cypress", &["Cypress", "__cypress", "__Cypress"]),
    ("testcafe", &["%hammerhead%", "%testCafe*"]),
    ("domautomation", &["domAutomation", "domAutomationController"]),
    ("cef", &["CefSharp", "cefSharp"]),
    ("awesomium", &["awesomium"]),
    ("geb", &["geb"]),
    ("webio", &["RunPerfTest", "fmget_targets"]),
    ("jsdom", &["_jsdom", "__jsdom*"]),
];

const ATTRIBUTES: [(&str, &str); 3] =
    [("webdriver", "webdriver"), ("selenium", "selenium"), ("driver", "selenium")];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let mut found = Vec::new();
    for (place, object) in [("window", page.get("self")?), ("document", page.get("document")?)] {
        let names = own_names(page, object);
        for name in names.split('\n') {
            if let Some(tool) = tool_of(name) {
                found.push(mark(place, name, tool));
            }
        }
    }
    let root = page.get("document.documentElement").unwrap_or_default();
    for (attribute, tool) in ATTRIBUTES {
        let has = js::call(root, "hasAttribute", &[attribute.into()]);
        if has.is_ok_and(|has| has.as_bool() == Some(true)) {
            found.push(mark("html", attribute, tool));
        }
    }
    found.extend(odd_ones(page));
    found.truncate(CAP);
    Ok(Value::List(found.into_iter().map(Value::from).collect()))
}

/// Marks that are no names.
fn odd_ones(page: &Page) -> impl Iterator<Item = String> {
    let external = page
        .get("external.toString")
        .and_then(|to_string| js::apply(to_string, page.get("external")?, &[]))
        .is_ok_and(|text| js::text(text).is_some_and(|text| text.contains("Sequentum")));
    // PhantomJS 1 had no bind; whoever lacks it today is no browser.
    let unbound = !page.has("Function.prototype.bind");
    let electron = page.has("process.versions.electron");
    [
        external.then(|| mark("external", "Sequentum", "sequentum")),
        unbound.then(|| mark("bind", "missing", "phantom")),
        electron.then(|| mark("window", "process", "electron")),
    ]
    .into_iter()
    .flatten()
}

fn mark(place: &str, name: &str, tool: &str) -> String {
    js::bounded([place, ":", name, ":", tool].concat())
}

/// Names of an object's own properties, one a line: a window has a thousand of
/// them, and crossing the border once is quicker than a thousand times.
fn own_names(page: &Page, object: Js) -> String {
    page.call("Object", "getOwnPropertyNames", &[object])
        .and_then(|names| js::call(names, "join", &["\n".into()]))
        .ok()
        .and_then(js::long_text)
        .unwrap_or_default()
}

/// The tool that leaves this name.
fn tool_of(name: &str) -> Option<&'static str> {
    let is = |pattern: &&str| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *pattern,
    };
    MARKS.iter().find(|(_, patterns)| patterns.iter().any(&is)).map(|(tool, _)| *tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_known_tools_are_told() {
        for (name, tool) in [
            ("cdc_adoQpoasnfa76pfcZLmcfl_Array", "chromedriver"),
            ("$cdc_asdjflasutopfhvcZLmcfl_", "chromedriver"),
            ("__webdriver_script_fn", "webdriver"),
            ("__playwright__binding__", "playwright"),
            ("callPhantom", "phantom"),
            ("__selenium_unwrapped", "selenium"),
        ] {
            assert_eq!(tool_of(name), Some(tool), "{name}");
        }
    }

    #[test]
    fn names_of_ordinary_pages_are_no_marks() {
        for name in ["", "chrome", "jQuery", "cdc", "driver", "phantomPower", "$", "__NEXT_DATA__"]
        {
            assert_eq!(tool_of(name), None, "{name}");
        }
    }
}
