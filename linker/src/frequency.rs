//! How common a value is among a tenant's devices, learnt as they come, in
//! bounded space.
//!
//! Counted are two kinds of keys: a value, and a value together with its
//! parent's value (a canvas among devices with that graphics card). The sketch
//! never counts too little, so a value may look commoner than it is and never
//! rarer: errors make the linker cautious. It doubles with the devices counted,
//! up to a limit; when it is full, everything is halved.

use base64ct::{Base64, Encoding as _};

use crate::agent::Class;
use crate::attribute::Attribute;
use crate::sketch::Sketch;
use crate::value::mix;
use crate::vector::AttributeVector;
use crate::weights::Weights;

const MAGIC: &[u8; 4] = b"efq1";
/// A row has at least so many cells for each device counted, as far as it may.
const CELLS_PER_DEVICE: usize = 16;
/// Devices after which a sample of the visitors tells as much as all of them:
/// the rarest share that counts is one in a thousand.
const SAMPLED_FROM: f64 = 4_000.0;
/// Devices after which all counts are halved: keeps cells within 16 bits.
const FULL: u32 = 40_000;
/// How many devices the shipped expectation weighs against a tenant's own.
const PRIOR_DEVICES: f64 = 10.0;
/// Devices after which half is known of what a tenant's phones have in common.
const PHONES_UNKNOWN: f64 = 30.0;
/// No agreement counts for more than this (about 1 in 1,100).
const MOST_SURPRISE: f64 = 7.0;
/// What the shipped expectation of new visitors weighs, in visits.
const PRIOR_VISITS: f64 = 50.0;
const PRIOR_NEW_SHARE: f64 = 0.15;
/// Visits after which what was learnt about new visitors is halved.
const RECENT_VISITS: f64 = 5_000.0;

/// What a tenant's population looks like.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequencies {
    sketch: Sketch,
    counted: u32,
    population: f64,
    visits: f64,
    newcomers: f64,
    /// How many visitors each one that is counted stands for; not stored.
    step: f64,
    /// Whether anything was counted since it was made or read; not stored.
    learnt: bool,
}

/// How surprising each value of a visit is on some other device, in nats, given
/// its parent's value.
pub type Surprise = [f64; Attribute::COUNT];

impl Default for Frequencies {
    fn default() -> Self {
        Self::of(Sketch::default())
    }
}

impl Frequencies {
    /// An empty sketch of that many cells in each of its three rows.
    #[must_use]
    pub fn with_width(width: usize) -> Self {
        Self::of(Sketch::with_width(width))
    }

    fn of(sketch: Sketch) -> Self {
        Self {
            sketch,
            counted: 0,
            population: 0.0,
            visits: 0.0,
            newcomers: 0.0,
            step: 1.0,
            learnt: false,
        }
    }

    /// The share of visitors who need be counted: all at first, fewer the more
    /// are known. Who counts says so with [`Self::count_sample`].
    #[must_use]
    pub fn sampling_rate(&self) -> f64 {
        (SAMPLED_FROM / f64::from(self.counted.max(1))).min(1.0)
    }

    /// Each visitor counted from now on stands for as many as were not.
    pub fn count_sample(&mut self) {
        self.step = 1.0 / self.sampling_rate();
    }

    /// Whether anything was counted since it was made or read.
    #[must_use]
    pub fn has_learnt(&self) -> bool {
        self.learnt
    }

    /// How many devices are known.
    #[must_use]
    pub fn population(&self) -> f64 {
        self.population
    }

    /// The share of visits without a token that come from new devices.
    #[must_use]
    pub fn newcomer_share(&self) -> f64 {
        (self.newcomers + PRIOR_NEW_SHARE * PRIOR_VISITS) / (self.visits + PRIOR_VISITS)
    }

    /// Counts a visit without a token. `new` is how likely the device was new.
    pub fn count_visit(&mut self, new: f64) {
        self.learnt = true;
        self.visits += 1.0;
        self.newcomers += new.clamp(0.0, 1.0);
        if self.visits > RECENT_VISITS {
            self.visits /= 2.0;
            self.newcomers /= 2.0;
        }
    }

    /// Counts a device never seen before. `weight` is how likely it was new.
    pub fn count_device(&mut self, visit: &AttributeVector, weight: f64) {
        self.learnt = true;
        self.population += weight.clamp(0.0, 1.0) * self.step;
        if weight < 0.5 {
            return;
        }
        if self.counted >= FULL {
            self.halve();
        }
        self.counted += 1;
        self.sketch.widen(CELLS_PER_DEVICE * self.counted as usize);
        for attribute in Attribute::ALL.iter().copied() {
            self.count_value(attribute, visit);
        }
    }

