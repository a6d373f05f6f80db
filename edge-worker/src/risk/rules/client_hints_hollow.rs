//! Client hints without their details.

use edgeprint_signals::SignalId;

use super::{Category, Evidence, Family, Group, Rule, page_brands};

pub(super) static RULE: Rule = Rule {
    flag: "client_hints_hollow",
    category: Category::Tampering,
    group: Group::BrowserName,
    weight: 45,
    about: "The browser names its brands but no full versions, as Chromium does when its user \
            agent was overridden without the hints that belong to it.",
    advice: "Ask for further verification: the browser hides what it is.",
    look_alikes: "Web views and applications with a user agent of their own; only what claims to \
                  be Chrome or Edge on a desktop is looked at. Brave gives rounded versions.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.user_agent();
    // `fullVersionList` came with Chromium 98.
    let expected = matches!(agent.family, Family::Chrome | Family::Edge)
        && agent.is_chromium(100)
        && agent.is_desktop();
    let list = evidence.member(SignalId::UaHighEntropy, "full_version_list")?.as_list()?;
    let named = !page_brands(evidence, SignalId::UaClientHints, "brands").is_empty();
    (expected && named && list.is_empty())
        .then(|| "The client hints name brands but no full versions.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn hollow(case: Case) -> Case {
        case.member(SignalId::UaHighEntropy, "full_version_list", json!([]))
    }

    #[test]
    fn an_overridden_user_agent_is_told() {
        assert!(hollow(Case::chrome()).raises(&RULE));
    }

    #[test]
    fn phones_applications_and_unread_hints_stay_quiet() {
        assert!(!hollow(Case::chrome_android()).raises(&RULE));
        assert!(!Case::firefox().raises(&RULE));
        let unread = Case::chrome().set(SignalId::UaHighEntropy, json!({"platform": "Windows"}));
        assert!(!unread.raises(&RULE));
    }
}
