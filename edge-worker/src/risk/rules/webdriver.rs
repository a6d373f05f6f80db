//! The browser declares that a program controls it.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "webdriver",
    category: Category::Automation,
    group: Group::Control,
    weight: 95,
    about: "The browser declares that a program controls it: navigator.webdriver is true, \
            as the WebDriver specification demands of every controlled browser.",
    advice: "Block, unless you run the automation yourself.",
    look_alikes: "None known: a person's browser reports false, or has no such property.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let value = evidence.claimed(SignalId::Webdriver)?;
    let declared = value.as_bool().or(value.get("value").and_then(Value::as_bool))?;
    declared.then(|| "navigator.webdriver is true.".to_owned())
}
