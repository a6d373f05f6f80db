//! Marks of automation tools in the page.

use edgeprint_signals::SignalId;

use super::{Category, Evidence, Group, Rule, listed, shown};

pub(super) static RULE: Rule = Rule {
    flag: "automation_framework",
    category: Category::Automation,
    group: Group::Control,
    weight: 90,
    about: "The page contains objects, attributes or properties that an automation tool puts \
            there: Selenium, ChromeDriver, Playwright, Puppeteer, PhantomJS, Nightmare and others.",
    advice: "Refuse, unless you run the automation yourself.",
    look_alikes: "Desktop applications that embed a browser (Electron, CEF) leave marks of their \
                  own; these are not counted, since a person sits before them.",
    check,
};

/// Tools that people use applications of.
const EMBEDDERS: [&str; 2] = ["electron", "cef"];

fn check(evidence: &Evidence) -> Option<String> {
    let marks = listed(evidence.claimed(SignalId::AutomationGlobals));
    let mark = marks.iter().find(|mark| !EMBEDDERS.contains(&tool(mark)))?;
    Some(format!("The page has {}, a mark of {}.", shown(mark), shown(tool(mark))))
}

/// The tool of `place:mark:tool`.
fn tool(mark: &str) -> &str {
    mark.rsplit(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn with(marks: serde_json::Value) -> Case {
        Case::chrome().set(SignalId::AutomationGlobals, marks)
    }

    #[test]
    fn a_tools_mark_is_told_with_the_tool() {
        let case = with(json!(["document:__selenium_unwrapped:selenium"]));
        let reason = (RULE.check)(&case.evidence()).unwrap_or_default();
        assert!(reason.contains("a mark of “selenium”"), "{reason}");
    }

    #[test]
    fn embedded_browsers_that_people_sit_before_stay_quiet() {
        assert!(!with(json!(["navigator:process:electron", "window:cefQuery:cef"])).raises(&RULE));
        assert!(!with(json!([])).raises(&RULE));
    }
}
