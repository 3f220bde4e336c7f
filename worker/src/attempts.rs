//! Five wrong secrets a minute, however often the page is reloaded and whatever the clock does.

use minicbor::{Decode, Encode};

const WINDOW_MS: i64 = 60_000;
const MOST: usize = 5;

/// The tries at one vault that have not led in, as the directory keeps them.
///
/// A try is written down before its key is derived, so killing the page in the middle does not save one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Tries {
    /// When the last ones were made, milliseconds since 1970, oldest first.
    #[n(0)]
    recent_ms: Vec<i64>,
    /// How many since somebody got in.
    #[n(1)]
    failed: u32,
    /// The first of them.
    #[n(2)]
    first_ms: i64,
    /// The last of them.
    #[n(3)]
    last_ms: i64,
}

/// Tries that failed, for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailedTries {
    /// How many.
    pub count: u32,
    /// The first, milliseconds since 1970.
    pub first_ms: i64,
    /// The last, milliseconds since 1970.
    pub last_ms: i64,
}

impl Tries {
    /// Milliseconds until the next try is accepted; `None` if it is now.
    #[must_use]
    pub fn wait_ms(&self, now_ms: i64) -> Option<u64> {
        let recent = self.recent(now_ms);
        let oldest = recent.get(recent.len().checked_sub(MOST)?)?;
        u64::try_from(oldest + WINDOW_MS - now_ms).ok()
    }

    /// Tries that are left in this minute.
    #[must_use]
    pub fn left(&self, now_ms: i64) -> usize {
        MOST.saturating_sub(self.recent(now_ms).len())
    }

    /// Counts a try, as if it had failed already.
    ///
    /// # Errors
    /// The milliseconds to wait, if there were too many.
    pub fn begin(&mut self, now_ms: i64) -> Result<(), u64> {
        if let Some(wait_ms) = self.wait_ms(now_ms) {
            return Err(wait_ms);
        }
        self.recent_ms = self.recent(now_ms);
        self.recent_ms.push(now_ms);
        if self.failed == 0 {
            self.first_ms = now_ms;
        }
        self.failed = self.failed.saturating_add(1);
        self.last_ms = now_ms;
        Ok(())
    }

    /// The failed tries so far, if there are any.
    #[must_use]
    pub fn failed(&self) -> Option<FailedTries> {
        let Self { failed: count, first_ms, last_ms, .. } = *self;
        (count > 0).then_some(FailedTries { count, first_ms, last_ms })
    }

    /// The tries of the last minute as this clock sees them. If it was put back, the last try counts as made
    /// now: nobody wins a try by it, and nobody waits for a clock that was wrong to come round again.
    fn recent(&self, now_ms: i64) -> Vec<i64> {
        let ahead = self.recent_ms.last().map_or(0, |last| (last - now_ms).max(0));
        self.recent_ms.iter().map(|at| at - ahead).filter(|at| *at > now_ms - WINDOW_MS).collect()
    }
}
