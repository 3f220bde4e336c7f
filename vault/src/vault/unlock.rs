//! Founding a vault, and everything about who can open it.

use ed25519_dalek::SigningKey;

use super::{ClassRecord, OpenPage, Vault, scan_prefix};
use crate::access::PathRecord;
use crate::keyring::{KeyringRecord, OPEN_PAGE, PlainKeys};
use crate::layout::{self, KeyringKey};
use crate::mirror::{self, Fields};
use crate::seal::{self, KeyPair, random_key};
use crate::{
    Batch, Change, Class, ClassKeys, ClassSecrets, Crypto, DeviceId, Durability, Error, FORMAT,
    Fence, Genesis, Head, Incarnation, NewPath, PathInfo, PathKind, PathSecret, PersonId, Result,
    Store, StoreError, Table, VaultId,
};

/// Who founds a vault, and how they will open it.
pub struct Founder {
    /// The owner.
    pub owner: PersonId,
    /// Their paths; at least one.
    pub paths: Vec<NewPath>,
}

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Makes a vault with keys for every class in an empty store; it is open and unlocked afterwards.
    ///
    /// # Errors
    /// [`Error::VaultExists`]; [`Error::NoPath`] if the founder could never open it again; or what the
    /// platform reports, in which case nothing was written.
    pub async fn create(crypto: C, store: S, founder: Founder) -> Result<Self> {
        if founder.paths.is_empty() {
            return Err(Error::NoPath);
        }
        let vault = VaultId(random_id(&crypto)?);
        let device = DeviceId(random_id(&crypto)?);
        let incarnation = Incarnation(random_id(&crypto)?);
        let seed = random_key(&crypto)?;
        let signer = SigningKey::from_bytes(&seed);
        let public = signer.verifying_key().to_bytes();
        let genesis = Genesis::new(vault, device, incarnation, public, None);

        let mut changes = Vec::new();
        let mut put = |key: Vec<u8>, value| changes.push(Change::Put(Table::Meta, key, value));
        let mut secrets = ClassSecrets::default();
        for class in Class::ALL {
            let key = random_key(&crypto)?;
            let kek = crypto.import_kek(&key).await?;
            put(layout::class_key(class, 1), make_class_record(&crypto, &kek).await?.encode());
            if class == Class::CONTROL {
                let record = signer_record(&crypto, &kek, 1, &signer).await?;
                put(layout::signer_key(incarnation), record);
            }
            secrets.keys.push((class, 1, key));
        }
        for path in &founder.paths {
            let mut record = PathRecord::make(&crypto, founder.owner, path).await?;
            for (class, generation, key) in &secrets.keys {
                record.grant(&crypto, *class, *generation, key).await?;
            }
            put(layout::access_key(founder.owner, path.kind()), record.encode());
        }
        put(layout::genesis_key(incarnation), mirror::encode(genesis.as_bytes()));
        let head = Head { incarnation, next_seq: 0, id: genesis.hash(), lamport: 0 };
        put(layout::HEAD_KEY.to_vec(), head.encode(0));
        put(layout::FORMAT_KEY.to_vec(), mirror::encode(&FORMAT.to_be_bytes()));

        let fence = Fence { table: Table::Meta, key: layout::FORMAT_KEY.to_vec(), expected: None };
        let batch = Batch { fence: Some(fence), changes, durability: Durability::Strict };
        store.commit(batch).await.map_err(|error| match error {
            StoreError::Fenced => Error::VaultExists,
            other => other.into(),
        })?;
        let mut vault = Self::open(crypto, store).await?;
        vault.unlock(&secrets).await?;
        Ok(vault)
    }

    /// Every path into the vault; needs no key.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if a path is damaged in both copies.
    pub async fn paths(&self) -> Result<Vec<PathInfo>> {
        self.path_records().await?.iter().map(|(_, record)| record.info()).collect()
    }

    /// Opens a path to the class keys; [`Vault::unlock`] takes them up.
    ///
    /// # Errors
    /// [`Error::NoPath`], [`Error::WrongSecret`], [`Error::KdfTooWeak`] if the stored parameters were
    /// tampered with.
    pub async fn open_path(
        &self,
        person: PersonId,
        kind: PathKind,
        secret: &PathSecret,
    ) -> Result<ClassSecrets> {
        let record = self.path_record(person, kind).await?;
        Ok(ClassSecrets { keys: record.open(&self.crypto, secret).await? })
    }

    /// Takes up class keys: their blocks become readable, and what was sealed for them is taken in.
    ///
    /// # Errors
    /// What store and cryptography report; the keys held before are kept then.
    pub async fn unlock(&mut self, secrets: &ClassSecrets) -> Result<()> {
        let mut keys = self.keys.clone();
        for (class, generation, key) in &secrets.keys {
            keys.insert(*class, *generation, self.crypto.import_kek(key).await?);
        }
        self.hold(keys).await
    }

    /// Drops every key.
    pub fn lock(&mut self) {
        self.keys = ClassKeys::default();
        self.open_pages.clear();
        self.signer = None;
    }

    /// The handles of the class keys held, for another tab to take over.
    #[must_use]
    pub fn handles(&self) -> ClassKeys<C::Kek> {
        self.keys.clone()
    }

    /// Whether blocks of this class can be read now.
    #[must_use]
    pub fn holds(&self, class: Class) -> bool {
        self.current(class).is_some_and(|generation| self.keys.get(class, generation).is_some())
    }

    /// Adds a path, or replaces the person's path of the same kind.
    ///
    /// `secrets` come from [`Vault::open_path`] and must cover `classes`.
    ///
    /// # Errors
    /// [`Error::Locked`] for a class that `secrets` lack; [`Error::KdfTooWeak`].
    pub async fn put_path(
        &mut self,
        secrets: &ClassSecrets,
        person: PersonId,
        path: &NewPath,
        classes: &[Class],
    ) -> Result<()> {
        let mut record = PathRecord::make(&self.crypto, person, path).await?;
        for &class in classes {
            if !secrets.classes().contains(&class) {
                return Err(Error::Locked { class });
            }
        }
        for (class, generation, key) in &secrets.keys {
            if classes.contains(class) {
                record.grant(&self.crypto, *class, *generation, key).await?;
            }
        }
        self.write_path(person, path.kind(), &record).await
    }

    /// Puts a new secret in front of a path; no class key is needed and nothing is encrypted again.
    ///
    /// # Errors
    /// [`Error::NoPath`], [`Error::WrongSecret`], [`Error::KdfTooWeak`].
    pub async fn change_secret(
        &mut self,
        person: PersonId,
        old: &PathSecret,
        new: &NewPath,
    ) -> Result<()> {
        let record = self.path_record(person, new.kind()).await?;
        let record = record.with_secret(&self.crypto, old, new).await?;
        self.write_path(person, new.kind(), &record).await
    }

    /// Removes a path.
    ///
    /// # Errors
    /// [`Error::NoPath`]; [`Error::LastPath`] if a class would become unreadable for everybody.
    pub async fn remove_path(&mut self, person: PersonId, kind: PathKind) -> Result<()> {
        let removed = self.path_record(person, kind).await?.info()?;
        let paths = self.paths().await?;
        for class in removed.classes {
            let opens = |path: &PathInfo| path.classes.contains(&class);
            if paths.iter().filter(|path| opens(path)).count() < 2 {
                return Err(Error::LastPath { class });
            }
        }
        let delete = Change::Delete(Table::Meta, layout::access_key(person, kind));
        self.commit(vec![delete], Durability::Strict, self.head).await
    }

    /// The newest generation of a class key.
    pub(super) fn current(&self, class: Class) -> Option<u32> {
        let (&(_, generation), _) =
            self.generations.range((class, 0)..=(class, u32::MAX)).next_back()?;
        Some(generation)
    }

    pub(super) async fn path_records(&self) -> Result<Vec<(Vec<u8>, PathRecord)>> {
        scan_prefix(&self.store, Table::Meta, layout::ACCESS_PREFIX)
            .await?
            .into_iter()
            .map(|(key, record)| Ok((key, PathRecord::decode(&record)?)))
            .collect()
    }

    async fn path_record(&self, person: PersonId, kind: PathKind) -> Result<PathRecord> {
        let key = layout::access_key(person, kind);
        let record = self.store.get(Table::Meta, &key).await?.ok_or(Error::NoPath)?;
        let path = PathRecord::decode(&record)?;
        let info = path.info()?;
        if (info.person, info.kind) == (person, kind) {
            Ok(path)
        } else {
            Err(Error::Corrupt { what: "access path" })
        }
    }

    async fn write_path(
        &mut self,
        person: PersonId,
        kind: PathKind,
        record: &PathRecord,
    ) -> Result<()> {
        let put = Change::Put(Table::Meta, layout::access_key(person, kind), record.encode());
        self.commit(vec![put], Durability::Strict, self.head).await
    }

    /// Takes up handles: the signing key, the pages that still grow, the letters that wait.
    pub(super) async fn hold(&mut self, keys: ClassKeys<C::Kek>) -> Result<()> {
        let signer = self.load_signer(&keys).await?;
        let mut open_pages = std::collections::BTreeMap::new();
        for class in Class::ALL {
            let Some(generation) = self.current(class) else { continue };
            if keys.get(class, generation).is_some() {
                open_pages.insert(class, self.load_open_page(&keys, class, generation).await?);
            }
        }
        self.keys = keys;
        self.signer = signer;
        self.open_pages = open_pages;
        Ok(())
    }

    async fn load_signer(&self, keys: &ClassKeys<C::Kek>) -> Result<Option<SigningKey>> {
        let key = layout::signer_key(self.genesis.incarnation);
        let Some(record) = self.store.get(Table::Meta, &key).await? else { return Ok(None) };
        let mut fields = Fields::new(mirror::decode(&record, "signing key")?.body, "signing key");
        let generation = fields.u32()?;
        let wrapped = fields.array()?;
        fields.end()?;
        let Some(kek) = keys.get(Class::CONTROL, generation) else { return Ok(None) };
        let seed = seal::unwrap_key(&self.crypto, kek, &wrapped).await?;
        Ok(Some(SigningKey::from_bytes(&seed)))
    }

    async fn load_open_page(
        &self,
        keys: &ClassKeys<C::Kek>,
        class: Class,
        generation: u32,
    ) -> Result<OpenPage> {
        let mut open = OpenPage::default();
        let mut last_stored = None;
        if let Some(key) = self.index.page_for(class, u64::MAX)
            && let Some(record) = self.store.get(Table::Keyring, &key.encode()).await?
            && let Ok((KeyringRecord::Page(page), _)) = KeyringRecord::decode(&record)
        {
            last_stored = page.seqs.last().copied();
            if key.generation == generation
                && page.seqs.len() < OPEN_PAGE
                && let Some(kek) = keys.get(class, generation)
            {
                let plain = self.crypto.unwrap(kek, &page.wrapped).await?;
                open.keys = PlainKeys { seqs: page.seqs, keys: plain };
            }
        }
        for letter in self.index.letters().filter(|letter| letter.class == class) {
            // Letters are newer than every page of their class: whoever holds the key takes them in first.
            if last_stored.is_some_and(|last| letter.first <= last) {
                continue;
            }
            if let Some(key) = self.open_letter(keys, &letter).await? {
                open.keys.push(letter.first, &key);
                open.letters.push(letter);
            }
        }
        Ok(open)
    }

    /// The block key in a letter; `None` if the letter is damaged or its class key not held.
    pub(super) async fn open_letter(
        &self,
        keys: &ClassKeys<C::Kek>,
        letter: &KeyringKey,
    ) -> Result<Option<zeroize::Zeroizing<[u8; 32]>>> {
        let Some(class) = self.generations.get(&(letter.class, letter.generation)) else {
            return Ok(None);
        };
        let Some(kek) = keys.get(letter.class, letter.generation) else { return Ok(None) };
        let Some(record) = self.store.get(Table::Keyring, &letter.encode()).await? else {
            return Ok(None);
        };
        let Ok((KeyringRecord::Letter { key, .. }, _)) = KeyringRecord::decode(&record) else {
            return Ok(None);
        };
        let secret = seal::unwrap_key(&self.crypto, kek, &class.wrapped).await?;
        let pair = KeyPair::from_secret(secret);
        let label = seal::mail_label(letter.class);
        Ok(seal::open_sealed(&self.crypto, &pair, &label, &key).await.ok())
    }
}

/// A fresh X25519 pair for a class key.
pub(super) async fn make_class_record<C: Crypto>(crypto: &C, kek: &C::Kek) -> Result<ClassRecord> {
    let pair = KeyPair::generate(crypto)?;
    let wrapped = seal::wrap_key(crypto, kek, &pair.secret).await?;
    Ok(ClassRecord { public: pair.public, wrapped })
}

/// The signing key's seed under the control class key.
pub(super) async fn signer_record<C: Crypto>(
    crypto: &C,
    kek: &C::Kek,
    generation: u32,
    signer: &SigningKey,
) -> Result<Vec<u8>> {
    let wrapped = seal::wrap_key(crypto, kek, signer.as_bytes()).await?;
    Ok(mirror::encode(&[&generation.to_be_bytes()[..], &wrapped].concat()))
}

pub(super) fn random_id(crypto: &impl Crypto) -> Result<[u8; 16]> {
    let mut id = [0; 16];
    crypto.random(&mut id)?;
    Ok(id)
}
