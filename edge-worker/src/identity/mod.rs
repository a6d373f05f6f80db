//! Which device is this? Decided here, from what the index knows.
//!
//! 1. *Token*: the page still has the signed token of a device that exists.
//! 2. *Exact*: a device of the tenant has this very fingerprint.
//! 3. *New*: neither.
//!
//! The decision only proposes. Two first submissions of one device may be
//! decided at once, so the transaction that stores them has the last word
//! (docs/decisions/0003-identity-is-decided-inside-the-write.md).

use edgeprint_signals::wire::{Identity, IdentityMethod};
use edgeprint_signals::{SignalId, Stability};

use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeviceId, TenantId};

/// A fingerprint over fewer signals fits too many devices to tell one.
pub const MIN_COVERAGE: usize = 3;

/// What is asked of the index.
#[derive(Debug)]
pub struct Question<'a> {
    /// Whose devices are meant.
    pub tenant: &'a TenantId,
    /// The device that the page's token names, once its signature is checked.
    pub remembered: Option<&'a DeviceId>,
    /// The fingerprint.
    pub fingerprint: &'a str,
    /// Devices past their retention at this time are not candidates.
    pub at: Timestamp,
}

/// What the index knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// The device of the page's token, if it exists.
    pub by_token: Option<DeviceId>,
    /// The device with this fingerprint, if it exists.
    pub by_fingerprint: Option<DeviceId>,
    /// A device that had this fingerprint and is erased or past its retention.
    pub outdated: Option<DeviceId>,
}

/// Knows devices by token and by fingerprint.
pub trait DeviceIndex {
    /// Every device that a submission could be from.
    fn candidates(
        &self,
        question: &Question<'_>,
    ) -> impl Future<Output = Result<Candidates, Fatal>>;
}

/// Who a submission is from, as far as can be told before it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The device: known, or to be.
    pub device: DeviceId,
    /// How it was told.
    pub identity: Identity,
    /// To be made on the fingerprint; `None` where it says too little to be anybody's.
    pub claim: Option<Claim>,
}

/// A claim on a fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The former owner, which may lose it.
    pub outdated: Option<DeviceId>,
}

impl Decision {
    /// The device, where no other submission can have a say in it.
    #[must_use]
    pub fn known_device(&self) -> Option<&DeviceId> {
        let settled = self.identity.method == IdentityMethod::Token || self.claim.is_none();
        settled.then_some(&self.device)
    }

    /// The method's word in the database, the same as on the wire.
    #[must_use]
    pub const fn method_name(&self) -> &'static str {
        match self.identity.method {
            IdentityMethod::Token => "token",
            IdentityMethod::Exact => "exact",
            IdentityMethod::New => "new",
        }
    }
}

/// Asks the index and decides. `coverage` is the number of signals that the
/// fingerprint covers; `minted` is the id of a device that is new.
///
/// # Errors
/// When the index fails.
pub async fn identify(
    index: &impl DeviceIndex,
    question: &Question<'_>,
    coverage: usize,
    minted: DeviceId,
) -> Result<Decision, Fatal> {
    Ok(decide(index.candidates(question).await?, coverage, minted))
}

fn decide(candidates: Candidates, coverage: usize, minted: DeviceId) -> Decision {
    let tells = coverage >= MIN_COVERAGE;
    let exact = candidates.by_fingerprint.filter(|_| tells);
    let certainty = certainty(coverage);
    let (device, method, confidence) = match (candidates.by_token, exact) {
        // The signature says that this page was that device; drift does not change it.
        (Some(device), Some(other)) if device == other => (device, IdentityMethod::Token, 0.99),
        (Some(device), _) => (device, IdentityMethod::Token, 0.95),
        (None, Some(device)) => (device, IdentityMethod::Exact, certainty),
        (None, None) => (minted, IdentityMethod::New, certainty),
    };
    Decision {
        device,
        identity: Identity { method, confidence },
        claim: tells.then_some(Claim { outdated: candidates.outdated }),
    }
}

/// 0.5 for a fingerprint that says nothing, up to 0.9 for one that covers every
/// stable signal: even those can be equal on two devices of the same model.
#[allow(clippy::cast_precision_loss)] // small counts
fn certainty(coverage: usize) -> f64 {
    let stable = SignalId::ALL.iter().filter(|id| id.stability() == Stability::Stable).count();
    let share = coverage as f64 / stable.max(1) as f64;
    ((0.5 + 0.4 * share.min(1.0)) * 100.0).round() / 100.0
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
