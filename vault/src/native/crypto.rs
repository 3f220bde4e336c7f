//! [`Crypto`] by RustCrypto.

use std::cell::RefCell;
use std::fs::File;
use std::io::Read;
use std::rc::Rc;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use zeroize::Zeroizing;

use crate::header::sha256;
use crate::{Crypto, CryptoError};

/// AES, SHA-2 and the operating system's randomness.
#[derive(Clone, Default)]
pub struct NativeCrypto {
    /// Bytes to be handed out as random ones, for reproducible vectors.
    scripted: Option<Rc<RefCell<Vec<u8>>>>,
}

impl NativeCrypto {
    /// A platform whose "randomness" is `bytes`, front to back; fails when they run out. Only for vectors.
    #[must_use]
    pub fn scripted(bytes: &[u8]) -> Self {
        let reversed = bytes.iter().rev().copied().collect();
        Self { scripted: Some(Rc::new(RefCell::new(reversed))) }
    }
}

/// A key-encryption key in memory, wiped when dropped.
#[derive(Clone)]
pub struct NativeKek(Zeroizing<[u8; 32]>);

impl Crypto for NativeCrypto {
    type Kek = NativeKek;

    fn random(&self, out: &mut [u8]) -> Result<(), CryptoError> {
        let refuse = |reason: String| CryptoError::Platform { operation: "randomness", reason };
        if let Some(scripted) = &self.scripted {
            let mut script = scripted.borrow_mut();
            for byte in out {
                *byte = script.pop().ok_or_else(|| refuse("the script has run out".to_owned()))?;
            }
            return Ok(());
        }
        let mut device = File::open("/dev/urandom").map_err(|error| refuse(error.to_string()))?;
        device.read_exact(out).map_err(|error| refuse(error.to_string()))
    }

    async fn seal_once(
        &self,
        key: &[u8; 32],
        associated: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        Aes256Gcm::new(key.into())
            .encrypt(&Nonce::default(), Payload { msg: plaintext, aad: associated })
            .map_err(|_| CryptoError::Length { what: "plaintext", got: plaintext.len() })
    }

    async fn open_once(
        &self,
        key: &[u8; 32],
        associated: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        Aes256Gcm::new(key.into())
            .decrypt(&Nonce::default(), Payload { msg: sealed, aad: associated })
            .map_err(|_| CryptoError::Authentication)
    }

    async fn sha256(&self, data: &[u8]) -> Result<[u8; 32], CryptoError> {
        Ok(sha256(data))
    }

    async fn import_kek(&self, raw: &[u8; 32]) -> Result<NativeKek, CryptoError> {
        Ok(NativeKek(Zeroizing::new(*raw)))
    }

    async fn wrap(&self, kek: &NativeKek, keys: &[u8]) -> Result<Vec<u8>, CryptoError> {
        check_length("keys to wrap", keys.len(), 16)?;
        let mut out = vec![0; keys.len() + 8];
        aes_kw::KwAes256::new((&*kek.0).into())
            .wrap_key(keys, &mut out)
            .map_err(|_| CryptoError::Length { what: "keys to wrap", got: keys.len() })?;
        Ok(out)
    }

    async fn unwrap(
        &self,
        kek: &NativeKek,
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        check_length("wrapped keys", wrapped.len(), 24)?;
        let mut out = Zeroizing::new(vec![0; wrapped.len() - 8]);
        aes_kw::KwAes256::new((&*kek.0).into())
            .unwrap_key(wrapped, &mut out)
            .map_err(|_| CryptoError::Authentication)?;
        Ok(out)
    }
}

const fn check_length(what: &'static str, got: usize, least: usize) -> Result<(), CryptoError> {
    if got < least || !got.is_multiple_of(8) {
        return Err(CryptoError::Length { what, got });
    }
    Ok(())
}
