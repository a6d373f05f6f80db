//! One signal's reading: a status, a value or the reason for its absence, and
//! how long it took.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{SignalId, Value};

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

/// All readings of one collection, in catalogue order, one slot a signal.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Components(Vec<(SignalId, Component)>);

impl Components {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Puts a reading in its place; a second one for the same signal replaces the first.
    pub fn set(&mut self, id: SignalId, component: Component) {
        match self.0.binary_search_by_key(&(id as u8), |(i, _)| *i as u8) {
            Ok(at) => {
                if let Some(slot) = self.0.get_mut(at) {
                    slot.1 = component;
                }
            }
            Err(at) => self.0.insert(at, (id, component)),
        }
    }

    /// The reading of one signal.
    #[must_use]
    pub fn get(&self, id: SignalId) -> Option<&Component> {
        self.iter().find(|(i, _)| *i == id).map(|(_, component)| component)
    }

    /// The value of one signal, where it can be relied on.
    #[must_use]
    pub fn value(&self, id: SignalId) -> Option<&Value> {
        self.get(id).and_then(Component::reliable)
    }

    /// All readings, in catalogue order.
    pub fn iter(&self) -> impl Iterator<Item = (SignalId, &Component)> {
        self.0.iter().map(|(id, component)| (*id, component))
    }

    /// How many readings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Components {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(id, component)| (id.name(), component)))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Components {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Components".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "description": "The readings of one collection, by signal. Names that are no signal's are passed over.",
            "additionalProperties": generator.subschema_for::<Component>(),
        })
    }
}

impl<'de> Deserialize<'de> for Components {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ComponentsVisitor)
    }
}

struct ComponentsVisitor;

impl<'de> serde::de::Visitor<'de> for ComponentsVisitor {
    type Value = Components;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("a map from signal names to readings")
    }

    /// Unknown names are passed over: a newer collector may know more signals.
    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Components, A::Error> {
        let mut components = Components::new();
        while let Some(name) = map.next_key::<String>()? {
            match SignalId::from_name(&name) {
                Some(id) => components.set(id, map.next_value()?),
                None => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                }
            }
        }
        Ok(components)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_keep_catalogue_order_and_replace() {
        let mut components = Components::new();
        components.set(SignalId::Webdriver, Component::ok(true));
        components.set(SignalId::UserAgent, Component::ok("a"));
        components.set(SignalId::UserAgent, Component::ok("b"));
        assert_eq!(components.len(), 2);
        assert_eq!(components.iter().map(|(id, _)| id).next(), Some(SignalId::UserAgent));
        assert_eq!(components.value(SignalId::UserAgent), Some(&Value::from("b")));
    }

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

    #[test]
    fn unknown_signals_are_passed_over() -> Result<(), serde_json::Error> {
        let json = r#"{"from_the_future":{"status":"ok","value":{"deep":[1]},"ms":1},
                       "webdriver":{"status":"ok","value":false,"ms":0.1}}"#;
        let components: Components = serde_json::from_str(json)?;
        assert_eq!(components.len(), 1);
        Ok(())
    }

    #[test]
    fn an_unreliable_value_is_not_a_value() {
        let mut components = Components::new();
        let mut noisy = Component::ok("x");
        noisy.status = Status::Noisy;
        components.set(SignalId::Canvas, noisy);
        assert_eq!(components.value(SignalId::Canvas), None);
    }
}
