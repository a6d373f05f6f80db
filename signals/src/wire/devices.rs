//! Devices in number: lists, exports; and one device's whole record, to hand out or to erase.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Device, EventDetail, Visit};
use crate::Value;

/// `GET /v1/devices`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DevicesAnswer {
    /// Always true.
    pub ok: bool,
    /// A page of devices. It may be short, even empty, before the end.
    pub devices: Vec<Device>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
}

/// `DELETE /v1/device/:deviceId`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErasedAnswer {
    /// Always true.
    pub ok: bool,
    /// The device that was erased.
    pub device_id: String,
    /// Whether nothing is left. The device itself is always gone; of a very long
    /// history the rest follows within minutes.
    pub complete: bool,
}

/// `GET /v1/device/:deviceId/export`: everything held on a device.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceExport {
    /// Always true.
    pub ok: bool,
    /// The device.
    pub device: Device,
    /// Ids that were joined with it.
    pub former_ids: Vec<String>,
    /// What is remembered of its looks, to know it again: hashes, by signal.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub looks: Option<Value>,
    /// Its submissions with their evidence, newest first.
    pub events: Vec<EventDetail>,
    /// Its visits, newest first.
    pub visits: Vec<Visit>,
    /// Whether that is all. Of a history too long for one answer, the lists of
    /// submissions and of visits have the rest.
    pub complete: bool,
}

/// `GET /v1/exports/fingerprints?format=json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FingerprintsExport {
    /// Always true.
    pub ok: bool,
    /// Devices with their fingerprints.
    pub fingerprints: Vec<ExportedFingerprint>,
    /// Where to go on; null where that was all.
    pub next_cursor: Option<String>,
}

/// A device with its fingerprint: a row of an export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportedFingerprint {
    /// The device.
    #[serde(flatten)]
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub device: Device,
    /// The fingerprint of its last submission.
    pub fingerprint: Option<String>,
    /// Leads behind this row.
    pub cursor: String,
}
