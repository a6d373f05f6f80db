//! One device in many countries.

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "many_countries",
    category: Category::Velocity,
    group: Group::Travel,
    weight: 18,
    about: "The device was in four or more countries within a day, by its connections: proxies \
            that change, or one id that is used from many places.",
    advice: "Take it as a hint; together with a new account or a payment, ask for further \
             verification.",
    look_alikes: "A journey and a VPN at its end make two or three. Who tries the countries of a \
                  VPN one after the other raises it. Tor Browser's visitors have no lasting id.",
    check,
};

/// More than a day's journey and a VPN make.
const MANY: u32 = 4;

fn check(evidence: &Evidence) -> Option<String> {
    let countries = evidence.traffic.countries;
    (countries >= MANY).then(|| format!("The device was in {countries} countries within a day."))
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
    fn four_countries_a_day_are_told_and_a_journey_is_not() {
        let of = |countries| tells(Traffic { countries, ..Traffic::default() });
        assert!(of(4));
        assert!(!of(3));
        assert!(!Case::chrome().raises(&RULE));
    }
}
