//! Appending: seal everything, then one strict, fenced commit.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::{OpenPage, Tail, Vault};
use crate::header::{self, AAD_LEN};
use crate::keyring::{FULL_PAGE, KeyringRecord, OPEN_PAGE, Page, PlainKeys};
use crate::layout::{self, KeyringKey};
use crate::payload::{self, TAG_LEN};
use crate::{
    BlockId, CHECKPOINT_INTERVAL, Change, Checkpoint, Class, Crypto, Durability, Error, Head,
    Header, LiveSet, PAYLOAD_LIMIT, Result, Store, Table, container, seal,
};

/// One block's worth of a transaction; plaintext, so there is no `Debug`.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// Whose keys protect it.
    pub class: Class,
    /// At most [`PAYLOAD_LIMIT`] bytes.
    pub payload: &'a [u8],
}

/// What an append wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The first block.
    pub first_seq: u64,
    /// The last block.
    pub last_seq: u64,
    /// The chain's new head.
    pub head: Head,
}

/// Ciphertexts from this size on are hashed by the platform.
pub(crate) const LARGE: usize = 16 * 1024;
/// Where a container written in bulk or packed ends.
pub(super) const PACK_BYTES: usize = 1024 * 1024;
/// More than this would overflow a container's count.
pub(super) const PACK_BLOCKS: usize = 16 * 1024;

struct NewBlock {
    class: Class,
    seq: u64,
    frame: Vec<u8>,
    key: Zeroizing<[u8; 32]>,
}

