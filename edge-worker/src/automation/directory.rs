//! The keys that agents publish at a well-known address of their own.

use std::cell::RefCell;
use std::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use worker::{Headers, Request, RequestInit, RequestRedirect};

use crate::at_hand::AtHand;
use crate::clock::Timestamp;
use crate::config::Config;
use crate::outbound;
use crate::webhooks::check_url;

const PATH: &str = "/.well-known/http-message-signatures-directory";
const TYPE: &str = "application/http-message-signatures-directory+json";

/// How long an agent's keys are used without asking again.
const KEPT_SECONDS: u32 = 3600;

/// How soon they are asked for again for a key that is not among them, and after
/// a failure: keys are rotated, and anybody can invent one.
const SOONEST_SECONDS: u32 = 60;

/// A page waits for the answer meanwhile.
const PATIENCE: Duration = Duration::from_secs(3);

const MAX_BYTES: usize = 64 * 1024;
const MAX_KEYS: usize = 50;

/// Agents whose keys an instance keeps at hand.
const MOST_AT_HAND: usize = 20;

/// Public keys as JWKs, by thumbprint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Keys(Vec<(String, String)>);

struct Known {
    at: Timestamp,
    /// None where they could not be had.
    keys: Option<Keys>,
}

#[derive(Deserialize)]
struct Directory {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    crv: String,
    #[serde(default)]
    x: String,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    exp: Option<i64>,
}

thread_local! {
    // The same for every request that an instance serves.
    static AGENTS: RefCell<AtHand<String, Known>> = const { RefCell::new(AtHand::new(MOST_AT_HAND)) };
}

/// An agent's keys; `None` where they cannot be had now.
pub(super) async fn keys_of(
    config: &Config,
    agent: &str,
    wanted: &str,
    now: Timestamp,
) -> Option<Keys> {
    let known = AGENTS.with_borrow(|all| {
        let found = all.get(agent)?;
        let has_it = found.keys.as_ref().is_some_and(|keys| keys.find(wanted).is_some());
        let age = if has_it { KEPT_SECONDS } else { SOONEST_SECONDS };
        (now < found.at.plus_seconds(age)).then(|| found.keys.clone())
    });
    if let Some(keys) = known {
        return keys;
    }
    // Listed agents were checked when they were listed; what is allowed may have changed.
    let url = check_url(&format!("{agent}{PATH}"), config.webhook_addresses()).ok()?;
    let fetched = fetch(url.as_str()).await.and_then(|text| read(&text, now.seconds()));
    let fresh = Known { at: now, keys: fetched.clone() };
    AGENTS.with_borrow_mut(|all| all.put(agent.to_owned(), fresh));
    fetched
}

async fn fetch(url: &str) -> Option<String> {
    let headers = Headers::new();
    headers.set("accept", TYPE).ok()?;
    let mut init = RequestInit::new();
    // A redirect would lead to somebody else's keys.
    init.with_headers(headers).with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(url, &init).ok()?;
    let answered = outbound::ask(request, PATIENCE, async |mut answer| {
        if answer.status_code() != 200 {
            return None;
        }
        let (mut body, mut bytes) = (answer.stream().ok()?, Vec::new());
        while let Some(part) = body.next().await {
            bytes.extend(part.ok()?);
            if bytes.len() > MAX_BYTES {
                return None;
            }
        }
        String::from_utf8(bytes).ok()
    });
    answered.await.ok().flatten()
}

/// The Ed25519 keys of a directory that are valid at a time.
fn read(text: &str, now: i64) -> Option<Keys> {
    let directory: Directory = serde_json::from_str(text).ok()?;
    let keys = directory.keys.into_iter().take(MAX_KEYS).filter(|key| key.is_usable(now));
    Some(Keys(keys.map(|key| (key.thumbprint(), key.public())).collect()))
}

impl Keys {
    pub(super) fn find(&self, thumbprint: &str) -> Option<String> {
        self.0.iter().find(|(key, _)| key == thumbprint).map(|(_, jwk)| jwk.clone())
    }
}

impl Jwk {
    fn is_usable(&self, now: i64) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        self.kty == "OKP"
            && self.crv == "Ed25519"
            && self.x.len() == 43
            && self.x.bytes().all(is_plain)
            && self.nbf.is_none_or(|from| from <= now)
            && self.exp.is_none_or(|end| now < end)
    }

    /// What names the key (RFC 7638, RFC 8037): worked out, since a directory
    /// could call any key by any name.
    fn thumbprint(&self) -> String {
        let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x);
        Base64UrlUnpadded::encode_string(&Sha256::digest(members.as_bytes()))
    }

    fn public(&self) -> String {
        json!({"kty": "OKP", "crv": "Ed25519", "x": self.x}).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 9421's examples, and its thumbprint as the draft has it.
    const X: &str = "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs";
    const THUMBPRINT: &str = "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";

    fn directory(members: &str) -> Keys {
        let text = format!(r#"{{"keys":[{{"kty":"OKP","crv":"Ed25519","x":"{X}"{members}}}]}}"#);
        read(&text, 1000).unwrap()
    }

    #[test]
    fn a_key_is_found_by_its_thumbprint_whatever_the_directory_calls_it() {
        assert!(directory("").find(THUMBPRINT).unwrap().contains(X));
        assert!(directory(r#","kid":"another""#).find(THUMBPRINT).is_some());
        assert!(directory(r#","kid":"another""#).find("another").is_none());
    }

    #[test]
    fn keys_of_other_times_kinds_and_shapes_are_none() {
        assert!(directory(r#","nbf":999,"exp":1001"#).find(THUMBPRINT).is_some());
        assert_eq!(directory(r#","nbf":1001"#), Keys::default());
        assert_eq!(directory(r#","exp":1000"#), Keys::default());
        let rsa = r#"{"keys":[{"kty":"RSA","n":"x"},{"kty":"OKP","crv":"X25519","x":"y"}]}"#;
        assert_eq!(read(rsa, 1), Some(Keys::default()));
        for text in ["", "[]", "{}", r#"{"keys":1}"#] {
            assert_eq!(read(text, 1), None, "{text}");
        }
    }
}
