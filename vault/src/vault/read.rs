//! Reading: blocks in order, in large batches, each checked on the way.

use std::ops::{Bound, ControlFlow, RangeBounds};

use super::index::Scan;
use super::key_cursor::{KeyCursor, KeyLookup};
use super::reader::{Candidate, Reader, State};
use super::{ChainIndex, Vault, append, load_genesis};
use crate::container::Container;
use crate::header::{self, AAD_LEN, HEADER_LEN};
use crate::{
    Crypto, DeviceId, Error, Header, Incarnation, Problem, ProblemKind, Result, Sealed, Store,
    Table, layout,
};

/// What a reader meets, in the order of the chain.
///
/// Payloads are plaintext, so there is no `Debug`.
pub enum Item<'a> {
    /// A block and its payload.
    Block {
        /// Its header.
        header: &'a Header,
        /// What was appended.
        payload: &'a [u8],
    },
    /// A block whose class key is not held.
    Locked {
        /// Its header.
        header: &'a Header,
    },
    /// A block whose payload or key was removed after its retention period.
    Pruned {
        /// Its header.
        header: &'a Header,
    },
    /// A block that can't be read; those after it can.
    Damaged {
        /// Its number.
        seq: u64,
        /// What is wrong with it.
        kind: ProblemKind,
    },
}

/// What came of a read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadReport {
    /// Blocks handed out with their payload.
    pub blocks: u64,
    /// Blocks skipped because their class key is not held.
    pub locked: u64,
    /// Blocks without payload or key.
    pub pruned: u64,
    /// Everything that was wrong on the way, also where the block could be read all the same.
    pub problems: Vec<Problem>,
    /// The last transaction, if it is incomplete: its blocks were withheld.
    pub incomplete: Option<u64>,
    /// Whether the visitor stopped the read.
    pub is_stopped: bool,
}

/// One chain of this store's past, or its present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lineage {
    /// The chain.
    pub incarnation: Incarnation,
    /// Who wrote it.
    pub device: DeviceId,
    /// Its last block that counts; `None` if it has none yet.
    pub last_seq: Option<u64>,
}

