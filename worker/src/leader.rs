//! Which tab leads, and which tabs are still there: both by Web Locks, which end with their holder.

use protocol::TabId;
use wasm_bindgen::prelude::*;

use crate::web_lock::{WebLock, take};

const LEADER: &str = "tillcast.leader";

/// The lead, held until this is dropped or the worker ends.
pub(crate) struct Leadership {
    _lock: WebLock,
}

/// Takes the lead if nobody has it.
///
/// # Errors
/// What the browser throws where there are no Web Locks.
pub(crate) async fn try_lead() -> Result<Option<Leadership>, JsValue> {
    Ok(take(LEADER, true).await?.map(|lock| Leadership { _lock: lock }))
}

/// Waits until the lead is free and takes it.
///
/// # Errors
/// As [`try_lead`].
pub(crate) async fn lead() -> Result<Option<Leadership>, JsValue> {
    Ok(take(LEADER, false).await?.map(|lock| Leadership { _lock: lock }))
}

/// Shows the others that this tab is there, until it is dropped or the worker ends.
pub(crate) async fn be_present(tab: TabId) -> Option<WebLock> {
    take(&presence(tab), true).await.ok().flatten()
}

/// Whether a tab is still there.
pub(crate) async fn is_present(tab: TabId) -> bool {
    // Where it can be had, nobody holds it; where there are no locks, there is one tab.
    take(&presence(tab), true).await.is_ok_and(|lock| lock.is_none())
}

fn presence(TabId(tab): TabId) -> String {
    format!("tillcast.tab.{tab:016x}")
}
