//! `navigator.webdriver` was replaced.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule, listed};

pub(super) static RULE: Rule = Rule {
    flag: "webdriver_hidden",
    category: Category::Tampering,
    group: Group::Control,
    weight: 85,
    about: "`navigator.webdriver` is not the browser's own property: a script replaced it, or a \
            fresh frame answers something else. Nobody but automation has a reason to.",
    advice: "Treat like declared automation.",
    look_alikes: "None known; extensions that change the user agent leave this property alone.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let value = evidence.claimed(SignalId::Webdriver)?;
    if value.get("own").and_then(Value::as_bool) == Some(true) {
        return Some("navigator itself has a webdriver property.".to_owned());
    }
    if value.get("descriptor").and_then(Value::as_str) == Some("data") {
        return Some("Navigator.prototype.webdriver is a value instead of a getter.".to_owned());
    }
    if let Some(failed) = listed(value.get("checks")).first() {
        return Some(format!("The getter of navigator.webdriver fails the check “{failed}”."));
    }
    let frame = evidence.member(SignalId::NativeFunctions, "frame_differs");
    listed(frame)
        .contains(&"webdriver")
        .then(|| "A fresh frame gives another navigator.webdriver.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn every_way_of_replacing_it_is_seen() {
        for (key, value) in [
            ("own", json!(true)),
            ("descriptor", json!("data")),
            ("checks", json!(["source"])),
        ] {
            assert!(Case::chrome().member(SignalId::Webdriver, key, value).raises(&RULE), "{key}");
        }
        let frame = json!(["webdriver"]);
        assert!(
            Case::chrome().member(SignalId::NativeFunctions, "frame_differs", frame).raises(&RULE)
        );
    }

    #[test]
    fn a_page_without_frames_and_a_missing_property_stay_quiet() {
        let case = Case::firefox()
            .member(SignalId::NativeFunctions, "frame_differs", json!(null))
            .member(SignalId::Webdriver, "descriptor", json!("missing"));
        assert!(!case.raises(&RULE));
    }
}
