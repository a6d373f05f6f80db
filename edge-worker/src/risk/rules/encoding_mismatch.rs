//! The client accepts other encodings than the claimed browser.

use super::{Category, Evidence, Family, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "encoding_mismatch",
    category: Category::Network,
    group: Group::Request,
    weight: 20,
    about: "Over TLS the client does not accept brotli, as every browser of the claimed family \
            has for years.",
    advice: "Take it as a hint: HTTP libraries accept gzip alone, or nothing.",
    look_alikes: "Virus scanners and company proxies that open TLS rewrite what is accepted; \
                  hence the small weight. Plain http, where browsers leave brotli out, is not \
                  looked at.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.user_agent();
    let accepts = match agent.family {
        Family::Chrome | Family::Edge | Family::HeadlessChrome => agent.is_chromium(60),
        Family::Firefox => agent.is_firefox(60),
        Family::Safari => agent.is_safari(13),
        _ => false,
    };
    // Only what the network itself reports is known to be the client's own.
    evidence.connection.tls_version.as_ref()?;
    let original = evidence.connection.client_accept_encoding.as_deref()?;
    (accepts && !original.split([',', ' ', ';']).any(|coding| coding == "br"))
        .then(|| "The client does not accept brotli.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    fn accepting(case: Case, encodings: &str) -> Case {
        case.connection(|connection| connection.client_accept_encoding = Some(encodings.into()))
    }

    #[test]
    fn a_library_that_poses_as_a_browser_is_told() {
        assert!(accepting(Case::chrome(), "gzip, deflate").raises(&RULE));
        assert!(accepting(Case::firefox(), "identity").raises(&RULE));
    }

    #[test]
    fn browsers_plain_http_and_an_unknown_original_stay_quiet() {
        assert!(!accepting(Case::chrome(), "gzip, deflate, br, zstd").raises(&RULE));
        let plain = accepting(Case::chrome(), "gzip").connection(|c| c.tls_version = None);
        assert!(!plain.raises(&RULE));
        assert!(!Case::chrome().raises(&RULE));
    }
}
