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

mod looks;

pub use looks::looks;

use edgeprint_linker::linker::CERTAIN;
use edgeprint_linker::store::change;
use edgeprint_linker::{AttributeVector, Change, Frequencies, Linker, Method, Visit, blocking};
use edgeprint_signals::wire::{Identity, IdentityMethod};

use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeviceId, TenantId};

/// A fingerprint over fewer signals fits too many devices to tell one.
pub const MIN_COVERAGE: usize = 3;

/// How sure it is that nobody known is meant, where nothing can be compared.
const BLIND: f64 = 0.5;

/// What a page's token says, once its signature is checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    /// The device.
    pub device: DeviceId,
    /// How sure that was when the token was issued, 0 to 1.
    pub assurance: f64,
}

/// What is asked of the index.
#[derive(Debug)]
pub struct Question<'a> {
    /// Whose devices are meant.
    pub tenant: &'a TenantId,
    /// What the page's token says.
    pub remembered: Option<&'a Remembered>,
    /// The fingerprint.
    pub fingerprint: &'a str,
    /// How many signals it covers.
    pub coverage: usize,
    /// What the submission shows.
    pub looks: &'a AttributeVector,
    /// A hash of the address that it came from.
    pub address: Option<&'a str>,
    /// Devices past their retention at this time are not candidates.
    pub at: Timestamp,
}

/// A device that looks like the visitor, and its latest fingerprint.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The device as the linker remembers it.
    pub device: edgeprint_linker::Device,
    /// Its latest fingerprint.
    pub fingerprint: String,
}

/// What the index knows.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The device of the page's token, if it exists: the current one, where the
    /// token's was joined with another.
    pub by_token: Option<DeviceId>,
    /// Devices that look like the visitor, and the token's. At most
    /// [`blocking::MOST_CANDIDATES`] and one.
    pub candidates: Vec<Candidate>,
    /// What the tenant's devices look like.
    pub population: Frequencies,
    /// Which state of it this is.
    pub revision: Option<f64>,
}

/// Knows devices by token and by looks.
pub trait DeviceIndex {
    /// Every device that a submission could be from, if it is within its
    /// retention. `keys` are those that its looks are stored under.
    fn known(
        &self,
        question: &Question<'_>,
        keys: &[u64],
    ) -> impl Future<Output = Result<Known, Fatal>>;
}

/// Who a submission is from, as far as can be told before it is stored.
#[derive(Debug)]
pub struct Decision {
    /// The device: known, or to be.
    pub device: DeviceId,
    /// How it was told.
    pub identity: Identity,
    /// What a token issued now may claim, 0 to 1.
    pub assurance: f64,
    /// The page's token names a device that this machine clearly is not.
    pub token_moved: bool,
    /// A second id of the device, to be joined with it.
    pub joined: Option<DeviceId>,
    /// To be made by a device that is new.
    pub claim: Option<Claim>,
    /// What is to be remembered; `None` where looks say too little to be anybody's.
    pub memory: Option<Memory>,
}

/// A new device's claim on its looks: of several that are stored at once, the
/// first to make it gives its id to all.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What is claimed.
    pub looks: String,
    /// How sure it is that whoever makes the same claim at once is the same device.
    pub confidence: f64,
    /// Devices that were known before, so they are not meant.
    pub known: Vec<String>,
}

/// What the linker wants written.
#[derive(Debug)]
pub struct Memory {
    /// The device as it is now, and the keys to find it by.
    pub change: Change,
    /// What was learnt of the population, if anything was, and the state of it
    /// that it was learnt from.
    pub learnt: Option<(Frequencies, Option<f64>)>,
}

impl Decision {
    /// The device, where no other submission can have a say in it.
    #[must_use]
    pub fn known_device(&self) -> Option<&DeviceId> {
        self.claim.is_none().then_some(&self.device)
    }

    /// The method's word in the database, the same as on the wire.
    #[must_use]
    pub const fn method_name(&self) -> &'static str {
        self.identity.method.name()
    }

    /// What the page's new token may claim, once it is known which device the
    /// submission was stored under.
    #[must_use]
    pub fn assurance_as(&self, stored: &DeviceId) -> f64 {
        match &self.claim {
            Some(claim) if *stored != self.device => claim.confidence,
            _ => self.assurance,
        }
    }
}

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
        return Ok(unseen(question, known.by_token, minted));
    }
    let known = index.known(question, &blocking::keys(question.looks)).await?;
    let decision = decide(question, &known);
    conclude(question, known, decision, minted, dice)
}

/// Where looks say nothing: the token's device, or a new one.
fn unseen(question: &Question, by_token: Option<DeviceId>, minted: DeviceId) -> Decision {
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
    Ok(Decision {
        identity: Identity { method, confidence, candidates },
        assurance,
        token_moved,
        joined,
        claim,
        memory: Some(remember(&visit, known, &decision, &device, dice)),
        device,
    })
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
