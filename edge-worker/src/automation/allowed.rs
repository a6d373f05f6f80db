//! What a site says of automation that it welcomes.

use axum::http::HeaderMap;
use edgeprint_signals::sha256_hex;
use serde::{Deserialize, Serialize};

use crate::auth::is_same;
use crate::webhooks::{Allowed, check_url};

/// Agents of one site.
const MAX_AGENTS: usize = 20;

/// Characters of a secret: enough that none can be guessed, however it was made up.
const SECRET_LENGTHS: core::ops::RangeInclusive<usize> = 24..=200;

/// A site's agents and the digest of its secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowlist {
    /// Origins of agents whose signatures count.
    #[serde(default)]
    pub agents: Vec<String>,
    /// SHA-256 of the secret that programs of the site's own send.
    #[serde(default)]
    pub secret_hash: Option<String>,
}

impl Allowlist {
    /// The header that such programs send the secret in.
    pub const HEADER: &'static str = "edgeprint-automation";

    /// Whether it lists an agent.
    #[must_use]
    pub fn lists(&self, agent: &str) -> bool {
        self.agents.iter().any(|listed| listed == agent)
    }

    /// Whether a request holds the secret.
    #[must_use]
    pub fn knows_secret(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get(Self::HEADER).map(|secret| sha256_hex(secret.as_bytes()));
        match (&self.secret_hash, sent) {
            (Some(hash), Some(sent)) => is_same(hash.as_bytes(), sent.as_bytes()),
            _ => false,
        }
    }
}

/// The digest of a secret.
///
/// # Errors
/// What is wrong with it, in a few words.
pub fn hash_of_secret(secret: &str) -> Result<String, &'static str> {
    let is_plain = secret.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_plain || !SECRET_LENGTHS.contains(&secret.len()) {
        return Err("must be 24 to 200 ASCII characters without spaces");
    }
    Ok(sha256_hex(secret.as_bytes()))
}

/// Agents as a site may list them: origins, in lower case.
///
/// # Errors
/// What is wrong with one of them, in a few words.
pub fn check_agents(agents: &[String], allowed: Allowed) -> Result<Vec<String>, &'static str> {
    if agents.len() > MAX_AGENTS {
        return Err("at most 20");
    }
    let mut origins: Vec<String> = Vec::new();
    for agent in agents {
        let url = check_url(agent, allowed)?;
        let origin = url.origin().ascii_serialization();
        if url.as_str() != format!("{origin}/") {
            return Err("must be origins: https:// and a host");
        }
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    Ok(origins)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "correct-horse-battery-staple";

    fn list() -> Allowlist {
        Allowlist {
            agents: vec!["https://agent.example".into()],
            secret_hash: hash_of_secret(SECRET).ok(),
        }
    }

    #[test]
    fn only_the_secret_itself_is_known() {
        let knows = |list: &Allowlist, value: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(Allowlist::HEADER, value.parse().unwrap());
            }
            list.knows_secret(&headers)
        };
        assert!(knows(&list(), Some(SECRET)));
        for wrong in [None, Some(""), Some("correct-horse-battery-stapl")] {
            assert!(!knows(&list(), wrong));
        }
        let hash = list().secret_hash.unwrap();
        assert!(!knows(&list(), Some(&hash)));
        assert!(!knows(&Allowlist::default(), Some("")));
    }

    #[test]
    fn secrets_are_long_and_plain() {
        for bad in ["short", "with a space in it, and long", "ünicode-and-long-enough-for-it", ""]
        {
            assert!(hash_of_secret(bad).is_err(), "{bad}");
        }
        assert!(hash_of_secret(&"x".repeat(201)).is_err());
    }

    #[test]
    fn agents_are_public_origins() {
        let check = |agents: &[&str]| {
            let agents: Vec<String> = agents.iter().map(|agent| (*agent).into()).collect();
            check_agents(&agents, Allowed::Public)
        };
        let two = ["https://Agent.example/", "https://agent.example", "https://b.example:8443"];
        assert_eq!(check(&two).unwrap(), ["https://agent.example", "https://b.example:8443"]);
        assert_eq!(check(&[]).unwrap(), [""; 0]);
        for bad in [
            "http://agent.example",
            "https://agent.example/path",
            "https://agent.example/?q",
            "https://10.0.0.1",
            "https://localhost",
            "agent.example",
            "*",
            "",
        ] {
            assert!(check(&[bad]).is_err(), "{bad}");
        }
        assert!(check(&["https://a.example"; 21]).is_err());
    }
}
