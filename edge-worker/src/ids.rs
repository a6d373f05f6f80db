//! Identifiers: a prefix that tells the kind, and 128 random bits in base 62.

use core::cell::RefCell;

use serde::{Deserialize, Serialize};

use crate::error::Fatal;

/// Digits of a 128-bit number in base 62, with leading zeros.
pub const RANDOM_DIGITS: usize = 22;

/// Random bytes that are asked for at a time: each call of the platform takes
/// longer than the rest of most requests' ids.
const POOL_BYTES: usize = 512;

thread_local! {
    /// What is left of the last ones. Each byte is given out once.
    static POOL: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn random_bytes<const N: usize>() -> Result<[u8; N], Fatal> {
    POOL.with_borrow_mut(|pool| {
        if pool.len() < N {
            let mut fresh = vec![0; POOL_BYTES];
            getrandom::fill(&mut fresh).map_err(|_| Fatal::Randomness)?;
            *pool = fresh;
        }
        let taken = pool.split_off(pool.len().saturating_sub(N));
        taken.try_into().map_err(|_| Fatal::Randomness)
    })
}

/// 128 random bits as 22 base-62 digits.
///
/// # Errors
/// When the platform has no randomness to give.
pub fn random_digits() -> Result<String, Fatal> {
    let bytes = random_bytes()?;
    Ok(digits(u128::from_be_bytes(bytes), RANDOM_DIGITS))
}

/// A random number from 0 to 1.
///
/// # Errors
/// When the platform has no randomness to give.
pub fn random_share() -> Result<f64, Fatal> {
    Ok(f64::from(u32::from_be_bytes(random_bytes()?)) / f64::from(u32::MAX))
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The last `width` digits of a number in base 62, with leading zeros. Crates
/// for this are faster by tables of 8 kB.
#[must_use]
pub fn digits(mut number: u128, width: usize) -> String {
    let mut text: Vec<char> = Vec::with_capacity(width);
    for _ in 0..width {
        let digit = DIGITS.get((number % 62) as usize).copied().unwrap_or(b'0');
        text.push(digit.into());
        number /= 62;
    }
    text.iter().rev().collect()
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident = $prefix:literal;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// What every one of them starts with.
            pub const PREFIX: &'static str = $prefix;

            /// A new one.
            ///
            /// # Errors
            /// When the platform has no randomness to give.
            pub fn mint() -> Result<Self, Fatal> {
                Ok(Self(format!("{}{}", Self::PREFIX, random_digits()?)))
            }

            /// Reads one that a client sent; `None` if it cannot be one.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let digits = text.strip_prefix(Self::PREFIX)?;
                let fits = digits.len() == RANDOM_DIGITS
                    && digits.bytes().all(|b| b.is_ascii_alphanumeric());
                fits.then(|| Self(text.into()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A customer: the border that no device id crosses.
    TenantId = "t_";
    /// A site of a tenant; `domainId` on the wire.
    DomainId = "d_";
    /// A device of a tenant; `fingerprintId` for pages, `deviceId` for backends.
    DeviceId = "dv_";
    /// A request; it leads to the log line and names the event or visit.
    RequestId = "req_";
    /// A secret key's record; not the key itself.
    ApiKeyId = "key_";
    /// A submission token.
    TokenId = "tok_";
    /// A change that an operator made.
    AuditId = "aud_";
    /// A key that sealed results are signed with.
    SigningKeyId = "sig_";
    /// A webhook's configuration.
    WebhookId = "wh_";
    /// A message to a webhook.
    DeliveryId = "msg_";
}

impl RequestId {
    /// Names a request where there is no randomness to name it better.
    #[must_use]
    pub fn unknown() -> Self {
        Self(format!("{}{}", Self::PREFIX, digits(0, RANDOM_DIGITS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minted_id_can_be_read_back_and_is_not_repeated() -> Result<(), Fatal> {
        let (one, other) = (DeviceId::mint()?, DeviceId::mint()?);
        assert_ne!(one, other);
        assert_eq!(DeviceId::parse(one.as_str()), Some(one));
        Ok(())
    }

    #[test]
    fn every_number_has_the_same_width() {
        assert_eq!(digits(0, RANDOM_DIGITS), "0".repeat(RANDOM_DIGITS));
        assert_eq!(digits(u128::MAX, RANDOM_DIGITS), "7n42DGM5Tflk9n8mt7Fhc7");
        assert_eq!(digits(61 * 62 + 10, 6), "0000zA");
    }

    #[test]
    fn what_cannot_be_an_id_is_refused() {
        for text in ["", "dv_", "dv_short", "t_0000000000000000000000", "dv_000000000000000000000'"]
        {
            assert_eq!(DeviceId::parse(text), None, "{text}");
        }
    }
}
