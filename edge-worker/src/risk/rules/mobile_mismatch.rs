//! A phone without a touch screen, or client hints that disagree on phones.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule, listed};
use crate::evidence::Os;

pub(super) static RULE: Rule = Rule {
    flag: "mobile_mismatch",
    category: Category::Device,
    group: Group::DeviceKind,
    weight: 35,
    about: "The user agent names a phone, yet the device has a mouse and no touch screen, or its \
            client hints say that it is no phone.",
    advice: "Take it as a hint: the device is emulated.",
    look_alikes: "Television sets and boxes with Android lack touch and do not say that they are \
                  phones. Phones with a mouse attached have touch all the same.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.user_agent();
    if !agent.mobile || !matches!(agent.os, Os::Android | Os::Ios) {
        return None;
    }
    let points = evidence.member(SignalId::Touch, "points").and_then(Value::as_f64);
    let pointers = listed(evidence.member(SignalId::Pointer, "any"));
    if points == Some(0.0) && pointers.contains(&"fine") && !pointers.contains(&"coarse") {
        return Some("The user agent names a phone, the device has no touch screen.".to_owned());
    }
    let hint = evidence.member(SignalId::UaClientHints, "mobile").and_then(Value::as_bool);
    (hint == Some(false))
        .then(|| "The user agent names a phone, the client hints do not.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn an_emulated_phone_is_told() {
        let mouse = Case::iphone()
            .set(SignalId::Touch, json!({"points": 0}))
            .set(SignalId::Pointer, json!({"any": ["fine", "hover"]}));
        assert!(mouse.raises(&RULE));
        let hint = Case::chrome_android().member(SignalId::UaClientHints, "mobile", json!(false));
        assert!(hint.raises(&RULE));
    }

    #[test]
    fn phones_with_a_mouse_and_desktops_with_touch_stay_quiet() {
        let both = json!({"any": ["fine", "coarse", "hover"]});
        assert!(!Case::chrome_android().set(SignalId::Pointer, both).raises(&RULE));
        assert!(!Case::chrome().set(SignalId::Touch, json!({"points": 10})).raises(&RULE));
        assert!(!Case::ipad().raises(&RULE));
    }
}
