//! KV, typed: each family of keys has its prefix, its key and its value, so
//! that no key is put together by hand.
//!
//! KV may fail or lag. Reading then yields nothing and writing does nothing;
//! both leave a line in the log.

use core::cell::RefCell;
use core::fmt;

use edgeprint_signals::sha256_hex;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::{KvStore, console_error};

use super::devices::DeviceRecord;
use crate::at_hand::AtHand;
use crate::auth::{Key, Origin, SiteAccess};
use crate::clock::Timestamp;
use crate::ids::{DeviceId, TenantId, TokenId};

/// KV refuses to forget sooner.
const SHORTEST_LIFE: u32 = 60;

/// Of the time that decisions may be old, an instance answers from its own memory
/// for so small a part (ten seconds of five minutes): every page view asks for the
/// same few, and KV would take a while each time. Then it asks KV, where another
/// instance may have dropped them.
const AT_HAND_SHARE: u32 = 30;

/// Entries that an instance keeps at hand.
const MOST_AT_HAND: usize = 64;

/// An entry at hand, and how long it counts.
#[derive(Debug)]
struct Held {
    until: Timestamp,
    text: String,
}

thread_local! {
    static AT_HAND: RefCell<AtHand<String, Held>> = const { RefCell::new(AtHand::new(MOST_AT_HAND)) };
}

fn held(name: &str) -> Option<String> {
    AT_HAND.with_borrow(|all| {
        all.get(name).filter(|held| Timestamp::now() < held.until).map(|held| held.text.clone())
    })
}

/// One kind of entry.
pub trait Family {
    /// Whether an instance keeps such entries at hand for some seconds.
    const AT_HAND: bool = false;
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
    const AT_HAND: bool = true;
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
    at_hand_seconds: u32,
}

impl Cache {
    /// A cache over the binding; `decisions` is for how many seconds decisions hold.
    #[must_use]
    pub const fn new(kv: KvStore, decisions: u32) -> Self {
        Self { kv, at_hand_seconds: decisions / AT_HAND_SHARE }
    }

    /// The entry under a key.
    pub async fn get<F: Family>(&self, key: &F::Key) -> Option<F::Value> {
        let name = name::<F>(key);
        let text = match F::AT_HAND.then(|| held(&name)).flatten() {
            Some(text) => text,
            None => self.read::<F>(&name).await?,
        };
        // An entry that an older version wrote counts as none.
        serde_json::from_str(&text).ok()
    }

    async fn read<F: Family>(&self, name: &str) -> Option<String> {
        let text = self.kv.get(name).text().await;
        let text = text.inspect_err(|error| console_error!("kv get {}: {error}", F::PREFIX));
        let text = text.ok()??;
        self.hold::<F>(name, &text);
        Some(text)
    }

    fn hold<F: Family>(&self, name: &str, text: &str) {
        if F::AT_HAND && self.at_hand_seconds > 0 {
            let until = Timestamp::now().plus_seconds(self.at_hand_seconds);
            AT_HAND.with_borrow_mut(|all| all.put(name.into(), Held { until, text: text.into() }));
        }
    }

    /// Drops the entry under a key.
    pub async fn drop<F: Family>(&self, key: &F::Key) {
        let name = name::<F>(key);
        AT_HAND.with_borrow_mut(|all| all.remove(&name));
        if let Err(error) = self.kv.delete(&name).await {
            console_error!("kv delete {}: {error}", F::PREFIX);
        }
    }

    /// Puts an entry under a key, for so many seconds.
    pub async fn put<F: Family>(&self, key: &F::Key, value: &F::Value, seconds: u32) {
        let (name, Ok(text)) = (name::<F>(key), serde_json::to_string(value)) else { return };
        self.hold::<F>(&name, &text);
        let life = seconds.max(SHORTEST_LIFE).into();
        let put = match self.kv.put(&name, text) {
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
