//! How much each attribute may count beside the others: a softmax over the
//! candidates of a visit and "none of them", fitted by gradient descent and
//! drawn towards equal weights.

use std::collections::HashMap;

use super::fit::TYPICAL_WEIGHT;
use super::sample::{Sample, sightings};
use crate::agent::Class;
use crate::attribute::{Attribute, Layer};
use crate::blocking::keys;
use crate::device::Device;
use crate::frequency::Frequencies;
use crate::memory::Memory;
use crate::model::{veto, weigh};
use crate::store::Change;
use crate::vector::AttributeVector;
use crate::weights::Weights;

/// Agreement and persistence of every attribute, bias, newcomers, crowd, twins.
const INPUTS: usize = 2 * Attribute::COUNT + 3 + Class::COUNT;
const BIAS: usize = 2 * Attribute::COUNT;
const CROWD: usize = BIAS + 2;
const TWINS: usize = BIAS + 3;
/// How strongly weights are drawn to where they started, in examples.
const TOWARDS_TYPICAL: f64 = 200.0;
/// The laws of probability are not to be unlearnt from one sample.
const TOWARDS_THEORY: f64 = 600.0;
const ROUNDS: usize = 250;
const STEP: f64 = 0.03;
/// A candidate this much worse than the best teaches nothing.
const MOST_COMPARED: usize = 16;

type Inputs = [f32; INPUTS];

/// A visit: its candidates' inputs, and which is right.
#[derive(Debug)]
pub struct Example {
    candidates: Vec<Inputs>,
    class: Class,
    right: Option<usize>,
}

/// Makes examples of a replay in which every visit before was linked rightly.
#[must_use]
pub fn examples(sample: &Sample, every: f64, weights: &Weights) -> Vec<Example> {
    let mut memory = Memory::default();
    let mut population = Frequencies::default();
    let mut ids: HashMap<&str, String> = HashMap::new();
    let mut examples = Vec::new();
    for seen in sightings(sample, every) {
        let visit_keys = keys(seen.shows);
        let own = ids.get(seen.owner).cloned();
        let found = memory.candidates(&visit_keys, own.as_deref());
        let surprise = population.surprise(seen.shows, weights);
        let share = population.newcomer_share().clamp(0.01, 0.9);
        let prior = [1.0, ((1.0 - share) / share).ln(), -population.population().max(1.0).ln()];
        let listed = memory.candidates(&visit_keys, None);
        let mut candidates: Vec<(Inputs, bool, f64)> = Vec::new();
        for device in listed.iter().filter(|device| veto(device, seen.shows).is_none()) {
            let evidence = weigh(device, seen.shows, &surprise, seen.day, &population, weights);
            let numbers = evidence.agreement.iter().chain(&evidence.persistence).chain(&prior);
            let mut inputs = [0.0; INPUTS];
            for (input, number) in inputs.iter_mut().zip(numbers) {
                *input = *number as f32;
            }
            candidates.push((
                inputs,
                Some(&device.id) == own.as_ref(),
                evidence.sum(weights).total,
            ));
        }
        candidates.sort_by(|a, b| b.1.cmp(&a.1).then(b.2.total_cmp(&a.2)));
        candidates.truncate(MOST_COMPARED);
        if !candidates.is_empty() {
            let right = candidates.iter().position(|(_, right, _)| *right);
            let candidates = candidates.into_iter().map(|(inputs, ..)| inputs).collect();
            examples.push(Example { candidates, class: seen.shows.class(), right });
        }
        population.count_visit(f64::from(u8::from(own.is_none())));
        let known = own.and_then(|id| found.into_iter().find(|device| device.id == id));
        let change = remember(known, ids.len(), seen.shows, seen.day, &mut population);
        ids.entry(seen.owner).or_insert_with(|| change.device.id.clone());
        memory.put(change);
    }
    examples
}

fn remember(
    known: Option<Device>,
    count: usize,
    shows: &AttributeVector,
    day: f64,
    population: &mut Frequencies,
) -> Change {
    if let Some(mut device) = known {
        for attribute in device.see(shows, day) {
            population.count_value(attribute, shows);
        }
        return Change { device, keys: keys(shows), struck: Vec::new() };
    }
    population.count_device(shows, 1.0);
    Change {
        device: Device::first_seen(&format!("d{count}"), shows.clone(), day),
        keys: keys(shows),
        struck: Vec::new(),
    }
}

