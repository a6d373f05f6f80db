//! Messages of the edge's webhooks, verified by the Standard Webhooks convention.

use base64ct::{Base64, Encoding as _};
use edgeprint_signals::wire::WebhookMessage;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::clock::unix_seconds;
use crate::error::WebhookError;

/// Seconds that a message's time may be away from now.
const TOLERANCE: u64 = 300;
/// A message carries one for each secret that is in force.
const MOST_SIGNATURES: usize = 10;

/// The headers of a message.
#[derive(Clone, Copy, Debug)]
pub struct Headers<'a> {
    /// `webhook-id`: the same for every try of a message.
    pub id: &'a str,
    /// `webhook-timestamp`.
    pub timestamp: &'a str,
    /// `webhook-signature`.
    pub signature: &'a str,
}

/// The message, if it is the edge's and of now. `body` is the one that came, byte for byte; `secrets`
/// are several while one takes over from another.
///
/// # Errors
/// [`WebhookError`] says why it is not to be believed.
pub fn verify(
    headers: Headers<'_>,
    body: &[u8],
    secrets: &[&str],
) -> Result<WebhookMessage, WebhookError> {
    let at: i64 = headers.timestamp.parse().map_err(|_| WebhookError::TimestampInvalid)?;
    if at.abs_diff(unix_seconds()) > TOLERANCE {
        return Err(WebhookError::TimestampInvalid);
    }
    let signatures: Vec<Vec<u8>> = headers
        .signature
        .split(' ')
        .take(MOST_SIGNATURES)
        .filter_map(|entry| Base64::decode_vec(entry.strip_prefix("v1,")?).ok())
        .collect();
    let mut is_ours = false;
    for secret in secrets {
        let key = secret.strip_prefix("whsec_").unwrap_or(secret);
        let key = Base64::decode_vec(key).ok().filter(|key| !key.is_empty());
        let mac = Hmac::<Sha256>::new_from_slice(&key.ok_or(WebhookError::SecretInvalid)?);
        let mut mac = mac.map_err(|_| WebhookError::SecretInvalid)?;
        for part in [headers.id.as_bytes(), b".", headers.timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        // `verify_slice` compares in constant time.
        is_ours |= signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok());
    }
    if !is_ours {
        return Err(WebhookError::SignatureInvalid);
    }
    serde_json::from_slice(body).map_err(|_| WebhookError::PayloadMalformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    const BODY: &[u8] = br#"{"type":"device.erased","timestamp":"2026-01-01T00:00:00.000Z","data":{"deviceId":"dv_1","domainId":"d_1"}}"#;

    fn signed(at: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        mac.update(format!("msg_1.{at}.").as_bytes());
        mac.update(BODY);
        format!("v1a,AAAA v1,AAAA v1,{}", Base64::encode_string(&mac.finalize().into_bytes()))
    }

    fn check(id: &str, at: i64, body: &[u8], secret: &str) -> Result<(), WebhookError> {
        let timestamp = at.to_string();
        let signature = signed(&timestamp);
        let headers = Headers { id, timestamp: &timestamp, signature: &signature };
        verify(headers, body, &[secret]).map(|message| assert_eq!(message.data.device_id, "dv_1"))
    }

    #[test]
    fn a_message_is_taken_as_it_was_sent_and_no_other() {
        let now = unix_seconds();
        let other = "whsec_CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg=";
        assert_eq!(check("msg_1", now, BODY, SECRET), Ok(()));
        assert_eq!(check("msg_2", now, BODY, SECRET), Err(WebhookError::SignatureInvalid));
        assert_eq!(check("msg_1", now, b"{}", SECRET), Err(WebhookError::SignatureInvalid));
        assert_eq!(check("msg_1", now, BODY, other), Err(WebhookError::SignatureInvalid));
        assert_eq!(check("msg_1", now - 400, BODY, SECRET), Err(WebhookError::TimestampInvalid));
        assert_eq!(check("msg_1", i64::MIN, BODY, SECRET), Err(WebhookError::TimestampInvalid));
        assert_eq!(check("msg_1", now, BODY, "whsec_"), Err(WebhookError::SecretInvalid));
    }
}
