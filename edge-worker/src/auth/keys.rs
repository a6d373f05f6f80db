//! The format of keys: `pk_prod_` or `sk_prod_`, 128 random bits, a checksum.
//!
//! The checksum (CRC-32 over everything before it) lets a mistyped or invented
//! key be refused without a look-up, and lets scanners find leaked keys without
//! false alarms. It proves nothing: only a look-up does.

use core::fmt;

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};
use edgeprint_signals::sha256_hex;

use super::is_same;
use crate::error::Fatal;
use crate::ids::{RANDOM_DIGITS, digits, random_digits};

/// Digits of a 32-bit number in base 62.
const CHECKSUM_DIGITS: usize = 6;

/// The longest label between the underscores.
const MAX_LABEL: usize = 16;

/// How much of a secret key may be shown to tell it from others.
const SHOWN_DIGITS: usize = 4;

/// Whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// A page's, public: `pk_`.
    Site,
    /// A backend's, secret: `sk_`.
    Secret,
}

impl KeyKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Site => "pk_",
            Self::Secret => "sk_",
        }
    }
}

/// A key of the right format. `Debug` does not show it, and nothing but a test compares two of them.
#[derive(Clone)]
#[cfg_attr(test, derive(PartialEq, Eq))]
pub struct Key {
    kind: KeyKind,
    text: String,
}

impl Key {
    /// A new key with the deployment's label.
    ///
    /// # Errors
    /// When the label cannot be one, or there is no randomness.
    pub fn issue(kind: KeyKind, label: &str) -> Result<Self, Fatal> {
        if !is_label(label) {
            return Err(Fatal::Configuration("KEY_ENV (1 to 16 lower-case letters and digits)"));
        }
        let body = format!("{}{label}_{}", kind.prefix(), random_digits()?);
        let text = format!("{body}{}", checksum(&body));
        Ok(Self { kind, text })
    }

    /// Reads a key of this kind; `None` if it was not issued by anybody.
    #[must_use]
    pub fn parse(kind: KeyKind, text: &str) -> Option<Self> {
        let (label, random) = text.strip_prefix(kind.prefix())?.split_once('_')?;
        let fits = is_label(label)
            && random.len() == RANDOM_DIGITS + CHECKSUM_DIGITS
            && random.bytes().all(|b| b.is_ascii_alphanumeric());
        let (body, sum) = text.split_at_checked(text.len().checked_sub(CHECKSUM_DIGITS)?)?;
        (fits && checksum(body) == sum).then(|| Self { kind, text: text.into() })
    }

    /// What is stored of a secret key, and what decisions are cached under.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256_hex(self.text.as_bytes())
    }

    /// Whether this is the hash of the key, in constant time.
    #[must_use]
    pub fn has_hash(&self, hash: &str) -> bool {
        is_same(self.hash().as_bytes(), hash.as_bytes())
    }

    /// The start of the key, to tell it from others in lists.
    #[must_use]
    pub fn shown(&self) -> String {
        let hidden = RANDOM_DIGITS + CHECKSUM_DIGITS - SHOWN_DIGITS;
        self.text.chars().take(self.text.len().saturating_sub(hidden)).collect()
    }

    /// The key itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }
}

fn is_label(label: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    (1..=MAX_LABEL).contains(&label.len()) && label.bytes().all(allowed)
}

fn checksum(body: &str) -> String {
    let crc = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);
    digits(crc.checksum(body.as_bytes()).into(), CHECKSUM_DIGITS)
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?}, REDACTED)", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issued_key_has_the_published_format() {
        let key = Key::issue(KeyKind::Site, "prod").unwrap();
        assert!(key.expose().starts_with("pk_prod_"));
        assert_eq!(key.expose().len(), "pk_prod_".len() + 28);
        assert_eq!(Key::parse(KeyKind::Site, key.expose()), Some(key));
    }

    #[test]
    fn a_key_of_one_kind_is_not_a_key_of_the_other() {
        let key = Key::issue(KeyKind::Secret, "prod").unwrap();
        assert_eq!(Key::parse(KeyKind::Site, key.expose()), None);
        let renamed = key.expose().replacen("sk_", "pk_", 1);
        assert_eq!(Key::parse(KeyKind::Site, &renamed), None);
    }

    #[test]
    fn every_single_typing_error_is_noticed() {
        let key = Key::issue(KeyKind::Secret, "dev").unwrap();
        for at in 0..key.expose().len() {
            let mut bytes = key.expose().as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
            let typo = String::from_utf8(bytes).unwrap();
            assert_eq!(Key::parse(KeyKind::Secret, &typo), None, "at {at}");
        }
    }

    #[test]
    fn the_checksum_is_pinned() {
        let text = format!(
            "pk_prod_{}{}",
            "0".repeat(22),
            checksum(&format!("pk_prod_{}", "0".repeat(22)))
        );
        assert_eq!(text, "pk_prod_00000000000000000000004UKbQA");
    }

    #[test]
    fn nonsense_is_not_a_key() {
        for text in ["", "pk_", "pk__", "pk_prod", "pk_prod_", "pk_PROD_x", "é", "pk_prod_é"] {
            assert_eq!(Key::parse(KeyKind::Site, text), None, "{text}");
        }
    }

    #[test]
    fn what_is_shown_of_a_key_is_its_start_and_debug_shows_none() {
        let key = Key::issue(KeyKind::Secret, "prod").unwrap();
        assert_eq!(key.shown().len(), "sk_prod_".len() + SHOWN_DIGITS);
        assert!(key.expose().starts_with(&key.shown()));
        assert_eq!(format!("{key:?}"), "Key(Secret, REDACTED)");
    }

    #[test]
    fn a_label_that_would_break_the_format_is_refused() {
        for label in ["", "Prod", "my_env", "a-b", "abcdefghijklmnopq"] {
            assert!(Key::issue(KeyKind::Site, label).is_err(), "{label}");
        }
    }
}
