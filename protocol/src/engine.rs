//! Between the ledger worker and an engine.
//!
//! Each [`ToEngine::Run`] has exactly one answer, [`FromEngine::Done`] or [`FromEngine::Failed`], also when it is
//! cancelled: whoever asks knows by it that the engine is free.

use ledger::{Bands, Day, Every, ModelScore, Strips};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// Numbers the runs of all engines of a ledger worker; none is used twice, so a late answer is known by it.
pub type RunId = u64;

/// To an engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToEngine {
    /// Compute this.
    Run {
        /// Its number.
        run: RunId,
        /// What to compute.
        task: Box<Task>,
    },
    /// Stop computing it, if it still runs: answered with the failure `cancelled`.
    Cancel {
        /// Which.
        run: RunId,
    },
    /// Panic. Only test builds send it.
    Crash,
}

/// One series and what to find out about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// First day of the first period.
    pub first: Day,
    /// How long a period is.
    pub every: Every,
    /// Period by period, oldest first; `None` for one nothing is known of. Minor units or thousandths.
    pub values: Vec<Option<i64>>,
    /// Steps ahead.
    pub horizon: u16,
    /// Stable names of the models to compare, the default first.
    pub models: Vec<String>,
    /// Past forecasts to try each model on, at most.
    pub origins: u16,
    /// Whether trend and season are wanted.
    pub with_components: bool,
}

/// What an engine found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Stable name of the model the forecast is from.
    pub model: String,
    /// Step by step.
    pub steps: Vec<Bands>,
    /// The sum over all of them.
    pub total: Bands,
    /// The comparison, in the order asked.
    pub scores: Vec<ModelScore>,
    /// Trend and season, if wanted and to be had.
    pub strips: Option<Strips>,
    /// The longest time between two returns to the event loop, microseconds.
    pub longest_slice_micros: u64,
}

/// From an engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromEngine {
    /// It runs; messages before this one may have been lost.
    Ready,
    /// To a run.
    Done {
        /// Which.
        run: RunId,
        /// What was found.
        findings: Box<Findings>,
    },
    /// To a run that found nothing.
    Failed {
        /// Which.
        run: RunId,
        /// Why.
        failure: Failure,
    },
    /// It is about to die of a panic. The text is for the console.
    Panicked {
        /// Where, without data.
        place: String,
    },
}
