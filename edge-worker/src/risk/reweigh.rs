//! What a submission would have scored under another policy.

use edgeprint_signals::wire::FlagReason;

use super::rule::Group;
use super::{Policy, RULES, is_excused, score};

/// The score of flags that were raised, with the weights of `policy`. Flags that
/// were suppressed when the submission came are not known, and flags that no
/// rule of this version raises count for nothing.
#[must_use]
pub fn reweigh(reasons: &[FlagReason], policy: &Policy) -> u8 {
    let raised = |reason: &FlagReason| RULES.iter().find(|rule| rule.flag == reason.flag);
    let welcome = reasons.iter().filter_map(raised).any(|rule| rule.group == Group::Welcome);
    let known = reasons.iter().filter_map(|reason| {
        let rule = raised(reason)?;
        let weight = policy.weight_of(rule)?;
        Some((rule.group, if welcome && is_excused(rule) { 0 } else { weight }))
    });
    score::combine(&known.collect::<Vec<(Group, u8)>>())
}

#[cfg(test)]
mod tests {
    use super::super::assess;
    use super::super::testing::Case;
    use super::*;
    use crate::evidence::{Agent, Evidence};
    use edgeprint_signals::SignalId;
    use serde_json::json;

    #[test]
    fn who_was_welcome_stays_so() {
        let driven = Case::firefox().member(SignalId::Webdriver, "value", json!(true));
        let evidence = Evidence { agent: &Agent::Allowed, copied: true, ..driven.evidence() };
        let judged = assess(&evidence);
        assert_eq!(judged.flags(), ["replayed_submission", "allowed_automation", "webdriver"]);
        assert_eq!(judged.score, 85, "a copy is nobody's welcome guest");
        assert_eq!(reweigh(&judged.reasons, &Policy::default()), judged.score);
        let alone = assess(&Evidence { copied: false, ..evidence });
        assert_eq!((alone.score, reweigh(&alone.reasons, &Policy::default())), (0, 0));
    }

    #[test]
    fn under_the_same_policy_the_score_is_the_same_and_under_another_it_follows() {
        let driven = Case::firefox().member(SignalId::Webdriver, "value", json!(true));
        let judged = assess(&driven.evidence());
        assert_eq!(reweigh(&judged.reasons, &Policy::default()), judged.score);
        let weights = [("webdriver".to_owned(), 7)].into();
        assert_eq!(reweigh(&judged.reasons, &Policy { weights, ..Policy::default() }), 7);
        let suppressed = ["webdriver".to_owned()].into();
        assert_eq!(reweigh(&judged.reasons, &Policy { suppressed, ..Policy::default() }), 0);
    }
}
