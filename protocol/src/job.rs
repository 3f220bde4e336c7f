//! Long work with progress and cancel.

use ledger::{ForecastItems, ForecastQuery, Scenario};
use serde::{Deserialize, Serialize};

/// A job the ledger worker can run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Job {
    /// Walk the whole chain: links, digests, signatures, and open every block this session may read.
    VerifyChain,
    /// Hand out the sealed log as one file (no secrets inside): [`crate::Response::File`].
    ExportLog,
    /// Hand out what this session may read of the log as JSON lines, oldest first: [`crate::Response::File`].
    ExportReadable,
    /// Forecast one thing and keep it: compares the models. [`crate::Response::Done`]; then ask again. A model that
    /// learns from many series (`lstm`, `trees`) is trained on the items first if it is one of them:
    /// [`crate::ToPage::Learning`].
    Forecast(ForecastQuery),
    /// Forecast many items and keep each as it is done; what is kept and not stale is not done again. Progress
    /// counts items. [`crate::Response::Done`]; a cancelled one keeps what was done. Models learn
    /// as there.
    ForecastItems(ForecastItems),
    /// Make what is missing of the forecasts of these items, of their categories and of everything, as the jobs above
    /// do, and make all of them add up: [`crate::Response::Reconciled`]. What is kept stays as it was made.
    Reconcile(ForecastItems),
    /// Try another price or promotions: [`crate::Response::Scenario`]. Nothing is kept.
    Scenario(Scenario),
}

/// What a walk over the chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyReport {
    /// Blocks looked at.
    pub blocks: u64,
    /// Of those, decrypted and decoded.
    pub opened: u64,
    /// Signed checkpoints that hold.
    pub checkpoints: u64,
    /// Everything that does not hold, in order of position.
    pub problems: Vec<VerifyProblem>,
}

/// One thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyProblem {
    /// Sequence number of the block concerned.
    pub seq: u64,
    /// Stable code; the page has a sentence for each.
    pub code: String,
}
