//! The attribute vector: what one visit shows.

use serde::{Deserialize, Serialize};

use crate::agent::{self, Class};
use crate::attribute::{Attribute, Kind, Layer};
use crate::value::{Value, hash64};

/// What one visit shows, attribute by attribute. Absent is absent, not equal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AttributeVector {
    values: Vec<Option<Value>>,
    class: Class,
}

impl AttributeVector {
    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, attribute: Attribute) -> Option<&Value> {
        self.values.get(attribute.index()).and_then(Option::as_ref)
    }

    /// The hash of an attribute's value.
    #[must_use]
    pub fn hash(&self, attribute: Attribute) -> Option<u32> {
        self.get(attribute).map(|value| value.hash)
    }

    /// Gives an attribute a value.
    pub fn set(&mut self, attribute: Attribute, value: Value) {
        if self.values.len() < Attribute::COUNT {
            self.values.resize(Attribute::COUNT, None);
        }
        if let Some(slot) = self.values.get_mut(attribute.index()) {
            *slot = Some(value);
        }
    }

    /// Forgets an attribute.
    pub fn clear(&mut self, attribute: Attribute) {
        if let Some(slot) = self.values.get_mut(attribute.index()) {
            *slot = None;
        }
    }

    /// Reads text by the attribute's kind. Lists and sets come comma-separated.
    pub fn set_text(&mut self, attribute: Attribute, text: &str) {
        let value = match attribute.info().kind {
            Kind::Exact => Value::exact(text),
            Kind::Version => Value::version(text),
            Kind::Set => Value::set(text.split(',')),
            Kind::List => Value::list(text.split(',').map(str::trim)),
            Kind::Size => Value::size(text),
            Kind::Words => Value::words(text),
            Kind::Offset => match text.trim().parse() {
                Ok(minutes) => Value::number(minutes),
                Err(_) => return,
            },
        };
        self.set(attribute, value);
    }

    /// Reads a user agent into family, version and, as long as nothing better
    /// is known, the system's version.
    pub fn set_user_agent(&mut self, text: &str) {
        let agent = agent::read(text);
        self.class = agent.class();
        self.set_text(Attribute::Family, &agent.family());
        if !agent.version.is_empty() {
            self.set_text(Attribute::BrowserVersion, &agent.version);
        }
        if !agent.system_version.is_empty() && self.get(Attribute::SystemVersion).is_none() {
            self.set_text(Attribute::SystemVersion, &agent.system_version);
        }
    }

    /// The kind of device.
    #[must_use]
    pub fn class(&self) -> Class {
        self.class
    }

    /// Says what kind of device it is, when more is known than the user agent.
    pub fn set_class(&mut self, class: Class) {
        self.class = class;
    }

    /// Whether two visits show the same, the network aside.
    #[must_use]
    pub fn looks_like(&self, other: &Self) -> bool {
        page_attributes().all(|attribute| self.hash(attribute) == other.hash(attribute))
    }

    /// A hash of everything that the page shows.
    #[must_use]
    pub fn exact_hash(&self) -> u64 {
        let bytes: Vec<[u8; 5]> = page_attributes()
            .map(|attribute| {
                let [a, b, c, d] = self.hash(attribute).unwrap_or_default().to_le_bytes();
                [u8::from(self.get(attribute).is_some()), a, b, c, d]
            })
            .collect();
        hash64(&[bytes.as_flattened()])
    }
}

fn page_attributes() -> impl Iterator<Item = Attribute> {
    Attribute::ALL.iter().copied().filter(|attribute| attribute.info().layer != Layer::Network)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_and_empty_differ() {
        let mut empty = AttributeVector::default();
        empty.set_text(Attribute::Plugins, "");
        assert_ne!(AttributeVector::default().exact_hash(), empty.exact_hash());
        empty.clear(Attribute::Plugins);
        assert_eq!(AttributeVector::default().exact_hash(), empty.exact_hash());
    }

    #[test]
    fn the_network_is_no_part_of_the_looks() {
        let mut home = AttributeVector::default();
        home.set_text(Attribute::Canvas, "c0ffee");
        let mut train = home.clone();
        train.set_text(Attribute::Operator, "AS64500");
        assert!(home.looks_like(&train));
        assert_eq!(home.exact_hash(), train.exact_hash());
    }
}
