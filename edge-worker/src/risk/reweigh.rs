//! What a submission would have scored under another policy.

use edgeprint_signals::wire::FlagReason;

use super::rule::Group;
use super::{Policy, RULES, score};

/// The score of flags that were raised, with the weights of `policy`. Flags that
/// were suppressed when the submission came are not known, and flags that no
/// rule of this version raises count for nothing.
#[must_use]
pub fn reweigh(reasons: &[FlagReason], policy: &Policy) -> u8 {
    let known = reasons.iter().filter_map(|reason| {
        let rule = RULES.iter().find(|rule| rule.flag == reason.flag)?;
        Some((rule.group, policy.weight_of(rule)?))
    });
    score::combine(&known.collect::<Vec<(Group, u8)>>())
}

#[cfg(test)]
mod tests {
    use super::super::assess;
    use super::super::testing::Case;
    use super::*;
    use edgeprint_signals::SignalId;
    use serde_json::json;

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
