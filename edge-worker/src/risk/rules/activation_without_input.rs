//! The page counts as touched by a person, and nothing touched it.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "activation_without_input",
    category: Category::Automation,
    group: Group::Control,
    weight: 65,
    about: "The browser says that a person clicked or typed in the page, yet no pointer and no key \
            was pressed in it: programs that drive Chromium by DevTools run their scripts as if a \
            person had asked for them.",
    advice: "Treat like declared automation: this tells drivers that hide everything else.",
    look_alikes: "A click within an embedded frame counts for the whole page, so pages with frames \
                  and framed pages are left alone, and so are phones; a page that removes the \
                  frame right after the click raises it. An extension that runs a script in the \
                  page when its button is clicked, or a script typed into the browser's console, \
                  looks the same.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let state = |key| evidence.member(SignalId::PageState, key);
    let flag = |key| state(key).and_then(Value::as_bool);
    let none = |key| state(key).and_then(Value::as_f64) == Some(0.0);
    let alone = flag("framed") == Some(false) && none("frames");
    let untouched = none("pressed") && none("keyed");
    (evidence.user_agent().is_desktop()
        && alone
        && untouched
        && flag("has_been_active") == Some(true))
    .then(|| "The page was activated without a click or a key.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn touched(mut case: Case, pressed: u32, keyed: u32, frames: u32) -> Case {
        for (key, value) in [("pressed", pressed), ("keyed", keyed), ("frames", frames)] {
            case = case.member(SignalId::PageState, key, json!(value));
        }
        case.member(SignalId::PageState, "has_been_active", json!(true))
    }

    #[test]
    fn activation_that_nothing_explains_is_told() {
        assert!(touched(Case::chrome(), 0, 0, 0).raises(&RULE));
    }

    #[test]
    fn clicks_keys_and_frames_explain_it() {
        for (pressed, keyed, frames) in [(1, 0, 0), (0, 3, 0), (0, 0, 1)] {
            assert!(!touched(Case::chrome(), pressed, keyed, frames).raises(&RULE));
        }
        let framed = touched(Case::chrome(), 0, 0, 0);
        assert!(!framed.member(SignalId::PageState, "framed", json!(true)).raises(&RULE));
    }

    #[test]
    fn phones_and_browsers_that_count_no_events_stay_quiet() {
        assert!(!touched(Case::chrome_android(), 0, 0, 0).raises(&RULE));
        let active = Case::safari().member(SignalId::PageState, "has_been_active", json!(true));
        assert!(!active.raises(&RULE));
    }
}
