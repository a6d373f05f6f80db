//! Sealed results: what a page hands to its backend, signed by the edge.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Identity;
use crate::RiskLevel;

/// The most characters of `action`.
pub const MAX_ACTION: usize = 64;

/// The most characters of `linkedId`.
pub const MAX_LINKED_ID: usize = 256;

/// What a sealed result says: the claims of a JWS (RFC 7515) signed with ES256.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SealedClaims {
    /// Who signed it: the deployment's `ISSUER`, `edgeprint` unless configured.
    pub iss: String,
    /// The tenant that it is meant for, `t_…`.
    pub aud: String,
    /// The device, `dv_…`; missing where nobody was identified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub sub: Option<String>,
    /// Names the result: the `requestId` of the submission.
    pub jti: String,
    /// When it was signed, in seconds since 1970.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub iat: i64,
    /// When it ends, in seconds since 1970: at most five minutes later.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub exp: i64,
    /// The site, `d_…`.
    pub domain_id: String,
    /// The page's origin; missing where it sent none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub origin: Option<String>,
    /// 0 to 100, higher is riskier.
    pub score: u8,
    /// The score's level.
    pub risk_level: RiskLevel,
    /// Confidence in the assessment, 0.5 to 0.95.
    pub confidence: f64,
    /// The flags raised.
    pub flags: Vec<String>,
    /// How the id was decided; missing where nobody was identified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub identity: Option<Identity>,
    /// What the page says the visitor is doing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub action: Option<String>,
    /// What the page says it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub linked_id: Option<String>,
}

/// `POST /v1/verify`: has a sealed result checked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerifyRequest {
    /// The sealed result, as the page handed it over.
    pub sealed: String,
    /// Whether this is its only use: another such request answers `replayed`.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub single_use: bool,
}

/// Why a sealed result is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum VerifyReason {
    /// It is no sealed result.
    Malformed,
    /// It names a key that this deployment does not publish, or no longer.
    UnknownKey,
    /// Its signature does not fit: it was changed, or signed by somebody else.
    SignatureInvalid,
    /// It is meant for another tenant.
    WrongTenant,
    /// Its time is over.
    Expired,
    /// It was used before.
    Replayed,
}

/// The answer to [`VerifyRequest`]: status 200 whether or not the result is valid.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerifyAnswer {
    /// Always true: the question was answered.
    pub ok: bool,
    /// Whether the result can be relied on.
    pub valid: bool,
    /// Why not; null where it is valid.
    pub reason: Option<VerifyReason>,
    /// What it says; null where it is not valid.
    pub claims: Option<SealedClaims>,
}
