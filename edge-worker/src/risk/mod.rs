//! Risk: what speaks against a submission, and how much.
//!
//! Pure: evidence in, assessment out; no clock, no store, no browser. A rule is
//! one file in [`rules`]; to add one, add its file there and its line in the
//! list. How findings become a score is told in [`score`].

mod rule;
pub mod rules;
pub mod score;
#[cfg(test)]
pub(crate) mod testing;

pub use rule::{Category, Group, Rule};
pub use rules::RULES;

use edgeprint_signals::RiskLevel;
use edgeprint_signals::wire::FlagReason;

use crate::evidence::Evidence;

/// The judgement on one submission.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// 0 to 100, higher is riskier.
    pub score: u8,
    /// The score's level.
    pub level: RiskLevel,
    /// Confidence in the assessment, 0.5 to 0.95.
    pub confidence: f64,
    /// The flags raised, heaviest first, each with what was seen.
    pub reasons: Vec<FlagReason>,
}

impl Assessment {
    /// The names of the flags raised, heaviest first.
    #[must_use]
    pub fn flags(&self) -> Vec<String> {
        self.reasons.iter().map(|reason| reason.flag.clone()).collect()
    }
}

/// Judges a submission by every rule.
#[must_use]
pub fn assess(evidence: &Evidence) -> Assessment {
    let mut found: Vec<(&Rule, String)> = RULES
        .iter()
        .filter_map(|rule| (rule.check)(evidence).map(|reason| (*rule, reason)))
        .collect();
    found.sort_by_key(|(rule, _)| core::cmp::Reverse(rule.weight));
    let weights: Vec<(Group, u8)> =
        found.iter().map(|(rule, _)| (rule.group, rule.weight)).collect();
    let score = score::combine(&weights);
    let level = RiskLevel::of_score(score);
    let reasons = found.into_iter().map(|(rule, reason)| told(rule, reason)).collect();
    Assessment { score, level, confidence: level.confidence(), reasons }
}

fn told(rule: &Rule, reason: String) -> FlagReason {
    FlagReason {
        flag: rule.flag.to_owned(),
        category: rule.category.name().to_owned(),
        weight: rule.weight,
        reason,
    }
}
