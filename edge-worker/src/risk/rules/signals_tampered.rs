//! Readings that the collector itself calls tampered with.

use edgeprint_signals::{SignalId, Status};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "signals_tampered",
    category: Category::Tampering,
    group: Group::Natives,
    weight: 40,
    about: "The collector found readings of who the browser is to be replaced by script.",
    advice: "Ask for further verification.",
    look_alikes: "Privacy tools that replace canvas, audio, fonts or hardware: only readings that \
                  name the browser, its platform and its languages count.",
    check,
};

const NAMING: [SignalId; 8] = [
    SignalId::UserAgent,
    SignalId::AppVersion,
    SignalId::UaClientHints,
    SignalId::UaHighEntropy,
    SignalId::Platform,
    SignalId::Vendor,
    SignalId::Languages,
    SignalId::Webdriver,
];

fn check(evidence: &Evidence) -> Option<String> {
    let tampered = |id: &&SignalId| {
        evidence.components.get(**id).is_some_and(|component| component.status == Status::Tampered)
    };
    let first = NAMING.iter().find(tampered)?;
    Some(format!("The reading of {} was tampered with.", first.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use edgeprint_signals::Reason;

    #[test]
    fn a_tampered_name_is_told() {
        let case =
            Case::chrome().status(SignalId::Platform, Status::Tampered, Reason::NotNative);
        assert!(case.raises(&RULE));
    }

    #[test]
    fn tampered_drawings_are_left_to_other_rules() {
        let case = Case::chrome().status(SignalId::Canvas, Status::Tampered, Reason::NotNative);
        assert!(!case.raises(&RULE));
    }
}
