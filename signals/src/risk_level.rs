//! Risk levels: the table of ranges and confidences that callers rely on.

use serde::{Deserialize, Serialize};

/// How risky a score is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RiskLevel {
    /// 0–19: normal browser, no red flags.
    Minimal,
    /// 20–39: minor anomalies.
    Low,
    /// 40–59: some suspicious signals.
    Medium,
    /// 60–79: likely automation or spoofing.
    High,
    /// 80–100: strong automation indicators.
    Critical,
}

impl RiskLevel {
    /// All levels, lowest first.
    pub const ALL: [Self; 5] = [Self::Minimal, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The level of a score from 0 to 100; more than 100 is critical too.
    #[must_use]
    pub const fn of_score(score: u8) -> Self {
        match score {
            0..=19 => Self::Minimal,
            20..=39 => Self::Low,
            40..=59 => Self::Medium,
            60..=79 => Self::High,
            80.. => Self::Critical,
        }
    }

    /// The lowest score of the level.
    #[must_use]
    pub const fn floor(self) -> u8 {
        match self {
            Self::Minimal => 0,
            Self::Low => 20,
            Self::Medium => 40,
            Self::High => 60,
            Self::Critical => 80,
        }
    }

    /// Confidence in the assessment, 0.5 to 0.95.
    #[must_use]
    pub const fn confidence(self) -> f64 {
        match self {
            Self::Minimal => 0.5,
            Self::Low => 0.6,
            Self::Medium => 0.7,
            Self::High => 0.85,
            Self::Critical => 0.95,
        }
    }

    /// The word on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_starts_at_its_floor() {
        for level in RiskLevel::ALL {
            assert_eq!(RiskLevel::of_score(level.floor()), level);
            if level.floor() > 0 {
                assert!(RiskLevel::of_score(level.floor() - 1) < level);
            }
        }
        assert_eq!(RiskLevel::of_score(100), RiskLevel::Critical);
    }

    #[test]
    fn confidence_grows_with_the_level() {
        let mut before = 0.0;
        for level in RiskLevel::ALL {
            assert!(level.confidence() > before && level.confidence() <= 0.95);
            before = level.confidence();
        }
    }
}
