//! The vault's cryptography in a browser: WebCrypto for bulk and for keys that protect keys, wasm for the
//! small blocks of a shop's day.
//!
//! A call into `SubtleCrypto` costs two promises and a thread hop, whatever the size; see [`CUT_BYTES`] for
//! where that pays. Key-encryption keys are `CryptoKey`s nobody can read back, this code included.

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use sha2::{Digest, Sha256};
use vault::{Crypto, CryptoError, Sealed};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, DomException, SubtleCrypto};
use zeroize::Zeroizing;

/// From this many bytes on a payload goes to WebCrypto, below it is sealed in wasm.
///
/// Measured in Chromium on two cores: 1 KiB costs 22 µs in wasm and 42 µs
/// by the platform, 4 KiB 72 µs and 28 µs.
pub const CUT_BYTES: usize = 2_048;

/// From this many bytes on a digest goes to WebCrypto.
const DIGEST_CUT_BYTES: usize = 16 * 1_024;

const TAG_BYTES: usize = 16;
const NONCE: [u8; 12] = [0; 12];
const KEY_WRAP: &str = "AES-KW";

#[wasm_bindgen]
extern "C" {
    // Page and worker have it under the same name; missing properties of it are `undefined`, which
    // web-sys' getters would hand on as objects.
    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: Option<Object>;
}

/// [`Crypto`] by the browser. Cheap to clone.
#[derive(Clone)]
pub struct WebCrypto {
    subtle: SubtleCrypto,
}

impl WebCrypto {
    /// The browser's own.
    ///
    /// # Errors
    /// [`CryptoError::Platform`] outside of a secure context, where there is no `crypto.subtle`.
    pub fn new() -> Result<Self, CryptoError> {
        CRYPTO
            .with(Clone::clone)
            .and_then(|crypto| Reflect::get(&crypto, &"subtle".into()).ok())
            .filter(|subtle| !subtle.is_undefined())
            .map(|subtle| Self { subtle: subtle.unchecked_into() })
            .ok_or_else(|| CryptoError::Platform {
                operation: "crypto.subtle",
                reason: "not a secure context".into(),
            })
    }

    fn import_gcm(&self, key: &[u8; 32], usage: &str) -> Result<JsFuture, CryptoError> {
        let raw = Uint8Array::from(key.as_slice());
        let promise = self
            .subtle
            .import_key_with_str("raw", &raw, "AES-GCM", false, &usages(&[usage]))
            .map_err(|e| refused("importKey", &e));
        // WebCrypto has copied the bytes by the time it returns; ours must not wait for the collector.
        raw.fill(0, 0, raw.length());
        promise.map(JsFuture::from)
    }

    fn encrypt(&self, key: &CryptoKey, sealed: &Sealed<'_>) -> Result<JsFuture, CryptoError> {
        let params = gcm_params(sealed.associated);
        let promise = self.subtle.encrypt_with_object_and_u8_array(&params, key, sealed.bytes);
        promise.map(JsFuture::from).map_err(|e| refused("encrypt", &e))
    }

    fn decrypt(&self, key: &CryptoKey, sealed: &Sealed<'_>) -> Result<JsFuture, CryptoError> {
        let params = gcm_params(sealed.associated);
        let promise = self.subtle.decrypt_with_object_and_u8_array(&params, key, sealed.bytes);
        promise.map(JsFuture::from).map_err(|e| refused("decrypt", &e))
    }

    /// [`Crypto::seal_once`] by WebCrypto, whatever the size.
    ///
    /// # Errors
    /// [`CryptoError::Platform`].
    pub async fn seal_by_platform(
        &self,
        key: &[u8; 32],
        associated: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        let sealed = Sealed { key, associated, bytes: plaintext };
        let key = settle("importKey", self.import_gcm(key, "encrypt")?).await?;
        settle("encrypt", self.encrypt(key.unchecked_ref(), &sealed)?).await.map(bytes_of)
    }

    async fn open_by_platform(&self, sealed: &Sealed<'_>) -> Result<Vec<u8>, CryptoError> {
        let key = settle("importKey", self.import_gcm(sealed.key, "decrypt")?).await?;
        settle("decrypt", self.decrypt(key.unchecked_ref(), sealed)?).await.map(bytes_of)
    }

    /// Bytes as a key that only exists to be wrapped: HMAC takes every length, which no other raw key does.
    async fn import_as_payload(&self, bytes: &[u8]) -> Result<CryptoKey, CryptoError> {
        let raw = Uint8Array::from(bytes);
        let promise = self
            .subtle
            .import_key_with_object("raw", &raw, &payload_algorithm(), true, &usages(&["sign"]))
            .map_err(|e| refused("importKey (HMAC)", &e));
        raw.fill(0, 0, raw.length());
        settle("importKey (HMAC)", promise?.into()).await.map(JsCast::unchecked_into)
    }

