//! Sealed results, verified without asking the edge about each: a compact JWS (RFC 7515) signed with ES256.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use base64ct::{Base64UrlUnpadded, Encoding as _};
use edgeprint_signals::wire::SealedClaims;
use jwt_compact::{AlgorithmExt as _, Empty, UntrustedToken};
use serde::Deserialize;

use crate::clock::{instant, unix_seconds};
use crate::error::{Error, SealedError};
use crate::es256::{Es256, Key, key_of};
use crate::http::{Connection, Request};

/// Longer than any result; what is longer is not even looked at.
const LONGEST: usize = 8 * 1024;
/// What the edge allows: a new key is published ten minutes before it signs.
const KEPT: Duration = Duration::from_secs(300);
/// Between two fetches for keys that are not there: anybody can name one.
const COOL_DOWN: Duration = Duration::from_secs(30);
/// Seconds that this machine's clock may be wrong.
const CLOCK_TOLERANCE: i64 = 5;

/// What a result has to be about. What is `None` may be anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Expected<'a> {
    /// What the visitor is to be doing, such as `login`.
    pub action: Option<&'a str>,
    /// What it is to belong to, such as an order.
    pub linked_id: Option<&'a str>,
    /// The page's origin, such as `https://shop.example`.
    pub origin: Option<&'a str>,
    /// The site, `d_…`.
    pub domain_id: Option<&'a str>,
}

/// Extensions that have to be understood; none is.
#[derive(Clone, Debug, Deserialize)]
struct Extensions {
    crit: Option<serde_json::Value>,
}

/// The edge's public keys.
#[derive(Debug, Default)]
pub(crate) struct KeySet {
    keys: HashMap<String, Key>,
    fetched: Option<Instant>,
}

impl KeySet {
    /// The key of that name; fetched again where it is not known, or the set is old.
    fn find(&mut self, connection: &Connection, id: &str) -> Result<Option<Key>, Error> {
        let age = self.fetched.map(|at| at.elapsed());
        let is_old = age.is_none_or(|age| age >= KEPT);
        if is_old || (!self.keys.contains_key(id) && age >= Some(COOL_DOWN)) {
            self.keys = fetch(connection)?;
            self.fetched = Some(instant());
        }
        Ok(self.keys.get(id).copied())
    }
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

fn fetch(connection: &Connection) -> Result<HashMap<String, Key>, Error> {
    let Published { keys } = connection.ask(&Request::get("/.well-known/jwks.json"))?.json()?;
    // Kinds that are added later are passed over.
    Ok(keys.iter().filter_map(named_key).collect())
}

fn named_key(value: &serde_json::Value) -> Option<(String, Key)> {
    let id = value.get("kid")?.as_str()?.to_owned();
    Some((id, key_of(value)?))
}

/// What a result says, if it can be relied on.
pub(crate) fn verify(
    connection: &Connection,
    keys: &std::sync::Mutex<KeySet>,
    (issuer, tenant): (&str, &str),
    sealed: &str,
    expected: Expected<'_>,
) -> Result<SealedClaims, Error> {
    let (token, claims) = taken(sealed).ok_or(SealedError::Malformed)?;
    let id = token.header().key_id.clone().ok_or(SealedError::Malformed)?;
    let found = crate::locked(keys).find(connection, &id)?;
    let key = found.ok_or(SealedError::UnknownKey)?;
    let checked = Es256.validator::<Empty>(&key).validate(&token);
    checked.map_err(|_| SealedError::SignatureInvalid)?;
    check(&claims, issuer, tenant, expected)?;
    Ok(claims)
}

fn taken(sealed: &str) -> Option<(UntrustedToken<'_, Extensions>, SealedClaims)> {
    let fits = sealed.len() <= LONGEST;
    let token = UntrustedToken::<Extensions>::try_from(sealed).ok().filter(|_| fits)?;
    let header = token.header();
    let is_result = token.algorithm() == "ES256"
        && header.token_type.as_deref() == Some("edgeprint-result+jwt")
        && header.other_fields.crit.is_none()
        && token.signature_bytes().len() == 64;
    let payload = Base64UrlUnpadded::decode_vec(sealed.split('.').nth(1)?).ok()?;
    let claims = serde_json::from_slice(&payload).ok()?;
    is_result.then_some((token, claims))
}

fn check(
    claims: &SealedClaims,
    issuer: &str,
    tenant: &str,
    expected: Expected<'_>,
) -> Result<(), SealedError> {
    let now = unix_seconds();
    if claims.iss != issuer {
        return Err(SealedError::WrongIssuer);
    }
    if claims.aud != tenant {
        return Err(SealedError::WrongTenant);
    }
    if claims.iat > now.saturating_add(CLOCK_TOLERANCE) {
        return Err(SealedError::NotYetValid);
    }
    if claims.exp <= now.saturating_sub(CLOCK_TOLERANCE) {
        return Err(SealedError::Expired);
    }
    let is_expected = [
        (expected.action, claims.action.as_deref()),
        (expected.linked_id, claims.linked_id.as_deref()),
        (expected.origin, claims.origin.as_deref()),
        (expected.domain_id, Some(claims.domain_id.as_str())),
    ];
    if is_expected.iter().any(|(wanted, found)| wanted.is_some() && wanted != found) {
        return Err(SealedError::Unexpected);
    }
    Ok(())
}
