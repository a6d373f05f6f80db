//! Webhooks: what happens is told to a site's backend.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::RiskLevel;

/// What webhooks tell of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum WebhookEvent {
    /// A full submission was stored.
    #[serde(rename = "submission.created")]
    SubmissionCreated,
    /// A device's risk level is another than at its last submission.
    #[serde(rename = "device.risk_changed")]
    DeviceRiskChanged,
    /// A device and everything held on it was erased.
    #[serde(rename = "device.erased")]
    DeviceErased,
}

impl WebhookEvent {
    /// Every event.
    pub const ALL: [Self; 3] =
        [Self::SubmissionCreated, Self::DeviceRiskChanged, Self::DeviceErased];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SubmissionCreated => "submission.created",
            Self::DeviceRiskChanged => "device.risk_changed",
            Self::DeviceErased => "device.erased",
        }
    }
}

/// What a message is about. Members that an event does not tell are missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookData {
    /// The device, `dv_…`.
    #[serde(default)]
    pub device_id: String,
    /// The site, `d_…`.
    pub domain_id: String,
    /// The submission, as `GET /v1/events/:requestId` knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub request_id: Option<String>,
    /// 0 to 100, higher is riskier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub score: Option<u8>,
    /// The score's level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub risk_level: Option<RiskLevel>,
    /// The flags raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub flags: Option<Vec<String>>,
    /// The score of the submission before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub previous_score: Option<u8>,
    /// The level of the submission before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub previous_risk_level: Option<RiskLevel>,
}

/// The body of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookMessage {
    /// What happened.
    #[serde(rename = "type")]
    pub kind: WebhookEvent,
    /// When.
    pub timestamp: String,
    /// To what.
    pub data: WebhookData,
}

/// A webhook's configuration; never its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Webhook {
    /// Its id, `wh_…`.
    pub id: String,
    /// Whose it is.
    pub tenant_id: String,
    /// The site whose events it tells.
    pub domain_id: String,
    /// Where messages are sent.
    pub url: String,
    /// What it tells of.
    pub events: Vec<WebhookEvent>,
    /// When it was added.
    pub created_at: String,
    /// Until when the former secret signs too; null where there is none.
    pub former_secret_until: Option<String>,
    /// When it was disabled; null while it is not.
    pub disabled_at: Option<String>,
    /// Why: `operator`, or `gone` where the receiver answered 410.
    pub disabled_reason: Option<String>,
}

/// How far a message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DeliveryState {
    /// It is to be sent, for the first time or again.
    Pending,
    /// The receiver took it.
    Delivered,
    /// It is given up; the operator can have it sent again.
    Dead,
}

/// A message on its way, or at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delivery {
    /// Its id, `msg_…`: the `webhook-id` that the receiver sees.
    pub id: String,
    /// The webhook.
    pub webhook_id: String,
    /// What it tells of.
    pub event: WebhookEvent,
    /// How far it got.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When what it tells of happened.
    pub created_at: String,
    /// When it is tried next; null where it is not.
    pub next_try_at: Option<String>,
    /// The HTTP status of the last try; null where there was none.
    pub last_status: Option<u16>,
    /// What went wrong at the last try; null where nothing did.
    pub last_error: Option<String>,
}
