//! Client hints without their details.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Family, Group, Rule, page_brands};

pub(super) static RULE: Rule = Rule {
    flag: "client_hints_hollow",
    category: Category::Tampering,
    group: Group::BrowserName,
    weight: 45,
    about: "The browser names its brands but no full versions, as Chromium does when its user \
            agent was overridden without the hints that belong to it; or it was asked for details that \
            every Chromium gives and left them out, as injected fingerprints do.",
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
    // `wow64` and `formFactors` are answered since 98 and 124, if only by no and by one.
    let unanswered = |key| evidence.member(SignalId::UaHighEntropy, key) == Some(&Value::Null);
    if expected && agent.is_chromium(130) && (unanswered("wow64") || unanswered("form_factors")) {
        return Some("The client hints leave out what was asked for.".to_owned());
    }
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
    fn details_that_were_asked_for_and_not_given_are_told() {
        for key in ["wow64", "form_factors"] {
            let case = |value| Case::chrome().member(SignalId::UaHighEntropy, key, value);
            assert!(case(json!(null)).raises(&RULE), "{key}");
            assert!(!case(json!(false)).raises(&RULE), "{key}");
        }
    }

    #[test]
    fn phones_applications_and_unread_hints_stay_quiet() {
        assert!(!hollow(Case::chrome_android()).raises(&RULE));
        assert!(!Case::firefox().raises(&RULE));
        let unread = Case::chrome().set(SignalId::UaHighEntropy, json!({"platform": "Windows"}));
        assert!(!unread.raises(&RULE));
    }
}
