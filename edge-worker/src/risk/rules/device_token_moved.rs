//! The page's device token was issued to another machine.

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "device_token_moved",
    category: Category::Tampering,
    group: Group::DeviceToken,
    weight: 60,
    about: "The page holds the signed token of a device that this machine clearly is not: another \
            system, model or processor, and other hardware. The token was copied, and the visitor \
            was given an id of its own.",
    advice: "Ask for further verification before trusting what is tied to the token's device.",
    look_alikes: "A profile that was moved to a new computer raises it once. A phone that asks for \
                  desktop pages, a dock and a driver's update do not: the hardware stays.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    evidence.token_moved.then(|| "The device token belongs to another machine.".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    #[test]
    fn only_a_token_of_another_machine_is_told() {
        let case = Case::chrome();
        assert!(!case.raises(&RULE));
        let moved = Evidence { token_moved: true, ..case.evidence() };
        assert!(check(&moved).is_some());
    }
}
