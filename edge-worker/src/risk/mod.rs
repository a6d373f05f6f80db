//! Risk: what speaks against a submission, and how much.
//!
//! Pure: evidence in, assessment out; no clock, no store, no browser. A rule is
//! one file in [`rules`]; to add one, add its file there and its line in the
//! list. How findings become a score is told in [`score`].

mod policy;
mod reweigh;
mod rule;
pub mod rules;
pub mod score;
#[cfg(test)]
pub(crate) mod testing;

pub use policy::Policy;
pub use reweigh::reweigh;
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
    fn of_score(score: u8, reasons: Vec<FlagReason>) -> Self {
        let level = RiskLevel::of_score(score);
        Self { score, level, confidence: level.confidence(), reasons }
    }

    /// What a page in shadow mode is told: that nothing was found.
    #[must_use]
    pub fn nothing() -> Self {
        Self::of_score(0, Vec::new())
    }

    /// The names of the flags raised, heaviest first.
    #[must_use]
    pub fn flags(&self) -> Vec<String> {
        self.reasons.iter().map(|reason| reason.flag.clone()).collect()
    }
}

/// Judges a submission by every rule, each with the weight it was given here.
#[must_use]
pub fn assess(evidence: &Evidence) -> Assessment {
    assess_by(evidence, &Policy::default())
}

/// Judges a submission by every rule, each with the weight that a site gives it.
#[must_use]
pub fn assess_by(evidence: &Evidence, policy: &Policy) -> Assessment {
    let mut found: Vec<(&Rule, u8, String)> = RULES
        .iter()
        .filter_map(|rule| {
            let weight = policy.weight_of(rule)?;
            let weight = if evidence.agent.is_welcome() && is_excused(rule) { 0 } else { weight };
            (rule.check)(evidence).map(|reason| (*rule, weight, reason))
        })
        .collect();
    found.sort_by_key(|(_, weight, _)| core::cmp::Reverse(*weight));
    let weights: Vec<(Group, u8)> =
        found.iter().map(|(rule, weight, _)| (rule.group, *weight)).collect();
    let score = score::combine(&weights);
    let reasons =
        found.into_iter().map(|(rule, weight, reason)| told(rule, weight, reason)).collect();
    Assessment::of_score(score, reasons)
}

/// Whether a rule weighs nothing where a program is welcome: what shows that there
/// is one is known, and how it is made is its own affair. What it does still counts.
fn is_excused(rule: &Rule) -> bool {
    rule.category != Category::Velocity
}

fn told(rule: &Rule, weight: u8, reason: String) -> FlagReason {
    FlagReason {
        flag: rule.flag.to_owned(),
        category: rule.category.name().to_owned(),
        weight,
        reason,
    }
}
