//! How the time grows with the length of a series and with the number of series.

use anyhow::Result;
use model_wasm::forecast::Name;

use super::made_up;
use super::native::{self, Learning};
use crate::report::Row;

const LENGTHS: [usize; 5] = [100, 300, 1_000, 3_000, 10_000];
const COUNTS: [usize; 3] = [50, 200, 400];
/// Those whose fit is not a matter of course.
const MODELS: [Name; 6] =
    [Name::Ensemble, Name::AutoEts, Name::AutoArima, Name::Ces, Name::Dot, Name::Lstm];
/// Series of each length: fits of one differ in luck.
const EACH: usize = 3;
/// Days in a year as a season: too long for a state per day.
const YEAR: usize = 365;
/// Two years of days.
const DAYS: usize = 730;
/// Series a recurrent network learns from at once, and the seconds it may take.
const LESSONS: usize = 200;
const LEARNED_IN: f64 = 60.0;

/// How the time grows with the length of a series.
pub(super) fn with_length() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for length in LENGTHS {
        let data = made_up::daily(EACH, length, 7)?;
        for model in MODELS {
            let title = format!("{} of {length} days", model.as_str());
            rows.push(Row::new(&title, native::ms(&data, model, EACH, Learning::Alone)?, "ms"));
        }
    }
    let data = made_up::daily(EACH, 4 * YEAR, YEAR)?;
    let title = "autoarima of four years of days, season of 365";
    let ms = native::ms(&data, Name::AutoArima, EACH, Learning::Alone)?;
    rows.push(Row::new(title, ms, "ms"));
    Ok(rows)
}

/// How it grows with their number.
pub(super) fn with_number() -> Result<Vec<Row>> {
    let each = |count: usize| {
        let data = made_up::daily(count, DAYS, 7)?;
        let ms = native::ms(&data, Name::Ensemble, count, Learning::Alone)?;
        let title = format!("ensemble of {count} series of {DAYS} days, each");
        Ok(Row::new(&title, ms, "ms"))
    };
    COUNTS.into_iter().map(each).collect()
}

/// How long a recurrent network takes to learn from many series at once and to forecast each.
pub(super) fn with_lessons() -> Result<Vec<Row>> {
    let data = made_up::daily(LESSONS, DAYS, 7)?;
    let ms = native::ms(&data, Name::Lstm, LESSONS, Learning::Together)?;
    let title = format!("lstm, learned from {LESSONS} series of {DAYS} days and of each");
    Ok(vec![Row::new(&title, ms * LESSONS as f64 / 1_000.0, "s").at_most(LEARNED_IN)])
}
