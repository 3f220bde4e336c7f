//! How components speak with the ledger: ask, order, run, always through the worker.

mod ask;
mod job;
mod order;

use yew::prelude::*;

use crate::client::Client;

pub(crate) use ask::{use_ask, use_asked, use_query};
pub(crate) use job::{JobState, Work, use_job, use_work};
pub(crate) use order::{Order, use_access, use_command};

/// The line to the worker.
#[hook]
pub(crate) fn use_client() -> Client {
    use_context::<Client>().expect("the root provides the client before anything is drawn")
}
