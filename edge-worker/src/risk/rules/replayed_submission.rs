//! The submission was sent before.

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "replayed_submission",
    category: Category::Velocity,
    group: Group::Submission,
    weight: 85,
    about: "Every reading took exactly as long as in an earlier submission to this tenant: a copy \
            of it was sent, with a token of its own, by a program that ran no collector.",
    advice: "Refuse: what it says of the device was read from another one.",
    look_alikes: "A browser whose answer got lost may send the same readings once more: it is let \
                  through once, within a minute, if its first token is refused as spent. Where the \
                  clock is so coarse that times might agree by chance (Firefox that resists \
                  fingerprinting, quick phones whose clock counts milliseconds) nothing is compared, \
                  so copies of such submissions are not told.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    evidence.copied.then(|| "All readings took exactly as long as in an earlier submission.".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    #[test]
    fn only_a_copy_is_told() {
        let case = Case::chrome();
        assert!(!case.raises(&RULE));
        let copy = Evidence { copied: true, ..case.evidence() };
        assert!(check(&copy).is_some());
    }
}