/// Pages of one class as they will be after the commit.
struct PagePlan {
    class: Class,
    written: Vec<KeyringKey>,
    open: OpenPage,
    absorbed: Vec<KeyringKey>,
}

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Writes one transaction: all parts or none, on disk when this returns.
    ///
    /// A part whose class key is not held is sealed to the class's public key, so this works on a locked
    /// vault too. After an error the vault is as before and can be used, except after
    /// [`crate::StoreError::Fenced`].
    ///
    /// # Errors
    /// [`Error::TooLarge`], [`Error::PartCount`], [`Error::HeadMismatch`] on a damaged vault,
    /// [`Error::Store`].
    pub async fn append(&mut self, parts: &[Part<'_>]) -> Result<Appended> {
        self.append_transactions(&[parts], Extent::Tail).await
    }

    /// Writes many transactions in one commit, packed from the start; for imports.
    ///
    /// # Errors
    /// As [`Vault::append`].
    pub async fn append_bulk(&mut self, transactions: &[&[Part<'_>]]) -> Result<Appended> {
        self.append_transactions(transactions, Extent::Pack).await
    }

    async fn append_transactions(
        &mut self,
        transactions: &[&[Part<'_>]],
        extent: Extent,
    ) -> Result<Appended> {
        if self.damage.is_some() {
            return Err(Error::HeadMismatch);
        }
        let (blocks, head) = self.seal_blocks(transactions).await?;
        let first_seq = self.head.next_seq;
        let last_seq = head.next_seq - 1;

        let mut changes = Vec::new();
        let mut tails = self.plan_tails(&blocks, extent);
        for tail in &tails {
            let key = layout::chain_key(head.incarnation, tail.first);
            changes.push(Change::Put(Table::Blocks, key, tail.encode()));
        }
        let (plans, letters) = self.plan_keys(&blocks, &mut changes).await?;
        let is_due = first_seq / CHECKPOINT_INTERVAL != head.next_seq / CHECKPOINT_INTERVAL;
        if is_due && self.signer.is_some() {
            let mut live = self.live_set().await?.clone();
            (first_seq..=last_seq).for_each(|seq| live.insert(seq));
            changes.extend(self.checkpoint_change(&head, &live));
        }
        self.commit(changes, Durability::Strict, head).await?;

        for tail in &tails {
            if self.index.records.last().is_none_or(|&last| last < tail.first) {
                self.index.records.push(tail.first);
            }
        }
        if let Some(tail) = tails.pop() {
            self.tail = tail;
        }
        plans.into_iter().for_each(|plan| self.apply_page_plan(plan));
        letters.into_iter().for_each(|letter| self.index.insert(letter));
        if let Some(live) = &mut self.live {
            (first_seq..=last_seq).for_each(|seq| live.insert(seq));
        }
        Ok(Appended { first_seq, last_seq, head })
    }

    /// Seals every part of every transaction onto the chain, in memory.
    async fn seal_blocks(&self, transactions: &[&[Part<'_>]]) -> Result<(Vec<NewBlock>, Head)> {
        let count = transactions.iter().map(|parts| parts.len()).sum();
        if count == 0 {
            return Err(Error::PartCount { parts: 0 });
        }
        let mut keys = Zeroizing::new(vec![0; count * 32]);
        self.crypto.random(&mut keys)?;
        let mut keys = keys.chunks_exact(32);
        let mut head = self.head;
        let mut blocks = Vec::with_capacity(count);
        for parts in transactions {
            let total = u16::try_from(parts.len()).ok().filter(|&total| total > 0);
            let total = total.ok_or(Error::PartCount { parts: parts.len() })?;
            head.lamport += 1;
            let tx = head.next_seq;
            for (part, content) in (0..total).zip(parts.iter()) {
                let mut key = Zeroizing::new([0; 32]);
                key.copy_from_slice(keys.next().expect("one key was drawn for each part"));
                let template = Header {
                    class: content.class,
                    part,
                    parts: total,
                    payload_len: 0,
                    vault: self.genesis.vault,
                    device: self.genesis.device,
                    incarnation: head.incarnation,
                    seq: head.next_seq,
                    lamport: head.lamport,
                    tx,
                    prev: head.id,
                    key_commit: header::key_commit(&key),
                    ct_digest: [0; 32],
                };
                let (frame, id) = seal_block(&self.crypto, template, &key, content.payload).await?;
                blocks.push(NewBlock { class: content.class, seq: head.next_seq, frame, key });
                head.id = id;
                head.next_seq += 1;
            }
        }
        Ok((blocks, head))
    }

    /// The containers to write: the growing one and those that follow it.
    fn plan_tails(&self, blocks: &[NewBlock], extent: Extent) -> Vec<Tail> {
        let (max_blocks, max_bytes) = match extent {
            Extent::Tail => (Tail::MAX_BLOCKS, Tail::MAX_BYTES),
            Extent::Pack => (PACK_BLOCKS, PACK_BYTES),
        };
        let mut done = Vec::new();
        let mut tail = match extent {
            Extent::Tail => self.tail.clone(),
            Extent::Pack => Tail { first: self.head.next_seq, frames: Vec::new() },
        };
        let mut size = tail.size() + container::overhead(tail.frames.len() + 1);
        let mut is_changed = false;
        for block in blocks {
            let full = tail.frames.len() >= max_blocks || size + block.frame.len() > max_bytes;
            if full && !tail.frames.is_empty() {
                let next = Tail { first: block.seq, frames: Vec::new() };
                let full_tail = std::mem::replace(&mut tail, next);
                if is_changed {
                    done.push(full_tail);
                }
                size = container::overhead(1);
            }
            if tail.frames.is_empty() {
                tail.first = block.seq;
            }
            size += block.frame.len() + container::overhead(1) - container::overhead(0);
            tail.frames.push(block.frame.clone());
            is_changed = true;
        }
        done.push(tail);
        done
    }

    /// Wraps the new keys: pages for the classes held, letters for the others.
    async fn plan_keys(
        &self,
        blocks: &[NewBlock],
        changes: &mut Vec<Change>,
    ) -> Result<(Vec<PagePlan>, Vec<KeyringKey>)> {
        let mut additions: BTreeMap<Class, PlainKeys> = BTreeMap::new();
        let mut letters = Vec::new();
        for block in blocks {
            if self.holds(block.class) {
                additions.entry(block.class).or_default().push(block.seq, &block.key);
                continue;
            }
            let class = block.class;
            let generation = self.current(class).ok_or(Error::Locked { class })?;
            let public = &self.generations[&(class, generation)].public;
            let label = seal::mail_label(class);
            let key = seal::seal_to(&self.crypto, public, &label, &block.key).await?;
            let place = self.index.letter_key(class, generation, block.seq);
            let record = KeyringRecord::Letter { seq: block.seq, key }.encode();
            changes.push(Change::Put(Table::Keyring, place.encode(), record));
            letters.push(place);
        }
        let mut plans = Vec::with_capacity(additions.len());
        for (class, keys) in &additions {
            plans.push(self.plan_pages(*class, keys, changes).await?);
        }
        Ok((plans, letters))
    }

    /// Adds keys to the class's growing page, and starts new ones as they fill.
    async fn plan_pages(
        &self,
        class: Class,
        additions: &PlainKeys,
        changes: &mut Vec<Change>,
    ) -> Result<PagePlan> {
        let generation = self.current(class).ok_or(Error::Locked { class })?;
        let kek = self.keys.get(class, generation).ok_or(Error::Locked { class })?;
        let mut keys = PlainKeys::default();
        let mut absorbed = Vec::new();
        if let Some(open) = self.open_pages.get(&class) {
            keys = open.keys.clone();
            absorbed.clone_from(&open.letters);
        }
        keys.extend(additions);
        let size = if additions.seqs.len() > OPEN_PAGE { FULL_PAGE } else { OPEN_PAGE };
        let mut plan = PagePlan { class, written: Vec::new(), open: OpenPage::default(), absorbed };
        for chunk in keys.chunks(size) {
            let place = self.index.page_key(class, generation, chunk.seqs[0]);
            changes.push(self.page_change(kek, &place, &chunk).await?);
            plan.written.push(place);
            if chunk.seqs.len() < OPEN_PAGE {
                plan.open.keys = chunk;
            }
        }
        for letter in &plan.absorbed {
            changes.push(Change::Delete(Table::Keyring, letter.encode()));
        }
        Ok(plan)
    }

    /// The change that writes a page.
    pub(super) async fn page_change(
        &self,
        kek: &C::Kek,
        place: &KeyringKey,
        keys: &PlainKeys,
    ) -> Result<Change> {
        let wrapped = self.crypto.wrap(kek, &keys.keys).await?;
        let record = KeyringRecord::Page(Page { seqs: keys.seqs.clone(), wrapped }).encode();
        Ok(Change::Put(Table::Keyring, place.encode(), record))
    }

    fn apply_page_plan(&mut self, plan: PagePlan) {
        plan.written.into_iter().for_each(|page| self.index.insert(page));
        plan.absorbed.iter().for_each(|letter| {
            self.index.remove_letter(letter);
        });
        self.open_pages.insert(plan.class, plan.open);
    }

    /// Takes the letters that wait into pages; nothing happens if there are none.
    ///
    /// Appending does this on its way; packing and rotation need it done.
    pub(super) async fn absorb_letters(&mut self) -> Result<()> {
        let waiting: Vec<Class> = self
            .open_pages
            .iter()
            .filter(|(_, open)| !open.letters.is_empty())
            .map(|(&class, _)| class)
            .collect();
        let mut changes = Vec::new();
        let mut plans = Vec::with_capacity(waiting.len());
        for class in waiting {
            plans.push(self.plan_pages(class, &PlainKeys::default(), &mut changes).await?);
        }
        if !plans.is_empty() {
            self.commit(changes, Durability::Strict, self.head).await?;
            plans.into_iter().for_each(|plan| self.apply_page_plan(plan));
        }
        Ok(())
    }

    /// Signs the head now, so that a witness can hold it against the chain later.
    ///
    /// # Errors
    /// [`Error::Locked`] without the control key; [`Error::NoBlock`] on an empty chain.
    pub async fn checkpoint(&mut self) -> Result<Checkpoint> {
        if self.signer.is_none() {
            return Err(Error::Locked { class: Class::CONTROL });
        }
        let live = self.live_set().await?.clone();
        let head = self.head;
        let (change, checkpoint) = self.sign_head(&head, &live).ok_or(Error::NoBlock { seq: 0 })?;
        self.commit(vec![change], Durability::Strict, head).await?;
        Ok(checkpoint)
    }

    pub(super) fn checkpoint_change(&self, head: &Head, live: &LiveSet) -> Option<Change> {
        self.sign_head(head, live).map(|(change, _)| change)
    }

    fn sign_head(&self, head: &Head, live: &LiveSet) -> Option<(Change, Checkpoint)> {
        let seq = head.last_seq()?;
        let signer = self.signer.as_ref()?;
        let checkpoint = Checkpoint::sign(signer, &self.genesis, seq, head.id, live.digest(seq));
        let key = layout::chain_key(head.incarnation, seq);
        Some((Change::Put(Table::Checkpoints, key, checkpoint.encode()), checkpoint))
    }

    /// The blocks of this chain whose keys exist; read from the keyring once, then kept.
    pub(super) async fn live_set(&mut self) -> Result<&LiveSet> {
        let live = match self.live.take() {
            Some(live) => live,
            None => super::index::load_live_set(&self.store, self.head.incarnation).await?,
        };
        Ok(self.live.insert(live))
    }
}

/// How large containers may grow.
#[derive(Clone, Copy)]
enum Extent {
    /// Small, since it is written again with every transaction.
    Tail,
    /// Large, since it is written once.
    Pack,
}

/// Completes and seals one block: frame and id.
pub(crate) async fn seal_block<C: Crypto>(
    crypto: &C,
    mut header: Header,
    key: &[u8; 32],
    content: &[u8],
) -> Result<(Vec<u8>, BlockId)> {
    let plaintext = Zeroizing::new(payload::encode("payload", content, PAYLOAD_LIMIT)?);
    header.payload_len =
        u32::try_from(plaintext.len() + TAG_LEN).expect("payloads are limited to 256 KiB");
    let associated = &header.encode()[..AAD_LEN];
    let ciphertext = crypto.seal_once(key, associated, &plaintext).await?;
    header.ct_digest = digest(crypto, &ciphertext).await?;
    let encoded = header.encode();
    Ok(([&encoded[..], &ciphertext].concat(), header::block_id(&encoded)))
}

/// SHA-256 by whoever is quicker at that size.
pub(crate) async fn digest<C: Crypto>(crypto: &C, bytes: &[u8]) -> Result<[u8; 32]> {
    if bytes.len() < LARGE { Ok(header::sha256(bytes)) } else { Ok(crypto.sha256(bytes).await?) }
}
