//! From findings to a score.
//!
//! A weight is the score that a finding would give alone, so it reads as the
//! chance in a hundred that the visitor is not a person with an honest browser.
//! Findings of one [`Group`] are correlated: only the strongest counts. Groups
//! are taken as independent and combined by noisy-or, `1 − ∏(1 − w/100)`:
//!
//! - one more finding, or a heavier one, never lowers the score;
//! - two halves are more than one half, yet never reach certainty by count alone;
//! - the order of rules does not matter.
//!
//! Weights keep to these bands, and tests hold them to it:
//!
//! | weight | what it takes |
//! |---|---|
//! | up to 12 | an honest visitor may well show it (VPN, privacy settings, odd hardware); all such together stay below 40 |
//! | 13 to 39 | rare in honest browsers; never more than "low" alone |
//! | 40 to 79 | no honest browser known to us shows it, but one might |
//! | 80 to 100 | the client says so itself, or it is impossible otherwise |

use super::rule::Group;

/// The heaviest weight of a finding that honest visitors may well show.
pub const WEAK: u8 = 12;

/// The score of findings, each with its group and weight.
#[must_use]
pub fn combine(findings: &[(Group, u8)]) -> u8 {
    let doubt: f64 = findings
        .iter()
        .enumerate()
        .filter(|(at, finding)| leads_its_group(findings, *at, finding))
        .map(|(_, (_, weight))| 1.0 - f64::from((*weight).min(100)) / 100.0)
        .product();
    percent(1.0 - doubt)
}

/// Whether no other finding of the group is heavier; of equals the first leads.
fn leads_its_group(findings: &[(Group, u8)], at: usize, (group, weight): &(Group, u8)) -> bool {
    findings
        .iter()
        .enumerate()
        .filter(|(_, (other, _))| other == group)
        .all(|(other_at, (_, other))| other < weight || (other == weight && other_at >= at))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to 0..=100
fn percent(share: f64) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPS: [Group; 4] = [Group::Control, Group::Time, Group::Language, Group::Noise];

    #[test]
    fn nothing_found_is_zero_and_one_finding_is_its_weight() {
        assert_eq!(combine(&[]), 0);
        for weight in 0..=100 {
            assert_eq!(combine(&[(Group::Time, weight)]), weight);
        }
    }

    #[test]
    fn independent_findings_add_up_by_noisy_or() {
        assert_eq!(combine(&[(Group::Time, 50), (Group::Language, 50)]), 75);
    }

    #[test]
    fn of_a_group_only_the_strongest_counts() {
        let findings = [(Group::Time, 10), (Group::Time, 50), (Group::Time, 50)];
        assert_eq!(combine(&findings), 50);
    }

    #[test]
    fn order_does_not_matter() {
        let findings = [(Group::Time, 20), (Group::Noise, 70), (Group::Time, 35)];
        let mut reversed = findings;
        reversed.reverse();
        assert_eq!(combine(&findings), combine(&reversed));
    }

    #[test]
    fn more_or_heavier_findings_never_lower_the_score() {
        for (first, second, weight) in samples() {
            let before = [(first, weight)];
            let more = [(first, weight), (second, weight / 2)];
            let heavier = [(first, weight), (second, weight / 2 + 1)];
            assert!(combine(&before) <= combine(&more));
            assert!(combine(&more) <= combine(&heavier));
        }
    }

    fn samples() -> impl Iterator<Item = (Group, Group, u8)> {
        GROUPS.into_iter().flat_map(|first| {
            GROUPS
                .into_iter()
                .flat_map(move |second| (0..=100).map(move |weight| (first, second, weight)))
        })
    }

    #[test]
    fn a_weight_beyond_the_scale_is_certainty() {
        assert_eq!(combine(&[(Group::Time, 255)]), 100);
    }
}
