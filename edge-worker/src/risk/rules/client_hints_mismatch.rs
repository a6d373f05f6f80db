//! Client hints contradict the page or the user agent.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule, page_brands};
use crate::evidence::{Brand, Engine, brands_of_header};

pub(super) static RULE: Rule = Rule {
    flag: "client_hints_mismatch",
    category: Category::Network,
    group: Group::BrowserName,
    weight: 65,
    about: "The Sec-CH-UA headers contradict `navigator.userAgentData` or the user agent, or come \
            from a browser that never sends them.",
    advice: "Ask for further verification: the client pretends to be another browser.",
    look_alikes: "Made-up brands (“Not A;Brand”) and the order of brands vary and are not \
                  compared. Browsers built on Chromium name its version beside their own.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let header = brands_of_header(evidence.headers.sec_ch_ua.as_deref()?);
    sent_by_another_engine(evidence)
        .or_else(|| brands_differ(evidence, &header))
        .or_else(|| version_differs(evidence, &header))
        .or_else(|| mobile_differs(evidence))
        .or_else(|| platform_differs(evidence))
}

fn sent_by_another_engine(evidence: &Evidence) -> Option<String> {
    matches!(evidence.user_agent().engine, Engine::Gecko | Engine::WebKit)
        .then(|| "Sec-CH-UA was sent, which this browser never does.".to_owned())
}

fn brands_differ(evidence: &Evidence, header: &[Brand]) -> Option<String> {
    let page = genuine(page_brands(evidence, SignalId::UaClientHints, "brands"));
    (!page.is_empty() && page != genuine(header.to_vec()))
        .then(|| "Sec-CH-UA and navigator.userAgentData name different brands.".to_owned())
}

/// The brands without the made-up ones, in an order of our own.
fn genuine(mut brands: Vec<Brand>) -> Vec<Brand> {
    brands.retain(|brand| !brand.is_grease());
    brands.sort();
    brands
}

/// Chromium's version in the hints is that of `Chrome/` in the user agent, for
/// all its kin (Edge, Opera, Brave, Samsung, Vivaldi).
fn version_differs(evidence: &Evidence, header: &[Brand]) -> Option<String> {
    let hinted = header.iter().find(|brand| brand.name == "Chromium")?.major()?;
    let claimed = evidence.user_agent().version?;
    (hinted != claimed)
        .then(|| format!("Sec-CH-UA says Chromium {hinted}, the user agent says {claimed}."))
}

fn mobile_differs(evidence: &Evidence) -> Option<String> {
    let header = evidence.headers.sec_ch_ua_mobile.as_deref()?;
    let page = evidence.member(SignalId::UaClientHints, "mobile")?.as_bool()?;
    ((header == "?1") != page)
        .then(|| "Sec-CH-UA-Mobile and navigator.userAgentData disagree.".to_owned())
}

fn platform_differs(evidence: &Evidence) -> Option<String> {
    let header = evidence.headers.sec_ch_ua_platform.as_deref()?.trim_matches('"');
    let page = evidence.member(SignalId::UaClientHints, "platform").and_then(Value::as_str)?;
    (header != page)
        .then(|| "Sec-CH-UA-Platform and navigator.userAgentData disagree.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn hints(brands: &str) -> Case {
        Case::chrome().headers(|headers| headers.sec_ch_ua = Some(brands.into()))
    }

    #[test]
    fn each_contradiction_is_told() {
        assert!(hints(r#""Microsoft Edge";v="131", "Chromium";v="131""#).raises(&RULE));
        let other = r#""Chromium";v="120", "Google Chrome";v="120""#;
        let page_too = hints(other).member(
            SignalId::UaClientHints,
            "brands",
            json!([{"brand": "Chromium", "version": "120"},
                   {"brand": "Google Chrome", "version": "120"}]),
        );
        assert!(page_too.raises(&RULE));
        assert!(Case::chrome().headers(|h| h.sec_ch_ua_mobile = Some("?1".into())).raises(&RULE));
        let linux = Some("\"Linux\"".into());
        assert!(Case::chrome().headers(|h| h.sec_ch_ua_platform = linux).raises(&RULE));
    }

    #[test]
    fn a_firefox_that_sends_hints_is_told() {
        let hints = Case::chrome().headers.sec_ch_ua;
        assert!(Case::firefox().headers(|h| h.sec_ch_ua = hints).raises(&RULE));
    }

    #[test]
    fn other_order_and_other_grease_stay_quiet() {
        let shuffled = r#""Not;A=Brand";v="8", "Chromium";v="131", "Google Chrome";v="131""#;
        assert!(!hints(shuffled).raises(&RULE));
        assert!(!Case::webview().raises(&RULE));
    }
}
