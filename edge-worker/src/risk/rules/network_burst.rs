//! Many new devices from one network.

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "network_burst",
    category: Category::Velocity,
    group: Group::Traffic,
    weight: 8,
    about: "Within the hour a hundred or more new devices came from this network (a /24 or a /48), \
            and they are a third or more of all the tenant's: one machine may show itself as many.",
    advice: "Take it as a hint; limit by network what new devices may do.",
    look_alikes: "Carriers, schools, offices and events share addresses, so a lesson or a \
                  conference may raise it where few others come. A carrier among the many of a \
                  large site does not.",
    check,
};

/// New devices within an hour.
const MANY: u32 = 100;

fn check(evidence: &Evidence) -> Option<String> {
    let traffic = evidence.traffic;
    let devices = traffic.from_network;
    (devices >= MANY && devices >= traffic.arrived / 3)
        .then(|| format!("{devices} new devices came from this network within the hour."))
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
    fn a_network_of_nothing_but_new_devices_is_told_and_a_carrier_of_a_large_site_is_not() {
        let of = |from_network, arrived| {
            tells(Traffic { from_network, arrived, ..Traffic::default() })
        };
        assert!(of(100, 150));
        assert!(!of(99, 99));
        assert!(!of(500, 20_000));
        assert!(!Case::chrome().raises(&RULE));
    }
}
