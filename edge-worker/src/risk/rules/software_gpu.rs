//! Graphics are computed without a graphics card.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "software_gpu",
    category: Category::Device,
    group: Group::Graphics,
    weight: 5,
    about: "3D graphics are computed by the processor (SwiftShader, llvmpipe): there is no \
            graphics card, as on servers and in virtual machines.",
    advice: "No ground for refusing anybody; useful next to other evidence.",
    look_alikes: "People in virtual machines, on remote desktops, or whose driver the browser \
                  distrusts raise it; hence the small weight.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let software = evidence.member(SignalId::Webgl, "software").and_then(Value::as_bool);
    (software == Some(true)).then(|| "Graphics are computed by the processor.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::score::WEAK;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn software_graphics_are_told_yet_weigh_little() {
        let case = Case::chrome().member(SignalId::Webgl, "software", json!(true));
        assert_eq!(case.flags(), ["software_gpu"]);
        assert!(RULE.weight <= WEAK);
    }

    #[test]
    fn a_graphics_card_stays_quiet() {
        assert!(!Case::safari().raises(&RULE));
    }
}
