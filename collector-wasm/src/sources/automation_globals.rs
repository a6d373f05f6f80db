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

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{glued, long_text};
use crate::registry::{Source, last};
use crate::text::{cut, has, parts};

const CAP: u32 = 16;

/// Tool, and names that it puts on `window` or `document`. A name that ends
/// in `*` is the beginning of one.
const MARKS: &str = "selenium=_selenium callSelenium calledSelenium _Selenium_IDE_Recorder __selenium_* __fxdriver_* __driver_* __lastWatir*;webdriver=webdriver __webdriver* __$webdriverAsyncExecutor _WEBDRIVER_ELEM_CACHE wdioElectron;chromedriver=ret_nodes cdc_* $cdc_* $wdc_* $chrome_asyncScriptInfo ChromeDriverw;phantom=callPhantom _phantom phantom __phantomas;slimer=slimer;nightmare=__nightmare nightmare;playwright=__playwright* __pwInitScripts __pw_*;puppeteer=__puppeteer* puppeteer_*;cypress=Cypress __cypress __Cypress;testcafe=%hammerhead% %testCafe*;domautomation=domAutomation domAutomationController;cef=CefSharp cefSharp;awesomium=awesomium;geb=geb;webio=RunPerfTest fmget_targets;jsdom=_jsdom __jsdom*";

/// How it is read.
pub const SOURCE: Source = Source::Await(last, read);

fn read(page: &Page, _: Js) -> Js {
    let found = js::list(&[]);
    let marks = marks();
    for &(place, object) in &[("window", "self"), ("document", "document")] {
        for name in parts(&own_names(page, page.get(object)), b'\n') {
            if let Some(tool) = tool_of(name, &marks) {
                mark(found, &[place, ":", name, ":", tool]);
            }
        }
    }
    for test in parts("webdriver=webdriver;selenium=selenium;driver=selenium", b';') {
        let (attribute, tool) = cut(test, b'=');
        let root = page.peek("document.documentElement");
        if js::peek(root, &["hasAttribute(", attribute, ")"].concat()).is_true() {
            mark(found, &["html:", attribute, ":", tool]);
        }
    }
    odd_ones(page, found);
    found
}

/// Marks that are no names.
fn odd_ones(page: &Page, found: Js) {
    if has(&long_text(page.peek("external.toString()")), "Sequentum") {
        mark(found, &["external:Sequentum:sequentum"]);
    }
    // PhantomJS 1 had no bind; whoever lacks it today is no browser.
    if !js::has(page.global, "Function.prototype.bind") {
        mark(found, &["bind:missing:phantom"]);
    }
    if js::has(page.global, "process.versions.electron") {
        mark(found, &["window:process:electron"]);
    }
}

#[inline(never)]
fn mark(found: Js, texts: &[&str]) {
    if js::length(found, CAP) < CAP {
        js::push(found, glued(texts));
    }
}

/// Name and tool of every mark: read once, since a window has a thousand names.
fn marks() -> Vec<(&'static str, &'static str)> {
    let mut marks = Vec::new();
    for line in parts(MARKS, b';') {
        let (tool, names) = cut(line, b'=');
        for name in parts(names, b' ') {
            marks.push((name, tool));
        }
    }
    marks
}

/// The tool that leaves this name.
fn tool_of(name: &str, marks: &[(&str, &'static str)]) -> Option<&'static str> {
    let is_of = |mark: &str| match mark.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == mark,
    };
    marks.iter().find(|(mark, _)| is_of(mark)).map(|(_, tool)| *tool)
}

/// Names of an object's own properties, one a line: a window has a thousand of
/// them, and crossing the border once is quicker than a thousand times.
#[inline(never)]
fn own_names(page: &Page, object: Js) -> String {
    let before = js::failure();
    let names = page.call("Object", "getOwnPropertyNames", &[object]);
    let text = long_text(js::step(names, "join(\n)"));
    js::reset(before);
    text
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
            ("ret_nodes", "chromedriver"), // ChromeDriver 156 leaves it where it looks for elements
            ("__selenium_unwrapped", "selenium"),
        ] {
            assert_eq!(tool_of(name, &marks()), Some(tool), "{name}");
        }
    }

    #[test]
    fn names_of_ordinary_pages_are_no_marks() {
        for name in ["", "chrome", "jQuery", "cdc", "driver", "phantomPower", "$", "__NEXT_DATA__"]
        {
            assert_eq!(tool_of(name, &marks()), None, "{name}");
        }
    }
}
