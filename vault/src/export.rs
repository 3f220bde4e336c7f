//! The exported log, TCLOG1: every block and checkpoint, no key; anyone can verify it.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;

use sha2::{Digest as _, Sha256};

use crate::header::HEADER_LEN;
use crate::mirror::{Fields, crc32};
use crate::verify::{ChainVerifier, Parents, go_on, parents_of};
use crate::{
    Checkpoint, Class, Error, Genesis, Header, Incarnation, LiveSet, Problem, ProblemKind,
    Progress, Report, Result, VerifyOptions,
};

/// What every log begins with.
pub const LOG_MAGIC: &[u8; 8] = b"TCLOG1\r\n";
/// The largest record: a block with a full payload needs a quarter of it.
const RECORD_LIMIT: usize = 1024 * 1024;

const GENESIS: u8 = 1;
const BLOCK: u8 = 2;
const CHECKPOINT: u8 = 3;
const DIRECTORY: u8 = 4;
const END: u8 = 255;

/// Writes a log into `sink`, piece by piece.
pub(crate) struct LogWriter<F> {
    sink: F,
    hash: Sha256,
    records: u64,
}

impl<F: FnMut(&[u8]) -> Result<()>> LogWriter<F> {
    pub(crate) fn begin(sink: F) -> Result<Self> {
        let mut writer = Self { sink, hash: Sha256::new(), records: 0 };
        writer.write(LOG_MAGIC)?;
        Ok(writer)
    }

    /// Goes on in a log that was begun before; such a log has no end record.
    pub(crate) fn resume(sink: F) -> Self {
        Self { sink, hash: Sha256::new(), records: 0 }
    }

    pub(crate) fn genesis(&mut self, genesis: &Genesis) -> Result<()> {
        self.record(GENESIS, genesis.as_bytes())
    }

    pub(crate) fn block(&mut self, frame: &[u8]) -> Result<()> {
        self.record(BLOCK, frame)
    }

    pub(crate) fn checkpoint(&mut self, checkpoint: &[u8]) -> Result<()> {
        self.record(CHECKPOINT, checkpoint)
    }

    pub(crate) fn directory(
        &mut self,
        incarnation: Incarnation,
        class: Class,
        seqs: &[u64],
    ) -> Result<()> {
        let count = u32::try_from(seqs.len()).expect("a page has at most 4,096 keys");
        let mut body = [&incarnation.0[..], &[class.0], &count.to_be_bytes()].concat();
        seqs.iter().for_each(|seq| body.extend_from_slice(&seq.to_be_bytes()));
        self.record(DIRECTORY, &body)
    }

    pub(crate) fn end(mut self) -> Result<()> {
        let digest = self.hash.clone().finalize();
        let body = [&self.records.to_be_bytes()[..], &digest].concat();
        self.record(END, &body)
    }

    fn record(&mut self, kind: u8, body: &[u8]) -> Result<()> {
        let length = u32::try_from(body.len()).expect("records are limited to 1 MiB");
        let start = [&[kind][..], &length.to_be_bytes()].concat();
        let crc = crc32(crc32(0, &start), body);
        self.write(&start)?;
        self.write(body)?;
        self.write(&crc.to_be_bytes())?;
        self.records += 1;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        (self.sink)(bytes)
    }
}

/// One record of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogRecord {
    /// A chain's beginning.
    Genesis(Genesis),
    /// Header and ciphertext of a block, not verified yet.
    Block(Vec<u8>),
    /// A signed head, not verified yet.
    Checkpoint(Checkpoint),
    /// Blocks of one class that have a key.
    Directory {
        /// Their chain.
        incarnation: Incarnation,
        /// Their class.
        class: Class,
        /// The blocks, ascending.
        seqs: Vec<u64>,
    },
    /// The end; whether count and hash are right.
    End {
        /// Nothing is missing and nothing was changed.
        is_whole: bool,
    },
    /// A record of a later version.
    Unknown(u8),
    /// A record whose bytes were damaged, and the kind it claims to be.
    Damaged(u8),
}

/// Reads a log record by record, without trusting it.
pub struct LogReader<R> {
    source: R,
    hash: Sha256,
    records: u64,
}

