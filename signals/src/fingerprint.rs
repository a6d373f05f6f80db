//! The content hash of the stable signals.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use sha2::block_api::compress256;

use crate::{Components, SignalId, Stability, Status, Value, canonical};

/// Changes whenever equal readings would hash differently than before.
const DOMAIN: &str = "edgeprint/1";

/// SHA-256 over the canonical form of the stable signals.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Hashes the stable signals that were read ([`Self::covers`]).
    #[must_use]
    pub fn of(components: &Components) -> Self {
        let covered = |id: &SignalId| {
            components.get(*id).filter(|component| Self::covers(*id, component.status))
        };
        let count = SignalId::SORTED_BY_NAME.iter().filter_map(covered).count();
        let mut bytes = Self::start(count);
        for id in SignalId::SORTED_BY_NAME {
            if let Some(component) = covered(&id) {
                canonical::write_text(&mut bytes, id.name());
                canonical::write_value(&mut bytes, component.reliable().unwrap_or(&Value::Null));
            }
        }
        Self::end(&bytes)
    }

    /// Starts the bytes that are hashed. There follow, for each of `count`
    /// signals that are covered ([`Self::covers`]), in name order, its name and
    /// its value in canonical form; null for `unsupported`.
    #[must_use]
    pub fn start(count: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        canonical::write_text(&mut bytes, DOMAIN);
        canonical::write_map_head(&mut bytes, count);
        bytes
    }

    /// Hashes these bytes.
    #[must_use]
    pub fn end(bytes: &[u8]) -> Self {
        Self(sha256(bytes))
    }

    /// Whether a fingerprint covers a signal that was read with this status.
    ///
    /// `unsupported` counts as a value (null), since it is as stable as the
    /// browser; what was noisy, tampered with, blocked, late or skipped is left out.
    #[must_use]
    pub fn covers(id: SignalId, status: Status) -> bool {
        id.stability() == Stability::Stable && matches!(status, Status::Ok | Status::Unsupported)
    }

    /// As 64 lower-case hex digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }

    /// How many signals a fingerprint of these components covers.
    #[must_use]
    pub fn coverage(components: &Components) -> usize {
        components.iter().filter(|(id, component)| Self::covers(*id, component.status)).count()
    }
}

/// What SHA-256 starts from: FIPS 180-4, 5.3.3.
const START: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// SHA-256 of what is there in one piece: padding alone, and none of the
/// buffering that digests of streams need. Less than a kilobyte in the collector.
fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend_from_slice(&(bytes.len() as u64 * 8).to_be_bytes());
    let mut state = START;
    compress256(&mut state, padded.as_chunks().0);
    let mut digest = [0; 32];
    for (part, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
        *part = word.to_be_bytes();
    }
    digest
}

/// Lower-case hex of a SHA-256 digest over `bytes`.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Fingerprint::end(bytes).to_hex()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

const fn digit(nibble: u8) -> char {
    (if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble }) as char
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Component, Reason};

    fn some() -> Components {
        let mut components = Components::new();
        components.set(SignalId::Platform, Component::ok("Linux x86_64"));
        components.set(SignalId::Math, Component::ok("abc"));
        components
    }

    #[test]
    fn volatile_signals_do_not_change_it() {
        let mut more = some();
        more.set(SignalId::UserAgent, Component::ok("anything"));
        assert_eq!(Fingerprint::of(&some()), Fingerprint::of(&more));
    }

    #[test]
    fn stable_signals_change_it() {
        let mut other = some();
        other.set(SignalId::Platform, Component::ok("Win32"));
        assert_ne!(Fingerprint::of(&some()), Fingerprint::of(&other));
    }

    #[test]
    fn timing_does_not_change_it() {
        let mut later = some();
        let mut component = Component::ok("abc");
        component.ms = 17.0;
        later.set(SignalId::Math, component);
        assert_eq!(Fingerprint::of(&some()), Fingerprint::of(&later));
    }

    #[test]
    fn what_is_noisy_is_left_out_and_what_is_unsupported_counts() {
        let mut noisy = some();
        noisy.set(SignalId::Webgl, Component::absent(Status::Noisy, Reason::ReadingsDiffer));
        assert_eq!(Fingerprint::of(&some()), Fingerprint::of(&noisy));
        let mut unsupported = some();
        unsupported
            .set(SignalId::Webgl, Component::absent(Status::Unsupported, Reason::ApiMissing));
        assert_ne!(Fingerprint::of(&some()), Fingerprint::of(&unsupported));
    }

    #[test]
    fn it_is_written_as_64_hex_digits() {
        let text = Fingerprint::of(&some()).to_string();
        assert_eq!(text.len(), 64);
        assert!(text.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()));
    }

    /// Answers of the reference implementation, at every length that pads differently.
    #[test]
    fn digests_are_those_of_sha_256() {
        use sha2::{Digest, Sha256};
        for length in (0..200).chain([1000, 4096]) {
            let bytes: Vec<u8> = (0..length).map(|n: u32| n.to_le_bytes()[0]).collect();
            assert_eq!(sha256(&bytes), <[u8; 32]>::from(Sha256::digest(&bytes)), "{length}");
        }
    }

    /// Pinned: a change here changes every id in the field (see docs on versioning).
    #[test]
    fn the_hash_of_a_known_set_is_pinned() {
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
