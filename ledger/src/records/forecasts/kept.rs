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
    pub(super) total: Bands,
    /// Of the model that made it.
    pub(super) mase: Option<u32>,
    /// Recognises what was known of days.
    pub(super) calendar: [u8; 16],
    /// Of the model that made it, if it counts it.
    pub(super) mape: Option<u32>,
    pub(super) model: String,
    /// Whether other models were tried beside it.
    pub(super) is_compared: bool,
    /// First day of the first period it is about.
    pub(super) first: Day,
    whole: Box<[u8]>,
    /// Newest first, without comparison and strips.
    earlier: VecDeque<Box<[u8]>>,
}

impl Latest {
    fn of(kept: &KeptForecast) -> Self {
        let own = kept.scores.iter().find(|score| score.model == kept.model);
        let own = own.filter(|score| score.origins > 0);
        Self {
            made_ms: kept.made_ms,
            engine: kept.engine,
            data: kept.data,
            total: kept.total,
            mase: own.map(|score| score.mase),
            mape: own.and_then(|score| score.mape),
            calendar: kept.calendar,
            is_compared: kept.scores.len() > 1,
            first: kept.first,
            model: kept.model.clone(),
            whole: encode_forecasts(std::slice::from_ref(kept)).into(),
            earlier: VecDeque::new(),
        }
    }

    /// With everything in it.
    pub(super) fn whole(&self) -> Option<KeptForecast> {
        decode_forecasts(&self.whole).ok()?.pop()
    }

    /// Newest first; without hindsight.
    pub(super) fn earlier(&self) -> Vec<EarlierForecast> {
        let brief = |bytes: &[u8]| decode_forecasts(bytes).ok()?.pop().map(in_brief);
        self.earlier.iter().filter_map(|bytes| brief(bytes)).collect()
    }

    pub(super) fn earlier_count(&self) -> usize {
        self.earlier.len()
    }

    fn heap_bytes(&self) -> usize {
        self.model.len()
            + self.whole.len()
            + self.earlier.iter().map(|bytes| size_of::<Box<[u8]>>() + bytes.len()).sum::<usize>()
    }
}

fn in_brief(kept: KeptForecast) -> EarlierForecast {
    let KeptForecast { made_ms, data, until, model, total, first, steps, .. } = kept;
    EarlierForecast { made_ms, data, until, model, total, first, steps, hindsight: None }
}

/// What is remembered of a forecast that is no longer the latest.
fn bare(kept: KeptForecast) -> Box<[u8]> {
    let bare = KeptForecast { scores: Vec::new(), strips: None, insights: Vec::new(), ..kept };
    encode_forecasts(&[bare]).into()
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Kept {
    latest: BTreeMap<ForecastQuery, Latest>,
    bytes: usize,
    /// Grows with everything that is added.
    generation: u64,
}

impl Kept {
    /// Later ones take the place of earlier ones of the same question.
    pub(super) fn add(&mut self, content: &[u8]) -> Result<(), ChunkError> {
        let forecasts = decode_forecasts(content)?;
        self.generation += 1;
        for kept in forecasts {
            let mut latest = Latest::of(&kept);
            if let Some(mut before) = self.latest.remove(&kept.query) {
                self.bytes -= entry_bytes(&kept.query, &before);
                latest.earlier = std::mem::take(&mut before.earlier);
                if let Some(whole) = before.whole() {
                    latest.earlier.push_front(bare(whole));
                }
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

    /// Every question with its latest forecast.
    pub(super) fn all(&self) -> impl Iterator<Item = (&ForecastQuery, &Latest)> {
        self.latest.iter()
    }

    pub(super) const fn generation(&self) -> u64 {
        self.generation
    }

    pub(in super::super) const fn heap_bytes(&self) -> usize {
        self.bytes
    }
}

fn entry_bytes(query: &ForecastQuery, latest: &Latest) -> usize {
    let scope = &query.scope;
    let texts = [&scope.place, &scope.category, &scope.item, &query.model];
    size_of::<(ForecastQuery, Latest)>()
        + texts.into_iter().flatten().map(String::len).sum::<usize>()
        + latest.heap_bytes()
}
