//! Finding block keys in the order of the chain, a page at a time.

use std::collections::{BTreeMap, VecDeque};

use super::{ChainIndex, Vault};
use crate::keyring::{KeyringRecord, PlainKeys};
use crate::layout::KeyringKey;
use crate::{Class, Crypto, CryptoError, ProblemKind, Result, Store, Table};

/// What a search for a block key found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyLookup {
    /// The key was copied out.
    Found,
    /// It exists, but its class key is not held.
    Locked,
    /// It does not exist any more.
    Missing,
    /// Its page can't be read or opened.
    Damaged(ProblemKind),
}

/// Keeps the page in use of each class open, and reads ahead.
pub(super) struct KeyCursor<'a, C: Crypto, S> {
    vault: &'a Vault<C, S>,
    index: &'a ChainIndex,
    open: BTreeMap<Class, (KeyringKey, Result<PlainKeys, KeyLookup>)>,
    ahead: BTreeMap<Class, VecDeque<(KeyringKey, Vec<u8>)>>,
}

/// Pages read in one go.
const AHEAD: usize = 24;

impl<'a, C: Crypto, S: Store> KeyCursor<'a, C, S> {
    pub(super) fn new(vault: &'a Vault<C, S>, index: &'a ChainIndex) -> Self {
        Self { vault, index, open: BTreeMap::new(), ahead: BTreeMap::new() }
    }

    /// Copies the key of a block into `key`.
    pub(super) async fn find(
        &mut self,
        class: Class,
        seq: u64,
        key: &mut [u8; 32],
    ) -> Result<KeyLookup> {
        if let Some((_, Ok(keys))) = self.open.get(&class)
            && let Some(found) = keys.get(seq)
        {
            key.copy_from_slice(found);
            return Ok(KeyLookup::Found);
        }
        if let Some(letter) = self.index.letter_for(class, seq) {
            // Opened at the unlock already, if it is of the chain that is written.
            let open = self.vault.open_pages.get(&class);
            if letter.incarnation == self.vault.head.incarnation
                && let Some(found) = open.and_then(|open| open.keys.get(seq))
            {
                key.copy_from_slice(found);
                return Ok(KeyLookup::Found);
            }
            return self.find_in_letter(letter, key).await;
        }
        let Some(place) = self.index.page_for(class, seq) else { return Ok(KeyLookup::Missing) };
        if self.open.get(&class).is_none_or(|(open, _)| *open != place) {
            let keys = self.load(place).await?;
            self.open.insert(class, (place, keys));
        }
        Ok(match self.open.get(&class) {
            Some((_, Ok(keys))) => match keys.get(seq) {
                Some(found) => {
                    key.copy_from_slice(found);
                    KeyLookup::Found
                }
                None => KeyLookup::Missing,
            },
            Some((_, Err(lookup))) => *lookup,
            None => KeyLookup::Missing,
        })
    }

    async fn find_in_letter(&self, letter: KeyringKey, key: &mut [u8; 32]) -> Result<KeyLookup> {
        if self.vault.keys.get(letter.class, letter.generation).is_none() {
            return Ok(KeyLookup::Locked);
        }
        Ok(match self.vault.open_letter(&self.vault.keys, &letter).await? {
            Some(found) => {
                key.copy_from_slice(&*found);
                KeyLookup::Found
            }
            None => KeyLookup::Damaged(ProblemKind::Wrap),
        })
    }

    async fn load(&mut self, place: KeyringKey) -> Result<Result<PlainKeys, KeyLookup>> {
        let Some(kek) = self.vault.keys.get(place.class, place.generation) else {
            return Ok(Err(KeyLookup::Locked));
        };
        let Some(record) = self.fetch(place).await? else { return Ok(Err(KeyLookup::Missing)) };
        let Ok((KeyringRecord::Page(page), _)) = KeyringRecord::decode(&record) else {
            return Ok(Err(KeyLookup::Damaged(ProblemKind::UnreadableRecord)));
        };
        match self.vault.crypto.unwrap(kek, &page.wrapped).await {
            Ok(keys) => Ok(Ok(PlainKeys { seqs: page.seqs, keys })),
            Err(CryptoError::Authentication) => Ok(Err(KeyLookup::Damaged(ProblemKind::Wrap))),
            Err(error) => Err(error.into()),
        }
    }

    /// A page's record, from what was read ahead or from the store.
    async fn fetch(&mut self, place: KeyringKey) -> Result<Option<Vec<u8>>> {
        let ahead = self.ahead.entry(place.class).or_default();
        while let Some((key, record)) = ahead.pop_front() {
            if key == place {
                return Ok(Some(record));
            }
        }
        let prefix = &place.encode()[..21];
        let to = crate::layout::after_prefix(prefix);
        let from = place.encode();
        let records = self.vault.store.scan(Table::Keyring, &from, &to, AHEAD).await?;
        for (key, record) in records {
            if let Ok(key) = KeyringKey::decode(&key)
                && !key.is_letter
            {
                ahead.push_back((key, record));
            }
        }
        match ahead.pop_front() {
            Some((key, record)) if key == place => Ok(Some(record)),
            _ => Ok(None),
        }
    }
}