impl<R: Read> LogReader<R> {
    /// Starts reading.
    ///
    /// # Errors
    /// [`Error::Stream`]; [`Error::NoVault`] if this is no such log.
    pub fn new(source: R) -> Result<Self> {
        let mut reader = Self { source, hash: Sha256::new(), records: 0 };
        let mut magic = [0; LOG_MAGIC.len()];
        if !reader.fill(&mut magic)? || magic != *LOG_MAGIC {
            return Err(Error::NoVault);
        }
        reader.hash.update(magic);
        Ok(reader)
    }

    /// The next record; `None` where the bytes end or can't be followed any further.
    ///
    /// # Errors
    /// [`Error::Stream`].
    pub fn next_record(&mut self) -> Result<Option<LogRecord>> {
        let mut start = [0; 5];
        if !self.fill(&mut start)? {
            return Ok(None);
        }
        let length = u32::from_be_bytes([start[1], start[2], start[3], start[4]]) as usize;
        if length > RECORD_LIMIT {
            return Ok(None);
        }
        let mut body = vec![0; length + 4];
        if !self.fill(&mut body)? {
            return Ok(None);
        }
        let (content, crc) = body.split_at(length);
        let is_intact = crc32(crc32(0, &start), content).to_be_bytes() == *crc;
        let record = if is_intact { self.parse(start[0], content) } else { None };
        self.hash.update(start);
        self.hash.update(&body);
        self.records += 1;
        Ok(Some(record.unwrap_or(LogRecord::Damaged(start[0]))))
    }

    fn parse(&self, kind: u8, body: &[u8]) -> Option<LogRecord> {
        match kind {
            GENESIS => Genesis::decode(body).ok().map(LogRecord::Genesis),
            BLOCK => (body.len() >= HEADER_LEN).then(|| LogRecord::Block(body.to_vec())),
            CHECKPOINT => Checkpoint::decode(body).ok().map(LogRecord::Checkpoint),
            DIRECTORY => parse_directory(body).ok(),
            END => {
                let expected =
                    [&self.records.to_be_bytes()[..], &self.hash.clone().finalize()].concat();
                Some(LogRecord::End { is_whole: body == expected })
            }
            other => Some(LogRecord::Unknown(other)),
        }
    }

    /// Whether `buffer` could be filled.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<bool> {
        match self.source.read_exact(buffer) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(Error::Stream(error.to_string())),
        }
    }
}

fn parse_directory(body: &[u8]) -> Result<LogRecord> {
    const WHAT: &str = "keyring directory";
    let mut fields = Fields::new(body, WHAT);
    let incarnation = Incarnation(fields.array()?);
    let class = Class(fields.u8()?);
    let count = fields.u32()? as usize;
    let rest = fields.rest();
    if count.checked_mul(8) != Some(rest.len()) {
        return Err(Error::Corrupt { what: WHAT });
    }
    let seqs = rest
        .chunks_exact(8)
        .map(|seq| u64::from_be_bytes(seq.try_into().expect("chunks of eight")))
        .collect();
    Ok(LogRecord::Directory { incarnation, class, seqs })
}

/// Verifies an exported log; no key is needed.
///
/// # Errors
/// [`Error::NoVault`] if this is no such log, [`Error::Stream`], [`Error::Cancelled`] if `progress` breaks. What
/// is wrong with the log is in the report.
pub fn verify_export(
    source: impl Read,
    options: &VerifyOptions,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Report> {
    let mut reader = LogReader::new(source)?;
    let mut report = Report::default();
    let mut chains = BTreeMap::new();
    // Every genesis comes before the first block, so that chains can be held against each other.
    let mut record = reader.next_record()?;
    while let Some(LogRecord::Genesis(genesis)) = record {
        chains.insert(genesis.incarnation, genesis);
        record = reader.next_record()?;
    }
    let parents = parents_of(chains.values());
    let mut log =
        LogVerifier { chains, options, parents: &parents, current: None, report: &mut report };
    let mut is_whole = false;
    while let Some(found) = record {
        if is_whole {
            // Something follows the end record.
            is_whole = false;
            break;
        }
        match found {
            LogRecord::End { is_whole: whole } => is_whole = whole,
            other => log.take(other),
        }
        if log.report.blocks.is_multiple_of(256) {
            go_on(&mut progress, log.report.blocks, None)?;
        }
        record = reader.next_record()?;
    }
    log.finish();
    if !is_whole {
        report.problems.push(Problem::of(ProblemKind::Truncated));
    }
    Ok(report)
}

struct LogVerifier<'a> {
    /// Chains whose blocks are still to come.
    chains: BTreeMap<Incarnation, Genesis>,
    options: &'a VerifyOptions,
    parents: &'a Parents,
    current: Option<ChainVerifier<'a>>,
    report: &'a mut Report,
}

