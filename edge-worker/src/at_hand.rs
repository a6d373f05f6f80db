//! What an instance keeps in its own memory from one request to the next.

use core::borrow::Borrow;

/// A few values by name. Where there are too many, the one put longest ago goes.
#[derive(Debug)]
pub struct AtHand<K, V> {
    /// The latest first.
    entries: Vec<(K, V)>,
    most: usize,
}

impl<K, V> AtHand<K, V> {
    /// Room for so many.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { entries: Vec::new(), most }
    }

    /// The value of this name.
    pub fn get<N: Eq + ?Sized>(&self, name: &N) -> Option<&V>
    where
        K: Borrow<N>,
    {
        self.entries.iter().find(|(key, _)| key.borrow() == name).map(|(_, value)| value)
    }

    /// Keeps a value in place of the one that this name had.
    pub fn put(&mut self, key: K, value: V)
    where
        K: Eq,
    {
        self.remove(&key);
        self.entries.truncate(self.most.saturating_sub(1));
        self.entries.insert(0, (key, value));
    }

    /// Forgets the value of this name.
    pub fn remove<N: Eq + ?Sized>(&mut self, name: &N)
    where
        K: Borrow<N>,
    {
        self.entries.retain(|(key, _)| key.borrow() != name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_value_of_a_name_is_kept_and_no_more_than_so_many() {
        let mut kept = AtHand::<String, u32>::new(3);
        for (name, value) in [("a", 1), ("b", 2), ("a", 3), ("c", 4)] {
            kept.put(name.into(), value);
        }
        assert_eq!(
            ["a", "b", "c"].map(|name| kept.get(name).copied()),
            [Some(3), Some(2), Some(4)]
        );
        kept.put("d".into(), 5);
        assert_eq!(
            ["a", "b", "c", "d"].map(|name| kept.get(name).is_some()),
            [true, false, true, true]
        );
        kept.remove("a");
        assert_eq!(kept.get("a"), None);
    }
}