/// Fits the weights of the attributes.
pub fn fit(weights: &mut Weights, examples: &[Example]) -> f64 {
    let start = start(weights);
    let mut now = start;
    let (mut mean, mut square) = ([0.0; INPUTS], [0.0; INPUTS]);
    let mut loss = 0.0;
    for round in 1..=ROUNDS {
        let (total, mut slope) = slope(&now, examples);
        loss = total;
        for (at, ((slope, now), start)) in slope.iter_mut().zip(&now).zip(&start).enumerate() {
            let pull = match at {
                BIAS => 2.0,
                at if at >= TWINS => 5.0,
                at if at > BIAS => TOWARDS_THEORY,
                _ => TOWARDS_TYPICAL,
            };
            *slope += pull * (now - start);
        }
        // Adam: steps of like size whatever the scale of an input.
        let age = i32::try_from(round).unwrap_or(i32::MAX);
        let lines = now.iter_mut().zip(&slope).zip(mean.iter_mut().zip(square.iter_mut()));
        for (at, ((weight, slope), (mean, square))) in lines.enumerate() {
            *mean = 0.9 * *mean + 0.1 * slope;
            *square = 0.99 * *square + 0.01 * slope * slope;
            let (m, s) = (*mean / (1.0 - 0.9_f64.powi(age)), *square / (1.0 - 0.99_f64.powi(age)));
            *weight -= STEP * m / (s.sqrt() + 1e-9);
            // No agreement may speak against a device, nor a change for it.
            if at < BIAS {
                *weight = weight.clamp(0.05, 1.5);
            }
        }
    }
    finish(weights, &now);
    loss / examples.len().max(1) as f64
}

fn start(weights: &Weights) -> [f64; INPUTS] {
    let mut start = [TYPICAL_WEIGHT; INPUTS];
    let last = [weights.bias, weights.newcomers, weights.crowd];
    for (slot, value) in start.iter_mut().skip(BIAS).zip(last.into_iter().chain(weights.twins)) {
        *slot = value;
    }
    start
}

fn finish(weights: &mut Weights, now: &[f64; INPUTS]) {
    let (agreement, rest) = now.split_at(Attribute::COUNT);
    let (persistence, last) = rest.split_at(Attribute::COUNT);
    for (line, (a, p)) in weights.attributes.iter_mut().zip(agreement.iter().zip(persistence)) {
        (line.agreement_weight, line.persistence_weight) = (*a, *p);
    }
    if let [bias, newcomers, crowd, twins @ ..] = last {
        (weights.bias, weights.newcomers, weights.crowd) = (*bias, *newcomers, *crowd);
        for (slot, twins) in weights.twins.iter_mut().zip(twins) {
            *slot = *twins;
        }
    }
}

/// What a twin of a candidate would show as well.
fn as_twin(inputs: &Inputs, class: Class) -> Inputs {
    let mut twin = *inputs;
    let both = Attribute::ALL.iter().chain(Attribute::ALL).map(|attribute| attribute.info().layer);
    for (input, layer) in twin.iter_mut().zip(both) {
        if layer != Layer::Machine {
            *input = 0.0;
        }
    }
    for (at, input) in twin.iter_mut().enumerate().skip(BIAS) {
        match at {
            at if at == TWINS + class as usize => *input = 1.0,
            CROWD => {}
            _ => *input = 0.0,
        }
    }
    twin
}

/// The sum of the surprises at the right answers, and its slope.
fn slope(now: &[f64; INPUTS], examples: &[Example]) -> (f64, [f64; INPUTS]) {
    let mut total = 0.0;
    let mut slope = [0.0; INPUTS];
    for Example { candidates, class, right } in examples {
        let twins: Vec<Inputs> = candidates.iter().map(|inputs| as_twin(inputs, *class)).collect();
        // Candidates first, then their twins; "none" is a twin or nobody at all.
        let rows = || candidates.iter().chain(&twins);
        let odds: Vec<f64> = rows()
            .map(|inputs| {
                inputs.iter().zip(now).map(|(input, weight)| f64::from(*input) * weight).sum()
            })
            .collect();
        let top = odds.iter().copied().fold(0.0_f64, f64::max);
        let shares: Vec<f64> = odds.iter().map(|odds| (odds - top).exp()).collect();
        let all: f64 = shares.iter().sum::<f64>() + (-top).exp();
        let none: f64 = shares.iter().skip(candidates.len()).sum::<f64>() + (-top).exp();
        let wanted = right.and_then(|right| shares.get(right)).copied().unwrap_or(none);
        total -= (wanted / all).max(1e-12).ln();
        for (at, (inputs, share)) in rows().zip(&shares).enumerate() {
            let is_right = match right {
                Some(right) => *right == at,
                None => at >= candidates.len(),
            };
            let off = share / all - if is_right { share / wanted.max(1e-300) } else { 0.0 };
            if off.abs() > 1e-5 {
                for (slope, input) in slope.iter_mut().zip(inputs) {
                    *slope += off * f64::from(*input);
                }
            }
        }
    }
    (total, slope)
}
