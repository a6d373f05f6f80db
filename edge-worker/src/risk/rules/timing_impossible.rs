//! Readings that took no time at all.

use edgeprint_signals::Status;

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Engine;

pub(super) static RULE: Rule = Rule {
    flag: "timing_impossible",
    category: Category::Automation,
    group: Group::Submission,
    weight: 50,
    about: "Every reading claims to have taken no time, in a browser whose clock is fine enough \
            to measure them: the submission was made up, or time stands still.",
    advice: "Ask for further verification.",
    look_alikes: "Firefox and Safari round time coarsely for privacy, and are not looked at.",
    check,
};

/// Enough readings that some would take a tenth of a millisecond anywhere.
const ENOUGH: usize = 25;

fn check(evidence: &Evidence) -> Option<String> {
    // What is excluded, or missing from the browser, takes no time indeed.
    let read = || evidence.components.iter().filter(|(_, component)| component.status == Status::Ok);
    let readings = read().count();
    let instant = read().all(|(_, component)| component.ms <= 0.0);
    (evidence.user_agent().engine == Engine::Blink && readings >= ENOUGH && instant)
        .then(|| format!("All {readings} readings took no time."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use edgeprint_signals::{Component, SignalId};

    fn with_times(mut case: Case, ms: f64) -> Case {
        for id in SignalId::ALL {
            let value = case.components.value(*id).cloned();
            let mut component = Component::ok(value.unwrap_or_default());
            component.ms = ms;
            case.components.set(*id, component);
        }
        case
    }

    #[test]
    fn a_chrome_that_needs_no_time_is_told() {
        assert!(with_times(Case::chrome(), 0.0).raises(&RULE));
    }

    #[test]
    fn coarse_clocks_and_few_readings_stay_quiet() {
        assert!(!with_times(Case::firefox(), 0.0).raises(&RULE));
        assert!(!with_times(Case::chrome(), 0.1).raises(&RULE));
        assert!(!Case::chrome().raises(&RULE));
    }
}
