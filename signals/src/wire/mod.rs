//! What travels between page, edge and backend: request and answer bodies.
//!
//! Member names are camelCase, except `risk_level` in what pages receive:
//! both spellings are the published contract. Times are ISO 8601 in UTC.

mod backoffice;
mod devices;
mod history;
mod stats;

pub use backoffice::{
    ChangedSubmission, CheckedEntry, CheckedOrigin, LevelChange, OriginsCheck, RiskPreview,
};
pub use devices::{
    DeviceExport, DevicesAnswer, ErasedAnswer, ExportedFingerprint, FingerprintsExport,
};
pub use history::{
    Event, EventAnswer, EventDetail, EventEvidence, EventsAnswer, HeaderSummary, Visit,
    VisitsAnswer,
};
pub use stats::{CountDimension, Series, StatsAnswer};

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{Component, Components, RiskLevel, Value};

mod admin;
mod sealed;
mod webhook;

pub use admin::{ApiKey, AuditEntry, GpcPolicy, SigningKey, Site, Tenant};
pub use sealed::{
    MAX_ACTION, MAX_LINKED_ID, SealedClaims, VerifyAnswer, VerifyReason, VerifyRequest,
};
pub use webhook::{Delivery, DeliveryState, Webhook, WebhookData, WebhookEvent, WebhookMessage};

/// The most a request body may hold, in bytes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// The most readings of its own that a page may add.
pub const MAX_CUSTOM: usize = 8;

/// The most characters of JSON that such a reading, or the metadata, may have.
pub const MAX_OWN_CHARACTERS: usize = 1000;

/// `POST /v1/token`: asks for the right to submit once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenRequest {
    /// The site key, `pk_…`.
    #[serde(default)] // a missing key is refused as a key, not as a malformed body
    pub site_key: String,
}

/// The answer to [`TokenRequest`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenAnswer {
    /// Always true.
    pub ok: bool,
    /// Admits one submission from this origin.
    pub token: String,
    /// Seconds until the token expires.
    pub expires_in: u32,
    /// Seconds that the site wants between two full submissions of a device.
    pub check_interval_seconds: u32,
    /// Whether the site treats this visitor as in reduced mode, whatever the page asks for.
    #[serde(default)]
    pub reduced: bool,
}

/// `POST /v1/collect`: one full submission.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CollectRequest {
    /// The submission token of [`TokenAnswer`].
    pub token: String,
    /// The device token of an earlier [`CollectAnswer`], where the page still has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub device_token: Option<String>,
    /// The collector's version.
    #[serde(default)]
    pub collector: String,
    /// The readings, by signal name.
    #[cfg_attr(feature = "ts", ts(type = "Components"))]
    pub components: Components,
    /// The page's own readings, by key: evidence for the site, no part of the fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "Record<string, Component>"))]
    pub custom: Option<BTreeMap<String, Component>>,
    /// A small object of the page's own that goes along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "Record<string, unknown>"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<BTreeMap<String, Value>>"))]
    pub metadata: Option<Value>,
    /// What the visitor is doing, such as `login`: at most 64 characters, told in the sealed result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub action: Option<String>,
    /// What this belongs to for the page, such as an order: at most 256 characters, told in the sealed result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub linked_id: Option<String>,
    /// The page asks for an assessment alone: nobody is identified, and nothing is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub reduced: Option<bool>,
}

/// How a device was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum IdentityMethod {
    /// The page still had the signed device token.
    Token,
    /// A known device with this very fingerprint.
    Exact,
    /// A known device whose fingerprint was another: enough of it is as it was.
    Linked,
    /// Seen for the first time, or looks could not tell which device it is:
    /// then with a low confidence.
    New,
}

impl IdentityMethod {
    /// Every way, the surest first.
    pub const ALL: [Self; 4] = [Self::Token, Self::Exact, Self::Linked, Self::New];

    /// Its word on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Exact => "exact",
            Self::Linked => "linked",
            Self::New => "new",
        }
    }
}

/// The identity decision behind a `fingerprintId`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identity {
    /// What decided.
    pub method: IdentityMethod,
    /// How likely the decision is right, 0 to 1.
    pub confidence: f64,
    /// How many known devices were compared.
    pub candidates: u32,
}

