//! Properties that say who the browser is were replaced.

use edgeprint_signals::SignalId;

use super::{Category, Evidence, Group, Rule, listed, replaced, shown};

pub(super) static RULE: Rule = Rule {
    flag: "identity_tampering",
    category: Category::Tampering,
    group: Group::Natives,
    weight: 65,
    about: "A script replaced properties that say which browser and device this is (user agent, \
            platform, vendor, languages, plugins, permissions), or a fresh frame answers them \
            differently.",
    advice: "Ask for further verification: the visitor hides what the browser is.",
    look_alikes: "Extensions that change the user agent do this, and are meant to be told. Privacy \
                  extensions that blur hardware (cores, memory, canvas) are not counted here.",
    check,
};

/// Members of `navigator` that privacy tools have no reason to touch.
/// `hardwareConcurrency`, `deviceMemory` and the like are left out: DuckDuckGo's
/// browsers and several extensions blur them for everybody.
const IDENTITY: [&str; 10] = [
    "userAgent",
    "appVersion",
    "platform",
    "vendor",
    "language",
    "languages",
    "plugins",
    "mimeTypes",
    "userAgentData",
    "getHighEntropyValues",
];

fn check(evidence: &Evidence) -> Option<String> {
    let path = replaced(evidence).into_iter().find(|path| is_identity(path));
    if let Some(path) = path {
        return Some(format!("{} is not the browser's own.", shown(path)));
    }
    let differs = listed(evidence.member(SignalId::NativeFunctions, "frame_differs"));
    let name = differs.iter().find(|name| IDENTITY.contains(name))?;
    Some(format!("A fresh frame answers navigator.{name} differently."))
}

fn is_identity(path: &str) -> bool {
    let of_navigator = path.to_ascii_lowercase().starts_with("navigator");
    let member = path.rsplit('.').next().unwrap_or_default();
    (of_navigator && IDENTITY.contains(&member)) || path == "Permissions.prototype.query"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn with(key: &str, value: serde_json::Value) -> Case {
        Case::chrome().member(SignalId::NativeFunctions, key, value)
    }

    #[test]
    fn replaced_identity_is_told_however_it_was_replaced() {
        assert!(with("tampered", json!(["Navigator.prototype.platform:source"])).raises(&RULE));
        assert!(with("tampered", json!(["navigator.userAgent:own"])).raises(&RULE));
        assert!(with("frame", json!(["Permissions.prototype.query"])).raises(&RULE));
        assert!(with("frame_differs", json!(["languages"])).raises(&RULE));
    }

    #[test]
    fn privacy_tools_that_blur_hardware_and_drawings_stay_quiet() {
        let blurred = json!([
            "Navigator.prototype.hardwareConcurrency:source",
            "Navigator.prototype.deviceMemory:source",
            "HTMLCanvasElement.prototype.toDataURL:source"
        ]);
        assert!(!with("tampered", blurred).raises(&RULE));
        assert!(!with("frame_differs", json!(["hardwareConcurrency"])).raises(&RULE));
    }
}
