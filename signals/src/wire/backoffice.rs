//! What the Backoffice asks before it saves: what would these settings do?

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::RiskLevel;

/// `POST /v1/admin/allowed-origins`: what entries mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OriginsCheck {
    /// The entries, in the order in which they were sent.
    pub entries: Vec<CheckedEntry>,
    /// The origins that they were tried on.
    pub origins: Vec<CheckedOrigin>,
}

/// An entry of a site's allowed origins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckedEntry {
    /// As it was sent.
    pub entry: String,
    /// Why it cannot be saved; null where it can.
    pub problem: Option<String>,
}

/// An origin that entries were tried on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckedOrigin {
    /// As it was sent.
    pub origin: String,
    /// Whether the entries that can be saved admit its pages.
    pub admitted: bool,
}

/// `POST /v1/admin/sites/:domainId/risk-preview`: what other weights would have done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RiskPreview {
    /// How many of the site's latest submissions were weighed, 1,000 at most.
    pub weighed: u32,
    /// How many of them would have another level.
    pub changed: u32,
    /// From which level to which, and how many.
    pub changes: Vec<LevelChange>,
    /// The latest of them, 50 at most.
    pub submissions: Vec<ChangedSubmission>,
}

/// Submissions that would move from one level to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LevelChange {
    /// The level that they have.
    pub from: RiskLevel,
    /// The level that they would have.
    pub to: RiskLevel,
    /// How many they are.
    pub count: u32,
}

/// A submission that would have another level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangedSubmission {
    /// Names the submission.
    pub request_id: String,
    /// Its device.
    pub device_id: String,
    /// When it came.
    pub created_at: String,
    /// Its flags.
    pub flags: Vec<String>,
    /// Its score.
    pub score: u8,
    /// The score that it would have.
    pub new_score: u8,
}
