//! The decision: which device is this, and how sure is that.

use crate::agent::Class;
use crate::alternation;
use crate::attribute::Attribute;
use crate::calibration::{calibrate, log_odds};
pub use crate::decision::{CERTAIN, Decision, Method, Visit};
use crate::device::{Device, Sibling};
use crate::frequency::{Frequencies, Surprise};
use crate::kin::Kin;
use crate::machine;
use crate::model::{Prior, Weight, posterior, veto, weigh};
use crate::weights::{LEARNT, Weights};

/// The least certainty of the model at which it links. Chosen on browsers that
/// were not learnt from (README.md): at 0.985 a third more newcomers were taken
/// for somebody; at 0.992 two in a hundred fewer devices were recognised.
pub const LEAST_CERTAINTY: f64 = 0.988;
/// What a stored token weighs, in nats: copies of whole profiles exist.
const TOKEN: f64 = 9.0;
/// A token has moved when it is less likely its owner's than this, in log odds:
/// one in twenty, the token's own weight included.
const MOVED: f64 = -3.0;

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
        let prior = Prior::new(
            population.population(),
            population.newcomer_share(),
            visit.shows.class(),
            self.weights,
        );
        let weighed = self.weigh_all(visit, found, &surprise, population);
        let token = visit.token.and_then(|id| found.iter().find(|device| device.id == id));
        let Some(owner) = token else {
            return self.by_looks(visit, &weighed.iter().collect::<Vec<_>>(), prior, found.len());
        };
        let others: Vec<&Weighed> =
            weighed.iter().filter(|other| other.device.id != owner.id).collect();
        let evidence = weigh(owner, visit.shows, &surprise, visit.day, population, self.weights);
        let total = evidence.sum(self.weights).total;
        if machine::is_another(owner, visit.shows) || total + TOKEN <= MOVED {
            // A token that moved speaks for nobody, least of all for its owner.
            let mut decision = self.by_looks(visit, &others, prior, found.len());
            decision.token_moved = true;
            return decision;
        }
        let all: Vec<&Weighed> = weighed.iter().collect();
        let looks = self.by_looks(visit, &all, prior, found.len());
        let without = self.by_looks(visit, &others, prior, found.len());
        by_token(visit, owner, total, &looks, without, found)
    }

    /// Whether a visitor who looks exactly like this would be taken for one who
    /// came a moment ago and is not stored yet, and how sure that would be.
    #[must_use]
    pub fn is_recognisable(
        &self,
        visit: &Visit,
        found: &[Device],
        population: &Frequencies,
    ) -> Option<f64> {
        let mut found = found.to_vec();
        found.push(Device::first_seen("", visit.shows.clone(), visit.day));
        let again = Visit::new(visit.shows, None, visit.day);
        let decision = self.decide(&again, &found, population);
        decision.device.filter(|id| id.is_empty()).map(|_| decision.confidence)
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
            assurance: CERTAIN,
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
            decision.assurance = confidence;
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

/// The token's device, as sure as the token and the looks make it.
fn by_token(
    visit: &Visit,
    owner: &Device,
    total: f64,
    looks: &Decision,
    without: Decision,
    found: &[Device],
) -> Decision {
    let signed = 1.0 / (1.0 + (-(total.min(6.0) + TOKEN)).exp());
    let certain = visit.assurance >= CERTAIN;
    // What the looks say of the owner by themselves: an assurance grows to
    // whatever was proven once, and never by being repeated.
    let by_looks = if looks.device.as_ref() == Some(&owner.id) { looks.confidence } else { 0.0 };
    let assurance = if certain { CERTAIN } else { visit.assurance.clamp(0.0, 1.0).max(by_looks) };
    let joined = without.device.filter(|id| certain && is_second_id(visit, owner, id, found));
    Decision {
        method: Method::Token,
        device: Some(owner.id.clone()),
        confidence: signed.min(assurance),
        certainty: 1.0,
        assurance,
        candidates: looks.candidates,
        token_moved: false,
        sibling: None,
        joined,
    }
}

/// Whether a device that the visitor would be taken for, had the token been
/// lost, is a second id of the token's device: given while the token was out of
/// sight. Looks alone do not prove it: either it was noted at its birth whose it
/// may be, or it was last seen in this very network.
fn is_second_id(visit: &Visit, owner: &Device, id: &str, found: &[Device]) -> bool {
    let Some(other) = found.iter().find(|device| device.id == id) else { return false };
    let prefix = Attribute::NetworkPrefix;
    let here = visit.shows.hash(prefix);
    let same_network = here.is_some() && here == other.latest.hash(prefix);
    let noted = other.sibling.as_ref().is_some_and(|sibling| sibling.id == owner.id);
    other.latest.looks_like(visit.shows) && other.since >= owner.since && (same_network || noted)
}
