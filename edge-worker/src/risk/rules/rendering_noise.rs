//! Noise in what is drawn and played.

use edgeprint_signals::Status;
use edgeprint_signals::catalogue::Area;

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "rendering_noise",
    category: Category::Tampering,
    group: Group::Noise,
    weight: 8,
    about: "Pictures or sounds come out differently each time, or by replaced functions: noise \
            is added so that the device cannot be told by them.",
    advice: "No ground for refusing anybody. Expect this device to be told by other signals.",
    look_alikes: "Brave, Firefox's and Safari's private modes and many extensions add noise for \
                  the sake of privacy. They raise it; hence the small weight.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let drawn = |area| matches!(area, Area::Graphics | Area::Media);
    let (id, _) = evidence.components.iter().find(|(id, component)| {
        drawn(id.info().area) && matches!(component.status, Status::Noisy | Status::Tampered)
    })?;
    Some(format!("Noise is added to {}.", id.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::score::WEAK;
    use crate::risk::testing::Case;
    use edgeprint_signals::{Reason, SignalId};

    #[test]
    fn noise_is_told_yet_weighs_little() {
        let case = Case::firefox().status(SignalId::Canvas, Status::Noisy, Reason::ReadingsDiffer);
        assert_eq!(case.flags(), ["rendering_noise"]);
        assert!(RULE.weight <= WEAK);
    }

    #[test]
    fn blocked_and_missing_drawings_stay_quiet() {
        let case = Case::firefox()
            .status(SignalId::Canvas, Status::Blocked, Reason::Denied)
            .status(SignalId::Webgl, Status::Unsupported, Reason::ApiMissing);
        assert!(!case.raises(&RULE));
    }
}
