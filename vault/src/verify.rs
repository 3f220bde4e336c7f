//! Verifying one chain from its headers, whoever holds the bytes: a store or an exported log.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use crate::header::{HEADER_LEN, block_id, sha256};
use crate::{
    BlockId, Checkpoint, Error, Genesis, Header, Incarnation, LiveSet, Problem, ProblemKind, Result,
};

/// What verification needs to be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyOptions {
    /// Blocks whose payload or key may be gone, because a `Pruned` or `Erased` event says so.
    pub excused: BTreeSet<(Incarnation, u64)>,
}

/// How far verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Blocks verified.
    pub done: u64,
    /// Blocks there are, where that is known beforehand.
    pub total: Option<u64>,
}

/// What verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Blocks looked at.
    pub blocks: u64,
    /// Blocks that were decrypted as well.
    pub opened: u64,
    /// Signed checkpoints looked at.
    pub checkpoints: u64,
    /// The chains, with their last block.
    pub chains: Vec<ChainEnd>,
    /// Everything that is wrong, in the order it was met.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Where a verified chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainEnd {
    /// The chain.
    pub incarnation: Incarnation,
    /// Number of its blocks.
    pub blocks: u64,
    /// Id of the last block; of an empty chain the genesis hash. `None` if that block is damaged.
    pub id: Option<BlockId>,
}

/// Blocks that other chains continue, and what those chains say of them.
pub(crate) type Parents = BTreeMap<(Incarnation, u64), Vec<(BlockId, Incarnation)>>;

/// Follows one chain.
pub(crate) struct ChainVerifier<'a> {
    genesis: Genesis,
    next: u64,
    /// Id of the block before `next`, if it could be read.
    prev: Option<BlockId>,
    lamport: u64,
    /// The transaction that is under way: its number, lamport, part to come and number of parts.
    transaction: Option<(u64, u64, u16, u16)>,
    checkpoints: BTreeMap<u64, Checkpoint>,
    live: LiveSet,
    options: &'a VerifyOptions,
    parents: &'a Parents,
}

impl<'a> ChainVerifier<'a> {
    pub(crate) fn new(
        genesis: Genesis,
        live: LiveSet,
        options: &'a VerifyOptions,
        parents: &'a Parents,
    ) -> Self {
        Self {
            next: 0,
            prev: Some(genesis.hash()),
            lamport: 0,
            transaction: None,
            checkpoints: BTreeMap::new(),
            live,
            options,
            parents,
            genesis,
        }
    }

    pub(crate) const fn incarnation(&self) -> Incarnation {
        self.genesis.incarnation
    }

    pub(crate) const fn next(&self) -> u64 {
        self.next
    }

    pub(crate) const fn prev(&self) -> Option<BlockId> {
        self.prev
    }

    pub(crate) const fn live_mut(&mut self) -> &mut LiveSet {
        &mut self.live
    }

    fn problem(&self, report: &mut Report, seq: u64, kind: ProblemKind) {
        report.problems.push(Problem::at(self.genesis.incarnation, seq, kind));
    }

    /// Takes a checkpoint whose block is still to come, or was the last one seen.
    pub(crate) fn checkpoint(&mut self, checkpoint: Checkpoint, report: &mut Report) {
        report.checkpoints += 1;
        let seq = checkpoint.seq;
        if !checkpoint.is_signed_by(&self.genesis) {
            self.problem(report, seq, ProblemKind::CheckpointSignature);
            return;
        }
        if seq + 1 == self.next && self.prev.is_some_and(|id| id != checkpoint.id) {
            self.problem(report, seq, ProblemKind::CheckpointBlock);
        }
        self.checkpoints.insert(seq, checkpoint);
    }

    /// Verifies the block that should be number `seq`; its header, if block and header are sound.
    pub(crate) fn block(
        &mut self,
        seq: u64,
        frame: &[u8],
        is_torn: bool,
        report: &mut Report,
    ) -> Option<Header> {
        if seq < self.next {
            self.problem(report, seq, ProblemKind::Duplicate);
            return None;
        }
        if seq > self.next {
            let count = seq - self.next;
            self.problem(report, self.next, ProblemKind::Missing { count });
            self.prev = None;
            self.transaction = None;
        }
        report.blocks += 1;
        self.next = seq + 1;
        let before = self.prev.take();
        let transaction = self.transaction.take();
        if is_torn {
            self.problem(report, seq, ProblemKind::Torn);
            return None;
        }
        let place = (self.genesis.vault, self.genesis.device, self.genesis.incarnation, seq);
        let header = frame.first_chunk::<HEADER_LEN>().and_then(|bytes| {
            let header = Header::decode(bytes).ok()?;
            ((header.vault, header.device, header.incarnation, header.seq) == place)
                .then_some((header, block_id(bytes)))
        });
        let Some((header, id)) = header else {
            self.problem(report, seq, ProblemKind::Header);
            return None;
        };
        self.prev = Some(id);
        if before.is_some_and(|before| before != header.prev) {
            self.problem(report, seq, ProblemKind::Link);
        }
        self.follow_transaction(&header, transaction, before.is_some(), report);
        self.check_witnesses(seq, id, report);
        self.check_payload(&header, &frame[HEADER_LEN..], report).then_some(header)
    }

