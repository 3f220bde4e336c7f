//! Forecasts that are kept: the latest of each question whole, ten earlier ones in brief.

use std::collections::{BTreeMap, VecDeque};

use crate::chunks::{ChunkError, decode_forecasts, encode_forecasts};
use crate::day::Day;
use crate::forecasts::{Bands, EarlierForecast, ForecastQuery, KeptForecast};

/// Earlier forecasts of a question that are told.
const MOST_EARLIER: usize = 10;

/// The latest forecast of a question. A shop has thousands, so each stays as small as on disk until it is looked at.
#[derive(Debug, Clone)]
pub(super) struct Latest {
    pub(super) made_ms: i64,
    pub(super) engine: u32,
    pub(super) data: [u8; 16],
    pub(super) until: Day,
    pub(super) total: Bands,
    /// Of the model that made it.
    pub(super) mase: Option<u32>,
    model: String,
    whole: Box<[u8]>,
    earlier: VecDeque<EarlierForecast>,
}

impl Latest {
    fn of(kept: &KeptForecast) -> Self {
        let own = kept.scores.iter().find(|score| score.model == kept.model);
        Self {
            made_ms: kept.made_ms,
            engine: kept.engine,
            data: kept.data,
            until: kept.until,
            total: kept.total,
            mase: own.filter(|score| score.origins > 0).map(|score| score.mase),
            model: kept.model.clone(),
            whole: encode_forecasts(std::slice::from_ref(kept)).into(),
            earlier: VecDeque::new(),
        }
    }

    /// With everything in it.
    pub(super) fn whole(&self) -> Option<KeptForecast> {
        decode_forecasts(&self.whole).ok()?.pop()
    }

    /// Newest first.
    pub(super) fn earlier(&self) -> Vec<EarlierForecast> {
        self.earlier.iter().cloned().collect()
    }

    fn in_brief(&self) -> EarlierForecast {
        EarlierForecast {
            made_ms: self.made_ms,
            data: self.data,
            until: self.until,
            model: self.model.clone(),
            total: self.total,
        }
    }

    fn heap_bytes(&self) -> usize {
        self.model.len()
            + self.whole.len()
            + self.earlier.len() * (size_of::<EarlierForecast>() + self.model.len())
    }
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Kept {
    latest: BTreeMap<ForecastQuery, Latest>,
    bytes: usize,
}

impl Kept {
    /// Later ones take the place of earlier ones of the same question.
    pub(super) fn add(&mut self, content: &[u8]) -> Result<(), ChunkError> {
        for kept in decode_forecasts(content)? {
            let mut latest = Latest::of(&kept);
            if let Some(mut before) = self.latest.remove(&kept.query) {
                self.bytes -= entry_bytes(&kept.query, &before);
                let brief = before.in_brief();
                latest.earlier = std::mem::take(&mut before.earlier);
                latest.earlier.push_front(brief);
                latest.earlier.truncate(MOST_EARLIER);
            }
            self.bytes += entry_bytes(&kept.query, &latest);
            self.latest.insert(kept.query, latest);
        }
        Ok(())
    }

    pub(super) fn get(&self, query: &ForecastQuery) -> Option<&Latest> {
        self.latest.get(query)
    }

    pub(in super::super) const fn heap_bytes(&self) -> usize {
        self.bytes
    }
}

fn entry_bytes(query: &ForecastQuery, latest: &Latest) -> usize {
    let scope = &query.scope;
    let texts = [&scope.place, &scope.category, &scope.item];
    size_of::<(ForecastQuery, Latest)>()
        + texts.into_iter().flatten().map(String::len).sum::<usize>()
        + latest.heap_bytes()
}
