//! ES256 (RFC 7518): ECDSA on P-256 with SHA-256, for the JOSE library.

use std::borrow::Cow;
use std::num::NonZeroUsize;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use jwt_compact::{Algorithm, AlgorithmSignature};
use p256::EncodedPoint;
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};

pub(crate) type Key = VerifyingKey;

/// The algorithm.
pub(crate) struct Es256;

/// A signature: two numbers of 32 bytes.
pub(crate) struct Mark(Signature);

impl AlgorithmSignature for Mark {
    const LENGTH: Option<NonZeroUsize> = NonZeroUsize::new(64);

    fn try_from_slice(slice: &[u8]) -> anyhow::Result<Self> {
        Signature::from_slice(slice).map(Self).map_err(|error| anyhow::anyhow!("{error}"))
    }

    fn as_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Owned(self.0.to_bytes().to_vec())
    }
}

impl Algorithm for Es256 {
    type SigningKey = SigningKey;
    type VerifyingKey = VerifyingKey;
    type Signature = Mark;

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("ES256")
    }

    fn sign(&self, key: &SigningKey, message: &[u8]) -> Mark {
        Mark(key.sign(message))
    }

    fn verify_signature(&self, signature: &Mark, key: &VerifyingKey, message: &[u8]) -> bool {
        key.verify(message, &signature.0).is_ok()
    }
}

/// The key of a JWK (RFC 7517); `None` for other kinds, and for what is no point of the curve.
pub(crate) fn key_of(jwk: &serde_json::Value) -> Option<Key> {
    let member = |name| jwk.get(name).and_then(serde_json::Value::as_str);
    if member("kty")? != "EC" || member("crv")? != "P-256" {
        return None;
    }
    let coordinate = |name| -> Option<[u8; 32]> {
        Base64UrlUnpadded::decode_vec(member(name)?).ok()?.try_into().ok()
    };
    let (x, y) = (coordinate("x")?, coordinate("y")?);
    VerifyingKey::from_encoded_point(&EncodedPoint::from_affine_coordinates(
        &x.into(),
        &y.into(),
        false,
    ))
    .ok()
}
