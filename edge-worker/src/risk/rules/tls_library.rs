//! The TLS handshake is a library's own.

use super::{Category, Evidence, Group, Rule, lacks_priority};
use crate::evidence::{Engine, Sender};


pub(super) static RULE: Rule = Rule {
    flag: "tls_library",
    category: Category::Network,
    group: Group::Handshake,
    weight: 75,
    about: "The client says that it is a browser, and its TLS handshake is that of a programming \
            language's library, of curl or of wget.",
    advice: "Refuse: a program sent this, with a browser's headers.",
    look_alikes: "Company proxies and virus scanners that open TLS shake hands in a browser's \
                  place, but with lists of their own or OpenSSL's, which raise tls_mismatch at \
                  most. Debugging proxies written in Python are told where they keep Python's list. \
                  Browsers of WebKitGTK use GnuTLS, and may.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let claims_browser = evidence.user_agent().engine != Engine::Unknown;
    let name = match evidence.connection.handshake()? {
        Sender::Library(name) if claims_browser => name,
        // A proxy that speaks HTTP/2 passes on the header that browsers add to it.
        Sender::OpenSsl if lacks_priority(evidence) => "OpenSSL",
        Sender::GnuTls if evidence.user_agent().is_chromium(1) || evidence.user_agent().is_firefox(1) => "GnuTLS",
        _ => return None,
    };
    Some(format!("The handshake is {name}'s, not a browser's."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    fn shaking(case: Case, ciphers: &str) -> Case {
        case.connection(|connection| connection.tls_client_ciphers_sha1 = Some(ciphers.into()))
    }

    #[test]
    fn libraries_behind_a_browsers_headers_are_told() {
        assert!(shaking(Case::chrome(), "PPJlK7s0reMX4JkzHIaXBcX3W2k=").raises(&RULE));
        assert!(shaking(Case::firefox(), "JZtiTn8H/ntxORk+XXvU2EvNoz8=").raises(&RULE));
    }

    /// httpx with HTTP/2; a proxy would pass on what the browser sent.
    #[test]
    fn openssl_over_http_2_without_a_browsers_priority_is_told() {
        let case = |priority: Option<&str>| {
            shaking(Case::chrome(), "GXSPDLP4G3X+prK73a4wBuOaHRc=")
                .connection(|connection| connection.http_protocol = Some("HTTP/2".into()))
                .headers(|headers| headers.priority = priority.map(Into::into))
        };
        assert!(case(None).raises(&RULE));
        assert!(!case(Some("u=1, i")).raises(&RULE));
    }

    #[test]
    fn gnutls_is_a_browsers_where_it_may_be() {
        assert!(shaking(Case::chrome(), "IVHBdSQP4TqgFmYBzm/RkMJ30cY=").raises(&RULE));
        assert!(!shaking(Case::safari(), "IVHBdSQP4TqgFmYBzm/RkMJ30cY=").raises(&RULE));
    }

    #[test]
    fn browsers_proxies_and_unknown_handshakes_stay_quiet() {
        for ciphers in ["ZxcxA5BufCXNhnBk/n02HY/qk6k=", "GXSPDLP4G3X+prK73a4wBuOaHRc=", "unknown"] {
            assert!(!shaking(Case::chrome(), ciphers).raises(&RULE), "{ciphers}");
        }
    }

    #[test]
    fn a_library_that_says_so_lies_about_nothing() {
        let honest = Case::nothing().agent("python-requests/2.32.3");
        assert!(!shaking(honest, "PPJlK7s0reMX4JkzHIaXBcX3W2k=").raises(&RULE));
    }
}
