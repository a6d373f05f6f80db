//! Two answers about the same permission contradict each other.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Engine;

pub(super) static RULE: Rule = Rule {
    flag: "permission_contradiction",
    category: Category::Automation,
    group: Group::Headless,
    weight: 25,
    about: "`Notification.permission` says denied while `navigator.permissions` says that the \
            person would be asked, as headless Chromium does.",
    advice: "Take it as a hint.",
    look_alikes: "Pages in frames, on plain http and in private windows, where browsers answer \
                  for the frame or the profile; framed and insecure pages are not looked at.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let state = |key| evidence.member(SignalId::PageState, key).and_then(Value::as_bool);
    let ordinary_page = state("framed") == Some(false) && state("secure") == Some(true);
    if !ordinary_page || evidence.user_agent().engine != Engine::Blink {
        return None;
    }
    let text = |key| evidence.member(SignalId::Permissions, key).and_then(Value::as_str);
    let contradiction =
        text("notification_permission") == Some("denied") && text("notifications") == Some("prompt");
    contradiction.then(|| "Two answers about notifications contradict each other.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn contradicting(case: Case) -> Case {
        case.member(SignalId::Permissions, "notification_permission", json!("denied"))
            .member(SignalId::Permissions, "notifications", json!("prompt"))
    }

    #[test]
    fn a_contradiction_on_an_ordinary_page_is_told() {
        assert!(contradicting(Case::chrome()).raises(&RULE));
    }

    #[test]
    fn frames_and_other_engines_stay_quiet() {
        let framed = Case::chrome().member(SignalId::PageState, "framed", json!(true));
        assert!(!contradicting(framed).raises(&RULE));
        assert!(!contradicting(Case::firefox()).raises(&RULE));
        assert!(!Case::chrome().raises(&RULE));
    }
}
