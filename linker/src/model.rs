//! The model: how much more likely a visit is if it comes from a device than
//! if it comes from somebody else.

use crate::agent::Class;
use crate::attribute::{Attribute, Change, Layer};
use crate::compare::{LEVELS, Level, compare};
use crate::device::Device;
use crate::frequency::{Frequencies, Surprise};
use crate::vector::AttributeVector;
use crate::weights::{AttributeWeights, Weights};

/// However seldom a change was observed, it is not less likely than this:
/// the sample it was learnt from is small and the world is not.
const LEAST_CHANGE: f64 = 0.003;
const MOST_CHANGE: f64 = 0.9;
/// The least likely kind of change.
const LEAST_SHARE: f64 = 0.01;
/// Network evidence helps by no more than this, in nats, and harms by no more.
const MOST_NETWORK: f64 = 1.5;

/// However seldom newcomers are, the linker reckons with this share of them:
/// to take one for somebody else is worse than to know somebody twice.
const FEWEST_NEWCOMERS: f64 = 0.15;

/// Why a visit cannot come from a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Veto(pub Attribute);

/// What speaks for a device, attribute by attribute, in nats.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// For values that agree: how surprising that would be elsewhere.
    pub agreement: [f64; Attribute::COUNT],
    /// How much likelier this degree of agreement is on the same device.
    pub persistence: [f64; Attribute::COUNT],
    /// Attributes that changed.
    pub changes: u32,
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            agreement: [0.0; Attribute::COUNT],
            persistence: [0.0; Attribute::COUNT],
            changes: 0,
        }
    }
}

/// The change, if any, that no device makes.
#[must_use]
pub fn veto(device: &Device, visit: &AttributeVector) -> Option<Veto> {
    let impossible = Attribute::ALL.iter().copied().find(|attribute| {
        attribute.info().change == Change::Impossible
            && matches!(
                (device.latest.hash(*attribute), visit.hash(*attribute)),
                (Some(before), Some(after)) if before != after
            )
    });
    impossible.map(Veto)
}

/// Weighs a visit against a device.
#[must_use]
pub fn weigh(
    device: &Device,
    visit: &AttributeVector,
    surprise: &Surprise,
    day: f64,
    population: &Frequencies,
    weights: &Weights,
) -> Evidence {
    let days = (day - device.seen).max(0.0);
    let mut evidence = Evidence::default();
    let version = Attribute::BrowserVersion;
    let updated = matches!(
        (device.latest.hash(version), visit.hash(version)),
        (Some(before), Some(after)) if before != after
    );
    let sums = evidence.agreement.iter_mut().zip(evidence.persistence.iter_mut());
    let lines = weights.attributes.iter().zip(surprise);
    for ((attribute, (agreement, persistence)), (line, nats)) in
        Attribute::ALL.iter().copied().zip(sums).zip(lines)
    {
        let shown = |value| population.shown(attribute, value);
        let Some(level) = compare(attribute, device, visit, days, shown) else { continue };
        let usual = line.hazard(days, updated && attribute != version);
        *persistence = line.persistence(level, usual * device.restlessness(attribute, line));
        if level <= Level::Known {
            *agreement = *nats;
        }
        evidence.changes += u32::from(level != Level::Same);
    }
    evidence
}

impl AttributeWeights {
    /// How many changes are usual between two visits, some days apart: some come
    /// and go at any time, some come with time, some with an update.
    #[must_use]
    pub fn hazard(&self, days: f64, updated: bool) -> f64 {
        let update = if updated { self.with_update } else { 0.0 };
        self.rate * days - (1.0 - self.toggles).ln() + update
    }

    /// The logarithm of how much likelier a level is on the same device than on
    /// another. Where values agree, the surprise stands for the other device.
    #[must_use]
    pub fn persistence(&self, level: Level, changes: f64) -> f64 {
        let change = (1.0 - (-changes).exp()).clamp(LEAST_CHANGE, MOST_CHANGE);
        if level == Level::Same {
            return (1.0 - change).ln();
        }
        let share = |shares: &[f64; LEVELS]| {
            shares.get(level.index()).copied().unwrap_or(1.0).max(LEAST_SHARE)
        };
        let own = (change * share(&self.own_changes)).ln();
        if level == Level::Known { own } else { own - share(&self.other_levels).ln() }
    }
}

/// How much speaks for a device.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weight {
    /// Everything.
    pub total: f64,
    /// What a twin of the device would show as well.
    pub machine: f64,
}

impl Evidence {
    /// The sum of what was weighed, each attribute with the weight that makes
    /// up for what it has in common with others.
    #[must_use]
    pub fn sum(&self, weights: &Weights) -> Weight {
        let (mut machine, mut person, mut network) = (0.0, 0.0, 0.0);
        let sums = self.agreement.iter().zip(&self.persistence);
        for ((attribute, line), (agreement, persistence)) in
            Attribute::ALL.iter().zip(&weights.attributes).zip(sums)
        {
            let nats = line.agreement_weight * agreement + line.persistence_weight * persistence;
            match attribute.info().layer {
                Layer::Machine => machine += nats,
                Layer::Person => person += nats,
                Layer::Network => network += nats,
            }
        }
        Weight { total: machine + person + network.clamp(-MOST_NETWORK, MOST_NETWORK), machine }
    }
}

/// What is known before anything is compared.
#[derive(Clone, Copy, Debug)]
pub struct Prior {
    /// Log odds that the visit comes from one particular known device, against
    /// a new one that has nothing to do with it.
    pub device: f64,
    /// Log odds that it comes from a new twin of one particular known device.
    pub twin: f64,
}

impl Prior {
    /// The prior in a population.
    #[must_use]
    pub fn new(population: f64, newcomer_share: f64, class: Class, weights: &Weights) -> Self {
        let share = newcomer_share.clamp(FEWEST_NEWCOMERS, 0.9);
        let returning = weights.newcomers * ((1.0 - share) / share).ln();
        let one_of_many = -weights.crowd * population.max(1.0).ln();
        Self {
            device: weights.bias + returning + one_of_many,
            twin: weights.twins.get(class as usize).copied().unwrap_or(0.0) + one_of_many,
        }
    }
}

/// How likely the visit comes from each candidate; what is missing to one is
/// that it comes from none: a new device, or a new twin of one of them.
#[must_use]
pub fn posterior(candidates: &[Weight], prior: Prior) -> Vec<f64> {
    let device: Vec<f64> = candidates.iter().map(|weight| weight.total + prior.device).collect();
    let twins = candidates.iter().map(|weight| weight.machine + prior.twin);
    let top = device.iter().copied().chain(twins.clone()).fold(0.0_f64, f64::max);
    let none: f64 = (-top).exp() + twins.map(|odds| (odds - top).exp()).sum::<f64>();
    let shares: Vec<f64> = device.iter().map(|odds| (odds - top).exp()).collect();
    let sum: f64 = shares.iter().sum::<f64>() + none;
    shares.iter().map(|share| share / sum).collect()
}
