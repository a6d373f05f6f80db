//! The request's fetch metadata do not fit a script's request in a browser.

use super::{Category, Evidence, Family, Group, Rule, shown};
use crate::evidence::UserAgent;

pub(super) static RULE: Rule = Rule {
    flag: "fetch_metadata",
    category: Category::Network,
    group: Group::Request,
    weight: 60,
    about: "The request lacks the headers that the claimed browser adds to every script's request \
            (Sec-Fetch-*, Origin), or its headers are those of another kind of request.",
    advice: "Refuse: no page sent this request.",
    look_alikes: "Browsers send Sec-Fetch-* to trustworthy addresses alone, and Safari only since \
                  16.4. Rarer browsers are not expected to send them.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let headers = evidence.headers;
    if let Some(reason) = another_kind(evidence) {
        return Some(reason);
    }
    let agent = evidence.user_agent();
    if !sends_metadata(agent) {
        return None;
    }
    if headers.trustworthy == Some(true) && headers.sec_fetch_mode.is_none() {
        return Some("The request lacks Sec-Fetch-Mode, which this browser sends.".to_owned());
    }
    headers.origin.is_none().then(|| "The request lacks Origin.".to_owned())
}

/// Versions that surely send them; Chromium since 76, Firefox 90, Safari 16.4.
fn sends_metadata(agent: UserAgent) -> bool {
    match agent.family {
        Family::Chrome | Family::HeadlessChrome | Family::Edge => agent.is_chromium(80),
        Family::Firefox => agent.is_firefox(90),
        Family::Safari => agent.is_safari(17),
        _ => false,
    }
}

/// A page posts by `fetch`: mode `cors`, `same-origin` or `no-cors`, nothing as
/// destination, and never at a person's own request (`none`).
fn another_kind(evidence: &Evidence) -> Option<String> {
    let headers = evidence.headers;
    let expected: [(&str, &Option<String>, &[&str]); 3] = [
        ("Sec-Fetch-Mode", &headers.sec_fetch_mode, &["cors", "same-origin", "no-cors"]),
        ("Sec-Fetch-Dest", &headers.sec_fetch_dest, &["empty"]),
        (
            "Sec-Fetch-Site",
            &headers.sec_fetch_site,
            &["same-origin", "same-site", "cross-site"],
        ),
    ];
    let unfit = expected.into_iter().find_map(|(name, given, fitting)| {
        let given = given.as_deref()?;
        (!fitting.contains(&given))
            .then(|| format!("{name} is {}, which no page's script causes.", shown(given)))
    });
    unfit.or_else(|| of_a_navigation(evidence))
}

/// What browsers send where a person goes to a page, and at no other request: libraries
/// that imitate browsers add it to every request, unless they are told not to.
fn of_a_navigation(evidence: &Evidence) -> Option<String> {
    let headers = evidence.headers;
    let for_pages = [
        ("Sec-Fetch-User", headers.sec_fetch_user.is_some()),
        ("Upgrade-Insecure-Requests", headers.upgrade_insecure_requests.is_some()),
        ("Accept: text/html", headers.accept.as_deref().is_some_and(|a| a.starts_with("text/html"))),
    ];
    let (name, _) = for_pages.into_iter().find(|(_, sent)| *sent)?;
    Some(format!("{name} is sent where a person goes to a page, not by a page's script."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    #[test]
    fn missing_metadata_are_told() {
        for case in [Case::chrome(), Case::firefox(), Case::safari()] {
            assert!(case.headers(|headers| headers.sec_fetch_mode = None).raises(&RULE));
        }
        assert!(Case::chrome().headers(|headers| headers.origin = None).raises(&RULE));
    }

    #[test]
    fn metadata_of_another_kind_of_request_are_told() {
        let navigate = Some("navigate".to_owned());
        assert!(Case::safari().headers(|h| h.sec_fetch_mode = navigate).raises(&RULE));
        let by_hand = Some("none".to_owned());
        assert!(Case::webview().headers(|h| h.sec_fetch_site = by_hand).raises(&RULE));
    }

    #[test]
    fn headers_of_a_navigation_are_told() {
        let sent = || Some("1".to_owned());
        assert!(Case::chrome().headers(|h| h.upgrade_insecure_requests = sent()).raises(&RULE));
        assert!(Case::firefox().headers(|h| h.sec_fetch_user = sent()).raises(&RULE));
        let page = Some("text/html,application/xhtml+xml,*/*;q=0.8".to_owned());
        assert!(Case::safari().headers(|h| h.accept = page).raises(&RULE));
    }

    #[test]
    fn a_page_may_ask_for_json() {
        let json = Some("application/json".to_owned());
        assert!(!Case::chrome().headers(|h| h.accept = json).raises(&RULE));
    }

    #[test]
    fn plain_http_and_old_or_rare_browsers_stay_quiet() {
        let plain = Case::chrome().headers(|headers| {
            headers.sec_fetch_mode = None;
            headers.trustworthy = Some(false);
        });
        assert!(!plain.raises(&RULE));
        assert!(!Case::webview().headers(|headers| headers.sec_fetch_mode = None).raises(&RULE));
        let old = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 \
                   (KHTML, like Gecko) Version/15.6 Safari/605.1.15";
        let old = Case::safari().agent(old).headers(|headers| headers.sec_fetch_mode = None);
        assert!(!old.raises(&RULE));
    }
}
