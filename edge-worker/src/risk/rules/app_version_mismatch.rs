//! The older form of the user agent disagrees with the newer.

use edgeprint_signals::SignalId;

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Engine;

pub(super) static RULE: Rule = Rule {
    flag: "app_version_mismatch",
    category: Category::Tampering,
    group: Group::BrowserName,
    weight: 50,
    about: "`navigator.appVersion` is not the rest of `navigator.userAgent`, which it is by \
            construction in Chromium and WebKit: one of them was replaced.",
    advice: "Ask for further verification: the browser hides what it is.",
    look_alikes: "Firefox gives a shortened form, and is not looked at. DevTools' device mode \
                  and apps with a user agent of their own change both.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.page_user_agent()?;
    if !matches!(evidence.user_agent().engine, Engine::Blink | Engine::WebKit) {
        return None;
    }
    let version = evidence.text(SignalId::AppVersion)?;
    let rest = agent.split_once('/').map_or(agent, |(_, rest)| rest);
    (version != rest).then(|| "navigator.appVersion contradicts navigator.userAgent.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn a_user_agent_replaced_alone_is_told() {
        let case = Case::chrome().set(SignalId::AppVersion, json!("5.0 (X11; Linux x86_64)"));
        assert!(case.raises(&RULE));
    }

    #[test]
    fn firefox_shortens_it() {
        assert!(!Case::firefox().raises(&RULE));
        assert!(!Case::safari().raises(&RULE));
    }
}
