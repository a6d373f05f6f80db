//! `navigator.webdriver` was replaced.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Family, Group, Rule, listed, shown};

pub(super) static RULE: Rule = Rule {
    flag: "webdriver_hidden",
    category: Category::Tampering,
    group: Group::Control,
    weight: 85,
    about: "`navigator.webdriver` is not the browser's own property: a script replaced or deleted \
            it, or a fresh frame answers something else. Nobody but automation has a reason to.",
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
        let failed = shown(failed);
        return Some(format!("The getter of navigator.webdriver fails the check {failed}."));
    }
    if is_deleted(evidence, value) {
        return Some("navigator.webdriver was deleted.".to_owned());
    }
    let frame = evidence.member(SignalId::NativeFunctions, "frame_differs");
    listed(frame)
        .contains(&"webdriver")
        .then(|| "A fresh frame gives another navigator.webdriver.".to_owned())
}

/// Chromium has had the property always, not only under automation, since 89,
/// and no setting takes it away. Web views and rarer builds are left alone.
fn is_deleted(evidence: &Evidence, value: &Value) -> bool {
    let agent = evidence.user_agent();
    matches!(agent.family, Family::Chrome | Family::Edge)
        && agent.is_chromium(100)
        && agent.is_desktop()
        && value.get("descriptor").and_then(Value::as_str) == Some("missing")
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
            ("descriptor", json!("missing")),
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
    fn what_the_client_says_of_a_check_is_cut_and_cleaned() {
        let checks = json!([format!("\u{7}{}", "x".repeat(10_000))]);
        let case = Case::chrome().member(SignalId::Webdriver, "checks", checks);
        let reason = check(&case.evidence()).unwrap();
        assert!(reason.len() < 200 && !reason.contains(char::is_control), "{reason}");
    }

    #[test]
    fn a_page_without_frames_and_a_missing_property_stay_quiet() {
        let case = Case::firefox()
            .member(SignalId::NativeFunctions, "frame_differs", json!(null))
            .member(SignalId::Webdriver, "descriptor", json!("missing"));
        assert!(!case.raises(&RULE));
    }
}
