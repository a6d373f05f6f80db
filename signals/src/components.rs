//! The readings of one collection.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{Component, SignalId, Value};

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

impl<'de> Deserialize<'de> for Components {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ComponentsVisitor)
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
    use crate::Status;

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
