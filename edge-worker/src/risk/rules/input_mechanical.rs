//! A mouse that jumps, and keys that come too quickly or too evenly.

use super::{Category, Evidence, Group, Rule, count};

pub(super) static RULE: Rule = Rule {
    flag: "input_mechanical",
    category: Category::Automation,
    group: Group::Interaction,
    weight: 18,
    about: "Where the page had input watched, the mouse jumped from press to press, or every key was \
            released at once, or the keys came evenly like a clock's.",
    advice: "Take it as a hint.",
    look_alikes: "Remote desktops, eye trackers and voice control move a pointer in jumps; barcode \
                  scanners, text expanders and password managers type at once. Hence the weight. A \
                  tap on a touchpad is released at once, so clicks are not judged by that. A held \
                  key counts once, also where a remote desktop repeats it. Phones are left alone, \
                  and so are clocks that were made coarse.",
    check,
};

/// Presses that are enough to tell.
const ENOUGH: f64 = 3.0;

/// Keys, or times between them, that are enough to tell.
const ENOUGH_KEYS: f64 = 8.0;

/// Milliseconds by which no finger is that even.
const EVEN: f64 = 2.0;

fn check(evidence: &Evidence) -> Option<String> {
    if !evidence.user_agent().is_desktop() {
        return None;
    }
    let number = |name| count(evidence, name);
    let (clicks, keys) = (number("clicks")?, number("keys")?);
    let jumps = number("jumps")?;
    // Who presses twice at one place jumps less often; a hand that never moved jumps nowhere.
    let led_nowhere = number("moves")? == 0.0 && jumps >= 2.0;
    let found = if clicks >= ENOUGH && (led_nowhere || jumps >= clicks - 1.0) {
        "The mouse jumped from press to press."
    } else if keys >= ENOUGH_KEYS && number("keysInstant")? >= keys {
        "Every key was released at once."
    } else if number("keyGaps")? >= ENOUGH_KEYS && number("keyGapDeviation")? < EVEN {
        "The keys came evenly."
    } else {
        return None;
    };
    Some(found.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    #[test]
    fn jumps_instant_keys_and_even_keys_are_told_on_desktops() {
        for numbers in [
            [("clicks", 3.0), ("jumps", 2.0)],
            [("keys", 12.0), ("keysInstant", 12.0)],
            [("keyGaps", 11.0), ("keyGapDeviation", 0.4)],
        ] {
            assert!(Case::chrome().input(&numbers).raises(&RULE), "{numbers:?}");
            assert!(!Case::chrome_android().input(&numbers).raises(&RULE), "{numbers:?}");
        }
    }

    #[test]
    fn presses_at_several_places_without_a_move_are_told() {
        let numbers = [("clicks", 5.0), ("jumps", 3.0), ("moves", 0.0)];
        assert!(Case::chrome().input(&numbers).raises(&RULE));
        let at_one_place = [("clicks", 5.0), ("jumps", 1.0), ("moves", 0.0)];
        assert!(!Case::chrome().input(&at_one_place).raises(&RULE));
    }

    #[test]
    fn a_few_of_many_are_nothing() {
        for numbers in [
            [("clicks", 9.0), ("jumps", 4.0)],
            [("keys", 7.0), ("keysInstant", 7.0)],
            [("keys", 12.0), ("keysInstant", 6.0)],
            [("keyGaps", 2.0), ("keyGapDeviation", 0.0)],
        ] {
            assert!(!Case::chrome().input(&numbers).raises(&RULE), "{numbers:?}");
        }
    }

    #[test]
    fn people_taps_and_pages_that_do_not_watch_stay_quiet() {
        assert!(!Case::chrome().input(&[]).raises(&RULE));
        assert!(!Case::chrome().input(&[("instant", 3.0)]).raises(&RULE), "a touchpad");
        assert!(!Case::chrome().raises(&RULE));
    }
}
