//! A program that knows the site's secret.

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Agent;

pub(super) static RULE: Rule = Rule {
    flag: "allowed_automation",
    category: Category::Automation,
    group: Group::Welcome,
    weight: 0,
    about: "The request carries the secret that the site gives to programs of its own, such as its \
            tests and monitors. Nothing else that was found counts in the score, except what tells \
            of too much, too fast, or of a copy.",
    advice: "Nothing to do; change the secret if it turns up where it should not.",
    look_alikes: "None: nobody guesses the secret. Whoever was given it, or took it, is let \
                  through.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    (*evidence.agent == Agent::Allowed).then(|| "The request carries the site's secret.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    fn raised(agent: &Agent) -> bool {
        check(&Evidence { agent, ..Case::chrome().evidence() }).is_some()
    }

    #[test]
    fn only_who_knows_the_secret_is_allowed() {
        let name = || "https://agent.example".to_owned();
        assert!(raised(&Agent::Allowed));
        for other in [Agent::Nobody, Agent::Forged(name()), Agent::Verified(name())] {
            assert!(!raised(&other));
        }
    }
}
