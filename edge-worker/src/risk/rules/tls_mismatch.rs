//! The TLS handshake is not the claimed browser's.

use super::{Category, Evidence, Group, Rule};
use crate::evidence::{Engine, Sender, UserAgent};

/// A handshake that offers a post-quantum key (1,184 bytes of it) is longer than this.
const POST_QUANTUM_LENGTH: u32 = 1_000;

pub(super) static RULE: Rule = Rule {
    flag: "tls_mismatch",
    category: Category::Network,
    group: Group::Handshake,
    weight: 39,
    about: "The TLS handshake is known to be another browser's or a tool's, or lacks the \
            post-quantum key that the claimed version of the browser offers, or is an older version's.",
    advice: "Take it as a strong hint, and as proof next to another one.",
    look_alikes: "Company proxies and virus scanners that open TLS shake hands in a browser's \
                  place: hence never more than low alone. An administrator may switch \
                  post-quantum keys off. A handshake that is in no table raises nothing.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let agent = evidence.user_agent();
    if agent.engine == Engine::Unknown {
        return None;
    }
    let sender = evidence.connection.handshake()?;
    match sender {
        Sender::Library(_) | Sender::GnuTls => None, // tls_library says so
        Sender::OpenSsl => Some("The handshake is OpenSSL's, which no browser uses.".to_owned()),
        Sender::Browser(engine) if engine != agent.engine => Some(format!(
            "The handshake is that of a {} browser, the user agent one of {}.",
            name(engine),
            name(agent.engine)
        )),
        Sender::Browser(_) => outdated(agent, evidence),
    }
}

/// ML-KEM is on by default in desktop Chrome since 131 and in Firefox since 135 (release notes of both).
fn outdated(agent: UserAgent, evidence: &Evidence) -> Option<String> {
    if evidence.connection.handshake_given_up_in().zip(agent.version).is_some_and(|(last, is)| is >= last) {
        return Some("The handshake is that of an older version.".to_owned());
    }
    let length = evidence.connection.tls_client_hello_length;
    let offers = agent.is_desktop() && (agent.is_chromium(131) || agent.is_firefox(135));
    (offers && length? < POST_QUANTUM_LENGTH).then(|| {
        "The handshake lacks the post-quantum key that this version offers.".to_owned()
    })
}

const fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Blink => "Chromium",
        Engine::Gecko => "Firefox",
        Engine::WebKit => "Safari",
        Engine::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;

    const BLINK: &str = "ZxcxA5BufCXNhnBk/n02HY/qk6k=";
    const GECKO: &str = "Ycpx9ze2EIngjFvfLFng3z8MFzM=";
    const SAFARI: &str = "1NWefnfyfJEwedDpHktVdy2UfbQ=";
    const OPENSSL: &str = "GXSPDLP4G3X+prK73a4wBuOaHRc=";

    fn shaking(case: Case, ciphers: &str, length: u32) -> Case {
        case.connection(|connection| {
            connection.tls_client_ciphers_sha1 = Some(ciphers.into());
            connection.tls_client_hello_length = Some(length);
        })
    }

    #[test]
    fn another_browsers_and_a_tools_handshake_are_told() {
        assert!(shaking(Case::chrome(), GECKO, 1_800).raises(&RULE));
        assert!(shaking(Case::firefox(), BLINK, 1_800).raises(&RULE));
        assert!(shaking(Case::iphone(), BLINK, 1_800).raises(&RULE));
        assert!(shaking(Case::chrome(), OPENSSL, 512).raises(&RULE));
    }

    #[test]
    fn an_old_imitation_of_a_new_browser_is_told() {
        assert!(shaking(Case::chrome(), BLINK, 512).raises(&RULE));
        assert!(!shaking(Case::chrome_android(), BLINK, 512).raises(&RULE));
    }

    #[test]
    fn an_older_versions_handshake_is_told() {
        let older = "LnbVHP1R8ay/dUsahfiR53h8aw4=";
        let new = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";
        assert!(shaking(Case::firefox().agent(new), older, 1_887).raises(&RULE));
        assert!(!shaking(Case::firefox(), older, 1_887).raises(&RULE));
    }

    #[test]
    fn honest_and_unknown_handshakes_stay_quiet() {
        assert!(!shaking(Case::chrome(), BLINK, 1_787).raises(&RULE));
        assert!(!shaking(Case::firefox(), GECKO, 1_887).raises(&RULE));
        assert!(!shaking(Case::safari(), SAFARI, 512).raises(&RULE));
        assert!(!shaking(Case::chrome(), "a list of tomorrow", 512).raises(&RULE));
        assert!(!Case::chrome().raises(&RULE));
    }
}