    fn start_unwrap(&self, kek: &CryptoKey, wrapped: &[u8]) -> Result<JsFuture, CryptoError> {
        if wrapped.len() < 24 || !wrapped.len().is_multiple_of(8) {
            return Err(CryptoError::Length { what: "wrapped keys", got: wrapped.len() });
        }
        self.subtle
            .unwrap_key_with_js_u8_array_and_str_and_object(
                "raw",
                &Uint8Array::from(wrapped),
                kek,
                KEY_WRAP,
                &payload_algorithm(),
                true,
                &usages(&["sign"]),
            )
            .map(JsFuture::from)
            .map_err(|e| refused("unwrapKey", &e))
    }

    fn start_export(&self, payload: &JsValue) -> Result<JsFuture, CryptoError> {
        let payload: &CryptoKey = payload.unchecked_ref();
        self.subtle
            .export_key("raw", payload)
            .map(JsFuture::from)
            .map_err(|e| refused("exportKey", &e))
    }
}

impl Crypto for WebCrypto {
    type Kek = CryptoKey;

    fn random(&self, out: &mut [u8]) -> Result<(), CryptoError> {
        getrandom::fill(out).map_err(|e| CryptoError::Platform {
            operation: "getRandomValues",
            reason: e.to_string(),
        })
    }

    async fn seal_once(
        &self,
        key: &[u8; 32],
        associated: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        if plaintext.len() < CUT_BYTES {
            seal_in_wasm(&Sealed { key, associated, bytes: plaintext })
        } else {
            self.seal_by_platform(key, associated, plaintext).await
        }
    }

    async fn open_once(
        &self,
        key: &[u8; 32],
        associated: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        let sealed = Sealed { key, associated, bytes: sealed };
        if sealed.bytes.len() < CUT_BYTES {
            open_in_wasm(&sealed)
        } else {
            self.open_by_platform(&sealed).await
        }
    }

    /// All large ones are on their way before the first is waited for; the small ones are opened meanwhile.
    async fn open_batch(&self, batch: &[Sealed<'_>]) -> Vec<Result<Vec<u8>, CryptoError>> {
        let imports: Vec<_> = batch
            .iter()
            .map(|sealed| {
                (sealed.bytes.len() >= CUT_BYTES).then(|| self.import_gcm(sealed.key, "decrypt"))
            })
            .collect();
        let mut decryptions = Vec::with_capacity(batch.len());
        for (sealed, import) in batch.iter().zip(imports) {
            decryptions.push(match import {
                None => Opening::Done(open_in_wasm(sealed)),
                Some(import) => match settle_import(import).await {
                    Ok(key) => Opening::Waiting(self.decrypt(key.unchecked_ref(), sealed)),
                    Err(error) => Opening::Done(Err(error)),
                },
            });
        }
        let mut opened = Vec::with_capacity(batch.len());
        for opening in decryptions {
            opened.push(match opening {
                Opening::Done(result) => result,
                Opening::Waiting(Ok(promise)) => settle("decrypt", promise).await.map(bytes_of),
                Opening::Waiting(Err(error)) => Err(error),
            });
        }
        opened
    }

    async fn sha256(&self, data: &[u8]) -> Result<[u8; 32], CryptoError> {
        if data.len() < DIGEST_CUT_BYTES {
            return Ok(Sha256::digest(data).into());
        }
        let promise = self
            .subtle
            .digest_with_str_and_u8_array("SHA-256", data)
            .map_err(|e| refused("digest", &e))?;
        let digest = settle("digest", promise.into()).await.map(bytes_of)?;
        let got = digest.len();
        digest.try_into().map_err(|_| CryptoError::Length { what: "digest", got })
    }

    async fn import_kek(&self, raw: &[u8; 32]) -> Result<CryptoKey, CryptoError> {
        let bytes = Uint8Array::from(raw.as_slice());
        let promise = self
            .subtle
            .import_key_with_str("raw", &bytes, KEY_WRAP, false, &usages(&["wrapKey", "unwrapKey"]))
            .map_err(|e| refused("importKey (AES-KW)", &e));
        bytes.fill(0, 0, bytes.length());
        settle("importKey (AES-KW)", promise?.into()).await.map(JsCast::unchecked_into)
    }

    async fn wrap(&self, kek: &CryptoKey, keys: &[u8]) -> Result<Vec<u8>, CryptoError> {
        if keys.len() < 16 || !keys.len().is_multiple_of(8) {
            return Err(CryptoError::Length { what: "keys to wrap", got: keys.len() });
        }
        let payload = self.import_as_payload(keys).await?;
        let promise = self
            .subtle
            .wrap_key_with_str("raw", &payload, kek, KEY_WRAP)
            .map_err(|e| refused("wrapKey", &e))?;
        settle("wrapKey", promise.into()).await.map(bytes_of)
    }

    async fn unwrap(
        &self,
        kek: &CryptoKey,
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let payload = settle("unwrapKey", self.start_unwrap(kek, wrapped)?).await?;
        Ok(exported(settle("exportKey", self.start_export(&payload)?).await?))
    }

    /// All are on their way before the first is waited for, twice: unwrapping and exporting.
    async fn unwrap_batch(
        &self,
        kek: &CryptoKey,
        batch: &[&[u8]],
    ) -> Vec<Result<Zeroizing<Vec<u8>>, CryptoError>> {
        let unwraps: Vec<_> = batch.iter().map(|wrapped| self.start_unwrap(kek, wrapped)).collect();
        let mut exports = Vec::with_capacity(batch.len());
        for unwrap in unwraps {
            exports.push(match unwrap {
                Ok(promise) => settle("unwrapKey", promise)
                    .await
                    .and_then(|payload| self.start_export(&payload)),
                Err(error) => Err(error),
            });
        }
        let mut keys = Vec::with_capacity(batch.len());
        for export in exports {
            keys.push(match export {
                Ok(promise) => settle("exportKey", promise).await.map(exported),
                Err(error) => Err(error),
            });
        }
        keys
    }
}

/// The bytes of an exported key; WebCrypto's copy is wiped.
fn exported(buffer: JsValue) -> Zeroizing<Vec<u8>> {
    let bytes = Uint8Array::new(&buffer);
    let keys = Zeroizing::new(bytes.to_vec());
    bytes.fill(0, 0, bytes.length());
    keys
}

/// One of a batch, on its way.
enum Opening {
    Done(Result<Vec<u8>, CryptoError>),
    Waiting(Result<JsFuture, CryptoError>),
}

async fn settle_import(import: Result<JsFuture, CryptoError>) -> Result<JsValue, CryptoError> {
    settle("importKey", import?).await
}

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key))
}

