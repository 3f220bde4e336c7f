//! Sealing a key to an X25519 public key, for readers who are not here.

use hkdf::Hkdf;
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::{Class, Crypto, CryptoError, Error, Result};

/// A 32-byte key sealed to a public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SealedKey {
    pub(crate) ephemeral: [u8; 32],
    pub(crate) wrapped: [u8; 40],
}

/// An X25519 pair.
pub(crate) struct KeyPair {
    pub(crate) secret: Zeroizing<[u8; 32]>,
    pub(crate) public: [u8; 32],
}

impl KeyPair {
    pub(crate) fn generate(crypto: &impl Crypto) -> Result<Self> {
        Ok(Self::from_secret(random_key(crypto)?))
    }

    pub(crate) fn from_secret(secret: Zeroizing<[u8; 32]>) -> Self {
        let public = PublicKey::from(&StaticSecret::from(*secret)).to_bytes();
        Self { secret, public }
    }
}

pub(crate) fn random_key(crypto: &impl Crypto) -> Result<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    crypto.random(&mut *key)?;
    Ok(key)
}

/// The label of a letter.
pub(crate) fn mail_label(class: Class) -> Vec<u8> {
    [b"mail", &[class.0][..]].concat()
}

/// The label of a grant.
pub(crate) fn grant_label(class: Class, generation: u32) -> Vec<u8> {
    [b"grant", &[class.0][..], &generation.to_be_bytes()].concat()
}

/// Seals `key` so that only the owner of `public` opens it.
pub(crate) async fn seal_to<C: Crypto>(
    crypto: &C,
    public: &[u8; 32],
    label: &[u8],
    key: &[u8; 32],
) -> Result<SealedKey> {
    let ephemeral = KeyPair::generate(crypto)?;
    let kek =
        shared_kek(crypto, &ephemeral.secret, public, &ephemeral.public, public, label).await?;
    Ok(SealedKey { ephemeral: ephemeral.public, wrapped: wrap_key(crypto, &kek, key).await? })
}

/// Opens what [`seal_to`] sealed.
pub(crate) async fn open_sealed<C: Crypto>(
    crypto: &C,
    pair: &KeyPair,
    label: &[u8],
    sealed: &SealedKey,
) -> Result<Zeroizing<[u8; 32]>> {
    let ephemeral = &sealed.ephemeral;
    let kek = shared_kek(crypto, &pair.secret, ephemeral, ephemeral, &pair.public, label).await?;
    unwrap_key(crypto, &kek, &sealed.wrapped).await
}

async fn shared_kek<C: Crypto>(
    crypto: &C,
    secret: &[u8; 32],
    theirs: &[u8; 32],
    ephemeral: &[u8; 32],
    recipient: &[u8; 32],
    label: &[u8],
) -> Result<C::Kek> {
    let shared = StaticSecret::from(*secret).diffie_hellman(&PublicKey::from(*theirs));
    if !shared.was_contributory() {
        return Err(Error::Crypto(CryptoError::Authentication));
    }
    let salt = [ephemeral.as_slice(), recipient].concat();
    let info = [b"tillcast.seal.1", label].concat();
    let key = hkdf_sha256(Some(&salt), shared.as_bytes(), &info);
    Ok(crypto.import_kek(&key).await?)
}

/// HKDF-SHA256 to 32 bytes.
pub(crate) fn hkdf_sha256(salt: Option<&[u8]>, ikm: &[u8], info: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(salt, ikm)
        .expand(info, &mut *key)
        .expect("32 bytes are within HKDF's limit");
    key
}

/// AES-KW of one 32-byte key.
pub(crate) async fn wrap_key<C: Crypto>(
    crypto: &C,
    kek: &C::Kek,
    key: &[u8; 32],
) -> Result<[u8; 40]> {
    let wrapped = crypto.wrap(kek, key).await?;
    Ok(wrapped
        .as_slice()
        .try_into()
        .map_err(|_| CryptoError::Length { what: "wrapped key", got: wrapped.len() })?)
}

/// Undoes [`wrap_key`].
pub(crate) async fn unwrap_key<C: Crypto>(
    crypto: &C,
    kek: &C::Kek,
    wrapped: &[u8; 40],
) -> Result<Zeroizing<[u8; 32]>> {
    let bytes = crypto.unwrap(kek, wrapped).await?;
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() {
        return Err(CryptoError::Length { what: "unwrapped key", got: bytes.len() }.into());
    }
    key.copy_from_slice(&bytes);
    Ok(key)
}
