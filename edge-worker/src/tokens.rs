//! The tokens that the edge signs for pages, as JWT (RFC 7519) with HS256.
//!
//! - A *submission token* admits one submission, from one origin, for two minutes.
//! - A *device token* names a device of a tenant; the page keeps it.
//!
//! Each purpose has a key of its own, derived from the deployment's secret with
//! HKDF (RFC 5869), so a token of one kind is never accepted as another.

use chrono::Duration;
use core::fmt;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use jwt_compact::alg::{Hs256, Hs256Key};
use jwt_compact::{AlgorithmExt, Claims, Header, TimeOptions, UntrustedToken};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeviceId, DomainId, TenantId, TokenId};
use crate::tenant::Tenant;

/// How long a submission token admits.
pub const SUBMISSION_SECONDS: u32 = 120;

/// For how long it is remembered that one was spent: as long as any that is
/// accepted can last. Twice its time, since clocks of two data centres are not one.
pub const SPENT_SECONDS: u32 = 2 * SUBMISSION_SECONDS;

/// Longer texts cannot be tokens of ours.
const MAX_TOKEN_BYTES: usize = 2048;

/// What a submission token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Names the token, so that it can be spent.
    #[serde(rename = "jti")]
    pub id: TokenId,
    /// Whose site it is for.
    #[serde(flatten)]
    pub tenant: Tenant,
    /// The site.
    pub site: DomainId,
    /// The origin that asked; `None` where no origin was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Seconds that the site wants between two submissions.
    pub every: u32,
}

/// What a device token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceClaim {
    /// The device.
    #[serde(rename = "sub")]
    pub device: DeviceId,
    /// The tenant that it belongs to.
    #[serde(rename = "ten")]
    pub tenant: TenantId,
    /// How sure it was that the page's browser is the device, in thousandths:
    /// a browser that was recognised by its looks alone may be another's twin.
    #[serde(rename = "sur", default)]
    pub assurance: u16,
}

impl DeviceClaim {
    /// A claim with an assurance from 0 to 1.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped before
    pub fn new(device: DeviceId, tenant: TenantId, assurance: f64) -> Self {
        // Rounded down: no token claims more than was proven.
        Self { device, tenant, assurance: (assurance.clamp(0.0, 1.0) * 1000.0).floor() as u16 }
    }

    /// The assurance, from 0 to 1.
    #[must_use]
    pub fn assurance(&self) -> f64 {
        (f64::from(self.assurance) / 1000.0).min(1.0)
    }
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not one of ours.
    Invalid,
    /// It is, and this is not its time.
    Expired,
}

/// Claims, and what kind of token they are of.
#[derive(Serialize, Deserialize)]
pub(crate) struct Typed<T> {
    typ: String,
    #[serde(flatten)]
    pub claims: T,
}

const SUBMISSION: &str = "submission";
const DEVICE: &str = "device";

/// The keys of a deployment, one a purpose.
pub struct Keyring {
    submission: Hs256Key,
    device: Hs256Key,
    address: [u8; 32],
    cursor: [u8; 32],
    at_rest: [u8; 32],
    session: [u8; 32],
}

impl Keyring {
    /// Derives every key from the deployment's secret.
    ///
    /// # Errors
    /// Never for the lengths used here; HKDF's interface allows for it.
    pub fn derive(secret: &[u8]) -> Result<Self, Fatal> {
        let hkdf = Hkdf::<Sha256>::new(Some(b"edgeprint/1"), secret);
        let key = |purpose: &str| {
            let mut key = [0; 32];
            let expanded = hkdf.expand(purpose.as_bytes(), &mut key);
            expanded.map(|()| key).map_err(|_| Fatal::Broken("HKDF yields 32 bytes"))
        };
        Ok(Self {
            submission: Hs256Key::new(key("submission token")?),
            device: Hs256Key::new(key("device token")?),
            address: key("address hash")?,
            cursor: key("cursor")?,
            at_rest: key("secrets at rest")?,
            session: key("backoffice session")?,
        })
    }

    /// Signs a submission token.
    ///
    /// # Errors
    /// When the claims cannot be written, which their types rule out.
    pub fn sign_submission(&self, claims: Submission, now: Timestamp) -> Result<String, Fatal> {
        sign(SUBMISSION, claims, now, Some(SUBMISSION_SECONDS), &self.submission)
    }

