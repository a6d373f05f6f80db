//! How well a linker did: the benchmark's figures.

use std::collections::{HashMap, HashSet};

/// Counts answers as they come.
#[derive(Clone, Debug, Default)]
pub struct Score {
    founders: HashMap<String, String>,
    owners: HashSet<String>,
    clusters: HashMap<String, HashMap<String, u32>>,
    revisits: u32,
    firsts: u32,
    right: u32,
    wrong: u32,
    wrong_firsts: u32,
}

/// The figures, always together: each alone can be bought with the others.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Links to the right device, of all links.
    pub precision: f64,
    /// Links to the right device, of all revisits.
    pub recall: f64,
    /// First visits given somebody's id, of all first visits.
    pub new_fp: f64,
    /// Mean share of an id's visits that come from its most frequent browser.
    pub ownership: f64,
}

impl Score {
    /// Counts an answer. Says whether a link was right; nothing for a new id.
    pub fn count(&mut self, owner: &str, id: &str, scored: bool) -> Option<bool> {
        let known = self.owners.contains(owner);
        let link = self.founders.get(id).map(|founder| founder == owner);
        if scored {
            if known {
                self.revisits += 1
            } else {
                self.firsts += 1
            }
            match link {
                Some(true) => self.right += 1,
                Some(false) => {
                    self.wrong += 1;
                    self.wrong_firsts += u32::from(!known);
                }
                None => {}
            }
        }
        if link.is_none() {
            self.founders.insert(id.to_owned(), owner.to_owned());
        }
        self.owners.insert(owner.to_owned());
        *self.clusters.entry(id.to_owned()).or_default().entry(owner.to_owned()).or_default() += 1;
        link
    }

    /// Adds what was counted in a replay of the same browsers for others of them.
    pub fn add(&mut self, other: &Self) {
        self.revisits += other.revisits;
        self.firsts += other.firsts;
        self.right += other.right;
        self.wrong += other.wrong;
        self.wrong_firsts += other.wrong_firsts;
        for (at, (id, visits)) in other.clusters.iter().enumerate() {
            self.clusters.insert(format!("{} {at} {id}", self.clusters.len()), visits.clone());
        }
    }

    /// The figures so far.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
        let purity = self.clusters.values().map(|visits| {
            share(visits.values().copied().max().unwrap_or(0), visits.values().sum())
        });
        let clusters = u32::try_from(self.clusters.len()).unwrap_or(u32::MAX);
        Figures {
            precision: share(self.right, self.right + self.wrong),
            recall: share(self.right, self.revisits),
            new_fp: share(self.wrong_firsts, self.firsts),
            ownership: purity.sum::<f64>() / f64::from(clusters.max(1)),
        }
    }
}
