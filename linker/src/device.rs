//! A known device, as the linker remembers it.

use serde::{Deserialize, Serialize};

use crate::alternation;
use crate::attribute::{Attribute, Kind};
use crate::vector::AttributeVector;
use crate::weights::AttributeWeights;

/// Values remembered per attribute besides the latest.
const EARLIER_VALUES: usize = 3;
/// How many changes the usual rate weighs against the device's own.
const USUAL_CHANGES: f64 = 1.0;

/// Keys remembered: those of a few looks.
const MOST_KEYS: usize = 4 * crate::blocking::KEYS;

/// A device that may have been taken for a new one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sibling {
    /// The device that it may be.
    pub id: String,
    /// How likely it is.
    #[serde(rename = "p")]
    pub probability: f64,
}

/// A known device. Bounded: however often it is seen, it does not grow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// What it showed last.
    pub latest: AttributeVector,
    /// What it showed before, newest first: pairs of attribute and hash.
    #[serde(default)]
    pub earlier: Vec<(u8, u32)>,
    /// How often attributes changed: pairs of attribute and count.
    #[serde(default)]
    pub changes: Vec<(u8, u16)>,
    /// When it was first seen, in days.
    pub since: f64,
    /// When it was last seen, in days.
    pub seen: f64,
    /// How often it was seen.
    pub visits: u32,
    /// The log odds that two devices share the id ([`crate::alternation`]).
    #[serde(default = "crate::alternation::unsuspected")]
    pub two: f64,
    /// The keys whose lists may name it, latest first ([`crate::blocking`]).
    #[serde(default)]
    pub keys: Vec<u64>,
    /// The device that this one may be: it was declared new, but not surely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sibling: Option<Sibling>,
}

impl Device {
    /// A device seen for the first time.
    #[must_use]
    pub fn first_seen(id: &str, latest: AttributeVector, day: f64) -> Self {
        Self {
            id: id.to_owned(),
            latest,
            earlier: Vec::new(),
            changes: Vec::new(),
            since: day,
            seen: day,
            visits: 1,
            two: alternation::unsuspected(),
            keys: Vec::new(),
            sibling: None,
        }
    }

    /// Takes note of the keys of a visit. Gives those that its name is to be
    /// entered under, and those that it is to be struck from.
    pub fn move_to(&mut self, keys: &[u64]) -> (Vec<u64>, Vec<u64>) {
        let latest = self.keys.get(..keys.len()).unwrap_or_default();
        let entered = keys.iter().copied().filter(|key| !latest.contains(key)).collect();
        self.keys.retain(|known| !keys.contains(known));
        self.keys.splice(0..0, keys.iter().copied());
        let struck = self.keys.split_off(MOST_KEYS.min(self.keys.len()));
        (entered, struck)
    }

    /// Whether the attribute had that value at an earlier visit.
    #[must_use]
    pub fn has_shown(&self, attribute: Attribute, hash: u32) -> bool {
        self.earlier
            .iter()
            .any(|(index, known)| usize::from(*index) == attribute.index() && *known == hash)
    }

    /// Takes in what the device shows now.
    /// Says of which attributes it had never shown that value.
    pub fn see(&mut self, visit: &AttributeVector, day: f64) -> Vec<Attribute> {
        self.two += alternation::speaks_for_two(self, visit);
        let mut fresh = Vec::new();
        for attribute in Attribute::ALL.iter().copied() {
            let Some(after) = visit.get(attribute) else { continue };
            let before = self.latest.hash(attribute);
            if before == Some(after.hash) {
                continue;
            }
            if before.is_some() {
                self.count_change(attribute);
            }
            if !self.has_shown(attribute, after.hash) {
                fresh.push(attribute);
            }
            // An old version never comes back: no use in remembering it.
            if let Some(hash) = before
                && attribute.info().kind != Kind::Version
            {
                self.remember(attribute, hash, after.hash);
            }
            self.latest.set(attribute, after.clone());
        }
        self.seen = self.seen.max(day);
        self.visits = self.visits.saturating_add(1);
        fresh
    }

    /// How restless the attribute is on this device, beside what is usual: one
    /// browser makes a new canvas of every visit, another never changed in a year.
    #[must_use]
    pub fn restlessness(&self, attribute: Attribute, weights: &AttributeWeights) -> f64 {
        let counted =
            self.changes.iter().find(|(index, _)| usize::from(*index) == attribute.index());
        let changes = counted.map_or(0.0, |(_, count)| f64::from(*count));
        let visits = f64::from(self.visits.saturating_sub(1));
        let usual =
            weights.hazard(0.0, false) * visits + weights.rate * (self.seen - self.since).max(0.0);
        ((USUAL_CHANGES + changes) / (USUAL_CHANGES + usual)).clamp(0.1, 8.0)
    }

    fn count_change(&mut self, attribute: Attribute) {
        let Ok(index) = u8::try_from(attribute.index()) else { return };
        match self.changes.iter_mut().find(|(known, _)| *known == index) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.changes.push((index, 1)),
        }
    }

    fn remember(&mut self, attribute: Attribute, hash: u32, instead_of: u32) {
        let Ok(index) = u8::try_from(attribute.index()) else { return };
        self.earlier.retain(|known| *known != (index, hash) && *known != (index, instead_of));
        self.earlier.insert(0, (index, hash));
        let mut count = 0;
        self.earlier.retain(|(known, _)| {
            count += usize::from(*known == index);
            *known != index || count <= EARLIER_VALUES
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_does_not_grow() {
        let mut visit = AttributeVector::default();
        let mut device = Device::first_seen("a", visit.clone(), 0.0);
        for day in 0..100_u32 {
            visit.set_text(Attribute::Canvas, &day.to_string());
            visit.set_text(Attribute::PixelRatio, &day.to_string());
            device.see(&visit, f64::from(day));
        }
        assert_eq!(device.earlier.len(), 2 * EARLIER_VALUES);
        assert_eq!(device.visits, 101);
    }

    #[test]
    fn only_what_was_never_shown_is_fresh() {
        let (mut one, mut two) = (AttributeVector::default(), AttributeVector::default());
        one.set_text(Attribute::Canvas, "1");
        two.set_text(Attribute::Canvas, "2");
        let mut device = Device::first_seen("a", one.clone(), 0.0);
        assert_eq!(device.see(&two, 1.0), vec![Attribute::Canvas]);
        assert_eq!(device.see(&one, 2.0), vec![]);
    }
}
