//! Learning: first how attributes behave, each for itself (rates of change,
//! shares of values), then how much each may count beside the others.

use std::collections::HashMap;

use super::sample::{Sample, sightings};
use super::stir::Dice;
use crate::agent::Class;
use crate::attribute::{Attribute, Layer};
use crate::compare::{LEVELS, Level, compare};
use crate::device::Device;
use crate::frequency::Frequencies;
use crate::vector::AttributeVector;
use crate::weights::{AttributeWeights, Weights};

/// Days between visits in the replays that are learnt from.
pub const INTERVALS: [f64; 4] = [1.0, 3.0, 7.0, 20.0];
/// The weight that an attribute starts with and is drawn back to: less than
/// one, since attributes say partly the same.
pub const TYPICAL_WEIGHT: f64 = 0.6;

/// Known devices that a stranger is compared with.
const STRANGERS: usize = 12;

/// How often each level was met.
#[derive(Clone, Debug, Default)]
struct Tally {
    /// On the same device, by interval: compared, and changed.
    stays: [(f64, f64); INTERVALS.len()],
    /// The same after an update, and the days in between.
    updates: (f64, f64, f64),
    own: [f64; LEVELS],
    other: [f64; LEVELS],
    /// By class: pairs of devices compared, and equal.
    pairs: [(f64, f64); Class::COUNT],
}

/// Weights before the attributes were weighed against one another: what was
/// counted, and the same weight for all.
#[must_use]
pub fn count(samples: &[&Sample]) -> Weights {
    let mut weights = expected_of_the_world();
    let mut tallies = vec![Tally::default(); Attribute::COUNT];
    for sample in samples {
        for (at, every) in INTERVALS.iter().enumerate() {
            count_changes(sample, *every, at, &mut tallies);
        }
        count_pairs(sample, &mut tallies);
    }
    for (line, tally) in weights.attributes.iter_mut().zip(&tallies) {
        settle(line, tally);
    }
    weights
}

/// What is assumed of attributes that the sample does not have: those of the
/// network. An address prefix lasts days, an operator weeks.
fn expected_of_the_world() -> Weights {
    let lines = Attribute::ALL.iter().map(|attribute| {
        let (toggles, rate, expected) = match attribute {
            Attribute::NetworkPrefix => (0.3, 0.1, 0.02),
            Attribute::Operator => (0.2, 0.02, 0.1),
            Attribute::Handshake => (0.02, 0.02, 0.7),
            _ => (0.01, 0.002, 0.3),
        };
        let mut shares = [expected; Class::COUNT];
        if let Some(uniform) = shares.get_mut(Class::Uniform as usize) {
            *uniform = if attribute.info().layer == Layer::Network { expected } else { 0.9 };
        }
        AttributeWeights {
            toggles,
            rate,
            with_update: 0.0,
            own_changes: [1.0, 0.25, 0.3, 0.2, 0.2, 0.05, 0.05],
            other_levels: [1.0, 1.0, 0.2, 0.5, 0.1, 0.1, 0.2],
            agreement_weight: TYPICAL_WEIGHT,
            persistence_weight: TYPICAL_WEIGHT,
            expected: shares,
        }
    });
    let blank = AttributeWeights {
        toggles: 0.0,
        rate: 0.0,
        with_update: 0.0,
        own_changes: [0.0; LEVELS],
        other_levels: [0.0; LEVELS],
        agreement_weight: 0.0,
        persistence_weight: 0.0,
        expected: [0.0; Class::COUNT],
    };
    let mut attributes = [const { None }; Attribute::COUNT];
    for (slot, line) in attributes.iter_mut().zip(lines) {
        *slot = Some(line);
    }
    let attributes = attributes.map(|line| line.unwrap_or_else(|| blank.clone()));
    Weights {
        attributes,
        bias: 0.0,
        twins: [-1.0; Class::COUNT],
        newcomers: 1.0,
        crowd: 1.0,
        caution: [0.0; Class::COUNT],
        calibration: &[],
    }
}

fn count_changes(sample: &Sample, every: f64, at: usize, tallies: &mut [Tally]) {
    let mut dice = Dice::new(7);
    let mut population = Frequencies::default();
    let mut devices: HashMap<&str, Device> = HashMap::new();
    let mut families: HashMap<u32, Vec<&str>> = HashMap::new();
    for seen in sightings(sample, every) {
        let Some(device) = devices.get_mut(seen.owner) else {
            // Strangers are compared when they first come: that is whom the
            // linker must tell from those it knows.
            let family = seen.shows.hash(Attribute::Family).unwrap_or_default();
            let relatives = families.entry(family).or_default();
            for _ in 0..STRANGERS.min(relatives.len()) {
                let any = dice.roll() % relatives.len() as u64;
                let other = relatives.get(usize::try_from(any).unwrap_or(0));
                if let Some(other) = other.and_then(|other| devices.get(other)) {
                    let days = seen.day - other.seen;
                    tally(tallies, other, seen.shows, days, &population, |_, tally, level| {
                        bump(&mut tally.other, level)
                    });
                }
            }
            relatives.push(seen.owner);
            population.count_device(seen.shows, 1.0);
            devices.insert(seen.owner, Device::first_seen("", seen.shows.clone(), seen.day));
            continue;
        };
        let version = Attribute::BrowserVersion;
        let updated = device.latest.hash(version) != seen.shows.hash(version);
        tally(tallies, device, seen.shows, every, &population, |attribute, tally, level| {
            let changed = f64::from(u8::from(level != Level::Same));
            if updated && attribute != version {
                let (compared, changes, days) = tally.updates;
                tally.updates = (compared + 1.0, changes + changed, days + every);
            } else if let Some((compared, changes)) = tally.stays.get_mut(at) {
                *compared += 1.0;
                *changes += changed;
            }
            bump(&mut tally.own, level);
        });
        for attribute in device.see(seen.shows, seen.day) {
            population.count_value(attribute, seen.shows);
        }
    }
}

