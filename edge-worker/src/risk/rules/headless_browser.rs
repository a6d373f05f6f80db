//! The browser says that it has no window.

use edgeprint_signals::SignalId;

use super::{Category, Evidence, Group, Rule, page_brands};
use crate::evidence::brands_of_header;

pub(super) static RULE: Rule = Rule {
    flag: "headless_browser",
    category: Category::Automation,
    group: Group::Headless,
    weight: 90,
    about: "The browser calls itself headless, in its user agent or among its brands: it runs \
            without a window, so nobody is looking at the page.",
    advice: "Refuse, unless you run the automation yourself.",
    look_alikes: "None: no browser with a window calls itself so.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let header = evidence.headers.user_agent.as_deref();
    if header.is_some_and(is_headless) {
        return Some("The User-Agent header names a headless browser.".to_owned());
    }
    if evidence.page_user_agent().is_some_and(is_headless) {
        return Some("navigator.userAgent names a headless browser.".to_owned());
    }
    let hints = evidence.headers.sec_ch_ua.as_deref().map(brands_of_header).unwrap_or_default();
    if hints.iter().any(|brand| is_headless(&brand.name)) {
        return Some("The Sec-CH-UA header names a headless browser.".to_owned());
    }
    [(SignalId::UaClientHints, "brands"), (SignalId::UaHighEntropy, "full_version_list")]
        .into_iter()
        .flat_map(|(id, key)| page_brands(evidence, id, key))
        .any(|brand| is_headless(&brand.name))
        .then(|| "navigator.userAgentData names a headless browser.".to_owned())
}

fn is_headless(name: &str) -> bool {
    name.to_ascii_lowercase().contains("headless")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                         HeadlessChrome/131.0.0.0 Safari/537.36";

    #[test]
    fn each_place_where_it_is_said_counts() {
        let in_page = Case::chrome().set(SignalId::UserAgent, json!(AGENT));
        let in_header = Case::chrome().headers(|h| h.user_agent = Some(AGENT.into()));
        let in_hints = Case::chrome()
            .headers(|h| h.sec_ch_ua = Some(r#""HeadlessChrome";v="131""#.into()));
        let in_versions = Case::chrome().member(
            SignalId::UaHighEntropy,
            "full_version_list",
            json!([{"brand": "HeadlessChrome", "version": "131.0.1.2"}]),
        );
        for case in [in_page, in_header, in_hints, in_versions] {
            assert!(case.raises(&RULE));
        }
    }

    #[test]
    fn browsers_with_a_window_stay_quiet() {
        for (name, case) in Case::honest() {
            assert!(!case.raises(&RULE), "{name}");
        }
    }
}
