//! The fonts are another operating system's.

use edgeprint_signals::SignalId;

use super::{Category, Evidence, Group, Rule, listed};
use crate::evidence::Os;

pub(super) static RULE: Rule = Rule {
    flag: "fonts_system_mismatch",
    category: Category::Device,
    group: Group::DeviceKind,
    weight: 50,
    about: "A browser on Windows or a Mac finds not one of the fonts that come with the system, \
            and finds those of Linux: servers that pretend to be somebody's desktop do.",
    advice: "Ask for further verification: the client pretends to be another device.",
    look_alikes: "Office suites bring fonts of Linux to every system, yet take none away. Privacy \
                  settings that hide fonts show those of the system, or nothing at all. Windows \
                  programs under Wine raise it.",
    check,
};

/// What Windows brings in every edition since 8.
const WINDOWS: [&str; 7] = [
    "Bahnschrift",
    "Calibri",
    "Cambria Math",
    "Consolas",
    "Lucida Console",
    "Marlett",
    "Segoe UI Light",
];

/// What macOS has brought for ten years and more.
const MAC: [&str; 6] = ["Avenir", "Futura", "Geneva", "Gill Sans", "Helvetica Neue", "Menlo"];

const LINUX: [&str; 8] = [
    "Arimo",
    "Cantarell",
    "DejaVu Sans",
    "Droid Sans",
    "FreeSans",
    "Liberation Mono",
    "Noto Sans CJK JP",
    "Ubuntu",
];

fn check(evidence: &Evidence) -> Option<String> {
    let own: &[&str] = match evidence.user_agent().os {
        Os::Windows => &WINDOWS,
        Os::MacOs => &MAC,
        _ => return None,
    };
    let found = listed(evidence.claimed(SignalId::Fonts));
    let has = |fonts: &[&str]| found.iter().any(|font| fonts.contains(font));
    (!has(own) && has(&LINUX))
        .then(|| "The fonts are those of Linux, and none of the system's own is there.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn with(case: Case, fonts: &[&str]) -> Case {
        case.set(SignalId::Fonts, json!(fonts))
    }

    #[test]
    fn a_server_that_pretends_to_be_a_desktop_is_told() {
        assert!(with(Case::chrome(), &["DejaVu Sans", "Liberation Mono"]).raises(&RULE));
        assert!(with(Case::safari(), &["Arimo", "DejaVu Sans"]).raises(&RULE));
    }

    #[test]
    fn fonts_of_linux_beside_the_systems_own_stay_quiet() {
        assert!(!with(Case::chrome(), &["Consolas", "DejaVu Sans", "Liberation Mono"]).raises(&RULE));
        assert!(!with(Case::safari(), &["DejaVu Sans", "Menlo"]).raises(&RULE));
    }

    #[test]
    fn linux_phones_and_hidden_fonts_stay_quiet() {
        assert!(!with(Case::firefox(), &["DejaVu Sans", "Liberation Mono"]).raises(&RULE));
        assert!(!with(Case::chrome_android(), &["Noto Sans CJK JP"]).raises(&RULE));
        assert!(!with(Case::chrome(), &[]).raises(&RULE));
        assert!(!with(Case::chrome(), &["Roboto"]).raises(&RULE));
    }
}
