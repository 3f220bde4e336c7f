//! Between a page and its ledger worker.

use ledger::{Answer, Area, Command, CommandId, ControlTotals, Query, Reconciled, ScenarioView};
use serde::{Deserialize, Serialize};

use crate::access::{Access, Strength};
use crate::failure::Failure;
use crate::files::Staging;
use crate::gate::Gate;
use crate::job::{Job, VerifyReport};
use crate::marker::Marker;
use crate::storage::{LogHead, StorageReport};

/// Numbers a page's requests; answers carry it back.
pub type RequestId = u64;

/// The page's first message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`crate::BUILD_ID`] of the page.
    pub build: String,
    /// The marker cookie, if the page found one.
    pub marker: Option<Marker>,
    /// `navigator.languages`, most wanted first.
    pub languages: Vec<String>,
}

/// From the page to its worker.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub enum FromPage {
    /// First message; answered by [`ToPage::Ready`] and [`ToPage::Gate`].
    Hello(Hello),
    /// Answered by exactly one [`ToPage::Reply`] with the same id.
    Request {
        /// The page's number for it.
        id: RequestId,
        /// What is asked.
        body: Request,
    },
    /// Give up a running job; it is answered with the failure `cancelled`.
    Cancel {
        /// The request to give up.
        id: RequestId,
    },
    /// Hold a running job; it stays where it is until [`FromPage::Resume`].
    Pause {
        /// The request to hold.
        id: RequestId,
    },
    /// Go on with a job that was held.
    Resume {
        /// The request to go on with.
        id: RequestId,
    },
    /// The person touched something: the idle lock starts over. Sent at most every ten seconds.
    Touch,
}

/// What a page can ask.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Getting in and out.
    Access(Access),
    /// Change something. Answered only when it is durable.
    Command {
        /// Made once by the page; the same id is never carried out twice.
        id: CommandId,
        /// What to do.
        command: Command,
    },
    /// Ask the projections something.
    Query(Query),
    /// What the browser really gives us: [`Response::Storage`].
    Storage,
    /// Bring records in: [`Response::Nothing`], [`Response::Imported`].
    Staging(Staging),
    /// A report leaves as a file: written to the log before the page makes it. [`Response::Done`].
    NoteExport {
        /// Stable name of the report: `sales`, `orders`, `today`, …
        report: String,
        /// `csv`, `xlsx`, `png`.
        format: String,
        /// Rows in it.
        rows: u64,
    },
    /// Long work with [`ToPage::Progress`].
    Job(Job),
    /// Test builds only; others answer `not-in-this-build`.
    Test(TestRequest),
}

/// What only test builds carry out. The variants exist in every build, so that the bytes are the same.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestRequest {
    /// Panic, to prove that supervision works.
    Crash,
    /// The worker's clock jumps forward and due timers fire: locks and waits without sleeping.
    PassTime {
        /// By how many milliseconds.
        ms: u64,
    },
    /// The next so many runs of engines panic, to prove that they are replaced.
    CrashEngine {
        /// How many.
        runs: u32,
    },
    /// Measure something inside the worker: [`Response::Bench`].
    Bench(Bench),
}

