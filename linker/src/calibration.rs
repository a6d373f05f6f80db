//! From the model's own certainty to how often it is right.

/// Reads a rising line through points at a log odds value. Beyond the ends it
/// stays at the last point: certainty that was never observed is not claimed.
#[must_use]
pub fn calibrate(points: &[(f64, f64)], log_odds: f64) -> f64 {
    let mut before: Option<(f64, f64)> = None;
    for (x, y) in points.iter().copied() {
        if log_odds <= x {
            let Some((from, low)) = before else { return y };
            let share = if x > from { (log_odds - from) / (x - from) } else { 1.0 };
            return low + share * (y - low);
        }
        before = Some((x, y));
    }
    before.map_or_else(|| 1.0 / (1.0 + (-log_odds).exp()), |(_, y)| y)
}

/// The log odds of a probability, within ±12.
#[must_use]
pub fn log_odds(probability: f64) -> f64 {
    let p = probability.clamp(6e-6, 1.0 - 6e-6);
    (p / (1.0 - p)).ln()
}

/// Isotonic regression (pool adjacent violators): the rising steps that fit
/// best, as points at the middle of each step.
#[must_use]
pub fn isotonic(mut sample: Vec<(f64, bool)>, smallest_step: usize) -> Vec<(f64, f64)> {
    sample.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut blocks: Vec<Block> = Vec::new();
    for part in sample.chunks(smallest_step.max(1)) {
        blocks.push(Block::of(part));
        while let [.., before, last] = blocks.as_slice() {
            if before.share() < last.share() {
                break;
            }
            let merged = before.with(last);
            blocks.truncate(blocks.len() - 2);
            blocks.push(merged);
        }
    }
    blocks.iter().map(|block| (block.middle(), block.share())).collect()
}

/// Answers of like certainty.
#[derive(Clone, Copy, Debug)]
struct Block {
    certainty: f64,
    right: f64,
    size: f64,
}

impl Block {
    fn of(part: &[(f64, bool)]) -> Self {
        let mut block = Self { certainty: 0.0, right: 0.0, size: 0.0 };
        for (certainty, right) in part {
            block.certainty += certainty;
            block.right += f64::from(u8::from(*right));
            block.size += 1.0;
        }
        block
    }

    fn with(&self, other: &Self) -> Self {
        Self {
            certainty: self.certainty + other.certainty,
            right: self.right + other.right,
            size: self.size + other.size,
        }
    }

    fn middle(&self) -> f64 {
        self.certainty / self.size.max(1.0)
    }

    /// Half a right and half a wrong answer are imagined: nothing is certain.
    fn share(&self) -> f64 {
        (self.right + 0.5) / (self.size + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_certain_is_never_less_likely() {
        let points = crate::weights::LEARNT.calibration;
        let read: Vec<f64> = (-150..150).map(|x| calibrate(points, f64::from(x) / 10.0)).collect();
        assert!(read.is_sorted());
        assert!(read.iter().all(|p| (0.0..=1.0).contains(p)));
    }

    #[test]
    fn isotonic_steps_rise() {
        let sample = (0..400_u32).map(|n| (f64::from(n), n % 7 > 3 || n > 300)).collect();
        let points = isotonic(sample, 20);
        assert!(points.len() > 1 && points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1));
    }
}
