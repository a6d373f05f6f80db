//! The decision: which device is this, and how sure is that.

use serde::{Deserialize, Serialize};

use crate::agent::Class;
use crate::alternation;
use crate::calibration::{calibrate, log_odds};
use crate::device::{Device, Sibling};
use crate::frequency::{Frequencies, Surprise};
use crate::kin::Kin;
use crate::model::{Prior, Weight, posterior, veto, weigh};
use crate::vector::AttributeVector;
use crate::weights::{LEARNT, Weights};

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The token that the browser had kept.
    Token,
    /// Everything looks as it did.
    Exact,
    /// Enough looks as it did.
    Linked,
    /// Nobody known, or nobody for sure.
    New,
}

/// A visit to be told the device of.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// What it shows.
    pub shows: &'a AttributeVector,
    /// The device that its stored token names, its signature checked.
    pub token: Option<&'a str>,
    /// When, in days.
    pub day: f64,
}

/// Who it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What decided.
    pub method: Method,
    /// The device. Nothing: a new id must be given.
    pub device: Option<String>,
    /// How likely the answer is right.
    pub confidence: f64,
    /// How certain the model was of the best candidate, before calibration.
    pub certainty: f64,
    /// How many devices were compared.
    pub candidates: usize,
    /// The token names a device that this clearly is not.
    pub token_moved: bool,
    /// The device that a new one may be after all.
    pub sibling: Option<Sibling>,
    /// A second id of the device that the token names: to be joined with it.
    pub joined: Option<String>,
}

/// The least certainty of the model at which it links.
pub const LEAST_CERTAINTY: f64 = 0.985;
/// What a stored token weighs, in nats: copies of whole profiles exist.
const TOKEN: f64 = 9.0;
/// A token on a machine this unlike its owner has moved.
const MOVED: f64 = -16.0;

/// Decides who visits.
#[derive(Clone, Copy, Debug)]
pub struct Linker<'a> {
    weights: &'a Weights,
    least_certainty: f64,
}

impl Default for Linker<'_> {
    fn default() -> Self {
        Self { weights: &LEARNT, least_certainty: LEAST_CERTAINTY }
    }
}

/// A candidate that nothing rules out.
struct Weighed<'d> {
    device: &'d Device,
    weight: Weight,
    changes: u32,
}

impl<'a> Linker<'a> {
    /// A linker with other weights or more caution.
    #[must_use]
    pub fn new(weights: &'a Weights, least_certainty: f64) -> Self {
        Self { weights, least_certainty }
    }

    /// Decides among the devices that were found under the visit's keys, and
    /// the token's device.
    #[must_use]
    pub fn decide(&self, visit: &Visit, found: &[Device], population: &Frequencies) -> Decision {
        let surprise = population.surprise(visit.shows, self.weights);
        let token = visit.token.and_then(|id| found.iter().find(|device| device.id == id));
        let weighed = self.weigh_all(visit, found, &surprise, population);
        let mut moved = false;
        if let Some(owner) = token {
            if let Some(owner) = weighed
                .iter()
                .find(|other| other.device.id == owner.id && other.weight.total > MOVED)
            {
                return self.by_token(owner, &weighed, found.len(), visit);
            }
            moved = true;
        }
        let prior = Prior::new(
            population.population(),
            population.newcomer_share(),
            visit.shows.class(),
            self.weights,
        );
        // A token that moved speaks for nobody, least of all for its owner.
        let others: Vec<&Weighed> = weighed
            .iter()
            .filter(|other| !moved || token.is_none_or(|owner| owner.id != other.device.id))
            .collect();
        let mut decision = self.by_looks(visit, &others, prior, found.len());
        decision.token_moved = moved;
        decision
    }

    fn weigh_all<'d>(
        &self,
        visit: &Visit,
        found: &'d [Device],
        surprise: &Surprise,
        population: &Frequencies,
    ) -> Vec<Weighed<'d>> {
        let possible = found.iter().filter(|device| veto(device, visit.shows).is_none());
        let weighed = possible.map(|device| {
            let evidence =
                weigh(device, visit.shows, surprise, visit.day, population, self.weights);
            Weighed { device, weight: evidence.sum(self.weights), changes: evidence.changes }
        });
        weighed.collect()
    }

    fn by_token(
        &self,
        owner: &Weighed,
        all: &[Weighed],
        candidates: usize,
        visit: &Visit,
    ) -> Decision {
        let odds = owner.weight.total.min(6.0) + TOKEN;
        // An id given to this device while its token was out of sight.
        let joined = all.iter().find(|other| {
            let sibling = other.device.sibling.as_ref();
            sibling
                .is_some_and(|sibling| sibling.id == owner.device.id && sibling.probability > 0.3)
                && other.weight.total >= owner.weight.total
                && other.device.latest.looks_like(visit.shows)
        });
        Decision {
            method: Method::Token,
            device: Some(owner.device.id.clone()),
            confidence: 1.0 / (1.0 + (-odds).exp()),
            certainty: 1.0,
            candidates,
            token_moved: false,
            sibling: None,
            joined: joined.map(|other| other.device.id.clone()),
        }
    }

    fn by_looks(
        &self,
        visit: &Visit,
        weighed: &[&Weighed],
        prior: Prior,
        candidates: usize,
    ) -> Decision {
        let weights: Vec<Weight> = weighed.iter().map(|other| other.weight).collect();
        let shares = posterior(&weights, prior);
        let mut ranked: Vec<(&Weighed, f64)> = weighed.iter().copied().zip(shares).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut decision = Decision {
            method: Method::New,
            device: None,
            confidence: 1.0,
            certainty: 0.0,
            candidates,
            token_moved: false,
            sibling: None,
            joined: None,
        };
        let Some((best, share)) = ranked.first() else { return decision };
        let class = visit.shows.class();
        let kin = Kin::new(weighed.iter().map(|other| other.device).collect());
        let pooled: f64 = ranked
            .iter()
            .skip(1)
            .map(|(other, share)| share * kin.same(best.device, other.device))
            .sum::<f64>()
            + share;
        let caution = self.weights.caution.get(class as usize).copied().unwrap_or(0.0);
        let odds = log_odds(pooled) - caution;
        let certainty = 1.0 / (1.0 + (-odds).exp());
        // The decision rests on the model's own certainty; what is reported is how
        // often such answers were right.
        let confidence = calibrate(self.weights.calibration, odds);
        decision.certainty = certainty;
        // A face that everybody wears proves nothing, whoever wore it here before.
        let everybody = class == Class::Uniform;
        let two = alternation::is_two(best.device, visit.shows);
        if certainty >= self.least_certainty && !everybody && !two {
            decision.method = if best.changes == 0 { Method::Exact } else { Method::Linked };
            decision.device = Some(best.device.id.clone());
            decision.confidence = confidence;
            return decision;
        }
        decision.confidence = 1.0 - confidence;
        // Of two that shared an id one keeps it; the other is nobody's sibling.
        if two {
            decision.confidence = confidence;
            return decision;
        }
        decision.sibling = Some(Sibling { id: best.device.id.clone(), probability: pooled });
        decision
    }
}
