//! The client's address, which is never kept: at rest there is a salted hash,
//! and the network it belongs to.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::tokens::Keyring;

/// Bits that a household or an office shares, by version of the protocol.
const PREFIX_V4: u32 = 24;
const PREFIX_V6: u32 = 48;

/// One customer of a provider commands a /64, so that is what limits count.
const BUCKET_V6: u32 = 64;

/// Who sent the request, as Cloudflare says in `CF-Connecting-IP`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Address(Option<IpAddr>);

impl Address {
    /// Reads the header. What is not an address counts as unknown.
    #[must_use]
    pub fn from_header(header: Option<&str>) -> Self {
        Self(header.and_then(|text| text.trim().parse().ok()).map(|ip: IpAddr| ip.to_canonical()))
    }

    /// The name to count requests under. All unknown addresses share one.
    #[must_use]
    pub fn bucket(&self) -> String {
        match self.0 {
            None => "unknown".into(),
            Some(IpAddr::V4(ip)) => ip.to_string(),
            Some(IpAddr::V6(ip)) => v6_prefix(ip, BUCKET_V6),
        }
    }

    /// The network of the address: /24 or /48.
    #[must_use]
    pub fn prefix(&self) -> Option<String> {
        Some(match self.0? {
            IpAddr::V4(ip) => v4_prefix(ip, PREFIX_V4),
            IpAddr::V6(ip) => v6_prefix(ip, PREFIX_V6),
        })
    }

    /// A hash of the network, as [`Self::hash`] is of the address.
    #[must_use]
    pub fn network_hash(&self, keyring: &Keyring) -> Option<String> {
        self.prefix().map(|prefix| keyring.address_hash(&prefix))
    }

    /// A hash that tells equal addresses apart from others, for this deployment alone.
    #[must_use]
    pub fn hash(&self, keyring: &Keyring) -> Option<String> {
        self.0.map(|ip| keyring.address_hash(&ip.to_string()))
    }
}

fn v4_prefix(ip: Ipv4Addr, bits: u32) -> String {
    let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
    format!("{}/{bits}", Ipv4Addr::from_bits(ip.to_bits() & mask))
}

fn v6_prefix(ip: Ipv6Addr, bits: u32) -> String {
    let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
    format!("{}/{bits}", Ipv6Addr::from_bits(ip.to_bits() & mask))
}

/// Addresses do not belong into logs.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(REDACTED)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_names_the_network_and_not_the_address() {
        let v4 = Address::from_header(Some("203.0.113.77"));
        assert_eq!(v4.prefix().as_deref(), Some("203.0.113.0/24"));
        let v6 = Address::from_header(Some("2001:db8:1:2:3:4:5:6"));
        assert_eq!(v6.prefix().as_deref(), Some("2001:db8:1::/48"));
        assert_eq!(v6.bucket(), "2001:db8:1:2::/64");
    }

    #[test]
    fn a_mapped_v4_address_is_a_v4_address() {
        let mapped = Address::from_header(Some("::ffff:203.0.113.77"));
        assert_eq!(mapped, Address::from_header(Some("203.0.113.77")));
    }

    #[test]
    fn what_is_not_an_address_shares_one_bucket() {
        for header in [None, Some(""), Some("localhost"), Some("1.2.3.4.5")] {
            let address = Address::from_header(header);
            assert_eq!((address.bucket().as_str(), address.prefix()), ("unknown", None));
        }
    }

    #[test]
    fn debug_output_holds_no_address() {
        let address = Address::from_header(Some("203.0.113.77"));
        assert!(!format!("{address:?}").contains("113"));
    }
}