impl LogVerifier<'_> {
    fn take(&mut self, record: LogRecord) {
        match record {
            LogRecord::Directory { incarnation, seqs, .. } => {
                self.open(incarnation);
                match &mut self.current {
                    Some(chain) if chain.incarnation() == incarnation => {
                        seqs.iter().for_each(|&seq| chain.live_mut().insert(seq));
                    }
                    _ => self.stranger(incarnation),
                }
            }
            LogRecord::Block(frame) => self.block(&frame),
            LogRecord::Checkpoint(checkpoint) => {
                self.open(checkpoint.incarnation);
                match &mut self.current {
                    Some(chain) if chain.incarnation() == checkpoint.incarnation => {
                        chain.checkpoint(checkpoint, self.report);
                    }
                    _ => self.stranger(checkpoint.incarnation),
                }
            }
            LogRecord::Damaged(BLOCK) => {
                if let Some(chain) = &mut self.current {
                    let seq = chain.next();
                    chain.block(seq, &[], true, self.report);
                } else {
                    self.report.problems.push(Problem::of(ProblemKind::Torn));
                }
            }
            LogRecord::Genesis(_) => self.report.problems.push(Problem::of(ProblemKind::Genesis)),
            LogRecord::Damaged(_) => {
                let seq = self.current.as_ref().map(|chain| (chain.incarnation(), chain.next()));
                let kind = ProblemKind::UnreadableRecord;
                self.report.problems.push(match seq {
                    Some((incarnation, seq)) => Problem::at(incarnation, seq, kind),
                    None => Problem::of(kind),
                });
            }
            LogRecord::End { .. } | LogRecord::Unknown(_) => {}
        }
    }

    fn block(&mut self, frame: &[u8]) {
        let header = frame.first_chunk().and_then(|bytes| Header::decode(bytes).ok());
        if let Some(header) = &header {
            self.open(header.incarnation);
        }
        match (&mut self.current, header) {
            (Some(chain), Some(header)) if header.incarnation == chain.incarnation() => {
                chain.block(header.seq, frame, false, self.report);
            }
            (_, Some(header)) => self.stranger(header.incarnation),
            (Some(chain), None) => {
                let seq = chain.next();
                chain.block(seq, frame, false, self.report);
            }
            (None, None) => self.report.problems.push(Problem::of(ProblemKind::Header)),
        }
    }

    /// Ends the chain before and begins this one, if it was announced.
    fn open(&mut self, incarnation: Incarnation) {
        if self.current.as_ref().is_some_and(|chain| chain.incarnation() == incarnation) {
            return;
        }
        if let Some(genesis) = self.chains.remove(&incarnation) {
            if let Some(chain) = self.current.take() {
                chain.finish(self.report);
            }
            let live = LiveSet::default();
            let chain = ChainVerifier::new(genesis, live, self.options, self.parents);
            self.current = Some(chain);
        }
    }

    fn stranger(&mut self, incarnation: Incarnation) {
        let kind = ProblemKind::UnknownIncarnation;
        let problem = Problem { incarnation: Some(incarnation), ..Problem::of(kind) };
        if !self.report.problems.contains(&problem) {
            self.report.problems.push(problem);
        }
    }

    fn finish(mut self) {
        if let Some(chain) = self.current.take() {
            chain.finish(self.report);
        }
        for genesis in std::mem::take(&mut self.chains).into_values() {
            let live = LiveSet::default();
            ChainVerifier::new(genesis, live, self.options, self.parents).finish(self.report);
        }
    }
}
