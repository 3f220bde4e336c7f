//! Idle work: small containers into packs, small pages into full ones. The chain is not touched.

use super::append::{PACK_BLOCKS, PACK_BYTES};
use super::index::Scan;
use super::{Tail, Vault};
use crate::container::{self, Container};
use crate::keyring::{FULL_PAGE, KeyringRecord, OPEN_PAGE, PlainKeys};
use crate::layout::{self, KeyringKey};
use crate::mirror::{self, Fields};
use crate::{Change, Class, Crypto, Durability, Error, Result, Store, Table};

/// What a step of packing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Packed {
    /// Containers that became part of a pack.
    pub containers: usize,
    /// Pages that became part of a full page.
    pub pages: usize,
    /// Whether nothing is left to do for now.
    pub is_done: bool,
}

/// How far packing has come: losing it costs time, nothing else.
#[derive(Default)]
struct Cursor {
    blocks: u64,
    keys: [u64; Class::ALL.len()],
}

impl Cursor {
    fn encode(&self) -> Vec<u8> {
        let mut body = self.blocks.to_be_bytes().to_vec();
        self.keys.iter().for_each(|seq| body.extend_from_slice(&seq.to_be_bytes()));
        mirror::encode(&body)
    }

    fn decode(record: &[u8]) -> Result<Self> {
        const WHAT: &str = "packing cursor";
        let mut fields = Fields::new(mirror::decode(record, WHAT)?.body, WHAT);
        let mut cursor = Self { blocks: fields.u64()?, keys: [0; Class::ALL.len()] };
        for seq in &mut cursor.keys {
            *seq = fields.u64()?;
        }
        Ok(cursor)
    }
}

