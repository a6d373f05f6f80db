//! Whose automation a request is, and how that is known.

use axum::http::{HeaderMap, Uri};

use super::allowed::Allowlist;
use super::directory;
use super::signature::{Signed, Unchecked};
use crate::clock::Timestamp;
use crate::config::Config;
use crate::crypto::{Algorithm, CryptoKey};
use crate::error::Fatal;
use crate::evidence::Agent;

/// By how much clocks may differ, in seconds.
const LEEWAY: i64 = 60;

/// Bytes of an Ed25519 signature.
const SIGNATURE_BYTES: usize = 64;

/// What a request says of its sender.
#[derive(Clone, Debug)]
pub struct Word {
    uri: Uri,
    headers: HeaderMap,
}

impl Word {
    /// Keeps of a request what tells of welcome automation, if anything does.
    #[must_use]
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Option<Self> {
        let says = |name| headers.contains_key(name);
        (says(Allowlist::HEADER) || says("signature-input"))
            .then(|| Self { uri: uri.clone(), headers: headers.clone() })
    }
}

/// Whom a submission is from, as far as the site has a say in it. An agent that
/// the site does not list is nobody in particular: its keys are not even asked for.
pub async fn word_of(
    config: &Config,
    word: Option<&Word>,
    allowlist: &Allowlist,
    now: Timestamp,
) -> Agent {
    let Some(word) = word else { return Agent::Nobody };
    if allowlist.knows_secret(&word.headers) {
        return Agent::Allowed;
    }
    let signed = Signed { method: "POST", uri: &word.uri, headers: &word.headers };
    let Some(found) = signed.unchecked().filter(|found| allowlist.lists(&found.agent)) else {
        return Agent::Nobody;
    };
    // Where the agent's keys cannot be had, nothing is known of it.
    match holds(config, &found, now).await {
        Ok(Some(true)) => Agent::Verified(found.agent),
        Ok(Some(false)) => Agent::Forged(found.agent),
        Ok(None) | Err(_) => Agent::Nobody,
    }
}

/// Whether a signature is the agent's and of now; `None` where that cannot be told.
async fn holds(config: &Config, found: &Unchecked, now: Timestamp) -> Result<Option<bool>, Fatal> {
    if !is_timely(found, now.seconds()) || found.signature.len() != SIGNATURE_BYTES {
        return Ok(Some(false));
    }
    let Some(keys) = directory::keys_of(config, &found.agent, &found.key, now).await else {
        return Ok(None);
    };
    let Some(jwk) = keys.find(&found.key) else { return Ok(Some(false)) };
    let Ok(key) = CryptoKey::public(&jwk, Algorithm::Ed25519).await else { return Ok(None) };
    let base = found.base.as_bytes();
    key.verifies(Algorithm::Ed25519, &found.signature, base).await.map(Some)
}

fn is_timely(found: &Unchecked, now: i64) -> bool {
    found.created <= now.saturating_add(LEEWAY)
        && found.expires > now.saturating_sub(LEEWAY)
        && found.created < found.expires
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_counts_from_when_it_was_made_to_when_it_ends() {
        let timely = |created, expires| {
            let found = Unchecked {
                agent: String::new(),
                key: String::new(),
                base: String::new(),
                signature: Vec::new(),
                created,
                expires,
            };
            is_timely(&found, 1_000_000)
        };
        assert!(timely(999_990, 1_000_300) && timely(1_000_030, 1_000_300));
        assert!(timely(999_000, 999_990), "clocks differ");
        assert!(!timely(999_000, 999_900) && !timely(1_000_100, 1_000_300));
        assert!(!timely(1_000_000, 1_000_000) && !timely(i64::MAX, i64::MIN));
    }
}
