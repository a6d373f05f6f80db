//! Cursors: where a page ends, so that the next can start behind it. Each is
//! authenticated, and good for the tenant and the query that it was made for.

use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::error::Fatal;
use crate::ids::TenantId;
use crate::tokens::Keyring;

/// Bytes of the key in front, and of the authentication at the end.
const KEY_BYTES: usize = 8;
const MAC_BYTES: usize = 16;

/// Longer texts cannot be cursors of ours.
const MAX_LENGTH: usize = 128;

/// A place in an order: the value that is ordered by, and the id that breaks ties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The value: milliseconds since 1970, or a score.
    pub key: i64,
    /// The id.
    pub id: String,
}

/// Makes and reads the cursors of one query.
#[derive(Clone, Debug)]
pub struct CursorKey(Hmac<Sha256>);

impl CursorKey {
    /// The cursors of a tenant's query on a route.
    ///
    /// # Errors
    /// Never for the keys used here; the interface of HMAC allows for it.
    pub fn new(
        keyring: &Keyring,
        tenant: &TenantId,
        route: &str,
        query: &str,
    ) -> Result<Self, Fatal> {
        let mut mac = keyring.cursor_mac()?;
        for part in [tenant.as_str(), route, query] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Ok(Self(mac))
    }

    /// The cursor that leads behind a position.
    #[must_use]
    pub fn seal(&self, position: &Position) -> String {
        let mut bytes = position.key.to_be_bytes().to_vec();
        bytes.extend_from_slice(position.id.as_bytes());
        let mac = self.0.clone().chain_update(&bytes).finalize().into_bytes();
        bytes.extend(mac.iter().take(MAC_BYTES));
        Base64UrlUnpadded::encode_string(&bytes)
    }

    /// The position of a cursor; `None` if it is not of this query.
    #[must_use]
    pub fn open(&self, cursor: &str) -> Option<Position> {
        if cursor.len() > MAX_LENGTH {
            return None;
        }
        let bytes = Base64UrlUnpadded::decode_vec(cursor).ok()?;
        let (said, mac) = bytes.split_at_checked(bytes.len().checked_sub(MAC_BYTES)?)?;
        self.0.clone().chain_update(said).verify_truncated_left(mac).ok()?;
        let (key, id) = said.split_first_chunk::<KEY_BYTES>()?;
        Some(Position { key: i64::from_be_bytes(*key), id: String::from_utf8(id.to_vec()).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(tenant: &TenantId, route: &str, query: &str) -> CursorKey {
        let keyring = Keyring::derive(b"a secret of at least thirty-two bytes").unwrap();
        CursorKey::new(&keyring, tenant, route, query).unwrap()
    }

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        let key = key(&TenantId::mint().unwrap(), "/v1/devices", "sort=score");
        for position in [
            Position { key: 1_735_689_600_000, id: "dv_0000000000000000000000".into() },
            Position { key: 0, id: String::new() },
        ] {
            assert_eq!(key.open(&key.seal(&position)), Some(position));
        }
    }

    #[test]
    fn a_cursor_of_another_tenant_route_or_query_is_none() {
        let (tenant, other) = (TenantId::mint().unwrap(), TenantId::mint().unwrap());
        let position = Position { key: 7, id: "dv_0000000000000000000000".into() };
        let cursor = key(&tenant, "/v1/devices", "a=1").seal(&position);
        assert_eq!(key(&other, "/v1/devices", "a=1").open(&cursor), None);
        assert_eq!(key(&tenant, "/v1/events", "a=1").open(&cursor), None);
        assert_eq!(key(&tenant, "/v1/devices", "a=2").open(&cursor), None);
        assert_eq!(key(&tenant, "/v1/devicesa", "=1").open(&cursor), None);
    }

    #[test]
    fn a_changed_byte_anywhere_is_noticed_and_nonsense_is_none() {
        let key = key(&TenantId::mint().unwrap(), "/v1/devices", "");
        let cursor = key.seal(&Position { key: 7, id: "dv_1".into() });
        for at in 0..cursor.len() {
            let mut bytes = cursor.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'Q' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(key.open(&changed), None, "at {at}");
        }
        for text in ["", "A", "AAAA", "é", "====", &"A".repeat(10_000)] {
            assert_eq!(key.open(text), None);
        }
    }
}