/// Why a flag was raised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlagReason {
    /// The flag.
    pub flag: String,
    /// What kind of evidence it rests on.
    pub category: String,
    /// How much it weighs in the score, 0 to 100.
    pub weight: u8,
    /// What was seen, in a sentence.
    pub reason: String,
}

/// The answer to [`CollectRequest`]; to a reduced one, what names the device is null.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CollectAnswer {
    /// Always true.
    pub ok: bool,
    /// Names this submission.
    pub request_id: String,
    /// The device's id; `deviceId` on the server side.
    pub fingerprint_id: Option<String>,
    /// The content hash of the stable signals, recomputed by the edge.
    pub fingerprint: Option<String>,
    /// 0 to 100, higher is riskier.
    pub score: u8,
    /// The score's level.
    #[serde(rename = "risk_level")]
    pub risk_level: RiskLevel,
    /// Confidence in the assessment, 0.5 to 0.95.
    pub confidence: f64,
    /// The flags raised.
    pub flags: Vec<String>,
    /// Why each flag was raised.
    pub reasons: Vec<FlagReason>,
    /// How the id was decided.
    pub identity: Option<Identity>,
    /// Days until the next full submission is due; 0 where this one was reduced.
    pub next_submit_in: f64,
    /// To be stored by the page and sent along with the next submission.
    pub device_token: Option<String>,
    /// The sealed result: a compact JWS over [`SealedClaims`], for the page's backend.
    pub sealed: String,
}

/// `POST /v1/visit`: a known device was here again; its last answer still holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitRequest {
    /// The site key, `pk_…`.
    #[serde(default)] // a missing key is refused as a key, not as a malformed body
    pub site_key: String,
    /// The device token of the last submission.
    pub device_token: String,
}

/// The answer to [`VisitRequest`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitAnswer {
    /// Always true.
    pub ok: bool,
    /// Names this visit.
    pub request_id: String,
}

/// `GET /v1/device/:deviceId`: what is known of a device.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceAnswer {
    /// Always true.
    pub ok: bool,
    /// The device.
    pub device: Device,
}

/// A device as backends see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Device {
    /// The device identifier.
    pub device_id: String,
    /// The domain where this device was last seen.
    pub domain_id: String,
    /// Risk score, 0 to 100, higher is riskier.
    pub score: u8,
    /// The score's level.
    pub risk_level: RiskLevel,
    /// Confidence in the assessment, 0.5 to 0.95.
    pub confidence: f64,
    /// Risk flags detected.
    pub flags: Vec<String>,
    /// ISO country code, where the network tells.
    pub country: Option<String>,
    /// City name, where the network tells.
    pub city: Option<String>,
    /// When this device was first seen.
    pub created_at: String,
    /// When a full fingerprint was last submitted.
    pub last_submitted_at: String,
    /// When this device was last active.
    pub last_seen_at: String,
    /// How the id was decided at the last submission.
    pub identity: Identity,
    /// Why each flag was raised.
    pub reasons: Vec<FlagReason>,
    /// What the edge saw of the network at the last submission.
    pub network: Network,
    /// The domain where this device was first seen.
    pub first_seen_domain_id: String,
    /// Submissions and visits so far.
    pub visit_count: u32,
}

/// What the edge keeps of a connection. Never the address itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Network {
    /// The /24 (IPv4) or /48 (IPv6) of the address.
    pub ip_prefix: Option<String>,
    /// Autonomous system number.
    pub asn: Option<u32>,
    /// Name of the autonomous system.
    pub as_organization: Option<String>,
    /// HTTP protocol, such as `HTTP/2`.
    pub http_protocol: Option<String>,
    /// TLS version, such as `TLSv1.3`.
    pub tls_version: Option<String>,
    /// TLS cipher agreed on.
    pub tls_cipher: Option<String>,
    /// JA4 of the TLS hello, where the network gives it.
    pub ja4: Option<String>,
}

/// A problem document (RFC 9457) with a stable code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Always false.
    pub ok: bool,
    /// A URI reference that names the kind of problem: `/problems/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short summary, the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is particular to this occurrence.
    pub detail: String,
    /// The stable code; see [`crate::ErrorCode`].
    pub code: String,
    /// Names this request in the logs.
    pub request_id: String,
}
