//! Cloudflare Access in front of the administration: its signed word on who is
//! asking, checked against the team's own keys.
//!
//! Access puts a JWT (RFC 7519) into `Cf-Access-Jwt-Assertion`. Who can reach
//! the Worker around Access can put anything there, so nothing of it counts
//! before its signature does.

use std::cell::RefCell;

use serde::Deserialize;
use serde_json::Value;
use worker::{Fetch, Headers, Request, RequestInit};

use crate::clock::Timestamp;
use crate::crypto::{Algorithm, CryptoKey};
use crate::error::Fatal;
use crate::sealed::jws::{self, Unchecked};

/// The request header that carries the JWT.
pub const HEADER: &str = "cf-access-jwt-assertion";

/// The only algorithm of Access; what a JWT asks for is compared, never followed.
const ALGORITHM: &str = "RS256";

/// How long the team's keys are used without asking again.
const KEPT_SECONDS: u32 = 3600;

/// How soon they are asked for again for a key that is not among them: keys are
/// rotated, and anybody can invent one.
const SOONEST_SECONDS: u32 = 60;

/// By how much clocks of two services may differ.
const LEEWAY_SECONDS: i64 = 60;

/// The longest name of an operator.
const MAX_NAME_CHARACTERS: usize = 320;

const MAX_CERTS_BYTES: usize = 64 * 1024;

/// Whose word counts, and for which application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The team's domain, such as `acme.cloudflareaccess.com`.
    pub team: String,
    /// The application's audience tag.
    pub audience: String,
}

/// Whom Access let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// A person's email address, or the name of a service token.
    pub name: String,
    /// Whether it is a person. Access knows people by a cookie, services by headers.
    pub is_person: bool,
}

/// What Access says of somebody.
#[derive(Clone, Debug, Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    /// Of a person.
    #[serde(default)]
    email: Option<String>,
    /// Of a service token.
    #[serde(default)]
    common_name: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// The team's keys as JWKs, by id.
#[derive(Clone, Debug)]
struct Keys {
    team: String,
    at: Timestamp,
    keys: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Certs {
    keys: Vec<Value>,
}

thread_local! {
    // The same for every request that an instance serves.
    static AT_HAND: RefCell<Option<Keys>> = const { RefCell::new(None) };
}

impl Access {
    /// Who is asking, by the word of Access; `None` unless it holds in every part.
    ///
    /// # Errors
    /// When the team's keys cannot be had.
    pub async fn operator(&self, jwt: &str, now: Timestamp) -> Result<Option<Named>, Fatal> {
        let Some(token) = jws::parse::<Claims>(jwt) else { return Ok(None) };
        let Some(kid) = self.could_hold(&token, now) else { return Ok(None) };
        let Some(jwk) = self.key(kid, now).await? else { return Ok(None) };
        let Ok(key) = CryptoKey::public(&jwk, Algorithm::Rs256).await else { return Ok(None) };
        let (signature, signed) = (&token.signature, token.signed.as_bytes());
        let holds = key.verifies(Algorithm::Rs256, signature, signed).await?;
        Ok(token.claims.named().filter(|_| holds))
    }

    /// What can be told without a key; the id of the key that tells the rest.
    fn could_hold<'a>(&self, token: &'a Unchecked<Claims>, now: Timestamp) -> Option<&'a str> {
        let Claims { iss, aud, exp, nbf, .. } = &token.claims;
        let holds = token.header.alg == ALGORITHM
            && *iss == self.issuer()
            && aud.names(&self.audience)
            && *exp > now.seconds()
            && nbf.is_none_or(|nbf| nbf <= now.seconds().saturating_add(LEEWAY_SECONDS));
        token.header.kid.as_deref().filter(|_| holds)
    }

    fn issuer(&self) -> String {
        format!("https://{}", self.team)
    }

    async fn key(&self, kid: &str, now: Timestamp) -> Result<Option<String>, Fatal> {
        let known = AT_HAND.with_borrow(Clone::clone).filter(|keys| keys.team == self.team);
        if let Some(keys) = &known {
            let found = keys.find(kid);
            let age = if found.is_some() { KEPT_SECONDS } else { SOONEST_SECONDS };
            if now < keys.at.plus_seconds(age) {
                return Ok(found);
            }
        }
        let keys = Keys { team: self.team.clone(), at: now, keys: self.fetch_keys().await? };
        let found = keys.find(kid);
        AT_HAND.set(Some(keys));
        Ok(found)
    }

    async fn fetch_keys(&self) -> Result<Vec<(String, String)>, Fatal> {
        let failed = |cause: String| Fatal::Store { what: "keys of Cloudflare Access", cause };
        let url = format!("{}/cdn-cgi/access/certs", self.issuer());
        let request = request(&url).map_err(|error| failed(error.to_string()))?;
        let answer = Fetch::Request(request).send().await;
        let mut answer = answer.map_err(|error| failed(error.to_string()))?;
        if answer.status_code() != 200 {
            return Err(failed(format!("status {}", answer.status_code())));
        }
        let text = answer.text().await.map_err(|error| failed(error.to_string()))?;
        read_keys(&text).ok_or_else(|| failed("no set of keys".into()))
    }
}

