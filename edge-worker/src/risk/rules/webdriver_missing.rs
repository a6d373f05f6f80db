//! `navigator.webdriver` is gone.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Family, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "webdriver_missing",
    category: Category::Tampering,
    group: Group::Control,
    weight: 30,
    about: "The browser lacks `navigator.webdriver`, which Firefox and mobile Chrome always have.",
    advice: "Take it as a hint: scripts delete the property to hide automation.",
    look_alikes: "Firefox with `dom.webdriver.enabled` set to false, which some people do; hence \
                  the small weight. Rarer browsers and web views are not looked at. Desktop Chrome \
                  is told by `webdriver_hidden`.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.user_agent();
    let expected = match agent.family {
        Family::Chrome | Family::Edge => agent.is_chromium(89) && !agent.is_desktop(),
        Family::Firefox => agent.is_firefox(63),
        _ => false,
    };
    let descriptor = evidence.member(SignalId::Webdriver, "descriptor").and_then(Value::as_str);
    (expected && descriptor == Some("missing"))
        .then(|| "navigator.webdriver is missing from this browser.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn without(case: Case) -> Case {
        case.member(SignalId::Webdriver, "descriptor", json!("missing"))
    }

    #[test]
    fn browsers_that_always_have_it_are_told_without_it() {
        assert!(without(Case::chrome_android()).raises(&RULE));
        assert!(without(Case::firefox()).raises(&RULE));
    }

    #[test]
    fn other_browsers_may_lack_it() {
        assert!(!without(Case::webview()).raises(&RULE));
        assert!(!without(Case::safari()).raises(&RULE));
    }
}
