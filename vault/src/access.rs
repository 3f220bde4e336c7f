//! Ways into a vault: a password, a recovery key, a passkey.

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::seal::{KeyPair, SealedKey, hkdf_sha256};
use crate::{Class, Crypto, CryptoError, Error, FORMAT, PersonId, Result, mirror, seal};

/// Argon2id parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfParams {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory (`t`).
    pub passes: u32,
    /// Lanes (`p`); a browser computes them one after the other.
    pub lanes: u32,
}

impl KdfParams {
    /// The weakest parameters accepted: 19 MiB, 2 passes.
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    /// The costliest parameters accepted: more would only serve to exhaust the device.
    pub const LIMIT: Self = Self { memory_kib: 2 * 1024 * 1024, passes: 64, lanes: 16 };
    /// Where a calibration starts: 64 MiB, 3 passes.
    pub const DEFAULT: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// Refuses parameters that are too weak (a downgrade) or too costly (an attack on the device).
    ///
    /// # Errors
    /// [`Error::KdfTooWeak`], [`Error::KdfTooCostly`].
    pub const fn check(&self) -> Result<()> {
        if self.memory_kib < Self::FLOOR.memory_kib
            || self.passes < Self::FLOOR.passes
            || self.lanes < Self::FLOOR.lanes
        {
            return Err(Error::KdfTooWeak);
        }
        if self.memory_kib > Self::LIMIT.memory_kib
            || self.passes > Self::LIMIT.passes
            || self.lanes > Self::LIMIT.lanes
        {
            return Err(Error::KdfTooCostly);
        }
        Ok(())
    }
}

/// The key of a password by Argon2id; takes a good part of a second and all the memory it names.
///
/// The password's bytes are taken as they are: the caller normalises Unicode (NFC) first.
///
/// # Errors
/// [`Error::KdfTooWeak`], [`Error::KdfTooCostly`], [`CryptoError::Platform`] if memory runs out.
pub fn derive_password_key(
    password: &str,
    salt: &[u8; 16],
    params: &KdfParams,
) -> Result<Zeroizing<[u8; 32]>> {
    params.check()?;
    let refuse = |error: argon2::Error| CryptoError::Platform {
        operation: "key derivation",
        reason: error.to_string(),
    };
    let chosen = argon2::Params::new(params.memory_kib, params.passes, params.lanes, Some(32))
        .map_err(refuse)?;
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, chosen);
    let mut key = Zeroizing::new([0; 32]);
    argon.hash_password_into(password.as_bytes(), salt, &mut *key).map_err(refuse)?;
    Ok(key)
}

/// The 32 bytes that open one path.
#[derive(Clone)]
pub struct PathSecret(Zeroizing<[u8; 32]>);

impl PathSecret {
    /// A derived password key, a recovery key's bits, or a passkey's PRF output.
    #[must_use]
    pub const fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    async fn kek<C: Crypto>(&self, crypto: &C) -> Result<C::Kek> {
        let key = hkdf_sha256(None, &*self.0, b"tillcast.kek.1");
        Ok(crypto.import_kek(&key).await?)
    }
}

/// The kinds of paths; a person has at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathKind {
    /// A password through Argon2id.
    Password,
    /// The recovery key.
    Recovery,
    /// A passkey's PRF output.
    Passkey,
}

impl PathKind {
    /// The kind's stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Recovery => "recovery",
            Self::Passkey => "passkey",
        }
    }

    const fn number(self) -> u8 {
        match self {
            Self::Password => 1,
            Self::Recovery => 2,
            Self::Passkey => 3,
        }
    }

    const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Password),
            2 => Some(Self::Recovery),
            3 => Some(Self::Passkey),
            _ => None,
        }
    }
}

/// A path to be made.
pub enum NewPath {
    /// A password; `secret` holds its derived key.
    Password {
        /// [`derive_password_key`] of the password.
        secret: PathSecret,
        /// The parameters used.
        params: KdfParams,
        /// The salt used; random.
        salt: [u8; 16],
    },
    /// A recovery key.
    Recovery {
        /// [`crate::RecoveryKey::secret`].
        secret: PathSecret,
    },
    /// A passkey.
    Passkey {
        /// The PRF output.
        secret: PathSecret,
        /// The credential's id.
        credential: Vec<u8>,
    },
}

