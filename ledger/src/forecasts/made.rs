//! What the log says about forecasts: which chunks hold them.

use std::collections::VecDeque;

use minicbor::{Decode, Encode};

/// Forecasts asked for one by one that stay: what falls out of that is swept from the store.
const MOST_SINGLE: u64 = 512;
/// Forecasts of many items at once that stay: several runs over every item of a large shop.
const MOST_OF_ITEMS: u64 = 32_768;

/// A chunk of forecasts.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ForecastChunk {
    /// SHA-256 of the sealed bytes: its name in the store.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub digest: [u8; 32],
    /// Forecasts in it.
    #[n(1)]
    pub forecasts: u32,
}

crate::settings::fact! {
    /// Forecasts were made and are kept: these chunks, all of them, from now on.
    ForecastsMade {
        /// The chunks, in the order they apply.
        0 chunks: Vec<ForecastChunk>,
        /// The engine's version.
        1 engine: u32,
        /// Whether they were made for a list of items rather than asked for one by one.
        2 of_items: bool,
    }
}

/// A chunk, and whether it is one of many items.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Made {
    chunk: ForecastChunk,
    of_items: bool,
}

/// The chunks of forecasts that stay. A forecast can be made again, so the oldest may go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Forecasts {
    made: VecDeque<Made>,
}

impl Forecasts {
    pub(crate) fn apply(&mut self, event: &ForecastsMade) {
        let made = |chunk: &ForecastChunk| Made { chunk: chunk.clone(), of_items: event.of_items };
        self.made.extend(event.chunks.iter().map(made));
        self.forget(event.of_items);
    }

    /// Drops the oldest chunks of a kind until the rest is no more than may stay; the newest always does.
    fn forget(&mut self, of_items: bool) {
        let most = if of_items { MOST_OF_ITEMS } else { MOST_SINGLE };
        let mut kept = 0_u64;
        let mut is_first = true;
        let mut stays: Vec<bool> = Vec::with_capacity(self.made.len());
        for made in self.made.iter().rev() {
            if made.of_items != of_items {
                stays.push(true);
                continue;
            }
            kept += u64::from(made.chunk.forecasts.max(1));
            stays.push(kept <= most || is_first);
            is_first = false;
        }
        self.made.retain(|_| stays.pop().unwrap_or(true));
    }

    pub(crate) fn chunks(&self) -> impl Iterator<Item = &ForecastChunk> {
        self.made.iter().map(|made| &made.chunk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(first: u8, chunks: u8, forecasts: u32, of_items: bool) -> ForecastsMade {
        let chunk = |at: u8| ForecastChunk { digest: [at; 32], forecasts };
        ForecastsMade { chunks: (first..first + chunks).map(chunk).collect(), engine: 1, of_items }
    }

    #[test]
    fn the_newest_stay_and_lists_do_not_drive_out_single_ones() {
        let mut forecasts = Forecasts::default();
        forecasts.apply(&made(0, 1, 1, false));
        for run in 0..4 {
            forecasts.apply(&made(10 + run * 10, 4, 4_096, true));
        }
        let digests: Vec<u8> = forecasts.chunks().map(|chunk| chunk.digest[0]).collect();
        assert_eq!(digests, [0, 30, 31, 32, 33, 40, 41, 42, 43]);
        forecasts.apply(&made(90, 1, u32::MAX, true));
        let digests: Vec<u8> = forecasts.chunks().map(|chunk| chunk.digest[0]).collect();
        assert_eq!(digests, [0, 90]);
    }
}
