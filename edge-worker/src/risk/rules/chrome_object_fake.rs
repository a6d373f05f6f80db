//! The `chrome` object is an imitation.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule, listed, shown};
use crate::evidence::Engine;

pub(super) static RULE: Rule = Rule {
    flag: "chrome_object_fake",
    category: Category::Tampering,
    group: Group::BrowserKind,
    weight: 70,
    about: "`window.chrome` was made by a script: its functions are not the browser's own, or the \
            browser is not Chromium.",
    advice: "Treat like automation: stealth tools make this object.",
    look_alikes: "Extensions and polyfills in Firefox and Safari may define a `chrome` object; \
                  only one with Chrome's own `loadTimes` counts there.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let object = evidence.value(SignalId::ChromeObject)?;
    if object.get("present").and_then(Value::as_bool) != Some(true) {
        return None;
    }
    let checks = listed(object.get("checks"));
    if let Some(failed) = checks.iter().find(|check| !is_genuine_oddity(check)) {
        return Some(format!("window.chrome fails the check {}.", shown(failed)));
    }
    let foreign = matches!(evidence.user_agent().engine, Engine::Gecko | Engine::WebKit);
    (foreign && listed(object.get("members")).contains(&"loadTimes"))
        .then(|| "window.chrome exists in a browser that has none.".to_owned())
}

/// Chromium makes these functions from a template that gives them a prototype,
/// unlike its other natives (seen in Chromium 156 as people start it).
fn is_genuine_oddity(check: &str) -> bool {
    check.ends_with(":prototype")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn a_scripts_object_is_told() {
        let checks = json!(["loadTimes:source"]);
        assert!(Case::chrome().member(SignalId::ChromeObject, "checks", checks).raises(&RULE));
        let object = json!({"present": true, "members": ["loadTimes"], "checks": []});
        assert!(Case::firefox().set(SignalId::ChromeObject, object).raises(&RULE));
    }

    #[test]
    fn the_prototype_that_chromium_gives_them_stays_quiet() {
        let checks = json!(["loadTimes:prototype", "csi:prototype"]);
        assert!(!Case::chrome().member(SignalId::ChromeObject, "checks", checks).raises(&RULE));
    }

    #[test]
    fn extensions_that_define_chrome_elsewhere_stay_quiet() {
        let object = json!({"present": true, "members": ["runtime"], "checks": []});
        assert!(!Case::safari().set(SignalId::ChromeObject, object).raises(&RULE));
    }
}
