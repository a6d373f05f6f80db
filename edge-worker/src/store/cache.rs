//! KV, typed: each family of keys has its prefix, its key and its value, so
//! that no key is put together by hand.
//!
//! KV may fail or lag. Reading then yields nothing and writing does nothing;
//! both leave a line in the log.

use core::fmt;

use edgeprint_signals::sha256_hex;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::{KvStore, console_error};

use super::devices::DeviceRecord;
use crate::auth::{Key, Origin, SiteAccess};
use crate::clock::Timestamp;
use crate::ids::{DeviceId, TenantId, TokenId};

/// KV refuses to forget sooner.
const SHORTEST_LIFE: u32 = 60;

/// One kind of entry.
pub trait Family {
    /// What its keys start with.
    const PREFIX: &'static str;
    /// What tells its entries apart.
    type Key: fmt::Display;
    /// What an entry holds.
    type Value: Serialize + DeserializeOwned;
}

/// Whether a key may be used from an origin.
#[derive(Debug)]
pub struct CachedAccess;

/// What names a decision: the key's hash and the origin's.
#[derive(Debug)]
pub struct SiteAccessKey(String);

/// A decision and its end, since KV cannot forget within the minute.
#[derive(Debug, Serialize, Deserialize)]
pub struct Until<T> {
    /// When it is to be made anew.
    pub until: Timestamp,
    /// The decision.
    pub value: T,
}

impl Family for CachedAccess {
    const PREFIX: &'static str = "access";
    type Key = SiteAccessKey;
    type Value = Until<SiteAccess>;
}

impl SiteAccessKey {
    /// The name of the decision on this key and origin.
    #[must_use]
    pub fn new(key: &Key, origin: &Origin) -> Self {
        // A missing origin is not the empty one.
        let origin = origin.as_deref().map_or_else(|| "none".into(), |o| sha256_hex(o.as_bytes()));
        Self(format!("{}:{origin}", key.hash()))
    }
}

impl fmt::Display for SiteAccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A device as backends look it up.
#[derive(Debug)]
pub struct CachedDevice;

/// What names a device: its tenant and its id.
#[derive(Debug)]
pub struct DeviceKey {
    /// Whose device it is.
    pub tenant: TenantId,
    /// The device.
    pub device: DeviceId,
}

impl CachedDevice {
    /// Erasure and changes of retention show after this many seconds at the latest.
    pub const SECONDS: u32 = 300;
}

impl fmt::Display for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.tenant, self.device)
    }
}

impl Family for CachedDevice {
    const PREFIX: &'static str = "device";
    type Key = DeviceKey;
    type Value = DeviceRecord;
}

/// A session of the Backoffice that its operator ended.
#[derive(Debug)]
pub struct EndedSession;

impl Family for EndedSession {
    const PREFIX: &'static str = "ended-session";
    type Key = TokenId;
    type Value = bool;
}

/// The cache.
#[derive(Debug)]
pub struct Cache {
    kv: KvStore,
}

impl Cache {
    /// A cache over the binding.
    #[must_use]
    pub const fn new(kv: KvStore) -> Self {
        Self { kv }
    }

    /// The entry under a key.
    pub async fn get<F: Family>(&self, key: &F::Key) -> Option<F::Value> {
        let text = self.kv.get(&name::<F>(key)).text().await;
        let text = text.inspect_err(|error| console_error!("kv get {}: {error}", F::PREFIX));
        // An entry that an older version wrote counts as none.
        serde_json::from_str(&text.ok()??).ok()
    }

    /// Drops the entry under a key.
    pub async fn drop<F: Family>(&self, key: &F::Key) {
        if let Err(error) = self.kv.delete(&name::<F>(key)).await {
            console_error!("kv delete {}: {error}", F::PREFIX);
        }
    }

    /// Puts an entry under a key, for so many seconds.
    pub async fn put<F: Family>(&self, key: &F::Key, value: &F::Value, seconds: u32) {
        let Ok(text) = serde_json::to_string(value) else { return };
        let life = seconds.max(SHORTEST_LIFE).into();
        let put = match self.kv.put(&name::<F>(key), text) {
            Ok(put) => put.expiration_ttl(life).execute().await,
            Err(error) => Err(error),
        };
        if let Err(error) = put {
            console_error!("kv put {}: {error}", F::PREFIX);
        }
    }
}

fn name<F: Family>(key: &F::Key) -> String {
    format!("{}:{key}", F::PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::KeyKind;

    #[test]
    fn the_name_of_a_decision_depends_on_key_and_origin_and_shows_neither() {
        let key = Key::issue(KeyKind::Site, "prod").unwrap();
        let origin = |text| Origin::from_header(text);
        let one = SiteAccessKey::new(&key, &origin(Some("https://a.example"))).to_string();
        let other = SiteAccessKey::new(&key, &origin(Some("https://b.example"))).to_string();
        assert_ne!(one, other);
        assert_ne!(one, SiteAccessKey::new(&key, &origin(None)).to_string());
        assert!(!one.contains(key.expose()) && !one.contains("example"));
        assert!(name::<CachedAccess>(&SiteAccessKey::new(&key, &origin(None))).len() < 512);
    }
}
