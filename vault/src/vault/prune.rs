//! Forgetting: payload and key of a block go, its header and the chain stay.

use std::collections::{BTreeMap, BTreeSet};

use super::{OpenPage, Tail, Vault};
use crate::container::{self, Container};
use crate::header::HEADER_LEN;
use crate::keyring::{KeyringRecord, PlainKeys};
use crate::layout::KeyringKey;
use crate::{
    Change, Class, Crypto, Durability, Error, Header, LiveSet, Result, Store, Table, layout,
};

/// The keyring after a pruning.
#[derive(Default)]
struct KeyChanges {
    deleted: Vec<KeyringKey>,
    written: Vec<KeyringKey>,
    open: BTreeMap<Class, PlainKeys>,
}

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Removes payload and key of blocks for good, in one commit, and signs the head anew. Snapshots of their
    /// classes go too. The caller appends the event that says why *before*; blocks that are pruned already
    /// are passed over.
    ///
    /// # Errors
    /// [`Error::Locked`] without the class keys or the control key, [`Error::NoBlock`], [`Error::Corrupt`] if
    /// a page is damaged; nothing was removed then.
    pub async fn prune(&mut self, seqs: &BTreeSet<u64>) -> Result<()> {
        if self.damage.is_some() {
            return Err(Error::HeadMismatch);
        }
        if self.signer.is_none() {
            return Err(Error::Locked { class: Class::CONTROL });
        }
        self.absorb_letters().await?;
        let mut changes = Vec::new();
        let mut tail = self.tail.clone();
        let classes = self.plan_payloads(seqs, &mut tail, &mut changes).await?;
        let mut keys = KeyChanges::default();
        for (&class, seqs) in &classes {
            self.plan_forgetting(class, seqs, &mut keys, &mut changes).await?;
            for snapshot in super::index::keys_of(&self.store, Table::Snapshots, &[class.0]).await?
            {
                changes.push(Change::Delete(Table::Snapshots, snapshot));
            }
        }
        let mut live: LiveSet = self.live_set().await?.clone();
        seqs.iter().for_each(|&seq| live.remove(seq));
        changes.extend(self.checkpoint_change(&self.head, &live));
        self.commit(changes, Durability::Strict, self.head).await?;
        self.tail = tail;
        self.live = Some(live);
        for page in keys.deleted {
            self.index.pages.remove(&(page.class, page.first));
        }
        keys.written.into_iter().for_each(|page| self.index.insert(page));
        for (class, keys) in keys.open {
            self.open_pages.insert(class, OpenPage { keys, letters: Vec::new() });
        }
        Ok(())
    }

    /// Cuts the payloads off their headers; returns the blocks by class.
    async fn plan_payloads(
        &self,
        seqs: &BTreeSet<u64>,
        tail: &mut Tail,
        changes: &mut Vec<Change>,
    ) -> Result<BTreeMap<Class, BTreeSet<u64>>> {
        let mut classes: BTreeMap<Class, BTreeSet<u64>> = BTreeMap::new();
        let mut rest = seqs.iter().copied().peekable();
        while let Some(&seq) = rest.peek() {
            let (record, container, _) = self.locate(seq).await?;
            let first = self.index.record_for(seq).ok_or(Error::NoBlock { seq })?;
            let end = first + container.len() as u64;
            let mut frames = frames_of(&record, &container)?;
            while let Some(seq) = rest.next_if(|&seq| seq < end) {
                let at = usize::try_from(seq - first).map_err(|_| Error::NoBlock { seq })?;
                let bytes = frames[at].first_chunk().ok_or(Error::NoBlock { seq })?;
                classes.entry(Header::decode(bytes)?.class).or_default().insert(seq);
                frames[at] = &frames[at][..HEADER_LEN];
                if tail.first == first && at < tail.frames.len() {
                    tail.frames[at].truncate(HEADER_LEN);
                }
            }
            let key = layout::chain_key(self.head.incarnation, first);
            let record = container::encode(frames.iter().copied());
            changes.push(Change::Put(Table::Blocks, key, record));
        }
        Ok(classes)
    }

    /// Writes the pages of a class again without some of their keys.
    async fn plan_forgetting(
        &self,
        class: Class,
        seqs: &BTreeSet<u64>,
        keys: &mut KeyChanges,
        changes: &mut Vec<Change>,
    ) -> Result<()> {
        let current = self.current_kek(class)?.0;
        let last = self.index.page_for(class, u64::MAX);
        let mut pages: BTreeSet<KeyringKey> = BTreeSet::new();
        pages.extend(seqs.iter().filter_map(|&seq| self.index.page_for(class, seq)));
        for place in pages {
            let kek = self.keys.get(class, place.generation).ok_or(Error::Locked { class })?;
            let corrupt = Error::Corrupt { what: "keyring page" };
            let record = self.store.get(Table::Keyring, &place.encode()).await?;
            let page = match record.as_deref().map(KeyringRecord::decode) {
                Some(Ok((KeyringRecord::Page(page), _))) => page,
                _ => return Err(corrupt),
            };
            let plain = self.crypto.unwrap(kek, &page.wrapped).await?;
            let plain = PlainKeys { seqs: page.seqs, keys: plain };
            let kept = plain.without(|seq| seqs.contains(&seq));
            changes.push(Change::Delete(Table::Keyring, place.encode()));
            keys.deleted.push(place);
            if let Some(&first) = kept.seqs.first() {
                let moved = KeyringKey { first, ..place };
                changes.push(self.page_change(kek, &moved, &kept).await?);
                keys.written.push(moved);
            }
            let was_open = last == Some(place) && place.generation == current;
            if was_open && plain.seqs.len() < crate::keyring::OPEN_PAGE {
                keys.open.insert(class, kept);
            }
        }
        Ok(())
    }
}

/// The frames of a container, all of which are intact.
fn frames_of<'a>(record: &'a [u8], container: &Container) -> Result<Vec<&'a [u8]>> {
    (0..container.len())
        .map(|at| {
            // A torn block must keep its old checksum.
            container
                .is_intact(record, at)
                .then(|| container.frame(record, at))
                .ok_or(Error::Corrupt { what: "block" })
        })
        .collect()
}
