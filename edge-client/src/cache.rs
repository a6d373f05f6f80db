//! Devices that were looked up lately, with the tags that the edge knows them by.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use edgeprint_signals::wire::Device;

use crate::clock::instant;

#[derive(Debug)]
pub(crate) struct Cache {
    ttl: Duration,
    max_entries: usize,
    entries: HashMap<String, Entry>,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub device: Device,
    pub etag: Option<String>,
    /// When it was had, or last confirmed.
    at: Instant,
}

impl Cache {
    pub fn new(ttl: Duration, max_entries: usize) -> Self {
        Self { ttl, max_entries, entries: HashMap::new() }
    }

    pub fn get(&self, device_id: &str) -> Option<Entry> {
        self.entries.get(device_id).cloned()
    }

    pub fn is_fresh(&self, entry: &Entry) -> bool {
        entry.at.elapsed() < self.ttl
    }

    pub fn set(&mut self, device_id: &str, device: Device, etag: Option<String>) {
        if self.max_entries == 0 {
            return;
        }
        if !self.entries.contains_key(device_id) && self.entries.len() >= self.max_entries {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.at);
            if let Some(oldest) = oldest.map(|(id, _)| id.clone()) {
                self.entries.remove(&oldest);
            }
        }
        self.entries.insert(device_id.into(), Entry { device, etag, at: instant() });
    }

    pub fn remove(&mut self, device_id: &str) {
        self.entries.remove(device_id);
    }
}
