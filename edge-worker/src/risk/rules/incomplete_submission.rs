//! Readings that every collector sends are not there.

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "incomplete_submission",
    category: Category::Automation,
    group: Group::Submission,
    weight: 60,
    about: "The submission has far fewer readings than any version of the collector sends: it \
            was made up or cut down on the way.",
    advice: "Ask for further verification: the collector did not make this submission.",
    look_alikes: "Signals that a site excludes, that a browser lacks or blocks, or that come too \
                  late are sent all the same, each with its status.",
    check,
};

/// Fewer signals than the first published collector knew.
const ENOUGH: usize = 25;

fn check(evidence: &Evidence) -> Option<String> {
    let readings = evidence.components.len();
    (readings < ENOUGH).then(|| format!("The submission has {readings} readings alone."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use edgeprint_signals::{Component, Reason, SignalId, Status};

    #[test]
    fn a_handful_of_readings_is_told() {
        let mut case = Case::chrome();
        case.components = Case::nothing().components;
        case.components.set(SignalId::Platform, Component::ok("Win32"));
        assert!(case.raises(&RULE));
    }

    #[test]
    fn a_site_that_excludes_nearly_everything_stays_quiet() {
        let mut case = Case::chrome();
        for id in SignalId::ALL {
            case = case.status(*id, Status::Skipped, Reason::Excluded);
        }
        assert!(!case.raises(&RULE));
        assert_eq!(case.flags(), [""; 0]);
    }
}
