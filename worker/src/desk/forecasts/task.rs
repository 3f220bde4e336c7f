//! From a series of the records to a task for an engine, and from what it found to what is kept.

use ledger::{Currency, Day, ForecastInput, ForecastQuery, KeptForecast};
use model_wasm::forecast::{Name, VERSION};
use protocol::{Findings, Task};

use crate::clock;

/// Past forecasts to try each model on: many for one series that somebody looks at, few for each of many.
const ORIGINS: u16 = 12;
const ORIGINS_OF_ITEMS: u16 = 4;

/// What an engine is asked, without the values.
pub(super) struct Asked {
    query: ForecastQuery,
    data: [u8; 16],
    until: Day,
    currency: Currency,
    ahead: Day,
}

/// A task, and what is to be known when it is done.
pub(super) fn make(query: ForecastQuery, input: ForecastInput, is_of_items: bool) -> (Asked, Task) {
    let ForecastInput { first, values, ahead, until, data, currency } = input;
    let models = if is_of_items { &[Name::Ensemble] } else { Name::ALL };
    let task = Task {
        first,
        every: query.every,
        values,
        horizon: query.every.periods(query.days),
        models: models.iter().map(|model| model.as_str().to_owned()).collect(),
        origins: if is_of_items { ORIGINS_OF_ITEMS } else { ORIGINS },
        with_components: !is_of_items,
    };
    (Asked { query, data, until, currency, ahead }, task)
}

impl Asked {
    pub(super) fn kept(self, findings: Findings) -> KeptForecast {
        let Self { query, data, until, currency, ahead } = self;
        let Findings { model, steps, total, scores, strips, .. } = findings;
        KeptForecast {
            query,
            made_ms: clock::now_ms(),
            engine: VERSION,
            data,
            until,
            currency,
            model,
            first: ahead,
            steps,
            total,
            scores,
            strips,
        }
    }
}
