//! Where devices are kept, and the way of a visit through it.
//!
//! The linker never waits and never writes: it says which keys to look under
//! ([`keys`]), decides over what was found ([`Linker::decide`]), and says what
//! must be written ([`Change`]). [`link`] puts these together over a [`Store`];
//! the Worker's store is D1, the benchmark's is [`crate::memory::Memory`].

use crate::alternation;
use crate::blocking::keys;
use crate::device::Device;
use crate::frequency::Frequencies;
use crate::linker::{CERTAIN, Decision, Linker, Method, Visit};

/// What must be written after a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The device as it is now.
    pub device: Device,
    /// Keys to enter it under, at the head of their lists.
    pub keys: Vec<u64>,
    /// Keys whose lists are to forget it.
    pub struck: Vec<u64>,
}

/// Where devices are kept. Two reads and one write a visit.
#[allow(async_fn_in_trait)] // callers never need the futures to be Send: Workers have one thread
pub trait Store {
    /// What can go wrong.
    type Error;
    /// What the tenant's population looks like. May be minutes old.
    async fn frequencies(&mut self) -> Result<Frequencies, Self::Error>;
    /// The devices on the keys' lists ([`crate::blocking::choose`]), and the
    /// token's device if there is one.
    async fn find(&self, keys: &[u64], token: Option<&str>) -> Result<Vec<Device>, Self::Error>;
    /// A new id.
    async fn mint(&mut self) -> Result<String, Self::Error>;
    /// Writes a change and what was learnt of the population, all or nothing.
    async fn save(&mut self, change: Change, learnt: Frequencies) -> Result<(), Self::Error>;
}

/// Works out what must be written. `found` is what the decision was made over;
/// `id` is the decision's device, or the new one's id.
#[must_use]
pub fn change(
    visit: &Visit,
    decision: &Decision,
    found: Vec<Device>,
    id: &str,
    learnt: &mut Frequencies,
) -> Change {
    let all = keys(visit.shows);
    if decision.method != Method::Token {
        let new = decision.method == Method::New;
        learnt.count_visit(if new { decision.confidence } else { 1.0 - decision.confidence });
    }
    if let Some(mut device) = found.into_iter().find(|device| device.id == id) {
        if decision.method == Method::Token && visit.assurance >= CERTAIN {
            // One browser holds the token: what it shows in turn is its own.
            device.two = alternation::NEVER;
        }
        for attribute in device.see(visit.shows, visit.day) {
            learnt.count_value(attribute, visit.shows);
        }
        let (keys, struck) = device.move_to(&all);
        return Change { device, keys, struck };
    }
    let weight = if decision.method == Method::New { decision.confidence } else { 1.0 };
    learnt.count_device(visit.shows, weight);
    let mut device = Device::first_seen(id, visit.shows.clone(), visit.day);
    device.sibling.clone_from(&decision.sibling);
    let (keys, struck) = device.move_to(&all);
    Change { device, keys, struck }
}

/// Finds out who visits and remembers it.
///
/// # Errors
/// When the store fails.
pub async fn link<S: Store>(
    linker: &Linker<'_>,
    store: &mut S,
    visit: &Visit<'_>,
) -> Result<(String, Decision), S::Error> {
    let mut population = store.frequencies().await?;
    let found = store.find(&keys(visit.shows), visit.token).await?;
    let decision = linker.decide(visit, &found, &population);
    let id = match &decision.device {
        Some(id) => id.clone(),
        None => store.mint().await?,
    };
    let change = change(visit, &decision, found, &id, &mut population);
    store.save(change, population).await?;
    Ok((id, decision))
}
