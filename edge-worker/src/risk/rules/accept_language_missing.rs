//! A browser that sends no Accept-Language.

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Engine;

pub(super) static RULE: Rule = Rule {
    flag: "accept_language_missing",
    category: Category::Network,
    group: Group::Language,
    weight: 45,
    about: "The request has no Accept-Language, or an empty one, which every browser adds to \
            every request; headless shells and HTTP libraries do not.",
    advice: "Ask for further verification.",
    look_alikes: "None known; private windows and Tor Browser send one as well.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let claims_browser = evidence.user_agent().engine != Engine::Unknown;
    let said = evidence.headers.accept_language.as_deref().unwrap_or_default();
    (claims_browser && said.trim().is_empty())
        .then(|| "The request has no Accept-Language.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    #[test]
    fn a_browser_without_a_language_is_told() {
        assert!(Case::chrome().headers(|headers| headers.accept_language = None).raises(&RULE));
        let empty = Some(String::new());
        assert!(Case::firefox().headers(|headers| headers.accept_language = empty).raises(&RULE));
    }

    #[test]
    fn a_wildcard_is_a_language() {
        let any = Some("*".to_owned());
        assert!(!Case::safari().headers(|headers| headers.accept_language = any).raises(&RULE));
    }
}
