//! Which device is this? Decided here, from what the index knows.
//!
//! 1. *Token*: the page still has the signed token of a device that exists, on
//!    a machine that this device can be. It counts for as much as was proven
//!    when it was issued.
//! 2. *Exact*, *linked*: of the devices that look like the visitor, the linker
//!    is sure of one ([`edgeprint_linker`]); its fingerprint is this one, or was
//!    another.
//! 3. *New*: neither, or looks cannot decide.
//!
//! The decision only proposes. Two first submissions of one device may be
//! decided at once, so the transaction that stores them has the last word
//! (docs/decisions/0003-identity-is-decided-inside-the-write.md).

mod decision;
mod index;
mod looks;

pub use decision::{Claim, Decision, Memory};
pub use index::{Arrivals, Candidate, Day, DeviceIndex, Known, Question, Remembered};
pub use looks::looks;

use edgeprint_linker::linker::CERTAIN;
use edgeprint_linker::store::change;
use edgeprint_linker::{Linker, Method, Visit, blocking};
use edgeprint_signals::wire::{Identity, IdentityMethod};

use crate::error::Fatal;
use crate::evidence::Traffic;
use crate::ids::DeviceId;

/// A fingerprint over fewer signals fits too many devices to tell one.
pub const MIN_COVERAGE: usize = 3;

/// How sure it is that nobody known is meant, where nothing can be compared.
const BLIND: f64 = 0.5;

/// Asks the index and decides. `minted` is the id of a device that is new;
/// `dice` a random number from 0 to 1.
///
/// # Errors
/// When the index fails.
pub async fn identify(
    index: &impl DeviceIndex,
    question: &Question<'_>,
    minted: DeviceId,
    dice: f64,
) -> Result<Decision, Fatal> {
    if question.coverage < MIN_COVERAGE {
        let known = index.known(question, &[]).await?;
        return Ok(unseen(question, known, minted));
    }
    let known = index.known(question, &blocking::keys(question.looks)).await?;
    let decision = decide(question, &known);
    conclude(question, known, decision, minted, dice)
}

/// Where looks say nothing: the token's device, or a new one.
fn unseen(question: &Question, known: Known, minted: DeviceId) -> Decision {
    let traffic = traffic(question, &known, None, None);
    let Known { by_token, copied, .. } = known;
    let is_new = by_token.is_none();
    let remembered = question.remembered.map_or(BLIND, |token| token.assurance);
    let (method, confidence) = match is_new {
        true => (IdentityMethod::New, BLIND),
        false => (IdentityMethod::Token, remembered.min(MOST_UNCHECKED)),
    };
    Decision {
        device: by_token.unwrap_or(minted),
        identity: Identity { method, confidence: rounded(confidence), candidates: 0 },
        assurance: if is_new { CERTAIN } else { remembered },
        token_moved: false,
        left: None,
        copied,
        traffic,
        joined: None,
        claim: None,
        memory: None,
    }
}

/// How sure a token is whose device's looks are not known.
const MOST_UNCHECKED: f64 = 0.95;

fn visit<'a>(question: &Question<'a>, token: Option<&'a DeviceId>) -> Visit<'a> {
    const MS_PER_DAY: f64 = 86_400_000.0;
    let assurance = question.remembered.map_or(CERTAIN, |token| token.assurance);
    Visit {
        assurance,
        ..Visit::new(question.looks, token.map(DeviceId::as_str), question.at.as_f64() / MS_PER_DAY)
    }
}

fn decide(question: &Question, known: &Known) -> edgeprint_linker::Decision {
    let devices: Vec<_> = known.candidates.iter().map(|found| found.device.clone()).collect();
    let visit = visit(question, known.by_token.as_ref());
    let mut decision = Linker::default().decide(&visit, &devices, &known.population);
    let unchecked = known.by_token.as_ref().filter(|id| !is_among(id, known));
    if let Some(device) = unchecked {
        decision.method = Method::Token;
        decision.device = Some(device.to_string());
        decision.confidence = visit.assurance.min(MOST_UNCHECKED);
        decision.assurance = visit.assurance;
        decision.sibling = None;
    }
    decision
}