    /// Reads a submission token: first its signature, then its age.
    ///
    /// # Errors
    /// When it is not one of ours, or too old.
    pub fn read_submission(&self, token: &str, now: Timestamp) -> Result<Submission, Refused> {
        let claims = verify::<Submission>(SUBMISSION, token, &self.submission)?;
        let clock = TimeOptions::new(Duration::zero(), || now.to_chrono());
        claims.validate_expiration(&clock).map_err(|_| Refused::Expired)?;
        // By a clock that is far ahead: it would outlive the memory of being spent.
        let remembered = now.plus_seconds(SPENT_SECONDS).to_chrono();
        if claims.expiration.is_none_or(|end| end > remembered) {
            return Err(Refused::Expired);
        }
        Ok(claims.custom.claims)
    }

    /// Signs a device token. It does not expire: it is worth what the device's
    /// record is worth, and ends with it.
    ///
    /// # Errors
    /// When the claims cannot be written, which their types rule out.
    pub fn sign_device(&self, claims: DeviceClaim, now: Timestamp) -> Result<String, Fatal> {
        sign(DEVICE, claims, now, None, &self.device)
    }

    /// Reads a device token of `tenant`; `None` if it is not one.
    #[must_use]
    pub fn read_device(&self, token: &str, tenant: &TenantId) -> Option<DeviceClaim> {
        let claims = verify::<DeviceClaim>(DEVICE, token, &self.device).ok()?;
        Some(claims.custom.claims).filter(|claim| claim.tenant == *tenant)
    }

    /// What cursors are authenticated with.
    ///
    /// # Errors
    /// Never for a key of this length; the interface allows for it.
    pub fn cursor_mac(&self) -> Result<Hmac<Sha256>, Fatal> {
        Hmac::new_from_slice(&self.cursor).map_err(|_| Fatal::Broken("HMAC takes 32 bytes"))
    }

    /// Encrypts what the database keeps and must not be able to read.
    #[must_use]
    pub const fn at_rest(&self) -> &[u8; 32] {
        &self.at_rest
    }

    /// Signs the sessions of whoever signed in with this token of the operator's:
    /// another token is another key, so replacing it ends every session.
    ///
    /// # Errors
    /// Never for a key of this length; the interface allows for it.
    pub fn session_key(&self, admin_token: &str) -> Result<Hs256Key, Fatal> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.session);
        let mut mac = mac.map_err(|_| Fatal::Broken("HMAC takes 32 bytes"))?;
        mac.update(admin_token.as_bytes());
        Ok(Hs256Key::new(mac.finalize().into_bytes()))
    }

    /// 128 bits of a keyed hash over an address, in hex.
    #[must_use]
    pub fn address_hash(&self, address: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.address) else {
            return String::new();
        };
        mac.update(address.as_bytes());
        let digest = mac.finalize().into_bytes();
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

pub(crate) fn sign<T: Serialize>(
    typ: &str,
    claims: T,
    now: Timestamp,
    seconds: Option<u32>,
    key: &Hs256Key,
) -> Result<String, Fatal> {
    let mut claims = Claims::new(Typed { typ: typ.into(), claims });
    claims.issued_at = Some(now.to_chrono());
    claims.expiration = seconds.map(|seconds| now.plus_seconds(seconds).to_chrono());
    let header = Header::empty().with_token_type("JWT");
    Hs256.token(&header, &claims, key).map_err(|_| Fatal::Broken("claims can be written"))
}

pub(crate) fn verify<T: DeserializeOwned>(
    typ: &str,
    token: &str,
    key: &Hs256Key,
) -> Result<Claims<Typed<T>>, Refused> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(Refused::Invalid);
    }
    let untrusted = UntrustedToken::new(token).map_err(|_| Refused::Invalid)?;
    let token = Hs256.validator::<Typed<T>>(key).validate(&untrusted);
    let (_, claims) = token.map_err(|_| Refused::Invalid)?.into_parts();
    if claims.custom.typ == typ { Ok(claims) } else { Err(Refused::Invalid) }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(REDACTED)")
    }
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
