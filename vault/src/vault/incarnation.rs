//! Going on in a fresh chain, and taking the log out of the store.

use std::collections::{BTreeMap, BTreeSet};

use ed25519_dalek::SigningKey;

use super::index::{Scan, keys_of};
use super::unlock::{random_id, signer_record};
use super::{ChainIndex, OpenPage, Tail, Vault, load_genesis};
use crate::container::Container;
use crate::export::LogWriter;
use crate::keyring::KeyringRecord;
use crate::layout::KeyringKey;
use crate::seal::random_key;
use crate::{
    Change, Class, Crypto, DeviceId, Durability, Error, Genesis, Head, Header, Incarnation, Parent,
    Result, Store, Table, layout, mirror,
};

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Writes every chain of the store as a log into `sink`, piece by piece; needs no key and holds none.
    ///
    /// # Errors
    /// What store and `sink` report.
    pub async fn export(&self, sink: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let mut writer = LogWriter::begin(sink)?;
        let chains = self.chains_in_order().await?;
        for genesis in &chains {
            writer.genesis(genesis)?;
        }
        for genesis in &chains {
            self.export_chain(genesis.incarnation, &mut writer).await?;
        }
        writer.end()
    }

    /// Appends the blocks of the current chain from `first` on to `out`, as the exported log writes them, until
    /// `out` holds `budget` bytes; gives back the number to go on with.
    ///
    /// With `first` = 0 the log's beginning goes before them. For a copy that follows the chain; checkpoints and
    /// the keyring directory are only in the whole log of [`Vault::export`].
    ///
    /// # Errors
    /// What the store reports.
    pub async fn export_from(&self, first: u64, budget: usize, out: &mut Vec<u8>) -> Result<u64> {
        let mut next = first;
        let is_full = |out: &Vec<u8>| out.len() >= budget;
        if first == 0 {
            let mut writer = LogWriter::begin(append_to(out))?;
            for genesis in &self.chains_in_order().await? {
                writer.genesis(genesis)?;
            }
        }
        let incarnation = self.head.incarnation;
        let from = self.index.record_for(first).unwrap_or(first);
        let from = layout::chain_key(incarnation, from);
        let mut scan = Scan::from(Table::Blocks, &from, &incarnation.0);
        while let Some(records) = scan.next(&self.store).await? {
            for (key, record) in &records {
                let in_record = layout::parse_chain_key(key)?.1;
                let Ok(container) = Container::decode(record) else { continue };
                for at in 0..container.len() {
                    let seq = in_record + at as u64;
                    if seq < next {
                        continue;
                    }
                    if seq >= self.head.next_seq || is_full(out) {
                        return Ok(next);
                    }
                    LogWriter::resume(append_to(out)).block(container.frame(record, at))?;
                    next = seq + 1;
                }
            }
        }
        // What can't be read any more is left out, but not tried for ever.
        Ok(self.head.next_seq.max(next))
    }

    async fn export_chain<F: FnMut(&[u8]) -> Result<()>>(
        &self,
        incarnation: Incarnation,
        writer: &mut LogWriter<F>,
    ) -> Result<()> {
        let mut scan = Scan::new(Table::Keyring, &incarnation.0);
        while let Some(records) = scan.next(&self.store).await? {
            for (key, record) in &records {
                if let Ok((record, _)) = KeyringRecord::decode(record) {
                    writer.directory(incarnation, KeyringKey::decode(key)?.class, record.seqs())?;
                }
            }
        }
        let mut checkpoints = BTreeMap::new();
        let mut scan = Scan::new(Table::Checkpoints, &incarnation.0);
        while let Some(records) = scan.next(&self.store).await? {
            for (key, record) in records {
                checkpoints.insert(layout::parse_chain_key(&key)?.1, record);
            }
        }
        let mut scan = Scan::new(Table::Blocks, &incarnation.0);
        while let Some(records) = scan.next(&self.store).await? {
            for (key, record) in &records {
                let first = layout::parse_chain_key(key)?.1;
                // What can't be found any more is missing in the log too, and is named there.
                let Ok(container) = Container::decode(record) else { continue };
                for at in 0..container.len() {
                    writer.block(container.frame(record, at))?;
                    if let Some(checkpoint) = checkpoints.get(&(first + at as u64)) {
                        writer.checkpoint(checkpoint)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Every chain whose genesis is here, parents before children.
    async fn chains_in_order(&self) -> Result<Vec<Genesis>> {
        let mut waiting = Vec::new();
        for key in keys_of(&self.store, Table::Meta, layout::GENESIS_PREFIX).await? {
            let id = Incarnation::from_slice(&key[layout::GENESIS_PREFIX.len()..]);
            if let Some(id) = id
                && let Some(genesis) = load_genesis(&self.store, id).await?
            {
                waiting.push(genesis);
            }
        }
        let mut ordered = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let ids: BTreeSet<Incarnation> =
                waiting.iter().map(|genesis| genesis.incarnation).collect();
            let has_parent_waiting = |genesis: &Genesis| {
                genesis.parent.is_some_and(|parent| ids.contains(&parent.incarnation))
            };
            let (later, now): (Vec<_>, Vec<_>) = waiting.into_iter().partition(has_parent_waiting);
            if now.is_empty() {
                return Err(Error::Corrupt { what: "genesis" });
            }
            ordered.extend(now);
            waiting = later;
        }
        Ok(ordered)
    }

    /// Goes on in a fresh chain whose genesis names the current one's last block: after a restore, a clone,
    /// or when the chain's end is damaged. Nothing of the old chain is changed.
    ///
    /// # Errors
    /// [`Error::Locked`] without the control key; what the store reports.
    pub async fn begin_incarnation(&mut self) -> Result<()> {
        self.absorb_letters().await?;
        let (generation, kek) = self.current_kek(Class::CONTROL)?;
        let device = DeviceId(random_id(&self.crypto)?);
        let incarnation = Incarnation(random_id(&self.crypto)?);
        let signer = SigningKey::from_bytes(&*random_key(&self.crypto)?);
        let record = signer_record(&self.crypto, kek, generation, &signer).await?;
        let parent = self.last_good().await?;
        let public = signer.verifying_key().to_bytes();
        let genesis = Genesis::new(self.genesis.vault, device, incarnation, public, parent);
        let changes = vec![
            Change::Put(
                Table::Meta,
                layout::genesis_key(incarnation),
                mirror::encode(genesis.as_bytes()),
            ),
            Change::Put(Table::Meta, layout::signer_key(incarnation), record),
            Change::Delete(Table::Meta, layout::signer_key(self.genesis.incarnation)),
            Change::Delete(Table::Meta, layout::PACKED_KEY.to_vec()),
        ];
        let lamport = self.head.lamport;
        let head = Head { incarnation, next_seq: 0, id: genesis.hash(), lamport };
        self.commit(changes, Durability::Strict, head).await?;
        self.genesis = genesis;
        self.damage = None;
        self.index = ChainIndex::empty(incarnation);
        self.tail = Tail::default();
        self.signer = Some(signer);
        self.live = None;
        self.open_pages.values_mut().for_each(|open| *open = OpenPage::default());
        Ok(())
    }

    /// The last block that the next chain can name.
    async fn last_good(&self) -> Result<Option<Parent>> {
        let incarnation = self.head.incarnation;
        if self.damage.is_none() {
            let parent = |seq| Parent { incarnation, seq, id: self.head.id };
            return Ok(self.head.last_seq().map(parent));
        }
        for &first in self.index.records.iter().rev() {
            let key = layout::chain_key(incarnation, first);
            let record = self.store.get(Table::Blocks, &key).await?.unwrap_or_default();
            let Ok(container) = Container::decode(&record) else { continue };
            for at in (0..container.len()).rev() {
                let bytes = container.frame(&record, at).first_chunk();
                let header = bytes.and_then(|bytes| Header::decode(bytes).ok());
                if let Some(header) = header
                    && container.is_intact(&record, at)
                    && header.seq == first + at as u64
                {
                    return Ok(Some(Parent { incarnation, seq: header.seq, id: header.id() }));
                }
            }
        }
        Ok(None)
    }
}

fn append_to(out: &mut Vec<u8>) -> impl FnMut(&[u8]) -> Result<()> {
    |bytes| {
        out.extend_from_slice(bytes);
        Ok(())
    }
}
