//! A count-min sketch with conservative update: counts of any number of keys in
//! bounded space. It never counts too little.

use crate::value::mix;

const DEPTH: usize = 3;
/// Cells of a row, at first and at most: 24 and 98 kB in all.
const FIRST_WIDTH: usize = 1 << 12;
const MOST_WIDTH: usize = 1 << 14;

/// Counts of keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    cells: Vec<u16>,
}

impl Default for Sketch {
    fn default() -> Self {
        Self::with_width(FIRST_WIDTH)
    }
}

impl Sketch {
    /// An empty sketch of that many cells in each of its three rows.
    pub fn with_width(width: usize) -> Self {
        Self { cells: vec![0; DEPTH * width.max(1)] }
    }

    /// How often a key was counted, about, and never fewer times than said.
    pub fn count(&self, key: u64) -> f64 {
        f64::from(self.places(key).map(|place| self.cell(place)).min().unwrap_or_default())
    }

    /// Counts a key once more.
    pub fn increment(&mut self, key: u64) {
        let places = self.places(key);
        let least = places.clone().map(|place| self.cell(place)).min().unwrap_or_default();
        for place in places {
            if let Some(cell) = self.cells.get_mut(place) {
                *cell = (*cell).max(least.saturating_add(1));
            }
        }
    }

    fn cell(&self, place: usize) -> u16 {
        self.cells.get(place).copied().unwrap_or_default()
    }

    #[allow(clippy::cast_possible_truncation)] // a remainder of the width
    fn places(&self, key: u64) -> impl Iterator<Item = usize> + Clone + use<> {
        let width = (self.cells.len() / DEPTH).max(1);
        (0..DEPTH).map(move |row| {
            let column = mix(key ^ (row as u64) << 60) % width as u64;
            row * width + column as usize
        })
    }

    /// Doubles the rows if they have fewer cells than wanted, as far as they may
    /// grow. A cell's two heirs both keep its count: they may count too much, and
    /// never too little.
    pub fn widen(&mut self, wanted: usize) {
        let width = self.cells.len() / DEPTH;
        if !(FIRST_WIDTH..MOST_WIDTH).contains(&width) || width >= wanted {
            return;
        }
        let rows = self.cells.chunks(width.max(1));
        self.cells = rows.flat_map(|row| [row, row].concat()).collect();
    }

    /// Halves every count: what is counted is the recent past.
    pub fn halve(&mut self) {
        for cell in &mut self.cells {
            *cell /= 2;
        }
    }

    /// As bytes.
    pub fn to_bytes(&self) -> impl Iterator<Item = u8> {
        self.cells.iter().flat_map(|cell| cell.to_le_bytes())
    }

    /// From bytes. Nothing when they are not such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (pairs, []) = bytes.as_chunks::<2>() else { return None };
        if pairs.is_empty() || pairs.len() % DEPTH != 0 {
            return None;
        }
        Some(Self { cells: pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_counted_too_little_and_growing_forgets_nothing() {
        let mut sketch = Sketch::default();
        for key in 0..9000_u64 {
            sketch.increment(key % 3000);
            sketch.widen(9000);
        }
        assert!((0..3000).all(|key| sketch.count(key) >= 3.0));
        sketch.halve();
        assert!((0..3000).all(|key| sketch.count(key) >= 1.0));
    }

    #[test]
    fn bytes_lead_back() {
        let mut sketch = Sketch::with_width(8);
        sketch.increment(7);
        let bytes: Vec<u8> = sketch.to_bytes().collect();
        assert_eq!(Sketch::from_bytes(&bytes), Some(sketch));
        assert_eq!(Sketch::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Sketch::from_bytes(&[]), None);
    }
}
