//! Who a submission is from, and what is to be written of it.

use edgeprint_linker::{Change, Frequencies};
use edgeprint_signals::wire::Identity;

use crate::evidence::Traffic;
use crate::ids::DeviceId;

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
    /// The device that such a token names.
    pub left: Option<DeviceId>,
    /// The submission is a copy of one that is stored.
    pub copied: bool,
    /// How often things happened before.
    pub traffic: Traffic,
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
