//! A Chromium without client hints.

use edgeprint_signals::{SignalId, Status, Value};

use super::{Category, Evidence, Family, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "client_hints_missing",
    category: Category::Network,
    group: Group::BrowserName,
    weight: 45,
    about: "The client claims to be Chrome or Edge, yet sends no Sec-CH-UA or has no \
            `navigator.userAgentData`, as happens when a tool overrides the user agent alone.",
    advice: "Ask for further verification.",
    look_alikes: "Web views, apps with a user agent of their own, and pages on plain http have no \
                  client hints. Only desktop Chrome and Edge over trustworthy addresses are \
                  looked at.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.user_agent();
    // Chromium sends the three low-entropy hints by default since 89.
    let expected = matches!(agent.family, Family::Chrome | Family::Edge)
        && agent.is_chromium(90)
        && agent.is_desktop();
    if !expected {
        return None;
    }
    if evidence.headers.trustworthy == Some(true) && evidence.headers.sec_ch_ua.is_none() {
        return Some("The request has no Sec-CH-UA header, which this browser sends.".to_owned());
    }
    let secure = evidence.member(SignalId::PageState, "secure").and_then(Value::as_bool);
    let status = evidence.components.get(SignalId::UaClientHints).map(|c| c.status);
    (secure == Some(true) && status == Some(Status::Unsupported))
        .then(|| "navigator.userAgentData is missing from this browser.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use edgeprint_signals::Reason;

    #[test]
    fn a_chrome_without_hints_is_told() {
        assert!(Case::chrome().headers(|headers| headers.sec_ch_ua = None).raises(&RULE));
        let page = Case::chrome().status(
            SignalId::UaClientHints,
            Status::Unsupported,
            Reason::ApiMissing,
        );
        assert!(page.raises(&RULE));
    }

    #[test]
    fn web_views_plain_http_and_other_engines_stay_quiet() {
        assert!(!Case::webview().raises(&RULE));
        assert!(!Case::firefox().raises(&RULE));
        let plain = Case::chrome().headers(|headers| {
            headers.sec_ch_ua = None;
            headers.trustworthy = Some(false);
        });
        assert!(!plain.raises(&RULE));
    }
}
