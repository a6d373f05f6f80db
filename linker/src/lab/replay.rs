//! The benchmark's replay, without the pipe.

use std::collections::HashMap;

use super::sample::{Sample, sightings};
use super::score::{Figures, Score};
use super::stir::Dice;
use crate::agent::Class;
use crate::calibration::{calibrate, log_odds};
use crate::linker::{Linker, Visit};
use crate::memory::Memory;

/// A best candidate.
#[derive(Clone, Copy, Debug)]
pub struct Guess {
    /// How certain the model was.
    pub certainty: f64,
    /// Whether it was right.
    pub right: bool,
    /// What kind of device it was.
    pub class: Class,
}

/// What a replay gave.
#[derive(Debug)]
pub struct Replay {
    /// The figures.
    pub figures: Figures,
    /// Of every visit without a token that resembled somebody.
    pub guesses: Vec<Guess>,
    /// How many visits there were.
    pub visits: usize,
    /// What was counted, to be added to that of other replays.
    pub score: Score,
}

/// Replays a sample. A visit carries the id that its browser was given last
/// unless it is lost, with the probability `loss`; only visits without it count.
#[must_use]
pub fn run(sample: &Sample, every: f64, loss: f64, linker: &Linker<'_>) -> Replay {
    run_for(sample, every, loss, linker, |_| true)
}

/// Replays a sample, and counts the visits of some of its browsers only.
#[must_use]
pub fn run_for(
    sample: &Sample,
    every: f64,
    loss: f64,
    linker: &Linker<'_>,
    counted: impl Fn(&str) -> bool,
) -> Replay {
    let mut memory = Memory::default();
    let mut score = Score::default();
    let mut dice = Dice::new(1);
    let mut last: HashMap<&str, String> = HashMap::new();
    let mut founders: HashMap<String, &str> = HashMap::new();
    let mut guesses = Vec::new();
    let seen = sightings(sample, every);
    let visits = seen.len();
    for sighting in seen {
        let kept = loss < 1.0 && dice.share() >= loss;
        let token = last.get(sighting.owner).filter(|_| kept).map(String::as_str);
        let scored = token.is_none() && counted(sighting.owner);
        let visit = Visit::new(sighting.shows, token, sighting.day);
        let Some((id, decision)) = memory.link(linker, &visit) else { continue };
        let best = decision.device.as_ref().or(decision.sibling.as_ref().map(|best| &best.id));
        if let Some(best) = best.filter(|_| scored) {
            let right = founders.get(best) == Some(&sighting.owner);
            let class = sighting.shows.class();
            guesses.push(Guess { certainty: decision.certainty, right, class });
        }
        score.count(sighting.owner, &id, scored);
        founders.entry(id.clone()).or_insert(sighting.owner);
        last.insert(sighting.owner, id);
    }
    Replay { figures: score.figures(), guesses, visits, score }
}

/// A reliability diagram as rows of: how likely the linker thought it (mean),
/// how often it was right, how many answers.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn reliability(guesses: &[Guess], points: &[(f64, f64)]) -> Vec<(f64, f64, usize)> {
    const BORDERS: [f64; 9] = [0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 0.99];
    let mut rows = Vec::new();
    for (at, from) in BORDERS.iter().enumerate() {
        let to = BORDERS.get(at + 1).copied().unwrap_or(1.1);
        let inside: Vec<(f64, bool)> = guesses
            .iter()
            .map(|guess| (calibrate(points, log_odds(guess.certainty)), guess.right))
            .filter(|(likely, _)| (*from..to).contains(likely))
            .collect();
        if inside.is_empty() {
            continue;
        }
        let count = inside.len() as f64;
        let likely = inside.iter().map(|(likely, _)| likely).sum::<f64>() / count;
        let right = inside.iter().filter(|(_, right)| *right).count() as f64 / count;
        rows.push((likely, right, inside.len()));
    }
    rows
}
