//! A new class key: keys are wrapped again page by page, ciphertexts stay as they are.

use super::unlock::{make_class_record, signer_record};
use super::{OpenPage, Vault};
use crate::keyring::{KeyringRecord, Page, PlainKeys};
use crate::layout::{self, KeyringKey};
use crate::seal::random_key;
use crate::{Change, Class, Crypto, Durability, Error, Result, Store, Table};

/// How far a rotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// Pages or chunks are left under the old key: call again, now or after the next start.
    More,
    /// Everything is under the new key, and the old one is gone.
    Done,
}

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Replaces a class key, or goes on replacing it; wraps up to `budget` pages and chunks a call.
    ///
    /// The new key reaches every path that opened the class, without anybody's secret. Remove a path before
    /// to shut a person out. A call that was cut short is simply followed by the next.
    ///
    /// # Errors
    /// [`Error::Locked`] if the class key, or for the control class the signing key, is not held; what store
    /// and cryptography report.
    pub async fn rotate(&mut self, class: Class, budget: usize) -> Result<Rotation> {
        if self.damage.is_some() {
            return Err(Error::HeadMismatch);
        }
        self.current_kek(class)?;
        self.absorb_letters().await?;
        if self.old_generations(class).is_empty() {
            self.start_rotation(class).await?;
        }
        let mut changes = Vec::new();
        let mut moved = Vec::new();
        for key in super::index::keys_of(&self.store, Table::Keyring, &[]).await? {
            if changes.len() / 2 >= budget {
                break;
            }
            let place = KeyringKey::decode(&key)?;
            if place.class == class && Some(place.generation) != self.current(class) {
                moved.extend(self.rewrap(place, &mut changes).await?);
            }
        }
        let left = budget.saturating_sub(changes.len() / 2);
        self.rewrap_chunks(class, left, &mut changes).await?;
        if changes.is_empty() {
            self.finish_rotation(class).await?;
            return Ok(Rotation::Done);
        }
        self.commit(changes, Durability::Strict, self.head).await?;
        for (old, new) in moved {
            if old.incarnation == self.head.incarnation {
                if old.is_letter {
                    self.index.remove_letter(&old);
                }
                self.index.insert(new);
            }
        }
        Ok(Rotation::More)
    }

    fn old_generations(&self, class: Class) -> Vec<u32> {
        let current = self.current(class);
        let all = self.generations.range((class, 0)..=(class, u32::MAX));
        all.map(|(&(_, generation), _)| generation).filter(|&g| Some(g) != current).collect()
    }

    /// Makes the new key and gives it to everybody who had the old one.
    async fn start_rotation(&mut self, class: Class) -> Result<()> {
        let old = self.current(class).ok_or(Error::Locked { class })?;
        let new = old + 1;
        let secret = random_key(&self.crypto)?;
        let kek = self.crypto.import_kek(&secret).await?;
        let mut changes = Vec::new();
        let mut put = |key, value| changes.push(Change::Put(Table::Meta, key, value));
        for (key, mut path) in self.path_records().await? {
            if path.has_grant(class, old) {
                path.grant(&self.crypto, class, new, &secret).await?;
                put(key, path.encode());
            }
        }
        let record = make_class_record(&self.crypto, &kek).await?;
        put(layout::class_key(class, new), record.encode());
        if class == Class::CONTROL {
            let signer = self.signer.as_ref().ok_or(Error::Locked { class })?;
            let record = signer_record(&self.crypto, &kek, new, signer).await?;
            put(layout::signer_key(self.genesis.incarnation), record);
        }
        for snapshot in super::index::keys_of(&self.store, Table::Snapshots, &[class.0]).await? {
            changes.push(Change::Delete(Table::Snapshots, snapshot));
        }
        self.commit(changes, Durability::Strict, self.head).await?;
        self.generations.insert((class, new), record);
        self.keys.insert(class, new, kek);
        // The page that was growing is closed: the next one begins under the new key.
        self.open_pages.insert(class, OpenPage::default());
        Ok(())
    }

    /// Wraps one page, or the key in a letter, under the current key.
    async fn rewrap(
        &self,
        old: KeyringKey,
        changes: &mut Vec<Change>,
    ) -> Result<Option<(KeyringKey, KeyringKey)>> {
        let class = old.class;
        let (generation, new_kek) = self.current_kek(class)?;
        let Some(record) = self.store.get(Table::Keyring, &old.encode()).await? else {
            return Ok(None);
        };
        let new = KeyringKey { generation, is_letter: false, ..old };
        let kek = self.keys.get(class, old.generation).ok_or(Error::Locked { class })?;
        let mut keys = PlainKeys::default();
        match KeyringRecord::decode(&record) {
            Ok((KeyringRecord::Page(Page { seqs, wrapped }), _)) => {
                keys = PlainKeys { seqs, keys: self.crypto.unwrap(kek, &wrapped).await? };
            }
            Ok((KeyringRecord::Letter { seq, .. }, _)) => {
                if let Some(key) = self.open_letter(&self.keys, &old).await? {
                    keys.push(seq, &key);
                }
            }
            // Lost in both copies: no key can be saved, and verification names it.
            Err(_) => {}
        }
        if keys.seqs.is_empty() {
            return Ok(None);
        }
        changes.push(self.page_change(new_kek, &new, &keys).await?);
        changes.push(Change::Delete(Table::Keyring, old.encode()));
        Ok(Some((old, new)))
    }

    /// Forgets the old key everywhere.
    async fn finish_rotation(&mut self, class: Class) -> Result<()> {
        let old = self.old_generations(class);
        let keep = |c: Class, generation: u32| c != class || !old.contains(&generation);
        let mut changes = Vec::new();
        for (key, mut path) in self.path_records().await? {
            path.retain_grants(keep);
            changes.push(Change::Put(Table::Meta, key, path.encode()));
        }
        for &generation in &old {
            let key = layout::class_key(class, generation);
            changes.push(Change::Delete(Table::Meta, key));
        }
        self.commit(changes, Durability::Strict, self.head).await?;
        self.generations.retain(|&(c, generation), _| keep(c, generation));
        self.keys.retain(keep);
        Ok(())
    }
}
