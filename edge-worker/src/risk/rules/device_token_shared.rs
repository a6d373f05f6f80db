//! Many machines hold one device token.

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "device_token_shared",
    category: Category::Velocity,
    group: Group::DeviceToken,
    weight: 70,
    about: "Within a day several other machines submitted with the token of one device: it was \
            copied to all of them, as sets of stolen or prepared browser profiles are.",
    advice: "Ask everybody who comes with this device for further verification, the device itself \
             too.",
    look_alikes: "A system image that was made after the browser had visited the page gives its \
                  token to every machine that it is put on: each raises this once and has an id of \
                  its own from then on. A profile that moves to one or two new computers does not \
                  raise it.",
    check,
};

/// Machines within a day that nobody's computers are.
const MANY: u32 = 4;

fn check(evidence: &Evidence) -> Option<String> {
    let strangers = evidence.traffic.strangers;
    (evidence.token_moved && strangers >= MANY).then(|| {
        format!("The device token came from other machines {strangers} times before, within a day.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Traffic;
    use crate::risk::testing::Case;

    #[test]
    fn a_token_that_many_machines_hold_is_told_and_one_that_moved_twice_is_not() {
        let holds = |token_moved, strangers| {
            let traffic = Traffic { strangers, ..Traffic::default() };
            check(&Evidence { token_moved, traffic, ..Case::chrome().evidence() }).is_some()
        };
        assert!(holds(true, MANY));
        assert!(!holds(true, 2));
        assert!(!holds(false, 100), "the device itself is not blamed");
    }
}