    fn follow_transaction(
        &mut self,
        header: &Header,
        before: Option<(u64, u64, u16, u16)>,
        is_known: bool,
        report: &mut Report,
    ) {
        let continues = before.is_some_and(|(tx, lamport, part, parts)| {
            (tx, lamport, part, parts) == (header.tx, header.lamport, header.part, header.parts)
        });
        let starts = before.is_none() && header.part == 0 && header.lamport > self.lamport;
        if is_known && !continues && !starts {
            self.problem(report, header.seq, ProblemKind::IncompleteTransaction);
        }
        self.lamport = header.lamport;
        let next = header.part + 1;
        self.transaction =
            (next < header.parts).then_some((header.tx, header.lamport, next, header.parts));
    }

    /// Holds the block against what checkpoints and later chains say of it.
    fn check_witnesses(&self, seq: u64, id: BlockId, report: &mut Report) {
        if self.checkpoints.get(&seq).is_some_and(|checkpoint| checkpoint.id != id) {
            self.problem(report, seq, ProblemKind::CheckpointBlock);
        }
        for (said, child) in
            self.parents.get(&(self.genesis.incarnation, seq)).into_iter().flatten()
        {
            if *said != id {
                let problem =
                    Problem { incarnation: Some(*child), ..Problem::of(ProblemKind::Genesis) };
                report.problems.push(problem);
            }
        }
    }

    fn check_payload(&self, header: &Header, ciphertext: &[u8], report: &mut Report) -> bool {
        let excused = self.options.excused.contains(&(self.genesis.incarnation, header.seq));
        if !excused && (ciphertext.is_empty() || !self.live.contains(header.seq)) {
            self.problem(report, header.seq, ProblemKind::MissingKey);
        }
        if ciphertext.is_empty() {
            return true;
        }
        let is_sound = ciphertext.len() == header.payload_len as usize
            && sha256(ciphertext) == header.ct_digest;
        if !is_sound {
            self.problem(report, header.seq, ProblemKind::Digest);
        }
        is_sound
    }

    /// Verifies what can only be said at the end.
    pub(crate) fn finish(mut self, report: &mut Report) {
        let incarnation = self.genesis.incarnation;
        if let Some((tx, ..)) = self.transaction {
            self.problem(report, tx, ProblemKind::IncompleteTransaction);
        }
        for &seq in self.checkpoints.keys().filter(|&&seq| seq >= self.next) {
            self.problem(report, seq, ProblemKind::CheckpointBlock);
        }
        for (&(_, seq), children) in
            self.parents.range((incarnation, self.next)..=(incarnation, u64::MAX))
        {
            // A chain that a clone left behind is not here at all, and nothing is wrong with that.
            if self.next > 0 {
                let problem = Problem::at(children[0].1, seq, ProblemKind::Genesis);
                report.problems.push(problem);
            }
        }
        if let Some((&seq, checkpoint)) = self.checkpoints.last_key_value() {
            let signed = checkpoint.live_digest;
            if self.live.digest(seq) != signed {
                let excused =
                    self.options.excused.iter().filter(|(chain, _)| *chain == incarnation);
                excused.for_each(|&(_, seq)| self.live.insert(seq));
                if self.live.digest(seq) != signed {
                    self.problem(report, seq, ProblemKind::LiveSet);
                }
            }
        }
        report.chains.push(ChainEnd { incarnation, blocks: self.next, id: self.prev });
    }
}

/// Asks the caller whether to go on.
pub(crate) fn go_on(
    progress: &mut impl FnMut(Progress) -> ControlFlow<()>,
    done: u64,
    total: Option<u64>,
) -> Result<()> {
    match progress(Progress { done, total }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::Cancelled),
    }
}

/// Which blocks other chains continue.
pub(crate) fn parents_of<'a>(chains: impl Iterator<Item = &'a Genesis>) -> Parents {
    let mut parents = Parents::new();
    for genesis in chains {
        if let Some(parent) = genesis.parent {
            let children = parents.entry((parent.incarnation, parent.seq)).or_default();
            children.push((parent.id, genesis.incarnation));
        }
    }
    parents
}
