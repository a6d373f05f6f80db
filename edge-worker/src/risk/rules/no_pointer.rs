//! A desktop without any mouse, touchpad or touch screen.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "no_pointer",
    category: Category::Automation,
    group: Group::Input,
    weight: 39,
    about: "A desktop browser finds neither mouse nor touch screen, as headless Chromium and \
            Firefox do whatever their user agent says.",
    advice: "Take it as a hint, next to others a strong one.",
    look_alikes: "Television sets and consoles name themselves and are not looked at. People who \
                  use the keyboard alone still have a mouse attached, mostly.",
    check,
};

/// What televisions, set-top boxes and consoles call themselves.
const APPLIANCES: [&str; 8] =
    ["TV", "Tizen", "Web0S", "Xbox", "PlayStation", "Nintendo", "Roku", "AFT"];

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.page_user_agent()?;
    let appliance = APPLIANCES.iter().any(|mark| agent.contains(mark));
    if appliance || !evidence.user_agent().is_desktop() {
        return None;
    }
    let main = evidence.member(SignalId::Pointer, "pointer").and_then(Value::as_str)?;
    let any = evidence.member(SignalId::Pointer, "any").and_then(Value::as_list)?;
    let touch = evidence.member(SignalId::Touch, "points").and_then(Value::as_f64);
    (main == "none" && any.is_empty() && touch.is_none_or(|points| points < 1.0))
        .then(|| "The desktop has neither mouse nor touch screen.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn without_pointer(case: Case) -> Case {
        case.set(SignalId::Pointer, json!({"pointer": "none", "hover": "none", "any": []}))
    }

    #[test]
    fn a_desktop_without_a_pointer_is_told() {
        assert!(without_pointer(Case::chrome()).raises(&RULE));
        assert!(without_pointer(Case::firefox()).raises(&RULE));
    }

    #[test]
    fn televisions_phones_and_touch_screens_stay_quiet() {
        let tv = "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) \
                  Chrome/94.0.4606.128 Safari/537.36 WebAppManager";
        assert!(!without_pointer(Case::chrome().agent(tv)).raises(&RULE));
        assert!(!without_pointer(Case::chrome_android()).raises(&RULE));
        let touch = Case::chrome().set(SignalId::Touch, json!({"points": 10}));
        assert!(!without_pointer(touch).raises(&RULE));
    }
}
