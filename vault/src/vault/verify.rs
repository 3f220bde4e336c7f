//! Verifying every record of a store.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::index::{Scan, keys_of};
use super::key_cursor::{KeyCursor, KeyLookup};
use super::{ChainIndex, ClassRecord, Vault};
use crate::access::PathRecord;
use crate::container::Container;
use crate::header::{self, AAD_LEN, HEADER_LEN};
use crate::keyring::KeyringRecord;
use crate::layout;
use crate::verify::{ChainVerifier, go_on, parents_of};
use crate::{
    Checkpoint, Crypto, Genesis, Head, Header, Incarnation, LiveSet, PAYLOAD_LIMIT, Problem,
    ProblemKind, Progress, Report, Result, Sealed, Store, Table, VerifyOptions, mirror, payload,
};

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Verifies every record: copies, tables, chains, checkpoints, keyring, and, as far as class keys are
    /// held, that every block opens.
    ///
    /// # Errors
    /// [`crate::Error::Cancelled`] if `progress` breaks; what the store reports. What is wrong with the
    /// vault is in the report.
    pub async fn verify(
        &self,
        options: &VerifyOptions,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Report> {
        let mut report = Report::default();
        let chains = self.verify_meta(&mut report).await?;
        let parents = parents_of(chains.values());
        let mut incarnations: BTreeSet<Incarnation> = chains.keys().copied().collect();
        for table in [Table::Blocks, Table::Keyring, Table::Checkpoints] {
            for key in keys_of(&self.store, table, &[]).await? {
                let Some(incarnation) = key.get(..16).and_then(Incarnation::from_slice) else {
                    let problem = Problem::record(table, &key, ProblemKind::UnreadableRecord);
                    report.problems.push(problem);
                    continue;
                };
                if incarnations.insert(incarnation) {
                    let kind = ProblemKind::UnknownIncarnation;
                    let problem = Problem { incarnation: Some(incarnation), ..Problem::of(kind) };
                    report.problems.push(problem);
                }
            }
        }
        let own_total = Some(self.head.next_seq);
        for (incarnation, genesis) in chains {
            let index = ChainIndex::load(&self.store, incarnation).await?;
            let live = self.verify_keyring(&index, &mut report).await?;
            let mut chain = ChainVerifier::new(genesis, live, options, &parents);
            self.verify_checkpoints(&mut chain, &mut report).await?;
            let total = own_total.filter(|_| incarnation == self.head.incarnation);
            self.verify_blocks(&index, &mut chain, &mut report, |done| {
                go_on(&mut progress, done, total)
            })
            .await?;
            self.verify_end(&chain, &mut report);
            chain.finish(&mut report);
        }
        self.verify_beside(&mut report).await?;
        Ok(report)
    }

    /// Small records; returns the chains whose genesis is sound.
    async fn verify_meta(&self, report: &mut Report) -> Result<BTreeMap<Incarnation, Genesis>> {
        let mut chains = BTreeMap::new();
        let mut scan = Scan::new(Table::Meta, &[]);
        while let Some(records) = scan.next(&self.store).await? {
            for (key, record) in &records {
                let kind = match mirror::decode(record, "record") {
                    Err(_) => Some(ProblemKind::UnreadableRecord),
                    Ok(copies) => {
                        let is_sound = self.is_sound_meta(key, record, copies.body, &mut chains);
                        let damaged = copies.damaged.then_some(ProblemKind::DamagedCopy);
                        if is_sound { damaged } else { Some(ProblemKind::UnreadableRecord) }
                    }
                };
                if let Some(kind) = kind {
                    report.problems.push(Problem::record(Table::Meta, key, kind));
                }
            }
        }
        Ok(chains)
    }

    fn is_sound_meta(
        &self,
        key: &[u8],
        record: &[u8],
        body: &[u8],
        chains: &mut BTreeMap<Incarnation, Genesis>,
    ) -> bool {
        if key.starts_with(layout::GENESIS_PREFIX) {
            let genesis = Genesis::decode(body).ok().filter(|genesis| {
                layout::genesis_key(genesis.incarnation) == key
                    && genesis.vault == self.genesis.vault
            });
            return genesis.map(|genesis| chains.insert(genesis.incarnation, genesis)).is_some();
        }
        if key.starts_with(layout::CLASS_PREFIX) {
            return ClassRecord::decode(record).is_ok();
        }
        if key.starts_with(layout::ACCESS_PREFIX) {
            return PathRecord::decode(record).and_then(|path| path.info()).is_ok_and(|path| {
                layout::access_key(path.person, path.kind) == key
                    && path.kdf.is_none_or(|(params, _)| params.check().is_ok())
            });
        }
        key != layout::HEAD_KEY || Head::decode(record).is_ok()
    }

    async fn verify_keyring(&self, index: &ChainIndex, report: &mut Report) -> Result<LiveSet> {
        let mut live = LiveSet::default();
        let mut last_of_class = BTreeMap::new();
        for (&(class, first), &generation) in &index.pages {
            let place = index.page_key(class, generation, first);
            let key = place.encode();
            let record = self.store.get(Table::Keyring, &key).await?.unwrap_or_default();
            let mut problem = |kind| {
                report.problems.push(Problem::record(Table::Keyring, &key, kind));
            };
            let Ok((KeyringRecord::Page(page), damaged)) = KeyringRecord::decode(&record) else {
                problem(ProblemKind::UnreadableRecord);
                continue;
            };
            if damaged {
                problem(ProblemKind::DamagedCopy);
            }
            let overlaps = last_of_class.insert(class, *page.seqs.last().unwrap_or(&first));
            if page.seqs[0] != first || overlaps.is_some_and(|last| last >= first) {
                problem(ProblemKind::Duplicate);
            }
            if let Some(kek) = self.keys.get(class, generation)
                && self.crypto.unwrap(kek, &page.wrapped).await.is_err()
            {
                problem(ProblemKind::Wrap);
                continue;
            }
            page.seqs.iter().for_each(|&seq| live.insert(seq));
        }
        for letter in index.letters() {
            let key = letter.encode();
            let record = self.store.get(Table::Keyring, &key).await?.unwrap_or_default();
            let kind = match KeyringRecord::decode(&record) {
                Ok((KeyringRecord::Letter { seq, .. }, damaged)) if seq == letter.first => {
                    live.insert(seq);
                    damaged.then_some(ProblemKind::DamagedCopy)
                }
                _ => Some(ProblemKind::UnreadableRecord),
            };
            if let Some(kind) = kind {
                report.problems.push(Problem::record(Table::Keyring, &key, kind));
            }
        }
        Ok(live)
    }

    async fn verify_checkpoints(
        &self,
        chain: &mut ChainVerifier<'_>,
        report: &mut Report,
    ) -> Result<()> {
        let mut scan = Scan::new(Table::Checkpoints, &chain.incarnation().0);
        while let Some(records) = scan.next(&self.store).await? {
            for (key, record) in &records {
                let place = layout::parse_chain_key(key);
                match Checkpoint::decode(record) {
                    Ok(checkpoint)
                        if place.as_ref().is_ok_and(|&(_, seq)| seq == checkpoint.seq) =>
                    {
                        chain.checkpoint(checkpoint, report);
                    }
                    _ => {
                        let kind = ProblemKind::CheckpointSignature;
                        let problem = Problem {
                            incarnation: Some(chain.incarnation()),
                            seq: place.ok().map(|(_, seq)| seq),
                            ..Problem::record(Table::Checkpoints, key, kind)
                        };
                        report.problems.push(problem);
                    }
                }
            }
        }
        Ok(())
    }

    async fn verify_blocks(
        &self,
        index: &ChainIndex,
        chain: &mut ChainVerifier<'_>,
        report: &mut Report,
        mut go_on: impl FnMut(u64) -> Result<()>,
    ) -> Result<()> {
        let mut cursor = KeyCursor::new(self, index);
        let mut scan = Scan::new(Table::Blocks, &index.incarnation.0);
        while let Some(records) = scan.next(&self.store).await? {
            for (key, record) in &records {
                let first = layout::parse_chain_key(key)?.1;
                let Ok(container) = Container::decode(record) else {
                    let kind = ProblemKind::UnreadableRecord;
                    report.problems.push(Problem::record(Table::Blocks, key, kind));
                    continue;
                };
                if container.damaged {
                    let kind = ProblemKind::DamagedCopy;
                    report.problems.push(Problem::record(Table::Blocks, key, kind));
                }
                let mut sound = Vec::with_capacity(container.len());
                for at in 0..container.len() {
                    let frame = container.frame(record, at);
                    let is_torn = !container.is_intact(record, at);
                    let seq = first.saturating_add(at as u64);
                    if let Some(header) = chain.block(seq, frame, is_torn, report)
                        && frame.len() > HEADER_LEN
                    {
                        sound.push((header, frame));
                    }
                }
                self.verify_contents(&sound, &mut cursor, report).await?;
                go_on(chain.next())?;
            }
        }
        Ok(())
    }

    /// Opens the blocks whose keys are held.
    async fn verify_contents(
        &self,
        blocks: &[(Header, &[u8])],
        cursor: &mut KeyCursor<'_, C, S>,
        report: &mut Report,
    ) -> Result<()> {
        let mut found = Vec::with_capacity(blocks.len());
        for (header, frame) in blocks {
            let mut key = zeroize::Zeroizing::new([0; 32]);
            let at = |kind| Problem::at(header.incarnation, header.seq, kind);
            match cursor.find(header.class, header.seq, &mut key).await? {
                KeyLookup::Found if header::key_commit(&key) != header.key_commit => {
                    report.problems.push(at(ProblemKind::KeyCommit));
                }
                KeyLookup::Found => found.push((header, frame, key)),
                // Pages and letters were named already; missing keys too.
                KeyLookup::Damaged(_) | KeyLookup::Locked | KeyLookup::Missing => {}
            }
        }
        let sealed: Vec<Sealed<'_>> = found
            .iter()
            .map(|(_, frame, key)| Sealed {
                key,
                associated: &frame[..AAD_LEN],
                bytes: &frame[HEADER_LEN..],
            })
            .collect();
        let mut content = Vec::new();
        for ((header, ..), opened) in found.iter().zip(self.crypto.open_batch(&sealed).await) {
            let is_open = opened.is_ok_and(|plaintext| {
                payload::decode_into(&plaintext, PAYLOAD_LIMIT, &mut content).is_ok()
            });
            if is_open {
                report.opened += 1;
            } else {
                let kind = ProblemKind::Decrypt;
                report.problems.push(Problem::at(header.incarnation, header.seq, kind));
            }
        }
        Ok(())
    }

    /// Holds the chain's end against the head record.
    fn verify_end(&self, chain: &ChainVerifier<'_>, report: &mut Report) {
        if chain.incarnation() != self.head.incarnation {
            return;
        }
        let is_same = chain.next() == self.head.next_seq
            // If the last block is torn, that was named, and nothing more can be said of its id.
            && chain.prev().is_none_or(|id| id == self.head.id);
        if !is_same {
            report.problems.push(self.head_mismatch());
        }
    }

    /// Snapshots and chunks: what lies beside the chain.
    async fn verify_beside(&self, report: &mut Report) -> Result<()> {
        for table in [Table::Snapshots, Table::Chunks] {
            let mut scan = Scan::new(table, &[]);
            while let Some(records) = scan.next(&self.store).await? {
                for (key, record) in &records {
                    if let Some(kind) = super::beside::check_record(table, key, record) {
                        report.problems.push(Problem::record(table, key, kind));
                    }
                }
            }
        }
        Ok(())
    }
}
