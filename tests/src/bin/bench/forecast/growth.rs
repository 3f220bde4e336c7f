//! How the time grows with the length of a series and with the number of series.

use anyhow::Result;
use model_wasm::forecast::Name;

use super::{made_up, native};
use crate::report::Row;

const LENGTHS: [usize; 5] = [100, 300, 1_000, 3_000, 10_000];
const COUNTS: [u64; 3] = [50, 200, 800];
/// Those whose fit is not a matter of course.
const MODELS: [Name; 6] =
    [Name::Ensemble, Name::AutoEts, Name::AutoArima, Name::Ces, Name::Dot, Name::Lstm];
/// Series of each length: fits of one differ in luck.
const EACH: u64 = 3;
/// Days in a year as a season: too long for a state per day.
const YEAR: usize = 365;
/// Two years of days.
const DAYS: usize = 730;

pub(super) fn rows() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for length in LENGTHS {
        let data = made_up::daily(EACH, length, 7)?;
        for model in MODELS {
            let title = format!("{} of {length} days", model.as_str());
            rows.push(Row::new(&title, native::ms(&data, model)?, "ms"));
        }
    }
    let data = made_up::daily(EACH, 4 * YEAR, YEAR)?;
    let title = "autoarima of four years of days, season of 365";
    rows.push(Row::new(title, native::ms(&data, Name::AutoArima)?, "ms"));
    for count in COUNTS {
        let ms = native::ms(&made_up::daily(count, DAYS, 7)?, Name::Ensemble)?;
        let title = format!("ensemble of {count} series of {DAYS} days, each");
        rows.push(Row::new(&title, ms, "ms"));
    }
    Ok(rows)
}
