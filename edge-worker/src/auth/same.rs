//! Secrets, compared without an early end.

use subtle::ConstantTimeEq;

/// Whether two texts or digests are the same. How long that takes depends on
/// their lengths alone: every part is looked at, whichever differs.
pub fn is_same<T: ConstantTimeEq>(ours: &[T], theirs: &[T]) -> bool {
    ours.ct_eq(theirs).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::cell::Cell;
    use subtle::Choice;

    /// A byte that counts how often it is looked at.
    struct Counted<'a>(u8, &'a Cell<usize>);

    impl ConstantTimeEq for Counted<'_> {
        fn ct_eq(&self, other: &Self) -> Choice {
            self.1.set(self.1.get() + 1);
            self.0.ct_eq(&other.0)
        }
    }

    #[test]
    fn every_byte_is_looked_at_wherever_the_first_difference_is() {
        let secret = b"a secret of thirty-two bytes....";
        for wrong in [None, Some(0), Some(1), Some(31)] {
            let looks = Cell::new(0);
            let counted = |bytes: &[u8]| -> Vec<_> {
                bytes.iter().map(|byte| Counted(*byte, &looks)).collect()
            };
            let mut guess = secret.to_vec();
            if let Some(at) = wrong {
                guess[at] ^= 1;
            }
            assert_eq!(is_same(&counted(secret), &counted(&guess)), wrong.is_none());
            assert_eq!(looks.get(), secret.len(), "{wrong:?}");
        }
    }

    #[test]
    fn other_lengths_differ() {
        assert!(!is_same(b"secret", b"secre") && !is_same(b"", b"s") && is_same::<u8>(b"", b""));
    }
}
