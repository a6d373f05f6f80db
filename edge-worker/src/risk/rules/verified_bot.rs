//! An agent that the site lists, by its signature.

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Agent;

pub(super) static RULE: Rule = Rule {
    flag: "verified_bot",
    category: Category::Automation,
    group: Group::Welcome,
    weight: 0,
    about: "The request is signed by an agent that the site lists (Web Bot Auth): a program that \
            says who it is, and is. Nothing else that was found counts in the score, except what \
            tells of too much, too fast, or of a copy.",
    advice: "Serve it as you agreed with whoever runs it; it is no person.",
    look_alikes: "None: only a holder of the agent's key can sign. A signed request can be sent \
                  again until the signature ends, where it does not cover more than the host.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    match evidence.agent {
        Agent::Verified(agent) => Some(format!("The request is signed by {agent}.")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    fn raised(agent: &Agent) -> bool {
        check(&Evidence { agent, ..Case::chrome().evidence() }).is_some()
    }

    #[test]
    fn only_who_signed_is_verified() {
        let name = || "https://agent.example".to_owned();
        assert!(raised(&Agent::Verified(name())));
        for other in [Agent::Nobody, Agent::Forged(name()), Agent::Allowed] {
            assert!(!raised(&other));
        }
    }
}
