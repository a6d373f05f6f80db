//! Far more new devices than before.

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "traffic_burst",
    category: Category::Velocity,
    group: Group::Traffic,
    weight: 3,
    about: "The tenant had more than eight times as many new devices within this hour as in the \
            whole hour before: an attack that makes devices looks like this.",
    advice: "Take it as a hint, and look at the daily counters; it says nothing of this visitor in \
             particular.",
    look_alikes: "A newsletter, a sale or a mention in the news brings as many; hence the weight. \
                  Small sites, and a site's first hour, are left alone.",
    check,
};

/// New devices within an hour that can be called many.
const MANY: u32 = 400;

/// New devices of the hour before that tell what is usual.
const USUAL: u32 = 20;

fn check(evidence: &Evidence) -> Option<String> {
    let (now, before) = (evidence.traffic.arrived, evidence.traffic.arrived_before);
    (now >= MANY && before >= USUAL && now / 8 > before)
        .then(|| format!("{now} new devices came within the hour, after {before} in the one before."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Traffic;
    use crate::risk::testing::Case;

    fn tells(traffic: Traffic) -> bool {
        check(&Evidence { traffic, ..Case::chrome().evidence() }).is_some()
    }

    #[test]
    fn a_flood_after_a_quiet_hour_is_told_and_growth_is_not() {
        let of = |arrived, arrived_before| {
            tells(Traffic { arrived, arrived_before, ..Traffic::default() })
        };
        assert!(of(1000, 100));
        assert!(!of(790, 100));
        assert!(!of(399, 20));
        assert!(!of(5000, 0), "a site's first hour");
        assert!(!Case::chrome().raises(&RULE));
    }
}
