//! Does the time that a refusal takes tell where a guess is wrong?
//!
//! Each check of a secret is given guesses whose first byte is wrong and guesses
//! whose last one is, in random order, and its times are compared by Welch's
//! t-test, as dudect does (Reparaz, Balasch, Verbauwhede 2017). A comparison
//! that ends at the first difference is measured the same way: it must show.
//!
//! Writes one line of JSON a check; the argument is how many times each is measured.

use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::time::Instant;

use axum::http::{HeaderMap, HeaderValue};
use base64ct::{Base64UrlUnpadded, Encoding};
use edgeprint_edge::auth::{Bearer, Key, KeyKind};
use edgeprint_edge::automation::{Allowlist, hash_of_secret};
use edgeprint_edge::clock::Timestamp;
use edgeprint_edge::ids::{DeviceId, TenantId};
use edgeprint_edge::query::{CursorKey, Position};
use edgeprint_edge::tokens::{DeviceClaim, Keyring};

type Failure = Box<dyn Error>;

/// Calls that are timed together: a clock's tick is longer than some of them.
const CALLS: u32 = 8;

/// The slowest part of the times says what else the machine did.
const KEPT: f64 = 0.9;

const DEFAULT_SAMPLES: usize = 200_000;
const NOW: Timestamp = Timestamp::from_ms(1_790_000_000_000);
const SECRET: &str = "correct-horse-battery-staple-correct-horse-battery-staple";

fn main() -> Result<(), Failure> {
    let samples = std::env::args().nth(1).map_or(Ok(DEFAULT_SAMPLES), |text| text.parse())?;
    let keyring = Keyring::derive(b"a secret of at least thirty-two bytes")?;

    // The way not to do it, which the method has to see.
    let hash = Key::issue(KeyKind::Secret, "prod")?.hash();
    measure("control: byte by byte with an early end", samples, hash.as_bytes(), |guess| {
        guess.iter().zip(hash.bytes()).all(|(a, b)| *black_box(a) == b)
    })?;

    let key = Key::issue(KeyKind::Secret, "prod")?;
    measure("secret key", samples, key.hash().as_bytes(), |guess| {
        key.has_hash(core::str::from_utf8(guess).unwrap_or_default())
    })?;
    measure("operator's token", samples, SECRET.as_bytes(), |guess| {
        Bearer::of(core::str::from_utf8(guess).unwrap_or_default()).is(SECRET)
    })?;
    let list = Allowlist { agents: Vec::new(), secret_hash: Some(hash_of_secret(SECRET)?) };
    measure("secret of a site's automation", samples, SECRET.as_bytes(), |guess| {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(guess) {
            headers.insert(Allowlist::HEADER, value);
        }
        list.knows_secret(&headers)
    })?;
    let tenant = TenantId::mint()?;
    let claim = DeviceClaim::new(DeviceId::mint()?, tenant.clone(), 1.0);
    let token = keyring.sign_device(claim, NOW)?;
    let (said, signature) = token.rsplit_once('.').ok_or("a token has a signature")?;
    measure("token's signature", samples, &Base64UrlUnpadded::decode_vec(signature)?, |guess| {
        let token = format!("{said}.{}", Base64UrlUnpadded::encode_string(guess));
        keyring.read_device(&token, &tenant).is_some()
    })?;
    let cursors = CursorKey::new(&keyring, &tenant, "/v1/devices", "")?;
    let cursor = cursors.seal(&Position { key: 7, id: "dv_0000000000000000000000".into() });
    let cursor = Base64UrlUnpadded::decode_vec(&cursor)?;
    let (position, mac) = cursor.split_last_chunk::<16>().ok_or("a cursor is authenticated")?;
    measure("cursor's authentication", samples, mac, |guess| {
        cursors.open(&Base64UrlUnpadded::encode_string(&[position, guess].concat())).is_some()
    })
}

/// Times a check with guesses that are wrong in their first or last byte, and tells what came of it.
#[allow(clippy::disallowed_methods)] // this is no wasm
fn measure(
    name: &str,
    samples: usize,
    right: &[u8],
    check: impl Fn(&[u8]) -> bool,
) -> Result<(), Failure> {
    if !check(right) {
        return Err(format!("{name}: what is right is refused").into());
    }
    let mut coin = Coin(0x9e37_79b9_7f4a_7c15);
    let mut guess = right.to_vec();
    let mut times = Vec::with_capacity(samples);
    for sample in 0..samples + samples / 10 {
        let late = coin.toss();
        guess.copy_from_slice(right);
        // Of texts as of bytes: what comes out is still ASCII.
        if let Some(byte) = if late { guess.last_mut() } else { guess.first_mut() } {
            *byte ^= 1;
        }
        let began = Instant::now();
        let mut accepted = false;
        for _ in 0..CALLS {
            accepted |= black_box(check(black_box(&guess)));
        }
        let nanoseconds = began.elapsed().as_nanos();
        if accepted {
            return Err(format!("{name}: what is wrong is accepted").into());
        }
        // The first tenth warms caches up.
        if sample >= samples / 10 {
            times.push((late, f64::from(u32::try_from(nanoseconds).unwrap_or(u32::MAX))));
        }
    }
    let [early, late] = classes(times);
    let error = (early.variance / early.count + late.variance / late.count).sqrt();
    let difference = late.mean - early.mean;
    let line = serde_json::json!({
        "check": name,
        "samples": samples,
        "nanoseconds": rounded(early.mean / f64::from(CALLS)),
        "difference": rounded(difference / f64::from(CALLS)),
        "t": rounded(if error > 0.0 { difference / error } else { 0.0 }),
        "shown": rounded(4.5 * error / f64::from(CALLS)),
    });
    Ok(writeln!(io::stdout(), "{line}")?)
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[derive(Default)]
struct Class {
    count: f64,
    mean: f64,
    variance: f64,
}

/// Means and variances of the times below a bound that is the same for both classes.
fn classes(mut times: Vec<(bool, f64)>) -> [Class; 2] {
    times.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss)]
    times.truncate((times.len() as f64 * KEPT) as usize);
    [false, true].map(|wanted| {
        let of_class = || times.iter().filter(|(late, _)| *late == wanted).map(|(_, time)| *time);
        let mut class = Class::default();
        // Welford's way, which loses no digits.
        let mut squares = 0.0;
        for time in of_class() {
            class.count += 1.0;
            let delta = time - class.mean;
            class.mean += delta / class.count;
            squares += delta * (time - class.mean);
        }
        class.variance = squares / (class.count - 1.0).max(1.0);
        class
    })
}

/// Random enough for an order (xorshift).
struct Coin(u64);

impl Coin {
    fn toss(&mut self) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 & (1 << 33) == 0
    }
}
