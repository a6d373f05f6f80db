//! A desktop Chrome without its `chrome` object.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Family, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "chrome_object_missing",
    category: Category::Automation,
    group: Group::BrowserKind,
    weight: 45,
    about: "The client claims to be Chrome or Edge on a desktop, yet has no `window.chrome`, as \
            the headless shell and embedded Chromium.",
    advice: "Ask for further verification.",
    look_alikes: "Web views, QtWebEngine and mobile apps lack it; they name themselves or are \
                  mobile, and are not looked at. An application that embeds Chromium under \
                  Chrome's plain name would be told.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.user_agent();
    let expected = matches!(agent.family, Family::Chrome | Family::Edge) && agent.is_desktop();
    let present = evidence.member(SignalId::ChromeObject, "present").and_then(Value::as_bool);
    (expected && present == Some(false))
        .then(|| "window.chrome is missing from this browser.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn without(case: Case) -> Case {
        case.member(SignalId::ChromeObject, "present", json!(false))
    }

    #[test]
    fn a_desktop_chrome_must_have_it() {
        assert!(without(Case::chrome()).raises(&RULE));
    }

    #[test]
    fn qt_web_engine_and_phones_may_lack_it() {
        let qt = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                  QtWebEngine/6.4.2 Chrome/102.0.5005.177 Safari/537.36";
        assert!(!without(Case::chrome().agent(qt)).raises(&RULE));
        assert!(!without(Case::chrome_android()).raises(&RULE));
        assert!(!without(Case::firefox()).raises(&RULE));
    }
}