fn tally(
    tallies: &mut [Tally],
    device: &Device,
    visit: &AttributeVector,
    days: f64,
    population: &Frequencies,
    count: impl Fn(Attribute, &mut Tally, Level),
) {
    for (attribute, tally) in Attribute::ALL.iter().copied().zip(tallies) {
        let shown = |value| population.shown(attribute, value);
        if let Some(level) = compare(attribute, device, visit, days, shown) {
            count(attribute, tally, level);
        }
    }
}

fn bump(levels: &mut [f64; LEVELS], level: Level) {
    if let Some(count) = levels.get_mut(level.index()) {
        *count += 1.0;
    }
}

fn count_pairs(sample: &Sample, tallies: &mut [Tally]) {
    let firsts: Vec<&AttributeVector> =
        sample.values().filter_map(|spells| spells.first()).map(|spell| &spell.shows).collect();
    for (at, one) in firsts.iter().enumerate() {
        for other in firsts.iter().skip(at + 1).filter(|other| other.class() == one.class()) {
            for (attribute, tally) in Attribute::ALL.iter().copied().zip(tallies.iter_mut()) {
                let (Some(a), Some(b)) = (one.hash(attribute), other.hash(attribute)) else {
                    continue;
                };
                if let Some((pairs, equal)) = tally.pairs.get_mut(one.class() as usize) {
                    *pairs += 1.0;
                    *equal += f64::from(u8::from(a == b));
                }
            }
        }
    }
}

/// From counts to shares. Few observations change what was assumed little.
fn settle(line: &mut AttributeWeights, tally: &Tally) {
    if tally.stays.iter().any(|(compared, _)| *compared > 0.0) {
        (line.toggles, line.rate) = most_likely_change(&tally.stays);
    }
    let (compared, changes, days) = tally.updates;
    if compared > 0.0 {
        // With some imagined observations of no more changes than usual.
        let usual = line.hazard(days / compared, false);
        let share = (changes + 20.0 * (1.0 - (-usual).exp())) / (compared + 20.0);
        line.with_update = (-(1.0 - share.min(0.95)).ln() - usual).max(0.0);
    }
    // Levels that mean a change, and their weight in imagined observations.
    let changes = |assumed: &[f64; LEVELS], met: &[f64; LEVELS], from: usize| {
        let total: f64 = met.iter().skip(from).sum();
        let assumed_total: f64 = assumed.iter().skip(from).sum();
        let mut shares = [1.0; LEVELS];
        for ((share, assumed), met) in shares.iter_mut().zip(assumed).zip(met).skip(from) {
            *share = (met + 20.0 * assumed / assumed_total) / (total + 20.0);
        }
        shares
    };
    line.own_changes = changes(&line.own_changes, &tally.own, 1);
    // Where values agree, surprise takes the place of these shares: what
    // remains is shared out among the levels at which values differ.
    let total: f64 = tally.other.iter().sum();
    let differ: f64 = tally.other.iter().skip(2).sum();
    let among = changes(&line.other_levels, &tally.other, 2);
    let share_differing = (differ + 2.0) / (total + 4.0);
    line.other_levels =
        among.map(|share| if total > 0.0 { share * share_differing } else { share });
    for (expected, (pairs, equal)) in line.expected.iter_mut().zip(tally.pairs) {
        *expected = (equal + 20.0 * *expected) / (pairs + 20.0);
    }
}

/// The part that comes and goes and the rate of change that explain best how
/// often the value had changed after each interval.
fn most_likely_change(stays: &[(f64, f64); INTERVALS.len()]) -> (f64, f64) {
    let mut best = (0.01, 0.002, f64::NEG_INFINITY);
    for toggles in (0..=40).map(|n| 0.0005 * 1.17_f64.powi(n)) {
        for rate in (0..=40).map(|n| 0.0001 * 1.19_f64.powi(n)) {
            let likelihood: f64 = stays
                .iter()
                .zip(INTERVALS)
                .map(|((compared, changed), days)| {
                    let change = (1.0 - (1.0 - toggles) * (-rate * days).exp()).clamp(1e-6, 0.999);
                    changed * change.ln() + (compared - changed) * (1.0 - change).ln()
                })
                .sum();
            if likelihood > best.2 {
                best = (toggles, rate, likelihood);
            }
        }
    }
    (best.0, best.1)
}
