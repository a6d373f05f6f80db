//! Rounding, which `core` has not.

/// Rounds to a fraction of one: to tenths with `parts` 10. For what is not
/// negative and within the integers that a number names exactly.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
pub fn to_parts(n: f64, parts: f64) -> f64 {
    (n * parts + 0.5) as i64 as f64 / parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_up_and_integers_stay() {
        assert_eq!(to_parts(1.25, 10.0), 1.3);
        assert_eq!(to_parts(0.04, 10.0), 0.0);
        assert_eq!(to_parts(12.0, 10.0), 12.0);
        assert_eq!(to_parts(2.654_32, 100.0), 2.65);
    }
}
