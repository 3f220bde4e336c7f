//! Finding block keys in the order of the chain, a page at a time.

use std::collections::{BTreeMap, VecDeque};

use super::{ChainIndex, Vault};
use crate::keyring::{KeyringRecord, PlainKeys};
use crate::layout::{self, KeyringKey};
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
    ahead: BTreeMap<Class, VecDeque<Opened>>,
    /// Pages read and opened in one go.
    limit: usize,
}

/// A page and its keys, or why there are none.
type Opened = (KeyringKey, Result<PlainKeys, KeyLookup>);

/// Pages of the first go; afterwards as many as [`AHEAD_BYTES`] hold: open segments are small and many.
const FIRST: usize = 24;
const AHEAD_BYTES: usize = 4 * 1024 * 1024;

impl<'a, C: Crypto, S: Store> KeyCursor<'a, C, S> {
    pub(super) fn new(vault: &'a Vault<C, S>, index: &'a ChainIndex) -> Self {
        Self { vault, index, open: BTreeMap::new(), ahead: BTreeMap::new(), limit: FIRST }
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

    /// A page's keys, from what was read ahead or from the store.
    async fn load(&mut self, place: KeyringKey) -> Result<Result<PlainKeys, KeyLookup>> {
        let ahead = self.ahead.entry(place.class).or_default();
        while let Some((key, page)) = ahead.pop_front() {
            if key == place {
                return Ok(page);
            }
        }
        let mut pages = self.open_ahead(place).await?;
        let first = pages.pop_front();
        self.ahead.insert(place.class, pages);
        Ok(match first {
            Some((key, page)) if key == place => page,
            _ => Err(KeyLookup::Missing),
        })
    }

    /// Reads the pages from `place` on and opens them in one call: a call costs far more than a page.
    async fn open_ahead(&mut self, place: KeyringKey) -> Result<VecDeque<Opened>> {
        let Some(kek) = self.vault.keys.get(place.class, place.generation) else {
            return Ok(VecDeque::from([(place, Err(KeyLookup::Locked))]));
        };
        let from = place.encode();
        let to = layout::after_prefix(&from[..21]);
        let records = self.vault.store.scan(Table::Keyring, &from, &to, self.limit).await?;
        let bytes: usize = records.iter().map(|(_, record)| record.len()).sum();
        self.limit = (AHEAD_BYTES / (bytes / records.len().max(1)).max(1)).clamp(1, 1024);
        let mut pages = Vec::with_capacity(records.len());
        for (key, record) in &records {
            match KeyringKey::decode(key) {
                Ok(key) if !key.is_letter => pages.push((key, KeyringRecord::decode(record))),
                _ => {}
            }
        }
        let wrapped: Vec<&[u8]> = pages
            .iter()
            .filter_map(|(_, page)| match page {
                Ok((KeyringRecord::Page(page), _)) => Some(page.wrapped.as_slice()),
                _ => None,
            })
            .collect();
        let mut unwrapped = self.vault.crypto.unwrap_batch(kek, &wrapped).await.into_iter();
        let mut opened = VecDeque::with_capacity(pages.len());
        for (key, page) in pages {
            let keys = match page {
                Ok((KeyringRecord::Page(page), _)) => match unwrapped.next() {
                    Some(Ok(keys)) => Ok(PlainKeys { seqs: page.seqs, keys }),
                    Some(Err(CryptoError::Authentication)) | None => {
                        Err(KeyLookup::Damaged(ProblemKind::Wrap))
                    }
                    Some(Err(error)) => return Err(error.into()),
                },
                _ => Err(KeyLookup::Damaged(ProblemKind::UnreadableRecord)),
            };
            opened.push_back((key, keys));
        }
        Ok(opened)
    }
}
