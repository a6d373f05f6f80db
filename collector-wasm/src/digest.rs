//! Short digests of what is too big to send.

use alloc::vec::Vec;

use edgeprint_signals::{canonical, sha256_hex};

use crate::js::Js;
use crate::reading::value_of;

/// 128 bits: enough to tell values apart, half the bytes of a full digest.
const HEX_DIGITS: usize = 32;

/// The digest of some bytes.
#[inline(never)]
pub fn of_bytes(bytes: &[u8]) -> Js {
    short(&sha256_hex(bytes)).into()
}

fn short(hex: &str) -> &str {
    hex.get(..HEX_DIGITS).unwrap_or_default()
}

/// The digest of a reading's canonical form.
#[inline(never)]
pub fn of(reading: Js) -> Js {
    let mut bytes = Vec::new();
    canonical::write_value(&mut bytes, &value_of(reading));
    of_bytes(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_start_of_the_sha256() {
        assert_eq!(short(&sha256_hex(b"abc")), "ba7816bf8f01cfea414140de5dae2223");
    }
}
