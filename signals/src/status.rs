//! How a reading went, and why there is none.

use serde::{Deserialize, Serialize};

/// How a reading went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Status {
    /// Read; `value` holds it.
    Ok,
    /// The browser has no such API. A stable fact, so it counts as a value.
    Unsupported,
    /// The API is there, but a policy, a setting or an extension refuses it.
    Blocked,
    /// The API threw or answered nonsense.
    Failed,
    /// The deadline passed first.
    Timeout,
    /// Two readings differ: noise is added. `value` may hold what is certain.
    Noisy,
    /// The API was replaced by script. `value` holds what it claimed.
    Tampered,
    /// Not read: excluded by the caller, or by a rule for this browser.
    Skipped,
}

impl Status {
    /// Its word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unsupported => "unsupported",
            Self::Blocked => "blocked",
            Self::Failed => "failed",
            Self::Timeout => "timeout",
            Self::Noisy => "noisy",
            Self::Tampered => "tampered",
            Self::Skipped => "skipped",
        }
    }
}

/// Why a reading has no usable value. Stable words, for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Reason {
    /// The object, property or method does not exist.
    ApiMissing,
    /// It exists, but is of the wrong type.
    UnexpectedType,
    /// It threw.
    Threw,
    /// It threw a `SecurityError` or `NotAllowedError`.
    Denied,
    /// Its answer was `null`, empty, or all zeros.
    Empty,
    /// The per-signal deadline passed.
    SignalDeadline,
    /// The deadline of the whole collection passed.
    OverallDeadline,
    /// Readings of the same thing differ.
    ReadingsDiffer,
    /// A native function involved does not look native.
    NotNative,
    /// The browser is known to randomise this signal.
    BrowserRandomises,
    /// The caller excluded it.
    Excluded,
    /// The document is not in a state to tell (hidden, detached).
    NotReady,
    /// A page's own reading is larger than what is taken.
    TooLarge,
}

impl Reason {
    /// Its word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiMissing => "api_missing",
            Self::UnexpectedType => "unexpected_type",
            Self::Threw => "threw",
            Self::Denied => "denied",
            Self::Empty => "empty",
            Self::SignalDeadline => "signal_deadline",
            Self::OverallDeadline => "overall_deadline",
            Self::ReadingsDiffer => "readings_differ",
            Self::NotNative => "not_native",
            Self::BrowserRandomises => "browser_randomises",
            Self::Excluded => "excluded",
            Self::NotReady => "not_ready",
            Self::TooLarge => "too_large",
        }
    }

    /// The status of a reading that ended for this reason.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::ApiMissing => Status::Unsupported,
            Self::UnexpectedType | Self::Threw | Self::Empty | Self::TooLarge => Status::Failed,
            Self::Denied => Status::Blocked,
            Self::SignalDeadline | Self::OverallDeadline => Status::Timeout,
            Self::ReadingsDiffer | Self::BrowserRandomises => Status::Noisy,
            Self::NotNative => Status::Tampered,
            Self::Excluded | Self::NotReady => Status::Skipped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Component;

    #[test]
    fn the_words_of_statuses_and_reasons_are_those_on_the_wire() {
        let reasons = [
            Reason::ApiMissing,
            Reason::UnexpectedType,
            Reason::Threw,
            Reason::Denied,
            Reason::Empty,
            Reason::SignalDeadline,
            Reason::OverallDeadline,
            Reason::ReadingsDiffer,
            Reason::NotNative,
            Reason::BrowserRandomises,
            Reason::Excluded,
            Reason::NotReady,
            Reason::TooLarge,
        ];
        for reason in reasons {
            let component = Component::from(Err(reason));
            let json = serde_json::to_value(&component).unwrap();
            assert_eq!(json["reason"], reason.as_str());
            assert_eq!(json["status"], component.status.as_str());
        }
        assert_eq!(serde_json::to_value(Status::Ok).unwrap(), Status::Ok.as_str());
    }
}