fn is_among(id: &DeviceId, known: &Known) -> bool {
    known.candidates.iter().any(|found| found.device.id == id.as_str())
}

fn conclude(
    question: &Question,
    known: Known,
    decision: edgeprint_linker::Decision,
    minted: DeviceId,
    dice: f64,
) -> Result<Decision, Fatal> {
    let id =
        |text: &String| DeviceId::parse(text).ok_or(Fatal::Broken("the index knows devices by id"));
    let device = decision.device.as_ref().map_or(Ok(minted), id)?;
    let by_token = known.by_token.clone();
    let visit = visit(question, by_token.as_ref());
    let claim = (decision.method == Method::New).then(|| claim(question, &visit, &known));
    let had_it = |found: &&Candidate| found.device.id == device.as_str();
    let same_fingerprint = known
        .candidates
        .iter()
        .find(had_it)
        .is_some_and(|found| found.fingerprint == question.fingerprint);
    let method = match decision.method {
        Method::Token => IdentityMethod::Token,
        Method::Exact | Method::Linked if same_fingerprint => IdentityMethod::Exact,
        Method::Exact | Method::Linked => IdentityMethod::Linked,
        Method::New => IdentityMethod::New,
    };
    let confidence = rounded(decision.confidence);
    let candidates = u32::try_from(decision.candidates).unwrap_or(u32::MAX);
    let joined = decision.joined.as_ref().map(id).transpose()?;
    let (assurance, token_moved) = (decision.assurance, decision.token_moved);
    let copied = known.copied;
    let left = known.by_token.clone().filter(|_| token_moved);
    let traffic = traffic(question, &known, Some(&device), left.as_ref());
    Ok(Decision {
        identity: Identity { method, confidence, candidates },
        assurance,
        token_moved,
        left,
        copied,
        traffic,
        joined,
        claim,
        memory: Some(remember(&visit, known, &decision, &device, dice)),
        device,
    })
}

/// What is known of the device, of the one that its token named, and of the crowd.
fn traffic(
    question: &Question,
    known: &Known,
    device: Option<&DeviceId>,
    left: Option<&DeviceId>,
) -> Traffic {
    let day_of = |id: &DeviceId| {
        known.candidates.iter().find(|found| found.device.id == id.as_str()).map(|found| &found.day)
    };
    let day = device.and_then(day_of);
    let countries = day.map_or(&[][..], |day| &day.countries);
    let is_another = |here: &str| !countries.iter().any(|country| country == here);
    let here = usize::from(question.country.is_some_and(is_another));
    let Arrivals { from_network, now, before } = known.arrivals;
    Traffic {
        submissions: day.map_or(0, |day| day.submissions),
        countries: u32::try_from(countries.len() + here).unwrap_or(u32::MAX),
        strangers: left.and_then(day_of).map_or(0, |day| day.strangers),
        from_network,
        arrived: now,
        arrived_before: before,
    }
}

fn claim(question: &Question, visit: &Visit, known: &Known) -> Claim {
    let devices: Vec<_> = known.candidates.iter().map(|found| found.device.clone()).collect();
    let own = format!("{}:{:016x}", question.fingerprint, question.looks.exact_hash());
    let sure = Linker::default().is_recognisable(visit, &devices, &known.population);
    Claim {
        looks: match sure {
            Some(_) => own,
            // Looks that many share make a device only together with its address.
            None => format!("{own}:{}", question.address.unwrap_or_default()),
        },
        confidence: rounded(sure.unwrap_or(BLIND)),
        known: devices.into_iter().map(|device| device.id).collect(),
    }
}

fn remember(
    visit: &Visit,
    known: Known,
    decision: &edgeprint_linker::Decision,
    device: &DeviceId,
    dice: f64,
) -> Memory {
    let Known { candidates, mut population, revision, .. } = known;
    let devices = candidates.into_iter().map(|found| found.device).collect();
    let counts = dice < population.sampling_rate();
    population.count_sample();
    let change = change(visit, decision, devices, device.as_str(), &mut population);
    let learnt = (counts && population.has_learnt()).then_some((population, revision));
    Memory { change, learnt }
}

/// To four digits: more would be pretence.
fn rounded(confidence: f64) -> f64 {
    (confidence * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests;
