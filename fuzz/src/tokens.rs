//! What is signed, or claims to be. No fuzzer guesses a signature: whatever is accepted was made here.

use std::sync::LazyLock;

use edgeprint_client::webhook::{self, Headers};
use edgeprint_edge::auth::{Bearer, Key, KeyKind};
use edgeprint_edge::clock::Timestamp;
use edgeprint_edge::ids::TenantId;
use edgeprint_edge::query::{CursorKey, Position};
use edgeprint_edge::sealed::open;
use edgeprint_edge::tokens::Keyring;

use crate::{lines, text};

static KEYRING: LazyLock<Option<Keyring>> =
    LazyLock::new(|| Keyring::derive(b"a secret that fuzzers do not know").ok());

/// Tokens, keys and cursors.
pub fn tokens(data: &[u8]) {
    let data = text(data);
    let now = Timestamp::from_ms(1_790_000_000_000);
    let Some(keyring) = &*KEYRING else { return };
    assert!(keyring.read_submission(&data, now).is_err());
    let Some(tenant) = TenantId::parse("t_0000000000000000000000") else { return };
    assert!(keyring.read_device(&data, &tenant).is_none());
    for kind in [KeyKind::Site, KeyKind::Secret] {
        if let Some(key) = Key::parse(kind, &data) {
            assert_eq!(key.expose(), data);
        }
    }
    let _ = Bearer::from_header(Some(&data));
    let Ok(cursors) = CursorKey::new(keyring, &tenant, "/v1/devices", "") else { return };
    assert!(cursors.open(&data).is_none());
    let key = data.bytes().fold(0, |key: i64, byte| key.wrapping_mul(31) + i64::from(byte));
    let position = Position { key, id: data.chars().filter(char::is_ascii).take(27).collect() };
    assert_eq!(cursors.open(&cursors.seal(&position)), Some(position));
}

/// A sealed result, taken apart.
pub fn sealed(data: &[u8]) {
    let _ = open(&text(data));
}

/// A webhook's headers and body, without the secret that it is signed with.
pub fn webhooks(data: &[u8]) {
    let data = text(data);
    let [id, timestamp, signature, body] = lines::<4>(&data).map(Option::unwrap_or_default);
    let headers = Headers { id, timestamp, signature };
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    assert!(webhook::verify(headers, body.as_bytes(), &[secret]).is_err());
    let _ = webhook::verify(Headers { id, timestamp, signature }, body.as_bytes(), &[body]);
}