/// Blocks whose keys are looked up and that are opened in one call.
const BATCH: usize = 512;

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Hands the blocks of the current chain in `range` to `visitor`, in order.
    ///
    /// Every block's link, digest, key commitment and tag are checked. The parts of a transaction come
    /// together; an incomplete one at the chain's end is withheld.
    ///
    /// # Errors
    /// Only what store and platform report; damage is an [`Item`].
    pub async fn read(
        &self,
        range: impl RangeBounds<u64>,
        visitor: impl FnMut(Item<'_>) -> ControlFlow<()>,
    ) -> Result<ReadReport> {
        let (first, end) = bounds(&range);
        let end = end.min(self.head.next_seq);
        let mut reader = Reader::new(&self.genesis, first..end, visitor);
        reader.chain_end = Some((self.head.next_seq, self.head.id));
        self.read_chain(&self.index, &mut reader).await?;
        Ok(reader.report)
    }

    /// Hands out the blocks of the chains this one continues, oldest first, then its own.
    ///
    /// # Errors
    /// As [`Vault::read`].
    pub async fn read_all(
        &self,
        mut visitor: impl FnMut(Item<'_>) -> ControlFlow<()>,
    ) -> Result<ReadReport> {
        let mut total = ReadReport::default();
        for chain in self.lineage().await? {
            let Some(last) = chain.last_seq else { continue };
            let report = if chain.incarnation == self.head.incarnation {
                self.read(..=last, &mut visitor).await?
            } else {
                self.read_ancestor(chain.incarnation, last, &mut visitor).await?
            };
            total.add(report);
            if total.is_stopped {
                break;
            }
        }
        Ok(total)
    }

    async fn read_ancestor(
        &self,
        incarnation: Incarnation,
        last: u64,
        visitor: impl FnMut(Item<'_>) -> ControlFlow<()>,
    ) -> Result<ReadReport> {
        let index = ChainIndex::load(&self.store, incarnation).await?;
        let Some(genesis) = load_genesis(&self.store, incarnation).await? else {
            return Ok(ReadReport::default());
        };
        let mut reader = Reader::new(&genesis, 0..last + 1, visitor);
        self.read_chain(&index, &mut reader).await?;
        Ok(reader.report)
    }

    /// The chains that lead to the current one, oldest first; the current one is the last.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if a genesis record is damaged or names itself as its ancestor.
    pub async fn lineage(&self) -> Result<Vec<Lineage>> {
        const LONGEST: usize = 10_000;
        let mut chains = vec![Lineage {
            incarnation: self.head.incarnation,
            device: self.genesis.device,
            last_seq: self.head.last_seq(),
        }];
        let mut parent = self.genesis.parent;
        while let Some(link) = parent {
            if chains.len() == LONGEST {
                return Err(Error::Corrupt { what: "genesis" });
            }
            // A cloned store may have left its ancestors behind; they travel by backup.
            let Some(genesis) = load_genesis(&self.store, link.incarnation).await? else { break };
            chains.push(Lineage {
                incarnation: link.incarnation,
                device: genesis.device,
                last_seq: Some(link.seq),
            });
            parent = genesis.parent;
        }
        chains.reverse();
        Ok(chains)
    }

    async fn read_chain<V>(&self, index: &ChainIndex, reader: &mut Reader<V>) -> Result<()>
    where
        V: FnMut(Item<'_>) -> ControlFlow<()>,
    {
        let Some(from) = index.record_for(reader.next).or(index.records.first().copied()) else {
            reader.finish(reader.end);
            return Ok(());
        };
        let mut cursor = KeyCursor::new(self, index);
        let prefix = index.incarnation.0;
        let first_key = layout::chain_key(index.incarnation, from);
        let mut scan = Scan::from(Table::Blocks, &first_key, &prefix);
        while let Some(records) = scan.next(&self.store).await? {
            for (key, record) in &records {
                let first = layout::parse_chain_key(key)?.1;
                if first >= reader.end {
                    reader.finish(reader.end);
                    return Ok(());
                }
                let Ok(container) = Container::decode(record) else {
                    let problem =
                        Problem::record(Table::Blocks, key, ProblemKind::UnreadableRecord);
                    reader.report.problems.push(problem);
                    continue;
                };
                let mut at = 0;
                while at < container.len() {
                    let until = container.len().min(at + BATCH);
                    let batch = reader.take(first, record, &container, at..until);
                    self.deliver(batch, &mut cursor, reader).await?;
                    at = until;
                    if reader.report.is_stopped {
                        return Ok(());
                    }
                }
            }
        }
        reader.finish(reader.end);
        Ok(())
    }

    /// Looks up the keys of a batch, opens it in one call, and hands it out.
    async fn deliver<V>(
        &self,
        mut batch: Vec<Candidate<'_>>,
        cursor: &mut KeyCursor<'_, C, S>,
        reader: &mut Reader<V>,
    ) -> Result<()>
    where
        V: FnMut(Item<'_>) -> ControlFlow<()>,
    {
        let mut keys = zeroize::Zeroizing::new(vec![[0_u8; 32]; batch.len()]);
        for (candidate, key) in batch.iter_mut().zip(keys.iter_mut()) {
            let Candidate::Whole { header, frame, state: state @ State::Ready } = candidate else {
                continue;
            };
            if frame.len() == HEADER_LEN {
                *state = State::Pruned;
                continue;
            }
            let ciphertext = &frame[HEADER_LEN..];
            if append::digest(&self.crypto, ciphertext).await? != header.ct_digest {
                *state = State::Damaged(ProblemKind::Digest);
                continue;
            }
            *state = match cursor.find(header.class, header.seq, key).await? {
                KeyLookup::Locked => State::Locked,
                KeyLookup::Missing => State::Pruned,
                KeyLookup::Damaged(kind) => State::Damaged(kind),
                KeyLookup::Found if header::key_commit(key) == header.key_commit => State::Ready,
                KeyLookup::Found => State::Damaged(ProblemKind::KeyCommit),
            };
        }
        let sealed: Vec<Sealed<'_>> = batch
            .iter()
            .zip(keys.iter())
            .filter_map(|(candidate, key)| match candidate {
                Candidate::Whole { frame, state: State::Ready, .. } => {
                    Some(Sealed { key, associated: &frame[..AAD_LEN], bytes: &frame[HEADER_LEN..] })
                }
                _ => None,
            })
            .collect();
        let mut opened = self.crypto.open_batch(&sealed).await.into_iter();
        for candidate in batch {
            let plaintext = match &candidate {
                Candidate::Whole { state: State::Ready, .. } => opened.next(),
                _ => None,
            };
            reader.hand_out(candidate, plaintext.and_then(|plaintext| plaintext.ok()));
            if reader.report.is_stopped {
                break;
            }
        }
        Ok(())
    }
}

impl ReadReport {
    fn add(&mut self, other: Self) {
        self.blocks += other.blocks;
        self.locked += other.locked;
        self.pruned += other.pruned;
        self.problems.extend(other.problems);
        self.incomplete = other.incomplete;
        self.is_stopped |= other.is_stopped;
    }
}

/// First block and the one after the last.
fn bounds(range: &impl RangeBounds<u64>) -> (u64, u64) {
    let first = match range.start_bound() {
        Bound::Included(&first) => first,
        Bound::Excluded(&before) => before.saturating_add(1),
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(&last) => last.saturating_add(1),
        Bound::Excluded(&end) => end,
        Bound::Unbounded => u64::MAX,
    };
    (first, end)
}
