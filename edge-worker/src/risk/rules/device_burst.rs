//! One device submits all the time.

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "device_burst",
    category: Category::Velocity,
    group: Group::Traffic,
    weight: 10,
    about: "The device submitted hundreds of times within a day. The client submits once an \
            interval and answers from its memory in between, so a program asks, or the browser \
            forgets after every page.",
    advice: "Take it as a hint, and slow down what the device may do.",
    look_alikes: "A kiosk or a test machine whose browser forgets everything may come close; so \
                  may machines of one model that are taken for one device. Hence the weight.",
    check,
};

/// Full submissions within a day.
const MANY: u32 = 300;

fn check(evidence: &Evidence) -> Option<String> {
    let submissions = evidence.traffic.submissions;
    (submissions >= MANY).then(|| format!("The device submitted {submissions} times within a day."))
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
    fn hundreds_of_submissions_a_day_are_told_and_a_busy_day_is_not() {
        let of = |submissions| tells(Traffic { submissions, ..Traffic::default() });
        assert!(of(MANY));
        assert!(!of(MANY - 1));
        assert!(!Case::chrome().raises(&RULE));
    }
}
