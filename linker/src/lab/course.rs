//! The course of learning, from a sample to weights and their calibration.

use super::fit::{INTERVALS, count};
use super::replay::{self, Guess, Replay};
use super::sample::Sample;
use super::stir::{Dice, Stir};
use super::weighing::{examples, fit};
use crate::calibration::{isotonic, log_odds};
use crate::linker::{LEAST_CERTAINTY, Linker};
use crate::weights::Weights;

/// Fewest answers behind a step of the calibration.
const SMALLEST_STEP: usize = 100;

/// Learns weights, not yet calibrated.
#[must_use]
pub fn learn(sample: &Sample) -> Weights {
    // Also from half as many browsers and from more twins than there are:
    // another population is neither as large nor as varied.
    let (mut smaller, mut twins) = (sample.clone(), sample.clone());
    Stir::Thin(0.5).apply(&mut smaller, 6);
    Stir::Twin(0.15).apply(&mut twins, 7);
    let mut weights = count(&[sample]);
    let mut all = Vec::new();
    for sample in [sample, &smaller, &twins] {
        for every in INTERVALS.into_iter().skip(1) {
            all.extend(examples(sample, every, &weights));
        }
    }
    fit(&mut weights, &all);
    weights
}

/// Cuts a sample in two, by browser.
#[must_use]
pub fn halves(sample: &Sample) -> [Sample; 2] {
    let mut dice = Dice::new(5);
    let (mut one, mut two) = (sample.clone(), sample.clone());
    let first: Vec<&String> = sample.keys().filter(|_| dice.share() < 0.5).collect();
    one.retain(|owner, _| first.contains(&owner));
    two.retain(|owner, _| !first.contains(&owner));
    [one, two]
}

/// Answers on browsers that were not learnt from: each half with the weights
/// of the other.
#[must_use]
pub fn cross_examine(sample: &Sample) -> Vec<Guess> {
    let [one, two] = halves(sample);
    let mut guesses = Vec::new();
    for (seen, unseen) in [(&one, &two), (&two, &one)] {
        let weights = learn(seen);
        for every in [3.0, 7.0, 20.0] {
            guesses.extend(replay_with(&weights, unseen, every).guesses);
        }
    }
    guesses
}

fn replay_with(weights: &Weights, sample: &Sample, every: f64) -> Replay {
    replay::run(sample, every, 1.0, &Linker::new(weights, LEAST_CERTAINTY))
}

/// The rising line from what the model thinks to how often it is right.
#[must_use]
pub fn calibration(guesses: &[Guess]) -> Vec<(f64, f64)> {
    let sample = guesses.iter().map(|guess| (log_odds(guess.certainty), guess.right)).collect();
    isotonic(sample, SMALLEST_STEP)
}
