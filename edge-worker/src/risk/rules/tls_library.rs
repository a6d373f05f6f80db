//! The TLS handshake is a library's own.

use super::{Category, Evidence, Group, Rule};
use crate::evidence::{Engine, Sender};

pub(super) static RULE: Rule = Rule {
    flag: "tls_library",
    category: Category::Network,
    group: Group::Handshake,
    weight: 75,
    about: "The client says that it is a browser, and its TLS handshake is that of a programming \
            language's library or of curl.",
    advice: "Refuse: a program sent this, with a browser's headers.",
    look_alikes: "Company proxies and virus scanners that open TLS shake hands in a browser's \
                  place, but with lists of their own or OpenSSL's, which raise tls_mismatch at \
                  most. Debugging proxies written in Python are told where they keep Python's list.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let claims_browser = evidence.user_agent().engine != Engine::Unknown;
    match evidence.connection.handshake()? {
        Sender::Library(name) if claims_browser => {
            Some(format!("The handshake is {name}'s, not a browser's."))
        }
        _ => None,
    }
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
