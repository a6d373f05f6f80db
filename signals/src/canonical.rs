//! The bytes that a fingerprint is computed from.
//!
//! The canonical form is CBOR (RFC 8949), narrowed so that each value has one
//! encoding:
//!
//! - a number that is integral and within ±2^53 is a CBOR integer; any other
//!   number is a 64-bit float (never a shorter one), and -0 is 0;
//! - text is UTF-8; lengths are definite and minimal;
//! - map keys are text, unique, in bytewise order of the text itself.
//!
//! CBOR rather than JSON because writing floats as decimal text costs more
//! wasm than all the rest of this module, and is where two sides would differ.

use alloc::vec::Vec;

use crate::Value;

const UNSIGNED: u8 = 0 << 5;
const NEGATIVE: u8 = 1 << 5;
const TEXT: u8 = 3 << 5;
const LIST: u8 = 4 << 5;
const MAP: u8 = 5 << 5;
const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const NULL: u8 = 0xf6;
const FLOAT64: u8 = 0xfb;

/// 2^53: beyond it an f64 no longer names one integer.
const MAX_SAFE: f64 = 9_007_199_254_740_992.0;

/// Writes a value.
pub fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => write_null(out),
        Value::Bool(flag) => write_flag(out, *flag),
        Value::Number(n) => write_number(out, *n),
        Value::Text(text) => write_text(out, text),
        Value::List(items) => {
            write_list_head(out, items.len());
            for item in items {
                write_value(out, item);
            }
        }
        Value::Map(entries) => {
            write_map_head(out, entries.len());
            for (key, value) in entries {
                write_text(out, key);
                write_value(out, value);
            }
        }
    }
}

/// Writes nothing's value.
pub fn write_null(out: &mut Vec<u8>) {
    out.push(NULL);
}

/// Writes a boolean.
pub fn write_flag(out: &mut Vec<u8>, flag: bool) {
    out.push(if flag { TRUE } else { FALSE });
}

/// Starts a list; its items follow.
pub fn write_list_head(out: &mut Vec<u8>, items: usize) {
    write_head(out, LIST, items as u64);
}

/// Starts a map; its `entries` keys and values follow, keys in order.
pub fn write_map_head(out: &mut Vec<u8>, entries: usize) {
    write_head(out, MAP, entries as u64);
}

/// Writes text.
pub fn write_text(out: &mut Vec<u8>, text: &str) {
    write_head(out, TEXT, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Writes a number.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // integral and in range
pub fn write_number(out: &mut Vec<u8>, n: f64) {
    if n.abs() <= MAX_SAFE && n as i64 as f64 == n {
        let n = n as i64;
        if n < 0 {
            write_head(out, NEGATIVE, !n as u64);
        } else {
            write_head(out, UNSIGNED, n as u64);
        }
    } else {
        out.extend_from_slice(&[FLOAT64]);
        out.extend_from_slice(&n.to_bits().to_be_bytes());
    }
}

#[allow(clippy::cast_possible_truncation)] // each arm's range fits
#[inline(never)]
fn write_head(out: &mut Vec<u8>, major: u8, n: u64) {
    match n {
        0..=23 => out.extend_from_slice(&[major | n as u8]),
        24..=0xff => out.extend_from_slice(&[major | 24, n as u8]),
        0x100..=0xffff => {
            out.extend_from_slice(&[major | 25]);
            out.extend_from_slice(&(n as u16).to_be_bytes());
        }
        0x1_0000..=0xffff_ffff => {
            out.extend_from_slice(&[major | 26]);
            out.extend_from_slice(&(n as u32).to_be_bytes());
        }
        _ => {
            out.extend_from_slice(&[major | 27]);
            out.extend_from_slice(&n.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(value: &Value) -> Vec<u8> {
        let mut out = Vec::new();
        write_value(&mut out, value);
        out
    }

    fn hex(value: &Value) -> String {
        encode(value).iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Examples from RFC 8949, appendix A.
    #[test]
    fn agrees_with_the_examples_of_the_rfc() {
        for (n, expected) in [
            (0.0, "00"),
            (23.0, "17"),
            (24.0, "1818"),
            (1000.0, "1903e8"),
            (1_000_000.0, "1a000f4240"),
            (1_000_000_000_000.0, "1b000000e8d4a51000"),
            (-1.0, "20"),
            (-1000.0, "3903e7"),
            (1.1, "fb3ff199999999999a"),
            (-4.1, "fbc010666666666666"),
        ] {
            assert_eq!(hex(&Value::Number(n)), expected, "{n}");
        }
        assert_eq!(hex(&Value::Null), "f6");
        assert_eq!(hex(&Value::Bool(true)), "f5");
        assert_eq!(hex(&Value::from("ü")), "62c3bc");
        let nested =
            Value::map(vec![("a".into(), 1u32.into()), ("b".into(), Value::from(vec![2u32, 3]))]);
        assert_eq!(hex(&nested), "a26161016162820203");
    }

    #[test]
    fn minus_zero_is_zero() {
        assert_eq!(hex(&Value::Number(-0.0)), "00");
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<f64>().prop_map(Value::number),
            any::<i32>().prop_map(|n| Value::Number(n.into())),
            ".{0,8}".prop_map(Value::Text),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
                prop::collection::vec((".{0,4}", inner), 0..4).prop_map(Value::map),
            ]
        })
    }

    proptest! {
        /// What the page computes and what the edge recomputes from JSON agree.
        #[test]
        fn the_form_survives_the_wire(value in any_value()) {
            let json = serde_json::to_string(&value).unwrap_or_default();
            let received: Value = serde_json::from_str(&json).unwrap_or_default();
            prop_assert_eq!(encode(&value), encode(&received));
        }

        /// Different values have different forms (-0 and 0 are the same value).
        #[test]
        fn the_form_tells_values_apart(a in any_value(), b in any_value()) {
            prop_assert_eq!(a == b, encode(&a) == encode(&b));
        }
    }
}
