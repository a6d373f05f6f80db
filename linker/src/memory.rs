//! A store in memory: for the benchmark, for tests, and as the plainest
//! description of what a store must do.

use std::collections::HashMap;
use std::convert::Infallible;
use std::mem;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::blocking::{LIST_LENGTH, choose};
use crate::device::Device;
use crate::frequency::Frequencies;
use crate::linker::{Decision, Linker, Visit};
use crate::store::{Change, Store, link};
use crate::vector::AttributeVector;

/// Devices in memory.
#[derive(Debug, Default)]
pub struct Memory {
    devices: HashMap<u64, Device>,
    lists: HashMap<u64, Vec<u64>>,
    population: Frequencies,
    minted: u64,
}

impl Memory {
    /// What the population looks like.
    #[must_use]
    pub fn population(&self) -> &Frequencies {
        &self.population
    }

    /// Finds out who visits and remembers it.
    #[must_use]
    pub fn link(&mut self, linker: &Linker<'_>, visit: &Visit<'_>) -> Option<(String, Decision)> {
        at_once(link(linker, self, visit)).and_then(Result::ok)
    }

    /// The devices on the keys' lists, and the token's.
    #[must_use]
    pub fn candidates(&self, keys: &[u64], token: Option<&str>) -> Vec<Device> {
        let lists: Vec<Vec<u64>> =
            keys.iter().filter_map(|key| self.lists.get(key)).cloned().collect();
        let mut chosen = choose(&lists);
        if let Some(owner) = token.and_then(number)
            && !chosen.contains(&owner)
        {
            chosen.push(owner);
        }
        chosen.iter().filter_map(|id| self.devices.get(id)).cloned().collect()
    }

    /// Counts a device in the population.
    pub fn learn(&mut self, shows: &AttributeVector) {
        self.population.count_device(shows, 1.0);
    }

    /// Enters a device under its keys, at the head of their lists.
    pub fn put(&mut self, change: Change) {
        let Some(id) = number(&change.device.id) else { return };
        for key in change.keys {
            let list = self.lists.entry(key).or_default();
            list.retain(|other| *other != id);
            list.insert(0, id);
            list.truncate(LIST_LENGTH);
        }
        for key in change.struck {
            if let Some(list) = self.lists.get_mut(&key) {
                list.retain(|other| *other != id);
            }
        }
        self.devices.insert(id, change.device);
    }
}

fn number(id: &str) -> Option<u64> {
    id.strip_prefix('d')?.parse().ok()
}

impl Store for Memory {
    type Error = Infallible;

    async fn frequencies(&mut self) -> Result<Frequencies, Infallible> {
        // Taken out, not copied: `save` puts it back.
        Ok(mem::replace(&mut self.population, Frequencies::with_width(1)))
    }

    async fn find(&self, keys: &[u64], token: Option<&str>) -> Result<Vec<Device>, Infallible> {
        Ok(self.candidates(keys, token))
    }

    async fn mint(&mut self) -> Result<String, Infallible> {
        self.minted += 1;
        Ok(format!("d{}", self.minted))
    }

    async fn save(&mut self, change: Change, learnt: Frequencies) -> Result<(), Infallible> {
        self.population = learnt;
        self.put(change);
        Ok(())
    }
}

/// Runs a future that never waits.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