    /// Counts a value that a known device had never shown.
    pub fn count_value(&mut self, attribute: Attribute, visit: &AttributeVector) {
        let Some(value) = visit.hash(attribute) else { return };
        self.learnt = true;
        self.sketch.increment(key(attribute, value, None));
        if let Some(parent) = attribute.info().parent {
            self.sketch.increment(key(
                attribute,
                value,
                Some(visit.hash(parent).unwrap_or_default()),
            ));
        }
    }

    /// How many devices ever showed a value, about, and never fewer than said.
    #[must_use]
    pub fn shown(&self, attribute: Attribute, value: u32) -> f64 {
        self.sketch.count(key(attribute, value, None))
    }

    /// How surprising it would be to meet each value on some other device.
    #[must_use]
    pub fn surprise(&self, visit: &AttributeVector, weights: &Weights) -> Surprise {
        let mut surprise = [0.0; Attribute::COUNT];
        let known = self.known_of(visit.class());
        for (attribute, nats) in Attribute::ALL.iter().copied().zip(surprise.iter_mut()) {
            if let Some(value) = visit.hash(attribute) {
                let share = self.share(attribute, value, visit, weights);
                *nats = known * (-share.ln()).clamp(0.0, MOST_SURPRISE);
            }
        }
        surprise
    }

    /// How much the tenant's population is known, 0 to 1, as far as a class
    /// needs it. Phones of one model differ in nothing but their owners, and how
    /// alike those are (one country, one language) only the tenant's own devices
    /// can tell: until they have, no agreement of two phones is surprising.
    fn known_of(&self, class: Class) -> f64 {
        let counted = f64::from(self.counted);
        match class {
            Class::Ios | Class::Android => counted / (counted + PHONES_UNKNOWN),
            _ => 1.0,
        }
    }

    /// The share of devices with that value among those with the same parent.
    /// Seldom-seen parents fall back on the share among all, unseen values on
    /// what is expected of the attribute on such devices.
    fn share(
        &self,
        attribute: Attribute,
        value: u32,
        visit: &AttributeVector,
        weights: &Weights,
    ) -> f64 {
        let expected = weights.expected_share(attribute, visit.class());
        let backed = |count: f64, total: f64, share: f64| {
            (count + PRIOR_DEVICES * share) / (total + PRIOR_DEVICES)
        };
        let total = f64::from(self.counted);
        let single = self.sketch.count(key(attribute, value, None));
        let overall = backed(single.min(total), total, expected);
        let Some(parent) = attribute.info().parent else { return overall };
        let Some(parent_value) = visit.hash(parent) else { return overall };
        let siblings = self.sketch.count(key(parent, parent_value, None));
        let pair = self.sketch.count(key(attribute, value, Some(parent_value)));
        backed(pair.min(siblings), siblings, overall.max(expected.min(0.5)))
    }

    fn halve(&mut self) {
        self.counted /= 2;
        self.sketch.halve();
    }

    /// As bytes, to be stored in one row.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.counted.to_le_bytes());
        for number in [self.population, self.visits, self.newcomers] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.sketch.to_bytes());
        bytes
    }

    /// From stored bytes. Nothing when they are not such bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC.as_slice())?;
        let (counted, mut rest) = rest.split_first_chunk::<4>()?;
        let mut numbers = [0.0; 3];
        for number in &mut numbers {
            let (chunk, after) = rest.split_first_chunk::<8>()?;
            *number = f64::from_le_bytes(*chunk);
            rest = after;
        }
        if !numbers.iter().all(|n| *n >= 0.0) {
            return None;
        }
        let [population, visits, newcomers] = numbers;
        let counted = u32::from_le_bytes(*counted);
        Some(Self { counted, population, visits, newcomers, ..Self::of(Sketch::from_bytes(rest)?) })
    }

    /// As text, for a database: base64 of the bytes. Here, since this crate alone
    /// is compiled for speed, and it is thousands of bytes at every other visit.
    #[must_use]
    pub fn to_text(&self) -> String {
        Base64::encode_string(&self.to_bytes())
    }

    /// From text. Nothing when it is not such text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::from_bytes(&Base64::decode_vec(text).ok()?)
    }
}

fn key(attribute: Attribute, value: u32, parent: Option<u32>) -> u64 {
    let kind = (attribute.index() as u64) << 1 | u64::from(parent.is_some());
    let values = u64::from(value) << 32 | u64::from(parent.unwrap_or_default());
    mix(values ^ mix(kind.wrapping_add(1)))
}

impl Weights {
    /// The share of other devices of that class with the same value, typically.
    #[must_use]
    pub fn expected_share(&self, attribute: Attribute, class: Class) -> f64 {
        let line = self.attributes.get(attribute.index());
        let share = line.and_then(|line| line.expected.get(class as usize)).copied();
        share.unwrap_or(0.5).clamp(0.001, 1.0)
    }
}

#[cfg(test)]
mod tests;
