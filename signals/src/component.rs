//! One signal's reading: a status, a value or the reason for its absence, and
//! how long it took.

use serde::{Deserialize, Serialize};

use crate::{Reason, Status, Value};

/// One signal's reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Component {
    /// How the reading went.
    pub status: Status,
    /// What was read. Present with `ok`; may be present with `noisy` and `tampered`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "unknown", optional))]
    pub value: Option<Value>,
    /// Why there is no usable value. Present unless `ok`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub reason: Option<Reason>,
    /// Milliseconds from the signal's start to its end, to 0.1 ms.
    pub ms: f64,
}

impl Component {
    /// A reading that went well.
    #[must_use]
    pub fn ok(value: impl Into<Value>) -> Self {
        Self { status: Status::Ok, value: Some(value.into()), reason: None, ms: 0.0 }
    }

    /// A reading without a value.
    #[must_use]
    pub fn absent(status: Status, reason: Reason) -> Self {
        Self { status, value: None, reason: Some(reason), ms: 0.0 }
    }

    /// The value, where the status says that it can be relied on.
    #[must_use]
    pub fn reliable(&self) -> Option<&Value> {
        if self.status == Status::Ok { self.value.as_ref() } else { None }
    }
}

impl From<Result<Value, Reason>> for Component {
    fn from(reading: Result<Value, Reason>) -> Self {
        reading.map_or_else(|reason| Self::absent(reason.status(), reason), Self::ok)
    }
}
