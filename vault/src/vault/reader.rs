//! Following one chain: what comes next, what it must link to, what is withheld.

use std::ops::{ControlFlow, Range};

use super::{Item, ReadReport};
use crate::container::Container;
use crate::header::{HEADER_LEN, block_id};
use crate::{BlockId, Genesis, Header, Incarnation, PAYLOAD_LIMIT, Problem, ProblemKind, payload};

/// A block on its way to the visitor.
pub(super) enum Candidate<'a> {
    Whole { header: Header, frame: &'a [u8], state: State },
    Broken { seq: u64, kind: ProblemKind },
}

#[derive(Clone, Copy)]
pub(super) enum State {
    Ready,
    Locked,
    Pruned,
    Damaged(ProblemKind),
}

/// A finished item that waits for the rest of its transaction.
struct Waiting {
    seq: u64,
    header: Option<Header>,
    payload: Vec<u8>,
    state: State,
}

/// The state of a read.
pub(super) struct Reader<V> {
    incarnation: Incarnation,
    vault: crate::VaultId,
    start: u64,
    pub(super) next: u64,
    pub(super) end: u64,
    /// What the next block's `prev` must be, where it is known.
    prev: Option<BlockId>,
    /// Where the chain ends and with which id, if that is known.
    pub(super) chain_end: Option<(u64, BlockId)>,
    waiting: Vec<Waiting>,
    /// The transaction that is being put together: number and first block after it.
    open_tx: Option<(u64, u64)>,
    payload: Vec<u8>,
    pub(super) report: ReadReport,
    visitor: V,
}