/// Containers to be joined.
#[derive(Default)]
struct Group {
    first: u64,
    next: u64,
    members: Vec<u64>,
    frames: Vec<Vec<u8>>,
    bytes: usize,
}

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Joins containers to packs of about 1 MiB and pages of the classes held to full ones, reading about
    /// `budget` bytes of blocks; call it again while the browser is idle until it is done.
    ///
    /// # Errors
    /// What store and cryptography report; everything is as before then.
    pub async fn pack(&mut self, budget: usize) -> Result<Packed> {
        if self.damage.is_some() {
            return Err(Error::HeadMismatch);
        }
        self.absorb_letters().await?;
        if self.signer.is_some() {
            // Read while there is time: the next checkpoint may come in the middle of a sale.
            self.live_set().await?;
        }
        let stored = self.store.get(Table::Meta, layout::PACKED_KEY).await?;
        let mut cursor = stored.and_then(|record| Cursor::decode(&record).ok()).unwrap_or_default();
        let start = cursor.blocks;
        let mut changes = Vec::new();
        let (groups, is_end) = self.plan_packs(&mut cursor, budget).await?;
        let mut packed = Packed { is_done: is_end, ..Packed::default() };
        for group in &groups {
            let key = |first| layout::chain_key(self.head.incarnation, first);
            for &member in &group.members[1..] {
                changes.push(Change::Delete(Table::Blocks, key(member)));
            }
            let record = container::encode(group.frames.iter().map(Vec::as_slice));
            changes.push(Change::Put(Table::Blocks, key(group.first), record));
            packed.containers += group.members.len();
        }
        let mut merged = Vec::new();
        for (slot, class) in Class::ALL.into_iter().enumerate() {
            let pages = self.plan_full_page(class, &mut cursor.keys[slot], &mut changes).await?;
            packed.pages += pages.len();
            packed.is_done &= pages.is_empty();
            merged.extend(pages);
        }
        if changes.is_empty() && cursor.blocks == start {
            return Ok(packed);
        }
        changes.push(Change::Put(Table::Meta, layout::PACKED_KEY.to_vec(), cursor.encode()));
        // Relaxed: whether or not it reaches the disk, the same blocks are there.
        self.commit(changes, Durability::Relaxed, self.head).await?;
        for group in &groups {
            self.index.records.retain(|first| !group.members[1..].contains(first));
        }
        for page in merged {
            self.index.pages.remove(&(page.class, page.first));
        }
        Ok(packed)
    }

    /// Groups of containers that fill a pack, and whether the tail was reached.
    async fn plan_packs(&self, cursor: &mut Cursor, budget: usize) -> Result<(Vec<Group>, bool)> {
        let prefix = self.head.incarnation.0;
        let from = layout::chain_key(self.head.incarnation, cursor.blocks);
        let mut scan = Scan::from(Table::Blocks, &from, &prefix);
        let tail = self.index.records.last().copied().unwrap_or(0);
        let mut groups = Vec::new();
        let mut group = Group::default();
        let mut read = 0;
        while let Some(records) = scan.next(&self.store).await? {
            for (key, record) in &records {
                let first = layout::parse_chain_key(key)?.1;
                if first >= tail {
                    return Ok((groups, true));
                }
                read += record.len();
                let container = Container::decode(record).ok();
                // A damaged container stays as it is: packing would give its blocks new checksums.
                let whole = container.filter(|container| {
                    !container.damaged
                        && (0..container.len()).all(|at| container.is_intact(record, at))
                });
                let Some(container) = whole else {
                    group.close(&mut groups, cursor);
                    cursor.blocks = first + 1;
                    continue;
                };
                let fits = group.bytes + record.len() <= PACK_BYTES
                    && group.frames.len() + container.len() <= PACK_BLOCKS
                    && group.next == first;
                if !fits {
                    group.close(&mut groups, cursor);
                    if read >= budget {
                        return Ok((groups, false));
                    }
                    group.first = first;
                }
                group.members.push(first);
                group.next = first + container.len() as u64;
                group.bytes += record.len();
                let frames = (0..container.len()).map(|at| container.frame(record, at).to_vec());
                group.frames.extend(frames);
            }
        }
        Ok((groups, true))
    }

    /// Joins pages of a class to one full page, if there are enough; the pages that vanish.
    async fn plan_full_page(
        &self,
        class: Class,
        from: &mut u64,
        changes: &mut Vec<Change>,
    ) -> Result<Vec<KeyringKey>> {
        let Ok((generation, kek)) = self.current_kek(class) else { return Ok(Vec::new()) };
        let mut keys = PlainKeys::default();
        let mut members: Vec<KeyringKey> = Vec::new();
        let mut is_full = false;
        let last = self.index.page_for(class, u64::MAX);
        for (&(_, first), &found) in self.index.pages.range((class, *from)..=(class, u64::MAX)) {
            let place = self.index.page_key(class, found, first);
            if last == Some(place) || found != generation {
                break;
            }
            let record = self.store.get(Table::Keyring, &place.encode()).await?;
            let page = match record.as_deref().map(KeyringRecord::decode) {
                Some(Ok((KeyringRecord::Page(page), _))) => page,
                _ => break,
            };
            if keys.seqs.len() + page.seqs.len() > FULL_PAGE {
                if members.len() > 1 {
                    is_full = true;
                    break;
                }
                // A page that is as good as full stays alone.
                keys = PlainKeys::default();
                members.clear();
                *from = first;
            }
            let plain = self.crypto.unwrap(kek, &page.wrapped).await?;
            keys.extend(&PlainKeys { seqs: page.seqs, keys: plain });
            members.push(place);
        }
        is_full |= keys.seqs.len() > FULL_PAGE - OPEN_PAGE;
        if !is_full || members.len() < 2 {
            return Ok(Vec::new());
        }
        changes.push(self.page_change(kek, &members[0], &keys).await?);
        *from = members[0].first + 1;
        let merged = members.split_off(1);
        for page in &merged {
            changes.push(Change::Delete(Table::Keyring, page.encode()));
        }
        Ok(merged)
    }

    /// The container that holds a block, and the block's place in it.
    pub(super) async fn locate(&self, seq: u64) -> Result<(Vec<u8>, Container, usize)> {
        let missing = Error::NoBlock { seq };
        if seq >= self.head.next_seq {
            return Err(missing);
        }
        let first = self.index.record_for(seq).ok_or(missing.clone())?;
        let key = layout::chain_key(self.head.incarnation, first);
        let record = self.store.get(Table::Blocks, &key).await?.ok_or(missing.clone())?;
        let container = Container::decode(&record)?;
        let at = usize::try_from(seq - first).map_err(|_| missing.clone())?;
        if at < container.len() { Ok((record, container, at)) } else { Err(missing) }
    }
}

impl Group {
    /// Ends the group; it becomes a pack if it has several members and is large enough to be left alone.
    fn close(&mut self, groups: &mut Vec<Self>, cursor: &mut Cursor) {
        let group = std::mem::take(self);
        if group.members.is_empty() {
            return;
        }
        cursor.blocks = group.next;
        if group.members.len() > 1 && group.bytes > PACK_BYTES - 2 * Tail::MAX_BYTES {
            groups.push(group);
        }
    }
}
