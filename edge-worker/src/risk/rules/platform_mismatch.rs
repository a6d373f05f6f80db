//! The platform is that of another operating system than the user agent names.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule, shown};
use crate::evidence::Os;

pub(super) static RULE: Rule = Rule {
    flag: "platform_mismatch",
    category: Category::Device,
    group: Group::DeviceKind,
    weight: 60,
    about: "`navigator.platform` or the platform among the client hints belongs to another \
            operating system than the user agent names.",
    advice: "Ask for further verification: the client pretends to be another device.",
    look_alikes: "iPads and iPhones in desktop mode say that they are Macs; Android in desktop \
                  mode says that it is Linux, on an ARM platform; iPad apps run on Macs. All left \
                  alone. DevTools' device mode is told, as the emulation that it is.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let os = evidence.user_agent().os;
    let platform = evidence.claimed(SignalId::Platform).and_then(Value::as_str);
    if let Some(platform) = platform.filter(|platform| !fits(os, platform)) {
        return Some(format!("The user agent says {os:?}, navigator.platform {}.", shown(platform)));
    }
    let hint = evidence.member(SignalId::UaClientHints, "platform").and_then(Value::as_str);
    let hint = hint.filter(|hint| !hint_fits(os, hint))?;
    Some(format!("The user agent says {os:?}, the client hints {}.", shown(hint)))
}

fn fits(os: Os, platform: &str) -> bool {
    let starts = |heads: &[&str]| heads.iter().any(|head| platform.starts_with(head));
    platform.is_empty()
        || match os {
            Os::Windows => starts(&["Win"]),
            Os::MacOs => starts(&["Mac", "iPad", "iPhone", "iPod"]),
            Os::Ios => starts(&["iPad", "iPhone", "iPod", "Mac"]),
            Os::Android => starts(&["Linux", "Android"]),
            Os::ChromeOs => starts(&["Linux", "CrOS"]),
            // The BSDs name X11 as Linux does, and so does Android in desktop mode.
            Os::Linux => !starts(&["Win", "Mac", "iP"]),
            Os::Unknown => true,
        }
}

fn hint_fits(os: Os, hint: &str) -> bool {
    hint.is_empty()
        || match os {
            Os::Windows => hint == "Windows",
            Os::MacOs => hint == "macOS",
            Os::Ios => hint == "iOS",
            Os::Android => hint == "Android",
            Os::ChromeOs => hint.ends_with(" OS"),
            Os::Linux => !matches!(hint, "Windows" | "macOS" | "iOS"),
            Os::Unknown => true,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn on(case: Case, platform: &str) -> Case {
        case.set(SignalId::Platform, json!(platform))
    }

    #[test]
    fn a_platform_of_another_system_is_told() {
        assert!(on(Case::chrome(), "Linux x86_64").raises(&RULE));
        assert!(on(Case::iphone(), "Linux x86_64").raises(&RULE));
        assert!(on(Case::safari(), "Win32").raises(&RULE));
        let hint = Case::chrome().member(SignalId::UaClientHints, "platform", json!("Linux"));
        assert!(hint.raises(&RULE));
    }

    #[test]
    fn desktop_modes_stay_quiet() {
        assert!(!on(Case::ipad(), "MacIntel").raises(&RULE));
        assert!(!on(Case::safari(), "iPhone").raises(&RULE));
        assert!(!on(Case::firefox(), "Linux armv81").raises(&RULE));
        assert!(!on(Case::firefox(), "FreeBSD amd64").raises(&RULE));
    }
}
