//! Short digests of what is too big to send.

use alloc::vec::Vec;

use edgeprint_signals::sha256_hex;

use crate::js::Js;
use crate::reading::write;

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
    write(&mut bytes, reading);
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
