//! Secrets and signatures of the Standard Webhooks convention.

use core::fmt;

use base64ct::{Base64, Encoding};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::error::Fatal;

const PREFIX: &str = "whsec_";
const BYTES: usize = 32;

/// What messages of a webhook are signed with. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// A new secret.
    ///
    /// # Errors
    /// When the platform has no randomness to give.
    pub fn mint() -> Result<Self, Fatal> {
        let mut bytes = vec![0; BYTES];
        getrandom::fill(&mut bytes).map_err(|_| Fatal::Randomness)?;
        Ok(Self(bytes))
    }

    /// A secret of these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As the operator gets to see it, once.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}", Base64::encode_string(&self.0))
    }

    /// The signature of a message: `v1,` and HMAC-SHA256 over id, time and body.
    #[must_use]
    pub fn sign(&self, id: &str, seconds: i64, body: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", Base64::encode_string(&mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(REDACTED)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_depends_on_secret_id_time_and_body() {
        let secret = Secret::from_bytes(vec![7; 32]);
        let signature = secret.sign("msg_1", 1, "{}");
        assert!(signature.starts_with("v1,") && signature.len() == 3 + 44);
        assert_eq!(signature, secret.sign("msg_1", 1, "{}"));
        assert_ne!(signature, secret.sign("msg_2", 1, "{}"));
        assert_ne!(signature, secret.sign("msg_1", 2, "{}"));
        assert_ne!(signature, secret.sign("msg_1", 1, "{ }"));
        assert_ne!(signature, Secret::from_bytes(vec![8; 32]).sign("msg_1", 1, "{}"));
    }

    #[test]
    fn a_secret_is_shown_with_its_prefix_and_never_by_debug() {
        let secret = Secret::mint().unwrap();
        assert!(secret.expose().starts_with("whsec_"));
        assert_ne!(secret, Secret::mint().unwrap());
        assert_eq!(format!("{secret:?}"), "Secret(REDACTED)");
    }
}
