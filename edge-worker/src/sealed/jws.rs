//! Compact JWS (RFC 7515): taken apart and put together, without the cryptography.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Longer texts are none that this deployment takes.
const MAX_BYTES: usize = 8 * 1024;

/// The header's members that count here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// How it is signed.
    pub alg: String,
    /// With which key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typ: Option<String>,
    /// What a verifier must understand; this one understands nothing of the kind.
    #[serde(default, skip_serializing)]
    crit: Option<serde_json::Value>,
}

/// A JWS whose signature has yet to be checked.
#[derive(Clone, Debug)]
pub struct Unchecked<T> {
    /// Its header.
    pub header: Header,
    /// What it says.
    pub claims: T,
    /// What is signed.
    pub signed: String,
    /// The signature.
    pub signature: Vec<u8>,
}

impl Header {
    /// The header of what is signed with a key.
    #[must_use]
    pub fn new(alg: &str, kid: &str, typ: &str) -> Self {
        Self { alg: alg.into(), kid: Some(kid.into()), typ: Some(typ.into()), crit: None }
    }
}

/// What is to be signed; `None` if the claims cannot be written.
#[must_use]
pub fn to_sign(header: &Header, claims: &impl Serialize) -> Option<String> {
    let header = serde_json::to_vec(header).ok()?;
    let claims = serde_json::to_vec(claims).ok()?;
    Some(format!("{}.{}", encode(&header), encode(&claims)))
}

/// The whole, with its signature.
#[must_use]
pub fn with_signature(signed: &str, signature: &[u8]) -> String {
    format!("{signed}.{}", encode(signature))
}

/// Takes a JWS apart; `None` if it is none.
#[must_use]
pub fn parse<T: DeserializeOwned>(text: &str) -> Option<Unchecked<T>> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let (signed, signature) = text.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Header = from_json(&decode(header)?)?;
    if header.crit.is_some() {
        return None;
    }
    Some(Unchecked {
        header,
        claims: from_json(&decode(claims)?)?,
        signed: signed.into(),
        signature: decode(signature)?,
    })
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_str(core::str::from_utf8(bytes).ok()?).ok()
}

fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

fn decode(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn what_is_put_together_can_be_taken_apart() {
        let header = Header::new("ES256", "sig_1", "JWT");
        let signed = to_sign(&header, &json!({"sub": "dv_1"})).unwrap();
        let jws = parse::<Value>(&with_signature(&signed, &[1, 2, 3])).unwrap();
        assert_eq!((jws.header, jws.signed), (header, signed));
        assert_eq!((jws.claims, jws.signature), (json!({"sub": "dv_1"}), vec![1, 2, 3]));
    }

    #[test]
    fn nonsense_and_what_must_be_understood_and_is_not_are_none() {
        let critical = encode(br#"{"alg":"ES256","crit":["exp"]}"#);
        let huge = "a".repeat(100_000);
        for text in ["", ".", "..", "a.b.c", "é.é.é", &format!("{critical}.e30.AA"), &huge] {
            assert!(parse::<Value>(text).is_none(), "{text:.40}");
        }
        assert!(parse::<Value>(&format!("{}.e30.AA", encode(br#"{"alg":"ES256"}"#))).is_some());
        assert!(parse::<Value>(&format!("{}.e30", encode(br#"{"alg":"ES256"}"#))).is_none());
        assert!(parse::<Value>(&format!("{}.e30.A=", encode(br#"{"alg":"x"}"#))).is_none());
    }
}
