//! What is asked of the index of known devices, and what it answers.

use edgeprint_linker::{AttributeVector, Frequencies};

use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeviceId, TenantId};

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
    /// How long its readings took, where that tells it from every other.
    pub pace: Option<&'a str>,
    /// A hash of the network that it came from.
    pub network: Option<&'a str>,
    /// Where the network is.
    pub country: Option<&'a str>,
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
    /// What it did within a day.
    pub day: Day,
}

/// What a device did since a day ago at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Submissions.
    pub submissions: u32,
    /// Countries that it was in.
    pub countries: Vec<String>,
    /// Submissions of other machines with its token.
    pub strangers: u32,
}

/// How many new devices a tenant had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// Within this hour, from the network of the submission.
    pub from_network: u32,
    /// Within this hour.
    pub now: u32,
    /// Within the hour before.
    pub before: u32,
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
    /// A submission with this pace is stored.
    pub copied: bool,
    /// How many devices were new lately.
    pub arrivals: Arrivals,
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
