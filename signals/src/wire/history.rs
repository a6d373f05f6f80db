//! What a backend reads of the past: submissions with their evidence, and visits.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{FlagReason, Identity, Network};
use crate::{Component, Components, RiskLevel, Value};

/// `GET /v1/events`: submissions, newest first unless asked otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventsAnswer {
    /// Always true.
    pub ok: bool,
    /// A page of submissions. It may be short, even empty, before the end.
    pub events: Vec<Event>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
}

/// `GET /v1/events/:requestId`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventAnswer {
    /// Always true.
    pub ok: bool,
    /// The submission.
    pub event: EventDetail,
}

/// A submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// Names the submission; the page got the same.
    pub request_id: String,
    /// The device that it was decided to be from.
    pub device_id: String,
    /// The domain that it came through.
    pub domain_id: String,
    /// When it came.
    pub created_at: String,
    /// The content hash of the stable signals.
    pub fingerprint: String,
    /// How many signals the fingerprint covers.
    pub coverage: u32,
    /// Risk score, 0 to 100, higher is riskier.
    pub score: u8,
    /// The score's level.
    pub risk_level: RiskLevel,
    /// Confidence in the assessment, 0.5 to 0.95.
    pub confidence: f64,
    /// Risk flags detected.
    pub flags: Vec<String>,
    /// Why each flag was raised.
    pub reasons: Vec<FlagReason>,
    /// How the device was told.
    pub identity: Identity,
    /// The collector's version.
    pub collector: String,
    /// The page's origin.
    pub origin: Option<String>,
    /// ISO country code, where the network tells.
    pub country: Option<String>,
    /// City name, where the network tells.
    pub city: Option<String>,
    /// What the edge saw of the network.
    pub network: Network,
    /// What the page said it was about.
    pub action: Option<String>,
    /// The site's own name for whom it was about.
    pub linked_id: Option<String>,
}

/// A submission with what its assessment rested on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventDetail {
    /// The submission.
    #[serde(flatten)]
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub event: Event,
    /// What it rested on; null where none was kept.
    pub evidence: Option<EventEvidence>,
}

/// What an assessment rested on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventEvidence {
    /// The request's headers, as far as rules look at them.
    pub headers: HeaderSummary,
    /// The readings as submitted, by signal name.
    #[cfg_attr(feature = "ts", ts(type = "Components"))]
    pub components: Components,
    /// The page's own readings.
    #[cfg_attr(feature = "ts", ts(type = "Record<string, Component> | null"))]
    pub custom: Option<BTreeMap<String, Component>>,
    /// The page's own object.
    #[cfg_attr(feature = "ts", ts(type = "Record<string, unknown> | null"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<BTreeMap<String, Value>>"))]
    pub metadata: Option<Value>,
}

/// The headers that rules look at, each up to 1,024 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[allow(missing_docs)] // each is the header of its name
pub struct HeaderSummary {
    pub user_agent: Option<String>,
    pub accept: Option<String>,
    pub accept_language: Option<String>,
    pub accept_encoding: Option<String>,
    pub sec_ch_ua: Option<String>,
    pub sec_ch_ua_mobile: Option<String>,
    pub sec_ch_ua_platform: Option<String>,
    pub sec_fetch_site: Option<String>,
    pub sec_fetch_mode: Option<String>,
    pub sec_fetch_dest: Option<String>,
    /// The browser that they name, as `/v1/stats` counts it; null in what is older than this member.
    #[serde(default)]
    pub browser: Option<String>,
}

/// `GET /v1/visits`: visits, newest first unless asked otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitsAnswer {
    /// Always true.
    pub ok: bool,
    /// A page of visits. It may be short, even empty, before the end.
    pub visits: Vec<Visit>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
}

/// A visit: a known device was here again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Visit {
    /// Names the visit; the page got the same.
    pub request_id: String,
    /// The device.
    pub device_id: String,
    /// The domain that it visited.
    pub domain_id: String,
    /// When.
    pub created_at: String,
    /// The page's origin.
    pub origin: Option<String>,
    /// ISO country code, where the network tells.
    pub country: Option<String>,
    /// City name, where the network tells.
    pub city: Option<String>,
    /// What the edge saw of the network.
    pub network: Network,
}
