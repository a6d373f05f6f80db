//! Of what tells programs from people, nothing was read in time.

use edgeprint_signals::{SignalId, Status};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "evidence_missing",
    category: Category::Automation,
    group: Group::Submission,
    weight: 35,
    about: "The browser's name, its declaration of automation, the marks of tools and replaced \
            functions all came too late or failed, though reading them takes no time: the \
            submission says nothing that could be judged.",
    advice: "Ask the client to collect again; a program may leave out what would tell of it.",
    look_alikes: "A machine that stands still for seconds, an overloaded one or a laptop that \
                  wakes up, raises it: hence the weight. Signals that a site excludes are passed \
                  over.",
    check,
};

/// What is read at once in every browser, and what rules about programs rest on.
const TELLING: [SignalId; 4] = [
    SignalId::UserAgent,
    SignalId::Webdriver,
    SignalId::AutomationGlobals,
    SignalId::NativeFunctions,
];

fn check(evidence: &Evidence) -> Option<String> {
    let unread = |id: SignalId| {
        let status = evidence.components.get(id).map(|component| component.status);
        matches!(status, Some(Status::Timeout | Status::Failed))
    };
    TELLING
        .into_iter()
        .all(unread)
        .then(|| "Nothing that tells programs from people was read.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use edgeprint_signals::Reason;

    fn without(ids: &[SignalId], status: Status, reason: Reason) -> Case {
        ids.iter().fold(Case::chrome(), |case, id| case.status(*id, status, reason))
    }

    #[test]
    fn a_submission_of_which_nothing_can_be_judged_is_told() {
        assert!(without(&TELLING, Status::Timeout, Reason::OverallDeadline).raises(&RULE));
        assert!(without(SignalId::ALL, Status::Failed, Reason::Threw).raises(&RULE));
    }

    #[test]
    fn one_that_was_read_and_those_excluded_keep_it_quiet() {
        let most = TELLING.get(1..).unwrap();
        assert!(!without(most, Status::Timeout, Reason::OverallDeadline).raises(&RULE));
        assert!(!without(&TELLING, Status::Skipped, Reason::Excluded).raises(&RULE));
        assert!(!Case::chrome().raises(&RULE));
    }
}
