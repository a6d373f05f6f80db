//! The course of learning, from a sample to weights and their calibration.

use std::collections::BTreeSet;
use std::thread;

use super::fit::{INTERVALS, count};
use super::replay::{self, Guess};
use super::sample::Sample;
use super::stir::{Dice, Stir};
use super::weighing::{examples, fit};
use crate::agent::Class;
use crate::calibration::{calibrate, isotonic, log_odds};
use crate::linker::{LEAST_CERTAINTY, Linker};
use crate::weights::Weights;

/// Fewest answers behind a step of the calibration.
const SMALLEST_STEP: usize = 100;

/// Wrong answers that a class is thought to have given besides those it gave.
const IMAGINED_WRONG: f64 = 3.0;
const LEAST_CAUTION: f64 = -1.2;
const MOST_CAUTION: f64 = 2.5;

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

/// How many parts a sample is cut into, to answer each with what was learnt from the others.
pub const FOLDS: usize = 5;

/// Cuts the browsers of a sample into parts of about the same size.
#[must_use]
pub fn folds(sample: &Sample) -> Vec<BTreeSet<String>> {
    let mut dice = Dice::new(5);
    let mut folds = vec![BTreeSet::new(); FOLDS];
    for owner in sample.keys() {
        let any = usize::try_from(dice.roll() % FOLDS as u64).unwrap_or(0);
        if let Some(fold) = folds.get_mut(any) {
            fold.insert(owner.clone());
        }
    }
    folds
}

/// Each part of a sample, with weights learnt from the other parts.
#[must_use]
pub fn cross_learn(sample: &Sample) -> Vec<(BTreeSet<String>, Weights)> {
    let learn_others = |fold: BTreeSet<String>| {
        let mut others = sample.clone();
        others.retain(|owner, _| !fold.contains(owner));
        let weights = learn(&others);
        (fold, weights)
    };
    thread::scope(|scope| {
        let all: Vec<_> =
            folds(sample).into_iter().map(|fold| scope.spawn(|| learn_others(fold))).collect();
        all.into_iter().filter_map(|part| part.join().ok()).collect()
    })
}

/// Answers on browsers that were not learnt from, among all browsers.
#[must_use]
pub fn cross_examine(sample: &Sample, crossed: &[(BTreeSet<String>, Weights)]) -> Vec<Guess> {
    let mut guesses = Vec::new();
    for (fold, weights) in crossed {
        let linker = Linker::new(weights, LEAST_CERTAINTY);
        for every in [3.0, 7.0, 20.0] {
            let counted = |owner: &str| fold.contains(owner);
            guesses.extend(replay::run_for(sample, every, 1.0, &linker, counted).guesses);
        }
    }
    guesses
}

/// How cautious to be of each class, and the rising line from what the model
/// then thinks to how often it is right.
#[must_use]
pub fn calibration(guesses: &[Guess]) -> ([f64; Class::COUNT], Vec<(f64, f64)>) {
    let line = |caution: &[f64; Class::COUNT]| {
        let adjusted = guesses.iter().map(|guess| (odds(guess, caution), guess.right));
        isotonic(adjusted.collect(), SMALLEST_STEP)
    };
    let mut caution = [0.0; Class::COUNT];
    let common = line(&caution);
    for (class, slot) in CLASSES.into_iter().zip(caution.iter_mut()) {
        let own: Vec<&Guess> = guesses.iter().filter(|guess| guess.class == class).collect();
        *slot = balance(&own, &common);
    }
    (caution, line(&caution))
}

const CLASSES: [Class; 5] = [Class::Windows, Class::Mac, Class::Ios, Class::Android, Class::Other];

fn odds(guess: &Guess, caution: &[f64; Class::COUNT]) -> f64 {
    log_odds(guess.certainty) - caution.get(guess.class as usize).copied().unwrap_or(0.0)
}

/// The caution with which a class is as often right as the common line says,
/// looked for among the more certain answers.
fn balance(guesses: &[&Guess], common: &[(f64, f64)]) -> f64 {
    let certain = || guesses.iter().filter(|guess| guess.certainty > 0.7);
    let wrong = certain().filter(|guess| !guess.right).count() as f64 + IMAGINED_WRONG;
    let mut caution = LEAST_CAUTION;
    while caution < MOST_CAUTION {
        let thought: f64 = certain()
            .map(|guess| 1.0 - calibrate(common, log_odds(guess.certainty) - caution))
            .sum();
        if thought >= wrong {
            break;
        }
        caution += 0.05;
    }
    caution
}
