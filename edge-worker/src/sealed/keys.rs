//! The keys that results are signed with: made when first needed, kept
//! encrypted, rotated by the operator.

use std::cell::RefCell;

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

use super::{ALGORITHM, SECONDS};
use crate::app::App;
use crate::clock::Timestamp;
use crate::crypto::{self, CryptoKey};
use crate::error::Fatal;
use crate::ids::SigningKeyId;
use crate::store::SigningKeyRecord;

/// How long an isolate uses a key before it looks for another.
const LOOK_AGAIN_SECONDS: u32 = 60;

/// How long a key is published after another takes over: until the last result
/// that it signed has ended, an isolate that has not looked yet included, and
/// as long again for clocks and caches.
pub const PUBLISHED_SECONDS: u32 = 2 * (SECONDS + LOOK_AGAIN_SECONDS);

thread_local! {
    static SIGNER: RefCell<Option<Signer>> = const { RefCell::new(None) };
}

/// A key ready to sign.
#[derive(Clone, Debug)]
pub struct Signer {
    /// Its `kid`.
    pub id: String,
    /// The key.
    pub key: CryptoKey,
    look_again: Timestamp,
}

/// The key that signs now. Where there is none that can be decrypted, since
/// this is the first result or the deployment's secret changed, one is made.
///
/// # Errors
/// When the database or the platform fails.
pub async fn load_signer(app: &App, now: Timestamp) -> Result<Signer, Fatal> {
    let held = SIGNER.with_borrow(Clone::clone);
    if let Some(signer) = held.filter(|signer| now < signer.look_again) {
        return Ok(signer);
    }
    let signer = match newest(app, now).await? {
        Some(signer) => signer,
        None => first(app, now).await?,
    };
    SIGNER.set(Some(signer.clone()));
    Ok(signer)
}

async fn newest(app: &App, now: Timestamp) -> Result<Option<Signer>, Fatal> {
    let active = app.config().directory()?.signing_keys(now).await?;
    for record in active.iter().filter(|record| record.active_from <= now) {
        if let Some(signer) = unlock(app, record, now).await? {
            return Ok(Some(signer));
        }
    }
    Ok(None)
}

async fn unlock(
    app: &App,
    record: &SigningKeyRecord,
    now: Timestamp,
) -> Result<Option<Signer>, Fatal> {
    let Ok(locked) = Base64::decode_vec(&record.private_key) else { return Ok(None) };
    let keyring = app.config().keyring()?;
    let Some(private) = crypto::unlock(keyring.at_rest(), record.id.as_str(), &locked).await?
    else {
        return Ok(None);
    };
    let key = CryptoKey::private(&private).await?;
    let look_again = now.plus_seconds(LOOK_AGAIN_SECONDS);
    Ok(Some(Signer { id: record.id.to_string(), key, look_again }))
}

/// Two isolates may both make a first key; both are published, either signs.
async fn first(app: &App, now: Timestamp) -> Result<Signer, Fatal> {
    let record = new_key(app, now, now).await?;
    app.config().directory()?.add_first_signing_key(&record).await?;
    unlock(app, &record, now).await?.ok_or(Fatal::Broken("what was locked can be unlocked"))
}

/// A new key, to sign from a time on.
///
/// # Errors
/// When the platform fails.
pub async fn new_key(
    app: &App,
    now: Timestamp,
    active_from: Timestamp,
) -> Result<SigningKeyRecord, Fatal> {
    let (id, pair) = (SigningKeyId::mint()?, crypto::new_pair().await?);
    let keyring = app.config().keyring()?;
    let locked = crypto::lock(keyring.at_rest(), id.as_str(), &pair.private).await?;
    Ok(SigningKeyRecord {
        id,
        public_key: pair.public_jwk,
        private_key: Base64::encode_string(&locked),
        created_at: now,
        active_from,
        published_until: None,
    })
}

/// The key set (RFC 7517) of what is published now.
///
/// # Errors
/// When the database fails.
pub async fn jwks(app: &App, now: Timestamp) -> Result<Value, Fatal> {
    // Made here too, so that a verifier that comes first finds the key.
    load_signer(app, now).await?;
    let records = app.config().directory()?.signing_keys(now).await?;
    let keys: Vec<Value> = records.iter().filter_map(to_jwk).collect();
    Ok(json!({ "keys": keys }))
}

/// The public members alone, by name: whatever else a platform exports stays out.
fn to_jwk(record: &SigningKeyRecord) -> Option<Value> {
    let jwk: Value = serde_json::from_str(&record.public_key).ok()?;
    let member = |name: &str| jwk.get(name).cloned();
    Some(json!({
        "kty": member("kty")?,
        "crv": member("crv")?,
        "x": member("x")?,
        "y": member("y")?,
        "kid": record.id,
        "alg": ALGORITHM,
        "use": "sig",
    }))
}
