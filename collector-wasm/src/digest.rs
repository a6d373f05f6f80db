//! Short digests of what is too big to send.

use alloc::string::String;
use alloc::vec::Vec;

use edgeprint_signals::{Value, canonical, sha256_hex};

/// 128 bits: enough to tell values apart, half the bytes of a full digest.
const HEX_DIGITS: usize = 32;

/// The digest of some bytes.
pub fn of_bytes(bytes: &[u8]) -> String {
    let mut hex = sha256_hex(bytes);
    hex.truncate(HEX_DIGITS);
    hex
}

/// The digest of a value's canonical form.
pub fn of_value(value: &Value) -> String {
    let mut bytes = Vec::new();
    canonical::write_value(&mut bytes, value);
    of_bytes(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_start_of_the_sha256() {
        assert_eq!(of_bytes(b"abc"), "ba7816bf8f01cfea414140de5dae2223");
    }

    #[test]
    fn order_counts() {
        let list = |items: [u32; 2]| of_value(&Value::from(items.to_vec()));
        assert_ne!(list([1, 2]), list([2, 1]));
    }
}
