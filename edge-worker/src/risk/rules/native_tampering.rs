//! Functions of the browser were replaced.

use edgeprint_signals::SignalId;

use super::{Category, Evidence, Group, Rule, listed, replaced, shown};

pub(super) static RULE: Rule = Rule {
    flag: "native_tampering",
    category: Category::Tampering,
    group: Group::Natives,
    weight: 12,
    about: "Functions of the browser were replaced by a script: of drawing, sound or hardware, or \
            the one that shows functions' source text.",
    advice: "No ground for refusing anybody. Expect noise in this device's readings.",
    look_alikes: "Privacy extensions and DuckDuckGo's browsers replace functions of canvas, audio \
                  and hardware. Angular's zone.js replaces Function.prototype.toString on every \
                  page that loads it.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let to_string = listed(evidence.member(SignalId::NativeFunctions, "to_string"));
    let first = replaced(evidence)
        .first()
        .copied()
        .or_else(|| to_string.first().map(|_| "Function.prototype.toString"))?;
    Some(format!("{} is not the browser's own.", shown(first)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::score::WEAK;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn a_replaced_function_is_told_yet_weighs_little() {
        let tampered = json!(["HTMLCanvasElement.prototype.toDataURL:source"]);
        let case = Case::chrome().member(SignalId::NativeFunctions, "tampered", tampered);
        assert_eq!(case.flags(), ["native_tampering"]);
        assert!(RULE.weight <= WEAK);
    }

    #[test]
    fn a_page_under_zone_js_is_not_risky() {
        let case = Case::chrome().member(SignalId::NativeFunctions, "to_string", json!(["source"]));
        assert_eq!(case.flags(), ["native_tampering"]);
    }

    #[test]
    fn untouched_browsers_stay_quiet() {
        assert!(!Case::firefox().raises(&RULE));
    }
}
