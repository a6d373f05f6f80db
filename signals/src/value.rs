//! What a signal reads: a small JSON-shaped value.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// No signal needs more; bounds the sorting that a hostile payload can cause.
pub const MAX_MAP_ENTRIES: usize = 512;

/// A signal's value. JSON's types, with maps kept in key order so that equal
/// values have equal canonical forms however they were built.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// Nothing: the browser answered `null` or `undefined`.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// A number; never NaN or infinite (see [`Value::number`]).
    Number(f64),
    /// Text. Lone surrogates became U+FFFD on the way out of the page.
    Text(String),
    /// A list, in the order that was read.
    List(Vec<Value>),
    /// A map, sorted by key, keys unique.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// A number, or `Null` where JSON has no way to write it.
    #[must_use]
    pub fn number(n: f64) -> Self {
        if n.is_finite() { Self::Number(n) } else { Self::Null }
    }

    /// A map from its entries: sorted by key; of equal keys the last one stays.
    #[must_use]
    pub fn map(entries: Vec<(String, Value)>) -> Self {
        let mut sorted: Vec<(String, Value)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            match sorted.binary_search_by(|(k, _)| k.as_str().cmp(&key)) {
                Ok(at) => {
                    if let Some(slot) = sorted.get_mut(at) {
                        slot.1 = value;
                    }
                }
                Err(at) => sorted.insert(at, (key, value)),
            }
        }
        Self::Map(sorted)
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The items, if it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entry under `key`, if it is a map that has one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Bool(b)
    }
}

impl From<f64> for Value {
    fn from(n: f64) -> Self {
        Self::number(n)
    }
}

impl From<u32> for Value {
    fn from(n: u32) -> Self {
        Self::Number(f64::from(n))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Value {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Value".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!(true)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(b) => serializer.serialize_bool(*b),
            Self::Number(n) => serializer.serialize_f64(*n),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, b: bool) -> Result<Value, E> {
        Ok(Value::Bool(b))
    }

    #[allow(clippy::cast_precision_loss)] // JavaScript numbers are f64: what was sent fits.
    fn visit_i64<E>(self, n: i64) -> Result<Value, E> {
        Ok(Value::Number(n as f64))
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E>(self, n: u64) -> Result<Value, E> {
        Ok(Value::Number(n as f64))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Value, E> {
        Ok(Value::number(n))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            if entries.len() == MAX_MAP_ENTRIES {
                return Err(serde::de::Error::custom("a map has too many entries"));
            }
            entries.push(entry);
        }
        Ok(Value::map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_sorted_and_its_last_duplicate_wins() {
        let map = Value::map(vec![
            ("b".into(), 1u32.into()),
            ("a".into(), 2u32.into()),
            ("b".into(), 3u32.into()),
        ]);
        assert_eq!(map, Value::Map(vec![("a".into(), 2u32.into()), ("b".into(), 3u32.into())]));
    }

    #[test]
    fn numbers_that_json_cannot_write_become_null() {
        for n in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Value::number(n), Value::Null);
        }
    }

    #[test]
    fn a_value_survives_json() -> Result<(), serde_json::Error> {
        let text = r#"{"a":[null,true,1.5,-0.1,1e300,"é"],"b":{"c":[]}}"#;
        let value: Value = serde_json::from_str(text)?;
        let again: Value = serde_json::from_str(&serde_json::to_string(&value)?)?;
        assert_eq!(value, again);
        Ok(())
    }
}
