//! How long each reading took: never twice the same.

use edgeprint_signals::{Components, sha256_hex};

/// With fewer bits two honest collections might agree by chance.
const WHATEVER_WAS_READ: f64 = 40.0;

/// With fewer bits two collections of equal browsers might agree by chance: phones
/// of one model come by the hundred thousand, and each is compared with all.
const OF_ONE_BROWSER: f64 = 32.0;

/// Characters of a digest: 128 bits.
const LENGTH: usize = 32;

/// A digest that a copy of a submission repeats, and no other collection.
///
/// Where the clock is fine, it is of the times alone, so that a copy in which
/// readings were changed is known, too; where it is coarser, of the values as
/// well. `None` where so little can be told by the times that two honest
/// collections might agree.
#[must_use]
pub fn pace(components: &Components) -> Option<String> {
    let bits = bits(components);
    let text = if bits >= WHATEVER_WAS_READ {
        let times = components.iter().map(|(id, read)| format!("{} {}\n", id.name(), read.ms));
        Some(times.collect())
    } else if bits >= OF_ONE_BROWSER {
        serde_json::to_string(components).ok()
    } else {
        None
    };
    let mut digest = sha256_hex(text?.as_bytes());
    digest.truncate(LENGTH);
    Some(digest)
}

/// How much the times tell, estimated low: equal times count once, and a time of
/// `n` ticks of the clock is taken to vary by the root of `n`. As a tick counts
/// the shortest time there is: 0.1 ms in Chromium, 1 ms in Firefox and Safari,
/// 16.7 or 100 ms where Firefox resists fingerprinting.
fn bits(components: &Components) -> f64 {
    let mut times: Vec<f64> =
        components.iter().map(|(_, read)| read.ms).filter(|ms| *ms > 0.0).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let Some(tick) = times.first().copied() else { return 0.0 };
    times.iter().map(|ms| (1.0 + ms / tick).log2() / 2.0).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use edgeprint_signals::{Component, SignalId, Value};

    fn timed(times: &[f64], value: f64) -> Components {
        let mut components = Components::new();
        for (id, ms) in SignalId::ALL.iter().zip(times.iter().cycle()) {
            components.set(*id, Component { ms: *ms, ..Component::ok(Value::Number(value)) });
        }
        components
    }

    /// Of a fine clock; of a coarser one, slow and quick; of a Firefox that resists fingerprinting.
    const FINE: [f64; 18] = [
        976.4, 650.0, 648.4, 615.3, 126.9, 98.8, 66.9, 35.0, 29.1, 18.9, 10.4, 4.6, 3.1, 1.4, 0.5,
        0.3, 0.2, 0.1,
    ];
    const WHOLE: [f64; 15] =
        [974.0, 745.0, 628.0, 181.0, 100.0, 64.0, 40.0, 25.0, 18.0, 7.0, 3.0, 2.0, 1.0, 0.0, 0.0];
    const QUICK: [f64; 12] = [128.0, 96.0, 64.0, 31.0, 18.0, 9.0, 7.0, 4.0, 3.0, 2.0, 1.0, 0.0];
    const RESISTING: [f64; 10] =
        [1383.4, 1000.0, 1000.0, 950.0, 300.0, 233.3, 166.7, 100.0, 33.3, 16.7];

    #[test]
    fn times_of_a_fine_clock_are_known_again_whatever_was_read() {
        let original = pace(&timed(&FINE, 1.0));
        assert!(original.is_some());
        assert_eq!(original, pace(&timed(&FINE, 2.0)));
        let mut slower = FINE;
        slower[9] += 0.1;
        assert_ne!(original, pace(&timed(&slower, 1.0)));
    }

    #[test]
    fn times_of_a_coarser_clock_are_known_again_with_what_was_read() {
        let original = pace(&timed(&WHOLE, 1.0));
        assert!(original.is_some());
        assert_eq!(original, pace(&timed(&WHOLE, 1.0)));
        assert_ne!(original, pace(&timed(&WHOLE, 2.0)));
    }

    #[test]
    fn coarse_clocks_tell_nothing_of_what_is_quick() {
        assert_eq!(pace(&timed(&QUICK, 1.0)), None);
        assert_eq!(pace(&timed(&RESISTING, 1.0)), None);
        assert_eq!(pace(&timed(&[0.0, 100.0, 200.0], 1.0)), None);
        assert_eq!(pace(&timed(&[0.0], 1.0)), None);
        assert_eq!(pace(&Components::new()), None);
    }
}
