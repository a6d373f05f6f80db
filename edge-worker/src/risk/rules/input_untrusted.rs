//! Presses that a script made up.

use super::{Category, Evidence, Group, Rule, count};

pub(super) static RULE: Rule = Rule {
    flag: "input_untrusted",
    category: Category::Automation,
    group: Group::Interaction,
    weight: 30,
    about: "Where the page had input watched, a script made up presses of a pointer, and no mouse, \
            finger, pen or key was used at all.",
    advice: "Ask for further verification.",
    look_alikes: "Buttons that a page presses by click(), and password managers that fill a form, \
                  make no press of a pointer. Extensions that click for the keyboard, and libraries \
                  that make mouse events of touches, do; who uses them touches or types as well, \
                  and nothing is said then.",
    check,
};

/// What devices did.
const TRUSTED: [&str; 4] = ["mouse", "touch", "pen", "keys"];

fn check(evidence: &Evidence) -> Option<String> {
    let untrusted = count(evidence, "untrusted").filter(|presses| *presses > 0.0)?;
    let unused = TRUSTED.iter().all(|name| count(evidence, name) == Some(0.0));
    unused.then(|| format!("A script made up presses ({untrusted}), and no device was used."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    const NOTHING: [(&str, f64); 4] = [("mouse", 0.0), ("touch", 0.0), ("pen", 0.0), ("keys", 0.0)];

    fn made_up(others: &[(&str, f64)]) -> Case {
        Case::chrome().input(&[&NOTHING[..], &[("untrusted", 2.0)], others].concat())
    }

    #[test]
    fn made_up_presses_are_told_where_nothing_else_happened() {
        assert!(made_up(&[]).raises(&RULE));
        for used in TRUSTED {
            assert!(!made_up(&[(used, 1.0)]).raises(&RULE), "{used}");
        }
    }

    #[test]
    fn people_and_pages_that_do_not_watch_stay_quiet() {
        assert!(!Case::chrome().input(&[]).raises(&RULE));
        assert!(!Case::chrome().input(&NOTHING).raises(&RULE));
        assert!(!Case::chrome().raises(&RULE));
    }
}
