//! Between the ledger workers of several tabs: one leads, the others forward.

use serde::{Deserialize, Serialize};

use crate::page::{FromPage, ToPage};

/// A tab's worker, by a random number it draws at its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TabId(pub u64);

/// What travels over the `tillcast.bus` broadcast channel. Every tab sees every message.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub enum BusMessage {
    /// "I lead now." Followers resend what is unanswered; commands carry ids, so nothing happens twice.
    Leading {
        /// Who.
        tab: TabId,
        /// Its build; a follower of another build asks its page to reload.
        build: String,
    },
    /// "Who leads?"
    WhoLeads {
        /// Who asks.
        tab: TabId,
    },
    /// A follower's page says something to the leader.
    Up {
        /// The follower.
        tab: TabId,
        /// What its page said.
        message: FromPage,
    },
    /// The leader answers one follower, or (`None`) tells all.
    Down {
        /// The follower.
        tab: Option<TabId>,
        /// For its page.
        message: ToPage,
    },
}
