//! What a site changes about the rules.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{RULES, Rule};

/// The heaviest weight.
const MAX_WEIGHT: u8 = 100;

/// A site's weights and suppressions; empty, the rules are as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Weights that replace those of the rules, by flag. 0 tells the flag and leaves the score alone.
    pub weights: BTreeMap<String, u8>,
    /// Flags that are not raised at all.
    pub suppressed: BTreeSet<String>,
}

impl Policy {
    /// Names what is wrong with it: a flag that no rule raises, a weight beyond 100.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), String> {
        let flags = self.weights.keys().chain(&self.suppressed);
        if let Some(unknown) = flags.into_iter().find(|flag| !is_flag(flag)) {
            let shown: String = unknown.chars().take(50).collect();
            return Err(format!("there is no flag \"{shown}\""));
        }
        match self.weights.iter().find(|(_, weight)| **weight > MAX_WEIGHT) {
            Some((flag, _)) => Err(format!("the weight of {flag} is more than {MAX_WEIGHT}")),
            None => Ok(()),
        }
    }

    /// What a rule weighs for this site; `None` if the site does not want to hear of it.
    #[must_use]
    pub fn weight_of(&self, rule: &Rule) -> Option<u8> {
        let heard = !self.suppressed.contains(rule.flag);
        heard.then(|| self.weights.get(rule.flag).copied().unwrap_or(rule.weight))
    }
}

fn is_flag(text: &str) -> bool {
    RULES.iter().any(|rule| rule.flag == text)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Case;
    use super::super::{assess, assess_by};
    use super::*;
    use edgeprint_signals::SignalId;
    use serde_json::json;

    fn policy(weights: &[(&str, u8)], suppressed: &[&str]) -> Policy {
        Policy {
            weights: weights.iter().map(|(flag, weight)| ((*flag).into(), *weight)).collect(),
            suppressed: suppressed.iter().map(|flag| (*flag).into()).collect(),
        }
    }

    /// Firefox under WebDriver: one flag.
    fn driven() -> Case {
        Case::firefox().member(SignalId::Webdriver, "value", json!(true))
    }

    #[test]
    fn without_a_policy_nothing_changes() {
        let case = driven();
        assert_eq!(assess_by(&case.evidence(), &Policy::default()), assess(&case.evidence()));
    }

    #[test]
    fn a_suppressed_flag_is_neither_told_nor_counted() {
        let quiet = assess_by(&driven().evidence(), &policy(&[], &["webdriver"]));
        assert_eq!((quiet.score, quiet.flags().len()), (0, 0));
    }

    #[test]
    fn a_weight_of_its_own_counts_and_is_told() {
        for weight in [0, 7, 100] {
            let changed = assess_by(&driven().evidence(), &policy(&[("webdriver", weight)], &[]));
            assert_eq!((changed.score, changed.flags()), (weight, vec!["webdriver".to_owned()]));
            assert_eq!(changed.reasons.first().map(|reason| reason.weight), Some(weight));
        }
    }

    #[test]
    fn flags_that_no_rule_raises_and_weights_beyond_the_scale_are_refused() {
        assert!(policy(&[("webdriver", 100)], &["no_pointer"]).check().is_ok());
        assert!(policy(&[("webdriver", 101)], &[]).check().is_err());
        assert!(policy(&[("nonsense", 1)], &[]).check().is_err());
        assert!(policy(&[], &["nonsense"]).check().is_err());
    }
}