/// What can be measured inside the worker.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bench {
    /// Seal and chain real events, without storing them: `plaintext_bytes`, `ms`.
    SealChain {
        /// How many events.
        events: u32,
    },
    /// Open a scratch vault of one-event blocks and apply them: `blocks`, `open_ms`, `apply_ms`, `total_ms`.
    OpenApply {
        /// How many blocks.
        blocks: u32,
        /// Packed first, as idle time would.
        packed: bool,
    },
    /// Unlock: `derive_ms`, `rest_ms`; of the latter `replay_ms`, `records_ms`, `today_ms`.
    Unlock {
        /// The vault's password.
        password: String,
    },
    /// What the worker holds: `wasm_bytes` (never shrinks), `lines`, `resident_bytes`.
    Memory,
    /// What the engines did since the worker started: `size`, `workers` (that run now), `started`, `crashed`,
    /// `longest_slice_ms` (between two returns to an engine's event loop).
    Engines,
    /// Forecasts of made-up daily series through engines of their own: `start_ms`, `ms`, `series_per_s`,
    /// `longest_slice_ms`, `failed`.
    Forecasts {
        /// Engines at once.
        workers: u32,
        /// Series.
        series: u32,
        /// Days of each.
        length: u32,
        /// Days ahead.
        horizon: u16,
        /// Models to compare, by name.
        models: Vec<String>,
        /// Past forecasts to try each on.
        origins: u16,
    },
    /// Questions over made-up lines: `fill_ms`, `resident_bytes`, `wasm_bytes`, and the middle of several runs of
    /// `sum_ms`, `by_day_ms`, `top_20_ms`, `filtered_ms`.
    Sales {
        /// How many lines.
        lines: u32,
    },
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Done, and durable; the log's head afterwards.
    Done(LogHead),
    /// Done; nothing to tell.
    Nothing,
    /// To a query.
    Answer(Answer),
    /// To [`Staging::Commit`]: what went in.
    Imported(ControlTotals),
    /// The 24 words, shown once.
    RecoveryWords(Vec<String>),
    /// To [`Access::RatePassword`].
    Strength(Strength),
    /// To [`Request::Storage`].
    Storage(StorageReport),
    /// To [`Job::Scenario`].
    Scenario(Box<ScenarioView>),
    /// To [`Job::Reconcile`].
    Reconciled(Box<Reconciled>),
    /// To [`Job::VerifyChain`].
    Verified(VerifyReport),
    /// A file for the person to keep.
    File {
        /// Suggested name.
        name: String,
        /// MIME type.
        mime: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// To [`TestRequest::Bench`]: names and numbers.
    Bench(Vec<(String, f64)>),
}

/// Something a person should know though they did not ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// This device's clock went back by so many seconds since the last block.
    ClockMovedBack {
        /// By how much.
        seconds: u64,
    },
    /// The second copy fails.
    MirrorFailing,
    /// A command crashed the worker twice and was set aside.
    CommandQuarantined,
    /// Another tab runs another version of the app.
    OtherVersion,
    /// Leadership came to this tab but it has no keys: the password is needed again.
    TakeoverNeedsUnlock,
    /// The chain has a fault; Settings → Storage tells where.
    ChainBroken {
        /// Position of the first fault.
        seq: u64,
    },
    /// Imported records are missing or cannot be read: totals leave them out.
    RecordsDamaged {
        /// How many chunks of them.
        chunks: u64,
    },
}

/// From the worker to its page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToPage {
    /// The worker runs; messages before this one may have been lost.
    Ready {
        /// [`crate::BUILD_ID`] of the worker.
        build: String,
    },
    /// What may be shown from now on.
    Gate(Gate),
    /// To one request.
    Reply {
        /// Which.
        id: RequestId,
        /// How it went.
        result: Result<Response, Failure>,
    },
    /// How far a job is.
    Progress {
        /// Which.
        id: RequestId,
        /// Units done.
        done: u64,
        /// Of so many.
        total: u64,
    },
    /// A job learns from many series before it forecasts any of them: how far that is.
    Learning {
        /// Which.
        id: RequestId,
        /// Thousandths.
        share: u16,
    },
    /// The ledger grew: queries over these areas are out of date.
    Changed {
        /// Which areas.
        areas: Vec<Area>,
        /// The new head.
        head: LogHead,
    },
    /// Write this into the marker cookie (`None`: remove it).
    Marker(Option<Marker>),
    /// Tell the person.
    Notice(Notice),
    /// The worker is about to die of a panic; start another. The text is for the console.
    Panicked {
        /// Where and what, without data.
        message: String,
    },
}
