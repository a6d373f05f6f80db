//! A mouse that is on the screen where it is in the page.

use super::{Category, Evidence, Group, Rule, count};
use crate::evidence::Engine;

pub(super) static RULE: Rule = Rule {
    flag: "input_displaced",
    category: Category::Automation,
    group: Group::Interaction,
    weight: 35,
    about: "The mouse's place on the screen is its place in the page, though the window has a frame \
            and does not fill the screen: made-up input that knows nothing of the window.",
    advice: "Take it as a hint; together with others, ask for further verification.",
    look_alikes: "Windows without a frame, full screens and embedded frames are left alone; so are \
                  phones, tablets and WebKit, whose iPads call themselves Macs. Zoom and several \
                  screens move the places apart. Firefox that resists fingerprinting tells of no \
                  frame. Chromium 156 places the input of DevTools rightly, so drivers of today \
                  do not raise it; older Chromium did not.",
    check,
};

/// Mouse events that are enough to tell.
const ENOUGH: f64 = 3.0;

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.user_agent();
    if !agent.is_desktop() || agent.engine == Engine::WebKit {
        return None;
    }
    let (displaced, all) = (count(evidence, "displaced")?, count(evidence, "mouse")?);
    (displaced >= ENOUGH && displaced >= 0.9 * all)
        .then(|| format!("{displaced} of {all} mouse events ignore where the window is."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    const DRIVEN: [(&str, f64); 2] = [("mouse", 6.0), ("displaced", 6.0)];

    #[test]
    fn a_mouse_that_knows_no_window_is_told_on_desktops() {
        assert!(Case::chrome().input(&DRIVEN).raises(&RULE));
        assert!(Case::firefox().input(&DRIVEN).raises(&RULE));
        for case in [Case::chrome_android(), Case::ipad(), Case::safari()] {
            assert!(!case.input(&DRIVEN).raises(&RULE));
        }
    }

    #[test]
    fn a_few_of_many_are_nothing() {
        let few = [[("mouse", 38.0), ("displaced", 6.0)], [("mouse", 2.0), ("displaced", 2.0)]];
        for numbers in few {
            assert!(!Case::chrome().input(&numbers).raises(&RULE), "{numbers:?}");
        }
    }

    #[test]
    fn people_and_pages_that_do_not_watch_stay_quiet() {
        assert!(!Case::chrome().input(&[]).raises(&RULE));
        assert!(!Case::chrome().raises(&RULE));
    }
}
