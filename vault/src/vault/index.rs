//! Where the containers and keyring records of one chain lie.

use std::collections::BTreeMap;

use crate::keyring::KeyringRecord;
use crate::layout::{KeyringKey, after_prefix, parse_chain_key};
use crate::{Class, Incarnation, LiveSet, Record, Result, Store, Table};

/// Keys of a chain's records, held in memory: some bytes for each container and page.
pub(crate) struct ChainIndex {
    pub(crate) incarnation: Incarnation,
    /// First block of each container, ascending.
    pub(crate) records: Vec<u64>,
    /// Generation of each page, by class and first block.
    pub(crate) pages: BTreeMap<(Class, u64), u32>,
    /// Generation of each letter, by class and block.
    letters: BTreeMap<(Class, u64), u32>,
}

impl ChainIndex {
    pub(crate) const fn empty(incarnation: Incarnation) -> Self {
        Self { incarnation, records: Vec::new(), pages: BTreeMap::new(), letters: BTreeMap::new() }
    }

    pub(crate) async fn load<S: Store>(store: &S, incarnation: Incarnation) -> Result<Self> {
        let mut index = Self::empty(incarnation);
        for key in keys_of(store, Table::Blocks, &incarnation.0).await? {
            index.records.push(parse_chain_key(&key)?.1);
        }
        for key in keys_of(store, Table::Keyring, &incarnation.0).await? {
            index.insert(KeyringKey::decode(&key)?);
        }
        Ok(index)
    }

    pub(crate) fn insert(&mut self, key: KeyringKey) {
        if key.is_letter {
            self.letters.insert((key.class, key.first), key.generation);
        } else {
            self.pages.insert((key.class, key.first), key.generation);
        }
    }

    /// The page that holds the block's key, if any does.
    pub(crate) fn page_for(&self, class: Class, seq: u64) -> Option<KeyringKey> {
        let (&(_, first), &generation) = self.pages.range((class, 0)..=(class, seq)).next_back()?;
        Some(self.page_key(class, generation, first))
    }

    /// Forgets a letter that is in a page now.
    pub(crate) fn remove_letter(&mut self, letter: &KeyringKey) {
        self.letters.remove(&(letter.class, letter.first));
    }

    /// The letter with the block's key, if there is one.
    pub(crate) fn letter_for(&self, class: Class, seq: u64) -> Option<KeyringKey> {
        let generation = *self.letters.get(&(class, seq))?;
        Some(self.letter_key(class, generation, seq))
    }

    /// Every letter, by class, oldest first.
    pub(crate) fn letters(&self) -> impl Iterator<Item = KeyringKey> {
        self.letters
            .iter()
            .map(|(&(class, seq), &generation)| self.letter_key(class, generation, seq))
    }

    pub(crate) const fn letter_key(&self, class: Class, generation: u32, seq: u64) -> KeyringKey {
        let incarnation = self.incarnation;
        KeyringKey { incarnation, class, generation, first: seq, is_letter: true }
    }

    pub(crate) const fn page_key(&self, class: Class, generation: u32, first: u64) -> KeyringKey {
        KeyringKey { incarnation: self.incarnation, class, generation, first, is_letter: false }
    }

    /// The container that holds the block, if any does.
    pub(crate) fn record_for(&self, seq: u64) -> Option<u64> {
        let after = self.records.partition_point(|&first| first <= seq);
        after.checked_sub(1).map(|at| self.records[at])
    }
}

/// Every key of a table that begins with `prefix`.
pub(crate) async fn keys_of<S: Store>(
    store: &S,
    table: Table,
    prefix: &[u8],
) -> Result<Vec<Vec<u8>>> {
    const BATCH: usize = 4096;
    let end = after_prefix(prefix);
    let mut from = prefix.to_vec();
    let mut all = Vec::new();
    loop {
        let keys = store.keys(table, &from, &end, BATCH).await?;
        let count = keys.len();
        all.extend(keys);
        let (Some(last), true) = (all.last(), count == BATCH) else { return Ok(all) };
        from.clone_from(last);
        from.push(0);
    }
}

/// Which blocks of a chain have a key, by the keyring.
pub(crate) async fn load_live_set<S: Store>(
    store: &S,
    incarnation: Incarnation,
) -> Result<LiveSet> {
    let mut live = LiveSet::default();
    let mut scan = Scan::new(Table::Keyring, &incarnation.0);
    while let Some(records) = scan.next(store).await? {
        for (_, record) in &records {
            // A page that can't be read is not live; verification names it.
            if let Ok((record, _)) = KeyringRecord::decode(record) {
                record.seqs().iter().for_each(|&seq| live.insert(seq));
            }
        }
    }
    Ok(live)
}

/// Reads a table piece by piece, a few megabytes at a time.
pub(crate) struct Scan {
    table: Table,
    from: Vec<u8>,
    to: Vec<u8>,
    limit: usize,
    is_done: bool,
}

impl Scan {
    const FIRST: usize = 8;
    const BYTES: usize = 8 * 1024 * 1024;

    /// Every record whose key begins with `prefix`.
    pub(crate) fn new(table: Table, prefix: &[u8]) -> Self {
        Self::from(table, prefix, prefix)
    }

    /// Those whose key begins with `prefix`, from `from` on.
    pub(crate) fn from(table: Table, from: &[u8], prefix: &[u8]) -> Self {
        let to = after_prefix(prefix);
        Self { table, from: from.to_vec(), to, limit: Self::FIRST, is_done: false }
    }

    /// The next piece; `None` after the last.
    pub(crate) async fn next<S: Store>(&mut self, store: &S) -> Result<Option<Vec<Record>>> {
        if self.is_done {
            return Ok(None);
        }
        let records = store.scan(self.table, &self.from, &self.to, self.limit).await?;
        self.is_done = records.len() < self.limit;
        let Some((last, _)) = records.last() else { return Ok(None) };
        self.from.clone_from(last);
        self.from.push(0);
        // Small records are read many at a time, packs few.
        let bytes: usize = records.iter().map(|(_, record)| record.len()).sum();
        let average = (bytes / records.len()).max(1);
        self.limit = (Self::BYTES / average).clamp(1, (self.limit * 8).min(1024));
        Ok(Some(records))
    }
}
