//! No browser made this submission.

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Engine;

pub(super) static RULE: Rule = Rule {
    flag: "non_browser_client",
    category: Category::Automation,
    group: Group::Submission,
    weight: 85,
    about: "The client names no browser engine at all: an HTTP library, a script, or a document \
            object model without a browser.",
    advice: "Refuse: the collector runs in browsers alone.",
    look_alikes: "Every browser that can run the collector names its engine. People who blank \
                  their user agent by an extension are told too.",
    check,
};

/// Marks of documents without a browser.
const IMITATIONS: [&str; 5] = ["jsdom", "HappyDOM", "happy-dom", "Node.js", "PhantomJS"];

fn check(evidence: &Evidence) -> Option<String> {
    let header = evidence.headers.user_agent.as_deref();
    let names = [header, evidence.page_user_agent()];
    if names.iter().flatten().any(|name| IMITATIONS.iter().any(|mark| name.contains(mark))) {
        return Some("The user agent names a document without a browser.".to_owned());
    }
    (evidence.user_agent().engine == Engine::Unknown)
        .then(|| "The user agent names no browser engine.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    #[test]
    fn libraries_and_imitations_are_told() {
        let jsdom = "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/26.1.0";
        for agent in ["curl/8.5.0", "python-requests/2.32", "", "Mozilla/5.0", jsdom] {
            assert!(Case::chrome().agent(agent).raises(&RULE), "{agent}");
        }
    }

    #[test]
    fn browsers_stay_quiet() {
        for (name, case) in Case::honest() {
            assert!(!case.raises(&RULE), "{name}");
        }
    }
}
