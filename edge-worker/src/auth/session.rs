//! The Backoffice's session: a signed cookie that stands for the operator's token.
//!
//! It is a JWT of which the server keeps nothing but those that were ended
//! early. Its key depends on the operator's token, so replacing the token signs
//! everybody out. The id is minted at each sign-in and never taken from a
//! client, so nobody can be given a session that somebody else knows.

use axum::http::{HeaderMap, Method, Uri, header};
use chrono::Duration;
use jwt_compact::TimeOptions;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::config::Config;
use crate::error::Fatal;
use crate::ids::TokenId;
use crate::store::EndedSession;
use crate::tokens::{sign, verify};

/// How long a session lasts.
pub const SESSION_SECONDS: u32 = 12 * 60 * 60;

/// What the Backoffice's pages send with every request that changes something.
/// Another origin's page cannot: a header of this name costs it a preflight,
/// and nothing under `/v1/admin` answers one.
const OWN_HEADER: &str = "x-edgeprint-backoffice";

const TYPE: &str = "session";

/// A session that is open.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: TokenId,
    /// When it ends.
    pub expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Claim {
    #[serde(rename = "jti")]
    id: TokenId,
}

/// The cookie's name, and with it how it travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieName {
    /// Over https, bound to the host.
    Secure,
    /// Over http on this machine, where browsers differ on secure cookies.
    Loopback,
}

impl CookieName {
    /// The one for requests to this URL; `None` where a session would travel in the open.
    #[must_use]
    pub fn of(uri: &Uri) -> Option<Self> {
        let host = uri.host().unwrap_or_default();
        let loopback =
            matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost");
        match uri.scheme_str() {
            Some("https") => Some(Self::Secure),
            _ if loopback => Some(Self::Loopback),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-edgeprint-session",
            Self::Loopback => "edgeprint-session",
        }
    }

    /// A `Set-Cookie` header that keeps a token for so many seconds; 0 drops it.
    #[must_use]
    pub fn set(self, token: &str, seconds: u32) -> String {
        let secure = if self == Self::Secure { "; Secure" } else { "" };
        let name = self.name();
        format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
    }

    fn read(self, headers: &HeaderMap) -> Option<&str> {
        let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
        let mut pairs =
            cookies.flat_map(|line| line.split(';')).filter_map(|it| it.split_once('='));
        pairs.find(|(name, _)| name.trim() == self.name()).map(|(_, value)| value.trim())
    }
}

impl Session {
    /// Opens a session for whoever showed this token; gives what the cookie holds.
    ///
    /// # Errors
    /// When the secret is not configured, or there is no randomness.
    pub fn open(
        config: &Config,
        admin_token: &str,
        now: Timestamp,
    ) -> Result<(Self, String), Fatal> {
        let key = config.keyring()?.session_key(admin_token)?;
        let id = TokenId::mint()?;
        let token = sign(TYPE, Claim { id: id.clone() }, now, Some(SESSION_SECONDS), &key)?;
        Ok((Self { id, expires_at: now.plus_seconds(SESSION_SECONDS) }, token))
    }

    /// The session of a request, if its cookie holds one that is open.
    ///
    /// # Errors
    /// When the secret is not configured.
    pub async fn of(
        config: &Config,
        uri: &Uri,
        headers: &HeaderMap,
        now: Timestamp,
    ) -> Result<Option<Self>, Fatal> {
        let token = CookieName::of(uri).and_then(|name| name.read(headers));
        let Some((token, admin_token)) = token.zip(config.admin_token()) else { return Ok(None) };
        let key = config.keyring()?.session_key(&admin_token)?;
        let Some(session) = read(token, &key, now) else { return Ok(None) };
        let ended = match config.cache() {
            Some(cache) => cache.get::<EndedSession>(&session.id).await.is_some(),
            None => false,
        };
        Ok(Some(session).filter(|_| !ended))
    }

    /// Ends it before its time. KV carries that to other data centres within a minute.
    pub async fn end(&self, config: &Config) {
        if let Some(cache) = config.cache() {
            cache.put::<EndedSession>(&self.id, &true, SESSION_SECONDS).await;
        }
    }
}

fn read(token: &str, key: &jwt_compact::alg::Hs256Key, now: Timestamp) -> Option<Session> {
    let claims = verify::<Claim>(TYPE, token, key).ok()?;
    let clock = TimeOptions::new(Duration::zero(), || now.to_chrono());
    claims.validate_expiration(&clock).ok()?;
    let expires_at = Timestamp::from_ms(claims.expiration?.timestamp_millis());
    Some(Session { id: claims.custom.claims.id, expires_at })
}

/// Whether a request that rests on a session may do what it asks: reading may
/// everybody who has the cookie, changing only the Backoffice's own pages.
#[must_use]
pub fn is_own(method: &Method, headers: &HeaderMap) -> bool {
    let marked = headers.get(OWN_HEADER).is_some_and(|value| value == "1");
    method.is_safe() || (marked && !is_elsewhere(headers))
}

/// Whether a browser says that another origin's page is asking.
#[must_use]
pub fn is_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::Keyring;

    const NOW: Timestamp = Timestamp::from_ms(1_735_689_600_000);

    fn key(admin_token: &str) -> jwt_compact::alg::Hs256Key {
        let keyring = Keyring::derive(b"a secret of at least thirty-two bytes").unwrap();
        keyring.session_key(admin_token).unwrap()
    }

    fn token() -> String {
        let claim = Claim { id: TokenId::mint().unwrap() };
        sign(TYPE, claim, NOW, Some(SESSION_SECONDS), &key("one")).unwrap()
    }

    #[test]
    fn a_session_lasts_twelve_hours_and_ends_with_the_operators_token() {
        let (token, last) = (token(), NOW.plus_seconds(SESSION_SECONDS));
        assert_eq!(read(&token, &key("one"), last).map(|it| it.expires_at), Some(last));
        assert!(read(&token, &key("one"), last.plus_seconds(1)).is_none());
        assert!(read(&token, &key("two"), NOW).is_none());
    }

    #[test]
    fn cookies_travel_over_https_or_on_this_machine_and_nowhere_else() {
        let name = |uri: &'static str| CookieName::of(&Uri::from_static(uri));
        assert_eq!(name("https://edge.example/v1/admin/session"), Some(CookieName::Secure));
        for uri in ["http://127.0.0.1:8787/", "http://localhost/", "http://[::1]:1/"] {
            assert_eq!(name(uri), Some(CookieName::Loopback), "{uri}");
        }
        for uri in ["http://edge.example/", "http://localhost.example/", "/v1/admin/session"] {
            assert_eq!(name(uri), None, "{uri}");
        }
        assert!(CookieName::Secure.set("x", 1).ends_with("HttpOnly; SameSite=Strict; Secure"));
    }

    #[test]
    fn changes_need_the_header_that_other_origins_cannot_send() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            let pairs = pairs.iter();
            pairs.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let own = (OWN_HEADER, "1");
        assert!(is_own(&Method::GET, &headers(&[])));
        assert!(!is_own(&Method::POST, &headers(&[])));
        assert!(is_own(&Method::POST, &headers(&[own])));
        assert!(is_own(&Method::POST, &headers(&[own, ("sec-fetch-site", "same-origin")])));
        for site in ["same-site", "cross-site", "none"] {
            assert!(!is_own(&Method::DELETE, &headers(&[own, ("sec-fetch-site", site)])));
        }
    }
}
