//! The page and the request name different user agents.

use super::{Category, Evidence, Group, Rule};
use crate::evidence::{Engine, UserAgent};

pub(super) static RULE: Rule = Rule {
    flag: "user_agent_mismatch",
    category: Category::Network,
    group: Group::BrowserName,
    weight: 60,
    about: "`navigator.userAgent` differs from the User-Agent header of the same page's request, \
            or the request has none.",
    advice: "Ask for further verification: either the page or the request was made up.",
    look_alikes: "Firefox with resistFingerprinting, and Tor Browser: their header says Windows \
                  on every desktop while the page tells the system. Known and left alone.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let page = evidence.page_user_agent()?.trim();
    let Some(header) = evidence.headers.user_agent.as_deref().map(str::trim) else {
        return Some("The request has no User-Agent header.".to_owned());
    };
    (page != header && !resists_fingerprinting(page, header))
        .then(|| "navigator.userAgent differs from the User-Agent header.".to_owned())
}

/// Firefox's resistFingerprinting reports another system in the header than in
/// the page (its nsRFPService, Firefox 59 and later): the versions agree.
fn resists_fingerprinting(page: &str, header: &str) -> bool {
    let (page, header) = (UserAgent::parse(page), UserAgent::parse(header));
    page.engine == Engine::Gecko && header.engine == Engine::Gecko && page.version == header.version
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    #[test]
    fn another_or_no_agent_in_the_header_is_told() {
        assert!(Case::chrome().headers(|h| h.user_agent = None).raises(&RULE));
        let other = Case::safari().headers.user_agent;
        assert!(Case::chrome().headers(|h| h.user_agent = other).raises(&RULE));
    }

    #[test]
    fn resist_fingerprinting_stays_quiet() {
        let header = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert!(!Case::firefox().headers(|h| h.user_agent = Some(header.into())).raises(&RULE));
    }
}
