//! The cryptography a vault needs from its surroundings.
//!
//! Two implementations exist: RustCrypto for native programs and tests ([`crate::native`]), WebCrypto in the
//! browser's worker. Both must give the same bytes; `vault::testing` holds one suite that both pass.

use std::future::Future;

use zeroize::Zeroizing;

/// What can go wrong in a [`Crypto`] implementation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CryptoError {
    /// The key is wrong or the bytes were changed: authentication failed.
    #[error("authentication failed")]
    Authentication,
    /// An input has a length the algorithm does not take.
    #[error("{what} has a length of {got} bytes, which the algorithm does not take")]
    Length {
        /// Which input.
        what: &'static str,
        /// Its length in bytes.
        got: usize,
    },
    /// The platform refused or lacks the operation.
    #[error("the platform refused {operation}: {reason}")]
    Platform {
        /// Which operation.
        operation: &'static str,
        /// The platform's own words.
        reason: String,
    },
}

/// Input of [`Crypto::open_batch`].
#[derive(Clone, Copy)]
pub struct Sealed<'a> {
    /// The key it was sealed with.
    pub key: &'a [u8; 32],
    /// The associated data it was sealed with.
    pub associated: &'a [u8],
    /// Ciphertext and tag.
    pub bytes: &'a [u8],
}

/// Symmetric cryptography and randomness of the platform.
///
/// Keys that protect other keys ("key-encryption keys", KEK) are opaque handles, so that the browser can keep
/// them non-extractable; block keys are plain bytes that live for one operation.
pub trait Crypto {
    /// A 256-bit AES-KW key that can wrap and unwrap but may not be readable.
    type Kek: Clone;

    /// Fills `out` from the platform's cryptographically secure generator.
    ///
    /// # Errors
    /// [`CryptoError::Platform`] if the generator is not available.
    fn random(&self, out: &mut [u8]) -> Result<(), CryptoError>;

    /// AES-256-GCM with a 96-bit zero nonce: `ciphertext ‖ 16-byte tag`. The key must never be used twice.
    ///
    /// # Errors
    /// [`CryptoError::Platform`].
    fn seal_once(
        &self,
        key: &[u8; 32],
        associated: &[u8],
        plaintext: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, CryptoError>>;

    /// Opens what [`Crypto::seal_once`] sealed.
    ///
    /// # Errors
    /// [`CryptoError::Authentication`] if key, associated data or bytes differ.
    fn open_once(
        &self,
        key: &[u8; 32],
        associated: &[u8],
        sealed: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, CryptoError>>;

    /// Opens many, in order; each may fail on its own. Worth overriding where a call is expensive but calls
    /// can overlap.
    fn open_batch(
        &self,
        batch: &[Sealed<'_>],
    ) -> impl Future<Output = Vec<Result<Vec<u8>, CryptoError>>> {
        async move {
            let mut opened = Vec::with_capacity(batch.len());
            for sealed in batch {
                opened.push(self.open_once(sealed.key, sealed.associated, sealed.bytes).await);
            }
            opened
        }
    }

    /// SHA-256; implementations may hand large inputs to the platform.
    fn sha256(&self, data: &[u8]) -> impl Future<Output = Result<[u8; 32], CryptoError>>;

    /// Turns raw bytes into a handle; the caller wipes the bytes.
    ///
    /// # Errors
    /// [`CryptoError::Platform`].
    fn import_kek(&self, raw: &[u8; 32]) -> impl Future<Output = Result<Self::Kek, CryptoError>>;

    /// AES-KW (RFC 3394) over `keys`, whose length is a multiple of 8 and at least 16: 8 bytes longer.
    ///
    /// # Errors
    /// [`CryptoError::Length`].
    fn wrap(
        &self,
        kek: &Self::Kek,
        keys: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, CryptoError>>;

    /// Undoes [`Crypto::wrap`].
    ///
    /// # Errors
    /// [`CryptoError::Authentication`] for a wrong key or changed bytes, [`CryptoError::Length`].
    fn unwrap(
        &self,
        kek: &Self::Kek,
        wrapped: &[u8],
    ) -> impl Future<Output = Result<Zeroizing<Vec<u8>>, CryptoError>>;

    /// Undoes many wraps under one key, in order; each may fail on its own. Worth overriding where a call is
    /// expensive but calls can overlap.
    fn unwrap_batch(
        &self,
        kek: &Self::Kek,
        batch: &[&[u8]],
    ) -> impl Future<Output = Vec<Result<Zeroizing<Vec<u8>>, CryptoError>>> {
        async move {
            let mut unwrapped = Vec::with_capacity(batch.len());
            for wrapped in batch {
                unwrapped.push(self.unwrap(kek, wrapped).await);
            }
            unwrapped
        }
    }
}