impl<V: FnMut(Item<'_>) -> ControlFlow<()>> Reader<V> {
    pub(super) fn new(genesis: &Genesis, range: Range<u64>, visitor: V) -> Self {
        Self {
            incarnation: genesis.incarnation,
            vault: genesis.vault,
            start: range.start,
            next: range.start,
            end: range.end,
            prev: (range.start == 0).then(|| genesis.hash()),
            chain_end: None,
            waiting: Vec::new(),
            open_tx: None,
            payload: Vec::new(),
            report: ReadReport::default(),
            visitor,
        }
    }

    fn problem(&mut self, seq: u64, kind: ProblemKind) {
        self.report.problems.push(Problem::at(self.incarnation, seq, kind));
    }

    /// Notes a gap before a container.
    fn missing_until(&mut self, first: u64) {
        let end = first.min(self.end);
        if end > self.next {
            self.problem(self.next, ProblemKind::Missing { count: end - self.next });
            self.next = end;
            self.prev = None;
        }
    }

    /// Checks headers and links of some frames of the container that begins with block `first`.
    pub(super) fn take<'a>(
        &mut self,
        first: u64,
        record: &'a [u8],
        container: &Container,
        frames: Range<usize>,
    ) -> Vec<Candidate<'a>> {
        let mut batch = Vec::with_capacity(frames.len());
        for at in frames {
            let seq = first.saturating_add(at as u64);
            if seq >= self.end {
                break;
            }
            let frame = container.frame(record, at);
            let bytes = frame.first_chunk::<HEADER_LEN>().expect("a frame holds a header");
            if seq < self.start {
                // Before the range; its id tells what the first block in it must link to.
                let is_prev = seq + 1 == self.start && container.is_intact(record, at);
                self.prev = is_prev.then(|| block_id(bytes));
                continue;
            }
            if seq < self.next {
                self.problem(seq, ProblemKind::Duplicate);
                continue;
            }
            self.missing_until(seq);
            self.next = seq + 1;
            let place = (self.vault, self.incarnation, seq);
            let header = Header::decode(bytes)
                .ok()
                .filter(|header| (header.vault, header.incarnation, header.seq) == place);
            let kind_of = |kind| {
                if container.is_intact(record, at) { kind } else { ProblemKind::Torn }
            };
            let Some(header) = header else {
                batch.push(Candidate::Broken { seq, kind: kind_of(ProblemKind::Header) });
                self.prev = None;
                continue;
            };
            if self.prev.is_some_and(|prev| prev != header.prev) {
                self.problem(seq, kind_of(ProblemKind::Link));
            }
            self.prev = Some(block_id(bytes));
            let is_sized = frame.len() == HEADER_LEN
                || frame.len() == HEADER_LEN + header.payload_len as usize;
            let state =
                if is_sized { State::Ready } else { State::Damaged(kind_of(ProblemKind::Header)) };
            batch.push(Candidate::Whole { header, frame, state });
        }
        batch
    }

    /// Hands out a block, or keeps it until its transaction is complete.
    pub(super) fn hand_out(&mut self, candidate: Candidate<'_>, plaintext: Option<Vec<u8>>) {
        let (seq, header, state) = match candidate {
            Candidate::Broken { seq, kind } => (seq, None, State::Damaged(kind)),
            Candidate::Whole { header, state, .. } => (header.seq, Some(header), state),
        };
        let mut payload = std::mem::take(&mut self.payload);
        payload.clear();
        let state = match (state, plaintext) {
            (State::Ready, Some(plain)) => {
                match payload::decode_into(&plain, PAYLOAD_LIMIT, &mut payload) {
                    Ok(()) => State::Ready,
                    Err(_) => State::Damaged(ProblemKind::Decrypt),
                }
            }
            (State::Ready, None) => State::Damaged(ProblemKind::Decrypt),
            (other, _) => other,
        };
        if let State::Damaged(kind) = state {
            self.problem(seq, kind);
        }
        let waiting = Waiting { seq, header, payload, state };
        if let Some(header) = &waiting.header {
            let end = header.tx + u64::from(header.parts);
            if self.open_tx != Some((header.tx, end)) {
                self.release();
                self.open_tx = Some((header.tx, end));
            }
        }
        let is_last = self.open_tx.is_none_or(|(_, end)| seq + 1 >= end);
        if is_last && self.waiting.is_empty() {
            self.open_tx = None;
            self.visit(&waiting);
            self.payload = waiting.payload;
            return;
        }
        self.waiting.push(waiting);
        if is_last {
            self.release();
        }
    }

    /// Hands out what waits.
    fn release(&mut self) {
        self.open_tx = None;
        for waiting in std::mem::take(&mut self.waiting) {
            if !self.report.is_stopped {
                self.visit(&waiting);
            }
        }
    }

    fn visit(&mut self, waiting: &Waiting) {
        let item = match (&waiting.header, waiting.state) {
            (Some(header), State::Ready) => {
                self.report.blocks += 1;
                Item::Block { header, payload: &waiting.payload }
            }
            (Some(header), State::Locked) => {
                self.report.locked += 1;
                Item::Locked { header }
            }
            (Some(header), State::Pruned) => {
                self.report.pruned += 1;
                Item::Pruned { header }
            }
            (_, State::Damaged(kind)) => Item::Damaged { seq: waiting.seq, kind },
            (None, _) => Item::Damaged { seq: waiting.seq, kind: ProblemKind::Header },
        };
        if (self.visitor)(item).is_break() {
            self.report.is_stopped = true;
        }
    }

    /// The end of the range or of the chain.
    pub(super) fn finish(&mut self, end: u64) {
        if self.report.is_stopped {
            return;
        }
        self.missing_until(end);
        if let Some((next_seq, id)) = self.chain_end
            && self.next == next_seq
            && self.prev.is_some_and(|prev| prev != id)
        {
            self.problem(next_seq.saturating_sub(1), ProblemKind::HeadMismatch);
        }
        let at_chain_end = self.chain_end.is_some_and(|(next_seq, _)| self.next >= next_seq);
        match self.open_tx {
            Some((tx, tx_end)) if tx_end > self.next && at_chain_end => {
                self.report.incomplete = Some(tx);
                self.waiting.clear();
            }
            _ => self.release(),
        }
    }
}