fn seal_in_wasm(sealed: &Sealed<'_>) -> Result<Vec<u8>, CryptoError> {
    let mut out = Vec::with_capacity(sealed.bytes.len() + TAG_BYTES);
    out.extend_from_slice(sealed.bytes);
    cipher(sealed.key)
        .encrypt_in_place(&Nonce::from(NONCE), sealed.associated, &mut out)
        .map_err(|_| CryptoError::Length { what: "plaintext", got: sealed.bytes.len() })?;
    Ok(out)
}

fn open_in_wasm(sealed: &Sealed<'_>) -> Result<Vec<u8>, CryptoError> {
    let mut out = sealed.bytes.to_vec();
    cipher(sealed.key)
        .decrypt_in_place(&Nonce::from(NONCE), sealed.associated, &mut out)
        .map_err(|_| CryptoError::Authentication)?;
    Ok(out)
}

fn gcm_params(associated: &[u8]) -> AesGcmParams {
    let params = AesGcmParams::new_with_u8_array("AES-GCM", &Uint8Array::from(NONCE.as_slice()));
    params.set_additional_data_u8_array(&Uint8Array::from(associated));
    params
}

fn payload_algorithm() -> Object {
    let algorithm = Object::new();
    for (name, value) in [("name", "HMAC"), ("hash", "SHA-256")] {
        Reflect::set(&algorithm, &name.into(), &value.into()).expect("a fresh object takes fields");
    }
    algorithm
}

fn usages(names: &[&str]) -> JsValue {
    names.iter().map(|name| JsValue::from_str(name)).collect::<Array>().into()
}

fn bytes_of(buffer: JsValue) -> Vec<u8> {
    Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec()
}

async fn settle(operation: &'static str, promise: JsFuture) -> Result<JsValue, CryptoError> {
    promise.await.map_err(|e| refused(operation, &e))
}

/// WebCrypto reports a failed authentication as `OperationError`, and only where something is opened.
fn refused(operation: &'static str, error: &JsValue) -> CryptoError {
    let exception = error.dyn_ref::<DomException>();
    let opens = matches!(operation, "decrypt" | "unwrapKey");
    if opens && exception.is_some_and(|e| e.name() == "OperationError") {
        return CryptoError::Authentication;
    }
    let reason = exception
        .map_or_else(|| format!("{error:?}"), |e| format!("{}: {}", e.name(), e.message()));
    CryptoError::Platform { operation, reason }
}
