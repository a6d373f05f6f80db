//! When a message is tried again.

use crate::clock::Timestamp;

/// Seconds to the next try after the first failure, the second, and so on.
const WAITS: [u32; 9] = [10, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000];

/// How often a message is tried.
#[allow(clippy::cast_possible_truncation)] // ten
pub const MAX_ATTEMPTS: u32 = WAITS.len() as u32 + 1;

/// When a message is tried again that failed `attempts` times; `None` for never.
/// `dice` spreads the tries of messages that failed together, by up to a fifth.
#[must_use]
pub fn next_try_at(attempts: u32, now: Timestamp, dice: u8) -> Option<Timestamp> {
    let failed = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let wait = WAITS.get(failed)?;
    Some(now.plus_seconds(wait + wait * u32::from(dice) / (5 * 255)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(0);

    #[test]
    fn waits_grow_and_end() {
        let mut before = NOW;
        for attempts in 1..MAX_ATTEMPTS {
            let next = next_try_at(attempts, NOW, 0).unwrap();
            assert!(next > before, "{attempts}");
            before = next;
        }
        assert_eq!(next_try_at(MAX_ATTEMPTS, NOW, 0), None);
        assert_eq!(next_try_at(0, NOW, 0), None);
    }

    #[test]
    fn dice_add_at_most_a_fifth() {
        assert_eq!(next_try_at(2, NOW, 0), Some(NOW.plus_seconds(60)));
        assert_eq!(next_try_at(2, NOW, 255), Some(NOW.plus_seconds(72)));
    }
}
