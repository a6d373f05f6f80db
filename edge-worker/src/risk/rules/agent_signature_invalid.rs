//! A signature that is not the agent's.

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Agent;

pub(super) static RULE: Rule = Rule {
    flag: "agent_signature_invalid",
    category: Category::Automation,
    group: Group::Agent,
    weight: 75,
    about: "The request is signed in the name of an agent that the site lists, and the signature \
            does not hold: it is not by a key that the agent publishes, is of another request, or \
            has ended.",
    advice: "Refuse: somebody poses as the agent.",
    look_alikes: "People's browsers sign nothing. An agent whose clock is wrong by more than a \
                  minute, or that dropped a key while it was still in use, raises it. Where the \
                  agent's keys cannot be fetched, nothing is said.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    match evidence.agent {
        Agent::Forged(agent) => Some(format!("The signature is not one of {agent}.")),
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
    fn only_a_wrong_signature_is_told() {
        let name = || "https://agent.example".to_owned();
        assert!(raised(&Agent::Forged(name())));
        for other in [Agent::Nobody, Agent::Allowed, Agent::Verified(name())] {
            assert!(!raised(&other));
        }
    }
}
