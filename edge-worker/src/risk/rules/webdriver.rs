//! The browser declares that a program controls it.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "webdriver",
    category: Category::Automation,
    group: Group::Control,
    weight: 95,
    about: "The browser declares that a program controls it: `navigator.webdriver` is true, \
            as the WebDriver specification demands of every controlled browser.",
    advice: "Refuse, unless you run the automation yourself.",
    look_alikes: "None known: a person's browser answers false, or has no such property.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let value = evidence.claimed(SignalId::Webdriver)?;
    let says = |key| value.get(key).and_then(Value::as_bool) == Some(true);
    // A page script that shadows the property leaves the prototype's getter as it was.
    if says("value") {
        Some("navigator.webdriver is true.".to_owned())
    } else {
        says("getter_value").then(|| "navigator.webdriver is true behind a replacement.".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::assess;
    use crate::risk::testing::Case;
    use edgeprint_signals::RiskLevel;
    use serde_json::json;

    #[test]
    fn declared_automation_is_critical_by_itself() {
        let case = Case::firefox().member(SignalId::Webdriver, "value", json!(true));
        let assessment = assess(&case.evidence());
        assert_eq!(assessment.flags(), ["webdriver"]);
        assert_eq!(assessment.level, RiskLevel::Critical);
    }

    #[test]
    fn a_getter_that_answers_true_behind_a_shadow_counts() {
        let case = Case::chrome().member(SignalId::Webdriver, "getter_value", json!(true));
        assert!(case.raises(&RULE));
    }

    #[test]
    fn people_whose_browser_says_false_or_nothing_stay_quiet() {
        assert!(!Case::chrome().raises(&RULE));
        assert!(!Case::chrome().member(SignalId::Webdriver, "value", json!(null)).raises(&RULE));
    }
}
