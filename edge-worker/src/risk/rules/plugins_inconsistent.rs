//! The list of plugins is an imitation, or contradicts itself.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "plugins_inconsistent",
    category: Category::Tampering,
    group: Group::Natives,
    weight: 50,
    about: "`navigator.plugins` holds objects that are no plugins, or is empty although the \
            browser says that it shows PDF files itself.",
    advice: "Ask for further verification: stealth tools make up plugins.",
    look_alikes: "People who switched the PDF viewer off have no plugins and say so. Brave adds \
                  made-up plugins, which are genuine objects.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let plugins = evidence.value(SignalId::Plugins)?;
    if plugins.get("genuine").and_then(Value::as_bool) == Some(false) {
        return Some("navigator.plugins is not the browser's own list.".to_owned());
    }
    // The HTML standard ties the five names to pdfViewerEnabled (Chromium 94, Firefox 99).
    let agent = evidence.user_agent();
    let tied = (agent.is_chromium(94) || agent.is_firefox(99)) && agent.is_desktop();
    let shows_pdf = plugins.get("pdf_viewer").and_then(Value::as_bool) == Some(true);
    let count = plugins.get("count").and_then(Value::as_f64)?;
    (tied && shows_pdf && count < 1.0)
        .then(|| "The PDF viewer is on, yet there is no plugin for it.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn imitations_and_contradictions_are_told() {
        assert!(Case::chrome().member(SignalId::Plugins, "genuine", json!(false)).raises(&RULE));
        assert!(Case::firefox().member(SignalId::Plugins, "count", json!(0)).raises(&RULE));
    }

    #[test]
    fn people_without_a_pdf_viewer_and_brave_stay_quiet() {
        let off = json!({"count": 0, "mime_types": 0, "pdf_viewer": false, "genuine": true});
        assert!(!Case::chrome().set(SignalId::Plugins, off).raises(&RULE));
        assert!(!Case::chrome().member(SignalId::Plugins, "count", json!(7)).raises(&RULE));
    }
}
