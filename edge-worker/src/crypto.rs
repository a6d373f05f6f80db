//! WebCrypto, for what the Worker would otherwise carry as code: curves, RSA
//! and AES. Keys are the platform's own objects.

use js_sys::{Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use worker::wasm_bindgen_futures::JsFuture;

use crate::error::Fatal;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = generateKey, catch)]
    fn generate_key(
        algorithm: &JsValue,
        extractable: bool,
        uses: &JsValue,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = exportKey, catch)]
    fn export_key(format: &str, key: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = importKey, catch)]
    fn import_key(
        format: &str,
        data: &JsValue,
        algorithm: &JsValue,
        extractable: bool,
        uses: &JsValue,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], catch)]
    fn sign(algorithm: &JsValue, key: &JsValue, data: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], catch)]
    fn verify(
        algorithm: &JsValue,
        key: &JsValue,
        signature: &Uint8Array,
        data: &Uint8Array,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], catch)]
    fn encrypt(algorithm: &JsValue, key: &JsValue, data: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], catch)]
    fn decrypt(algorithm: &JsValue, key: &JsValue, data: &Uint8Array) -> Result<Promise, JsValue>;
}

/// Bytes of AES-GCM's nonce.
const NONCE: usize = 12;

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA over P-256 with SHA-256.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// EdDSA over Curve25519.
    Ed25519,
}

/// A key pair just made: the public half as JWK, the private one as PKCS #8.
#[derive(Debug)]
pub struct Pair {
    /// JSON.
    pub public_jwk: String,
    /// To be kept encrypted.
    pub private: Vec<u8>,
}

/// A key of the platform.
#[derive(Clone, Debug)]
pub struct CryptoKey(JsValue);

impl Algorithm {
    fn to_js(self) -> JsValue {
        match self {
            Self::Es256 => {
                object(&[("name", "ECDSA"), ("namedCurve", "P-256"), ("hash", "SHA-256")])
            }
            Self::Ed25519 => object(&[("name", "Ed25519")]),
            Self::Rs256 => object(&[("name", "RSASSA-PKCS1-v1_5"), ("hash", "SHA-256")]),
        }
    }
}

/// A new pair for ES256.
///
/// # Errors
/// When the platform refuses.
pub async fn new_pair() -> Result<Pair, Fatal> {
    let uses = list(&["sign", "verify"]);
    let pair = done(generate_key(&Algorithm::Es256.to_js(), true, &uses)).await?;
    let half = |name: &str| Reflect::get(&pair, &name.into()).map_err(|_| FAILED);
    let jwk = done(export_key("jwk", &half("publicKey")?)).await?;
    let jwk = js_sys::JSON::stringify(&jwk).map_err(|_| FAILED)?;
    let private = done(export_key("pkcs8", &half("privateKey")?)).await?;
    Ok(Pair { public_jwk: jwk.into(), private: Uint8Array::new(&private).to_vec() })
}

impl CryptoKey {
    /// A private key for ES256.
    ///
    /// # Errors
    /// When it is none.
    pub async fn private(pkcs8: &[u8]) -> Result<Self, Fatal> {
        let (data, uses) = (Uint8Array::from(pkcs8), list(&["sign"]));
        let imported = import_key("pkcs8", &data, &Algorithm::Es256.to_js(), false, &uses);
        done(imported).await.map(Self)
    }

    /// A public key, from a JWK.
    ///
    /// # Errors
    /// When it is none of this algorithm.
    pub async fn public(jwk: &str, algorithm: Algorithm) -> Result<Self, Fatal> {
        let (data, uses) = (js_sys::JSON::parse(jwk).map_err(|_| FAILED)?, list(&["verify"]));
        done(import_key("jwk", &data, &algorithm.to_js(), false, &uses)).await.map(Self)
    }

    /// Signs with ES256: 64 bytes, as JOSE has them.
    ///
    /// # Errors
    /// When the platform refuses.
    pub async fn sign(&self, data: &[u8]) -> Result<Vec<u8>, Fatal> {
        let signature = sign(&Algorithm::Es256.to_js(), &self.0, &Uint8Array::from(data));
        Ok(Uint8Array::new(&done(signature).await?).to_vec())
    }

    /// Whether a signature is this key's.
    ///
    /// # Errors
    /// When the platform refuses to tell.
    pub async fn verifies(
        &self,
        algorithm: Algorithm,
        signature: &[u8],
        data: &[u8],
    ) -> Result<bool, Fatal> {
        let (signature, data) = (Uint8Array::from(signature), Uint8Array::from(data));
        let verified = done(verify(&algorithm.to_js(), &self.0, &signature, &data)).await?;
        Ok(verified.as_bool() == Some(true))
    }
}

/// Encrypts what is kept in the database, bound to the row that it belongs to.
///
/// # Errors
/// When the platform refuses.
pub async fn lock(key: &[u8; 32], row: &str, secret: &[u8]) -> Result<Vec<u8>, Fatal> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|_| Fatal::Randomness)?;
    let key = aes_key(key, "encrypt").await?;
    let locked = done(encrypt(&aes_gcm(&nonce, row)?, &key, &Uint8Array::from(secret))).await?;
    let mut all = nonce.to_vec();
    all.extend(Uint8Array::new(&locked).to_vec());
    Ok(all)
}

/// Decrypts what [`lock`] encrypted; `None` where it is not of this key and row.
///
/// # Errors
/// When the platform refuses.
pub async fn unlock(key: &[u8; 32], row: &str, locked: &[u8]) -> Result<Option<Vec<u8>>, Fatal> {
    let Some((nonce, locked)) = locked.split_at_checked(NONCE) else { return Ok(None) };
    let key = aes_key(key, "decrypt").await?;
    let unlocked = done(decrypt(&aes_gcm(nonce, row)?, &key, &Uint8Array::from(locked))).await;
    Ok(unlocked.ok().map(|bytes| Uint8Array::new(&bytes).to_vec()))
}

async fn aes_key(key: &[u8; 32], purpose: &str) -> Result<JsValue, Fatal> {
    let data = Uint8Array::from(key.as_slice());
    done(import_key("raw", &data, &object(&[("name", "AES-GCM")]), false, &list(&[purpose]))).await
}

fn aes_gcm(nonce: &[u8], row: &str) -> Result<JsValue, Fatal> {
    let algorithm = object(&[("name", "AES-GCM")]);
    let row = Uint8Array::from(row.as_bytes());
    for (name, value) in [("iv", Uint8Array::from(nonce)), ("additionalData", row)] {
        Reflect::set(&algorithm, &name.into(), &value).map_err(|_| FAILED)?;
    }
    Ok(algorithm)
}

const FAILED: Fatal = Fatal::Broken("WebCrypto does what it is asked");

async fn done(promise: Result<Promise, JsValue>) -> Result<JsValue, Fatal> {
    JsFuture::from(promise.map_err(|_| FAILED)?).await.map_err(|_| FAILED)
}

fn object(members: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object.into()
}

fn list(words: &[&str]) -> JsValue {
    words.iter().map(|word| JsValue::from_str(word)).collect::<js_sys::Array>().into()
}