fn request(url: &str) -> worker::Result<Request> {
    let headers = Headers::new();
    headers.set("accept", "application/json")?;
    let mut init = RequestInit::new();
    // A redirect would lead to somebody else's keys.
    init.with_headers(headers).with_redirect(worker::RequestRedirect::Manual);
    Request::new_with_init(url, &init)
}

/// The keys of a JWK set (RFC 7517) that have an id.
fn read_keys(text: &str) -> Option<Vec<(String, String)>> {
    if text.len() > MAX_CERTS_BYTES {
        return None;
    }
    let certs: Certs = serde_json::from_str(text).ok()?;
    let key = |key: Value| Some((key.get("kid")?.as_str()?.to_owned(), key.to_string()));
    Some(certs.keys.into_iter().filter_map(key).collect())
}

impl Keys {
    fn find(&self, kid: &str) -> Option<String> {
        self.keys.iter().find(|(id, _)| id == kid).map(|(_, key)| key.clone())
    }
}

impl Audience {
    fn names(&self, audience: &str) -> bool {
        match self {
            Self::One(one) => one == audience,
            Self::Several(several) => several.iter().any(|one| one == audience),
        }
    }
}

impl Claims {
    fn named(&self) -> Option<Named> {
        let name = self.email.as_ref().or(self.common_name.as_ref())?;
        let fits = !name.is_empty()
            && name.chars().count() <= MAX_NAME_CHARACTERS
            && !name.contains(char::is_control);
        fits.then(|| Named { name: name.clone(), is_person: self.email.is_some() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_000);

    fn access() -> Access {
        Access { team: "acme.cloudflareaccess.com".into(), audience: "aud-1".into() }
    }

    fn could_hold(alg: &str, claims: &Value) -> bool {
        let text = jws::to_sign(&jws::Header::new(alg, "k1", "JWT"), claims).unwrap();
        let token = jws::parse::<Claims>(&jws::with_signature(&text, b"x")).unwrap();
        access().could_hold(&token, NOW).is_some()
    }

    fn claims() -> Value {
        serde_json::json!({
            "iss": "https://acme.cloudflareaccess.com", "aud": ["other", "aud-1"],
            "exp": 1_800_000_001, "nbf": 1_800_000_030, "email": "ada@example.com",
        })
    }

    #[test]
    fn what_access_issues_could_hold() {
        assert!(could_hold("RS256", &claims()));
        let mut one = claims();
        one["aud"] = "aud-1".into();
        assert!(could_hold("RS256", &one));
    }

    #[test]
    fn other_algorithms_teams_applications_and_times_cannot() {
        for alg in ["none", "HS256", "ES256", "rs256", ""] {
            assert!(!could_hold(alg, &claims()), "{alg}");
        }
        for (name, value) in [
            ("iss", Value::from("https://evil.cloudflareaccess.com")),
            ("iss", Value::from("acme.cloudflareaccess.com")),
            ("aud", Value::from(vec!["other"])),
            ("aud", Value::from("")),
            ("exp", Value::from(1_800_000_000)),
            ("nbf", Value::from(1_800_000_061)),
        ] {
            let mut changed = claims();
            changed[name] = value;
            assert!(!could_hold("RS256", &changed), "{name}");
        }
    }

    #[test]
    fn keys_without_an_id_are_passed_over_and_nonsense_is_no_set() {
        let keys = read_keys(r#"{"keys":[{"kty":"RSA"},{"kid":"k1","kty":"RSA"}],"more":1}"#);
        assert_eq!(keys.unwrap().len(), 1);
        for text in ["", "[]", "{}", r#"{"keys":1}"#] {
            assert!(read_keys(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_service_is_named_by_its_token_and_nobody_by_nothing() {
        let named = |value: Value| {
            let named = serde_json::from_value::<Claims>(value).unwrap().named();
            named.map(|Named { name, is_person }| (name, is_person))
        };
        assert_eq!(named(claims()), Some(("ada@example.com".into(), true)));
        let mut service = claims();
        service["email"] = Value::Null;
        assert_eq!(named(service.clone()), None);
        service["common_name"] = "deploy.access".into();
        assert_eq!(named(service.clone()), Some(("deploy.access".into(), false)));
        service["common_name"] = "x\ny".into();
        assert_eq!(named(service), None);
    }
}