impl NewPath {
    pub(crate) const fn kind(&self) -> PathKind {
        match self {
            Self::Password { .. } => PathKind::Password,
            Self::Recovery { .. } => PathKind::Recovery,
            Self::Passkey { .. } => PathKind::Passkey,
        }
    }

    const fn secret(&self) -> &PathSecret {
        match self {
            Self::Password { secret, .. }
            | Self::Recovery { secret }
            | Self::Passkey { secret, .. } => secret,
        }
    }
}

/// What is known of a path without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathInfo {
    /// Whose path it is.
    pub person: PersonId,
    /// Its kind.
    pub kind: PathKind,
    /// How to derive the password's key, for [`PathKind::Password`]. Checked again on use.
    pub kdf: Option<(KdfParams, [u8; 16])>,
    /// The credential's id, for [`PathKind::Passkey`].
    pub credential: Option<Vec<u8>>,
    /// The classes it opens.
    pub classes: Vec<Class>,
}

/// A stored path.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct PathRecord {
    #[n(0)]
    format: u16,
    #[n(1)]
    kind: u8,
    #[cbor(n(2), with = "minicbor::bytes")]
    person: [u8; 16],
    #[n(3)]
    memory_kib: Option<u32>,
    #[n(4)]
    passes: Option<u32>,
    #[n(5)]
    lanes: Option<u32>,
    #[cbor(n(6), with = "minicbor::bytes")]
    salt: Option<[u8; 16]>,
    #[cbor(n(7), with = "minicbor::bytes")]
    credential: Option<Vec<u8>>,
    #[cbor(n(8), with = "minicbor::bytes")]
    public: [u8; 32],
    #[cbor(n(9), with = "minicbor::bytes")]
    secret: [u8; 40],
    #[n(10)]
    grants: Vec<Grant>,
}

/// A class key sealed to a path.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Grant {
    #[n(0)]
    class: u8,
    #[n(1)]
    generation: u32,
    #[cbor(n(2), with = "minicbor::bytes")]
    ephemeral: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    wrapped: [u8; 40],
}

impl PathRecord {
    /// A path without grants.
    pub(crate) async fn make<C: Crypto>(
        crypto: &C,
        person: PersonId,
        path: &NewPath,
    ) -> Result<Self> {
        let pair = KeyPair::generate(crypto)?;
        let mut record = Self {
            format: FORMAT,
            kind: path.kind().number(),
            person: person.0,
            memory_kib: None,
            passes: None,
            lanes: None,
            salt: None,
            credential: None,
            public: pair.public,
            secret: [0; 40],
            grants: Vec::new(),
        };
        record.lock_with(crypto, &pair, path).await?;
        Ok(record)
    }

    /// The same path and grants behind another secret of the same kind.
    pub(crate) async fn with_secret<C: Crypto>(
        mut self,
        crypto: &C,
        old: &PathSecret,
        new: &NewPath,
    ) -> Result<Self> {
        let pair = self.open_pair(crypto, old).await?;
        self.kind = new.kind().number();
        self.lock_with(crypto, &pair, new).await?;
        Ok(self)
    }

    async fn lock_with<C: Crypto>(
        &mut self,
        crypto: &C,
        pair: &KeyPair,
        path: &NewPath,
    ) -> Result<()> {
        if let NewPath::Password { params, salt, .. } = path {
            params.check()?;
            self.memory_kib = Some(params.memory_kib);
            self.passes = Some(params.passes);
            self.lanes = Some(params.lanes);
            self.salt = Some(*salt);
        }
        if let NewPath::Passkey { credential, .. } = path {
            self.credential = Some(credential.clone());
        }
        let kek = path.secret().kek(crypto).await?;
        self.secret = seal::wrap_key(crypto, &kek, &pair.secret).await?;
        Ok(())
    }

    async fn open_pair<C: Crypto>(&self, crypto: &C, secret: &PathSecret) -> Result<KeyPair> {
        if let Some((params, _)) = self.info()?.kdf {
            params.check()?;
        }
        let kek = secret.kek(crypto).await?;
        match seal::unwrap_key(crypto, &kek, &self.secret).await {
            Ok(secret) => Ok(KeyPair::from_secret(secret)),
            Err(Error::Crypto(CryptoError::Authentication)) => Err(Error::WrongSecret),
            Err(error) => Err(error),
        }
    }

