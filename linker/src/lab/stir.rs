//! Populations that are not quite the one that was learnt from: whoever is good
//! on the sample alone is found out here. And the dice for it.

use super::sample::Sample;
use crate::attribute::{Attribute, Kind, Layer};
use crate::value::{Value, mix};

/// Dice that fall the same way every time (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice for a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// The next number from 0 to 1.
    #[allow(clippy::cast_precision_loss)]
    pub fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A way to change a population.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stir {
    /// An attribute that nobody shows.
    Mask(Attribute),
    /// An attribute with so many values only: more twins.
    Coarsen(Attribute, u32),
    /// An attribute that gets a value of its own in such a share of spells.
    Unsettle(Attribute, f64),
    /// That share of browsers are on the same machine model as some other.
    Twin(f64),
    /// Only that share of browsers.
    Thin(f64),
}

impl Stir {
    /// Reads `mask:canvas`, `coarsen:audio:5`, `unsettle:fonts:0.05`, `twin:0.1`, `thin:0.5`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (kind, name, number) = (parts.next()?, parts.next()?, parts.next());
        let attribute = Attribute::from_name(name);
        match kind {
            "mask" => Some(Self::Mask(attribute?)),
            "coarsen" => Some(Self::Coarsen(attribute?, number?.parse().ok()?)),
            "unsettle" => Some(Self::Unsettle(attribute?, number?.parse().ok()?)),
            "twin" => Some(Self::Twin(name.parse().ok()?)),
            "thin" => Some(Self::Thin(name.parse().ok()?)),
            _ => None,
        }
    }

    /// Changes a population.
    pub fn apply(self, sample: &mut Sample, seed: u64) {
        let mut dice = Dice::new(seed);
        if let Self::Thin(share) = self {
            sample.retain(|_, _| dice.share() < share);
            return;
        }
        if let Self::Twin(share) = self {
            return twin(sample, share, &mut dice);
        }
        for spell in sample.values_mut().flatten() {
            let shows = &mut spell.shows;
            match self {
                Self::Mask(attribute) => shows.clear(attribute),
                Self::Coarsen(attribute, values) => {
                    if let Some(hash) = shows.hash(attribute) {
                        let bucket = hash % values.max(1);
                        shows.set(attribute, Value::exact(&format!("bucket {bucket}")));
                    }
                }
                Self::Unsettle(attribute, share) => {
                    if shows.get(attribute).is_some() && dice.share() < share {
                        shows.set(attribute, Value::exact(&dice.roll().to_string()));
                    }
                }
                Self::Thin(_) | Self::Twin(_) => {}
            }
        }
    }
}

/// Gives some browsers the machine of another browser of the same family: what
/// they never changed of their own they take from the other's first spell.
fn twin(sample: &mut Sample, share: f64, dice: &mut Dice) {
    let firsts: Vec<_> = sample
        .values()
        .filter_map(|spells| spells.first())
        .map(|spell| spell.shows.clone())
        .collect();
    for spells in sample.values_mut() {
        let Some(own) = spells.first().map(|spell| spell.shows.clone()) else { continue };
        let family = own.hash(Attribute::Family);
        let others: Vec<_> =
            firsts.iter().filter(|other| other.hash(Attribute::Family) == family).collect();
        let any = usize::try_from(dice.roll() % others.len().max(1) as u64).unwrap_or(0);
        let Some(other) = others.get(any).filter(|_| dice.share() < share) else { continue };
        for attribute in Attribute::ALL.iter().copied() {
            let machine =
                attribute.info().layer == Layer::Machine && attribute.info().kind != Kind::Version;
            let Some(value) = other.get(attribute).filter(|_| machine) else { continue };
            for spell in spells.iter_mut() {
                if spell.shows.hash(attribute) == own.hash(attribute) {
                    spell.shows.set(attribute, value.clone());
                }
            }
        }
    }
}
