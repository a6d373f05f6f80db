//! Over HTTP/2 or 3 the request lacks the Priority header that the claimed browser sends.

use super::{Category, Evidence, Group, Rule, lacks_priority};
use crate::evidence::Sender;

pub(super) static RULE: Rule = Rule {
    flag: "priority_missing",
    category: Category::Network,
    group: Group::Request,
    weight: 60,
    about: "The TLS handshake is the claimed browser's and the request came over HTTP/2 or HTTP/3, \
            yet without the Priority header that this browser adds to a script's requests: \
            libraries that imitate a browser's handshake leave it out.",
    advice: "Treat like a program's request: ask for further verification or refuse.",
    look_alikes: "Proxies that open TLS may drop the header, but shake hands by themselves: only \
                  where the handshake is the browser's own is it missed. HTTP/1.1, where browsers \
                  do not send it, Safari and older versions are left alone.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let engine = evidence.user_agent().engine;
    let own = evidence.connection.handshake() == Some(Sender::Browser(engine));
    (own && lacks_priority(evidence))
        .then(|| "The request lacks Priority, which this browser sends over HTTP/2.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    const BLINK: &str = "ZxcxA5BufCXNhnBk/n02HY/qk6k=";
    const GECKO: &str = "Ycpx9ze2EIngjFvfLFng3z8MFzM=";
    const OPENSSL: &str = "GXSPDLP4G3X+prK73a4wBuOaHRc=";

    fn over(case: Case, protocol: &str, ciphers: &str) -> Case {
        case.connection(|connection| {
            connection.http_protocol = Some(protocol.into());
            connection.tls_client_ciphers_sha1 = Some(ciphers.into());
        })
    }

    #[test]
    fn imitated_handshakes_without_the_header_are_told() {
        assert!(over(Case::chrome(), "HTTP/2", BLINK).raises(&RULE));
        assert!(over(Case::chrome(), "HTTP/3", BLINK).raises(&RULE));
        assert!(over(Case::firefox(), "HTTP/2", GECKO).raises(&RULE));
    }

    #[test]
    fn browsers_that_send_it_stay_quiet() {
        let sent = |priority: &str| Some(priority.to_owned());
        let chrome = over(Case::chrome(), "HTTP/2", BLINK);
        assert!(!chrome.headers(|headers| headers.priority = sent("u=1, i")).raises(&RULE));
        let firefox = over(Case::firefox(), "HTTP/2", GECKO);
        assert!(!firefox.headers(|headers| headers.priority = sent("u=4")).raises(&RULE));
    }

    #[test]
    fn other_protocols_proxies_and_unknown_handshakes_stay_quiet() {
        assert!(!over(Case::chrome(), "HTTP/1.1", BLINK).raises(&RULE));
        assert!(!over(Case::chrome(), "HTTP/2", OPENSSL).raises(&RULE));
        assert!(!over(Case::chrome(), "HTTP/2", "a list of tomorrow").raises(&RULE));
        assert!(!over(Case::safari(), "HTTP/2", "1NWefnfyfJEwedDpHktVdy2UfbQ=").raises(&RULE));
    }

    #[test]
    fn older_browsers_stay_quiet() {
        let old = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                   Chrome/120.0.0.0 Safari/537.36";
        assert!(!over(Case::chrome().agent(old), "HTTP/2", BLINK).raises(&RULE));
    }
}