    /// Every class key the path was granted.
    pub(crate) async fn open<C: Crypto>(
        &self,
        crypto: &C,
        secret: &PathSecret,
    ) -> Result<Vec<(Class, u32, Zeroizing<[u8; 32]>)>> {
        let pair = self.open_pair(crypto, secret).await?;
        let mut keys = Vec::with_capacity(self.grants.len());
        for grant in &self.grants {
            let class = Class(grant.class);
            let label = seal::grant_label(class, grant.generation);
            let sealed = SealedKey { ephemeral: grant.ephemeral, wrapped: grant.wrapped };
            let key = seal::open_sealed(crypto, &pair, &label, &sealed).await?;
            keys.push((class, grant.generation, key));
        }
        keys.sort_by_key(|&(class, generation, _)| (class, generation));
        Ok(keys)
    }

    /// Seals a class key to the path; needs nobody's secret.
    pub(crate) async fn grant<C: Crypto>(
        &mut self,
        crypto: &C,
        class: Class,
        generation: u32,
        key: &[u8; 32],
    ) -> Result<()> {
        let label = seal::grant_label(class, generation);
        let sealed = seal::seal_to(crypto, &self.public, &label, key).await?;
        self.retain_grants(|c, g| (c, g) != (class, generation));
        self.grants.push(Grant {
            class: class.0,
            generation,
            ephemeral: sealed.ephemeral,
            wrapped: sealed.wrapped,
        });
        Ok(())
    }

    pub(crate) fn retain_grants(&mut self, keep: impl Fn(Class, u32) -> bool) {
        self.grants.retain(|grant| keep(Class(grant.class), grant.generation));
    }

    pub(crate) fn has_grant(&self, class: Class, generation: u32) -> bool {
        self.grants.iter().any(|grant| (grant.class, grant.generation) == (class.0, generation))
    }

    pub(crate) fn info(&self) -> Result<PathInfo> {
        const CORRUPT: Error = Error::Corrupt { what: "access path" };
        let kind = PathKind::from_number(self.kind).ok_or(CORRUPT)?;
        let kdf = match kind {
            PathKind::Password => Some((
                KdfParams {
                    memory_kib: self.memory_kib.ok_or(CORRUPT)?,
                    passes: self.passes.ok_or(CORRUPT)?,
                    lanes: self.lanes.ok_or(CORRUPT)?,
                },
                self.salt.ok_or(CORRUPT)?,
            )),
            PathKind::Recovery | PathKind::Passkey => None,
        };
        let mut classes: Vec<Class> = self.grants.iter().map(|grant| Class(grant.class)).collect();
        classes.sort_unstable();
        classes.dedup();
        let credential = self.credential.clone();
        Ok(PathInfo { person: PersonId(self.person), kind, kdf, credential, classes })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        mirror::encode(&minicbor::to_vec(self).expect("writing CBOR to memory can't fail"))
    }

    pub(crate) fn decode(record: &[u8]) -> Result<Self> {
        const WHAT: &str = "access path";
        let body = mirror::decode(record, WHAT)?.body;
        let path: Self = minicbor::decode(body).map_err(|_| Error::Corrupt { what: WHAT })?;
        if path.format != FORMAT {
            return Err(Error::UnsupportedFormat { found: path.format, supported: FORMAT });
        }
        path.info()?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::{NativeCrypto, block_on};

    #[test]
    fn stored_parameters_below_the_floor_are_refused_even_with_the_right_secret() {
        let crypto = NativeCrypto::default();
        let secret = PathSecret::new(Zeroizing::new([1; 32]));
        let path =
            NewPath::Password { secret: secret.clone(), params: KdfParams::FLOOR, salt: [0; 16] };
        let made = block_on(PathRecord::make(&crypto, PersonId([2; 16]), &path));
        let mut record = PathRecord::decode(&made.unwrap().encode()).unwrap();
        assert!(block_on(record.open(&crypto, &secret)).is_ok());
        record.memory_kib = Some(1024);
        assert_eq!(block_on(record.open(&crypto, &secret)).err(), Some(Error::KdfTooWeak));
        record.memory_kib = Some(u32::MAX);
        assert_eq!(block_on(record.open(&crypto, &secret)).err(), Some(Error::KdfTooCostly));
    }
}
