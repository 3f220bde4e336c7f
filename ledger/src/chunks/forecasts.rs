//! Forecasts that are kept.

mod insights;
mod scores;
mod strips;

use super::columns::{Content, Reader, Writer};
use super::ints::{from_option, to_option};
use super::{ChunkError, MOST_CHUNK_BYTES, MOST_CHUNK_RECORDS};
use crate::currency::Currency;
use crate::day::Day;
use crate::forecasts::{Bands, Every, ForecastQuery, ForecastScope, KeptForecast, Measure, Strips};

mod field {
    pub(super) const COUNT: u8 = 2;
    pub(super) const TOLD: u8 = 3;
    pub(super) const PLACE: u8 = 4;
    pub(super) const CATEGORY: u8 = 5;
    pub(super) const ITEM: u8 = 6;
    pub(super) const MEASURE: u8 = 7;
    pub(super) const EVERY: u8 = 8;
    pub(super) const DAYS: u8 = 9;
    pub(super) const MADE: u8 = 10;
    pub(super) const ENGINE: u8 = 11;
    pub(super) const DATA: [u8; 2] = [12, 13];
    pub(super) const UNTIL: u8 = 14;
    pub(super) const CURRENCY: u8 = 15;
    pub(super) const MODEL: u8 = 16;
    pub(super) const FIRST: u8 = 17;
    pub(super) const STEPS: u8 = 18;
    /// The first of eight: the mean, then the quantiles.
    pub(super) const TOTAL: u8 = 19;
    pub(super) const STEP: u8 = 27;
    /// Fields 35 to 50 and 52 to 58 are those of [`super::scores`] and [`super::strips`], 63 on those of
    /// [`super::insights`] and of what days add.
    pub(super) const ASKED_MODEL: u8 = 51;
    pub(super) const TRAINED_FROM: u8 = 59;
    pub(super) const TRAINED_PERIODS: u8 = 60;
    pub(super) const CALENDAR: [u8; 2] = [61, 62];
    pub(super) const TAUGHT_BY: u8 = 76;
}

/// Which names of a scope are told.
const PLACE_TOLD: i64 = 1;
const CATEGORY_TOLD: i64 = 2;
const ITEM_TOLD: i64 = 4;
/// A reader that knows no models by name refuses it, and does not take it for the answer to another question.
const MODEL_TOLD: i64 = 8;

const ANY: std::ops::RangeInclusive<i64> = i64::MIN..=i64::MAX;
const ANY_U32: std::ops::RangeInclusive<i64> = 0..=u32::MAX as i64;
const ANY_I32: std::ops::RangeInclusive<i64> = i32::MIN as i64..=i32::MAX as i64;
/// Some thousands of years.
const ANY_DAY: std::ops::RangeInclusive<i64> = -1_000_000..=3_000_000;
/// The same in an optional column.
const ANY_OPTIONAL_DAY: std::ops::RangeInclusive<i64> = -1_000_000..=3_000_001;

/// Encodes forecasts, at most [`super::MOST_CHUNK_RECORDS`] with as many steps, scores and values of strips in all.
#[must_use]
pub fn encode_forecasts(forecasts: &[KeptForecast]) -> Vec<u8> {
    let mut out = Writer::new(Content::FORECASTS);
    out.uint(field::COUNT, forecasts.len() as u64);
    write_queries(&mut out, forecasts);
    write_origins(&mut out, forecasts);
    let totals: Vec<Bands> = forecasts.iter().map(|kept| kept.total).collect();
    write_bands(&mut out, field::TOTAL, &totals);
    out.ints(field::STEPS, &numbers(forecasts, |kept| kept.steps.len() as i64));
    let steps: Vec<Bands> = forecasts.iter().flat_map(|kept| &kept.steps).copied().collect();
    write_bands(&mut out, field::STEP, &steps);
    scores::write(&mut out, forecasts);
    strips::write(&mut out, forecasts);
    insights::write(&mut out, forecasts);
    out.finish()
}

/// Splits forecasts into contents that each fit a chunk, with how many are in each. One that alone is larger than a
/// chunk loses its strips and the courses of its contenders.
#[must_use]
pub fn chunk_forecasts(forecasts: &[KeptForecast]) -> Vec<(Vec<u8>, u32)> {
    let content = encode_forecasts(forecasts);
    if content.len() <= MOST_CHUNK_BYTES && records(forecasts) <= MOST_CHUNK_RECORDS {
        let is_any = !forecasts.is_empty();
        return is_any.then_some((content, forecasts.len() as u32)).into_iter().collect();
    }
    if let [forecast] = forecasts {
        let mut bare = KeptForecast { strips: None, ..forecast.clone() };
        bare.scores.iter_mut().for_each(|score| score.course.clear());
        return vec![(encode_forecasts(&[bare]), 1)];
    }
    let (head, tail) = forecasts.split_at(forecasts.len() / 2);
    let mut chunks = chunk_forecasts(head);
    chunks.extend(chunk_forecasts(tail));
    chunks
}

/// The longest of the columns.
fn records(forecasts: &[KeptForecast]) -> usize {
    let sum = |len: fn(&KeptForecast) -> usize| forecasts.iter().map(len).sum::<usize>();
    let strips = |of: fn(&Strips) -> usize| {
        forecasts.iter().filter_map(|kept| kept.strips.as_ref()).map(of).sum::<usize>()
    };
    forecasts
        .len()
        .max(sum(|kept| kept.steps.len()))
        .max(sum(|kept| kept.scores.len()))
        .max(sum(|kept| kept.scores.iter().map(|score| score.course.len()).sum()))
        .max(sum(|kept| kept.insights.len()))
        .max(strips(|strips| strips.effects.iter().map(|effect| effect.values.len()).sum()))
        .max(strips(|strips| strips.trend.len()))
        .max(strips(|strips| strips.season.len()))
}

fn numbers<T>(of: &[T], number: impl Fn(&T) -> i64) -> Vec<i64> {
    of.iter().map(number).collect()
}

fn write_queries(out: &mut Writer, forecasts: &[KeptForecast]) {
    let scope = |kept: &KeptForecast| {
        let scope = &kept.query.scope;
        i64::from(scope.place.is_some()) * PLACE_TOLD
            + i64::from(scope.category.is_some()) * CATEGORY_TOLD
            + i64::from(scope.item.is_some()) * ITEM_TOLD
            + i64::from(kept.query.model.is_some()) * MODEL_TOLD
    };
    out.ints(field::TOLD, &numbers(forecasts, scope));
    let mut texts = |number: u8, of: fn(&ForecastQuery) -> &Option<String>| {
        let texts = forecasts.iter().map(|kept| of(&kept.query).as_deref().unwrap_or(""));
        out.texts(number, texts);
    };
    texts(field::PLACE, |query| &query.scope.place);
    texts(field::CATEGORY, |query| &query.scope.category);
    texts(field::ITEM, |query| &query.scope.item);
    texts(field::ASKED_MODEL, |query| &query.model);
    let measure = |kept: &KeptForecast| match kept.query.measure {
        Measure::Revenue => 0,
        Measure::Units => 1,
    };
    out.ints(field::MEASURE, &numbers(forecasts, measure));
    let every = |kept: &KeptForecast| match kept.query.every {
        Every::Day => 0,
        Every::Week => 1,
        Every::Month => 2,
    };
    out.ints(field::EVERY, &numbers(forecasts, every));
    out.ints(field::DAYS, &numbers(forecasts, |kept| i64::from(kept.query.days)));
}

/// When, from what and by what they were made.
fn write_origins(out: &mut Writer, forecasts: &[KeptForecast]) {
    out.ints(field::MADE, &numbers(forecasts, |kept| kept.made_ms));
    out.ints(field::ENGINE, &numbers(forecasts, |kept| i64::from(kept.engine)));
    for (half, number) in field::DATA.into_iter().enumerate() {
        out.ints(number, &numbers(forecasts, |kept| half_of(&kept.data, half)));
    }
    out.ints(field::UNTIL, &numbers(forecasts, |kept| i64::from(kept.until.0)));
    out.texts(field::CURRENCY, forecasts.iter().map(|kept| kept.currency.code()));
    out.texts(field::MODEL, forecasts.iter().map(|kept| kept.model.as_str()));
    out.ints(field::FIRST, &numbers(forecasts, |kept| i64::from(kept.first.0)));
    let from = |kept: &KeptForecast| from_option(kept.trained_from.map(|day| i64::from(day.0)));
    out.ints(field::TRAINED_FROM, &numbers(forecasts, from));
    let periods = |kept: &KeptForecast| i64::from(kept.trained_periods);
    out.ints(field::TRAINED_PERIODS, &numbers(forecasts, periods));
    out.ints(field::TAUGHT_BY, &numbers(forecasts, |kept| i64::from(kept.taught_by)));
    for (half, number) in field::CALENDAR.into_iter().enumerate() {
        out.ints(number, &numbers(forecasts, |kept| half_of(&kept.calendar, half)));
    }
}

/// Eight of sixteen bytes as a big-endian number.
fn half_of(data: &[u8; 16], half: usize) -> i64 {
    i64::from_be_bytes(std::array::from_fn(|at| data[half * 8 + at]))
}

/// Each quantile as its difference to the one below, the lowest to the mean.
fn write_bands(out: &mut Writer, first: u8, bands: &[Bands]) {
    out.ints(first, &numbers(bands, |bands| bands.mean));
    for (at, number) in (0..7).zip(first + 1..) {
        let below = |bands: &Bands| if at == 0 { bands.mean } else { bands.quantiles[at - 1] };
        let step = |bands: &Bands| bands.quantiles[at].wrapping_sub(below(bands));
        out.ints(number, &numbers(bands, step));
    }
}

/// Decodes forecasts.
///
/// # Errors
/// [`ChunkError`]; never panics, whatever the bytes.
pub fn decode_forecasts(bytes: &[u8]) -> Result<Vec<KeptForecast>, ChunkError> {
    let read = Reader::open(bytes, Content::FORECASTS)?;
    let count = read.count(field::COUNT, "forecasts")?;
    let queries = read_queries(&read, count)?;
    let made = read.ints(field::MADE, "made", count, ANY)?;
    let engines = read.ints(field::ENGINE, "engine", count, ANY_U32)?;
    let data = [
        read.ints(field::DATA[0], "data", count, ANY)?,
        read.ints(field::DATA[1], "data", count, ANY)?,
    ];
    let until = read.ints(field::UNTIL, "until", count, ANY_DAY)?;
    let currencies = read.texts_of(field::CURRENCY, "currencies", count)?;
    let mut models = read.texts_of(field::MODEL, "model", count)?.into_iter();
    let first = read.ints(field::FIRST, "first", count, ANY_DAY)?;
    let totals = read_bands(&read, field::TOTAL, "total", count)?;
    let mut steps = Parts::of(&read, field::STEPS, "steps", count)?;
    let mut all_steps = read_bands(&read, field::STEP, "steps", steps.all)?.into_iter();
    let mut scores = scores::read(&read, count)?.into_iter();
    let mut strips = strips::read(&read, count)?.into_iter();
    let mut insights = insights::read(&read, count)?.into_iter();
    let trained_from = read.ints(field::TRAINED_FROM, "trained from", count, ANY_OPTIONAL_DAY)?;
    let trained_periods = read.ints(field::TRAINED_PERIODS, "trained periods", count, ANY_U32)?;
    let taught_by = read.ints(field::TAUGHT_BY, "taught by", count, ANY_U32)?;
    let calendar = [
        read.ints(field::CALENDAR[0], "calendar", count, ANY)?,
        read.ints(field::CALENDAR[1], "calendar", count, ANY)?,
    ];
    let mut forecasts = Vec::with_capacity(count);
    for (at, query) in queries.into_iter().enumerate() {
        forecasts.push(KeptForecast {
            query,
            made_ms: made[at],
            engine: engines[at] as u32,
            data: joined([data[0][at], data[1][at]]),
            until: Day(until[at] as i32),
            currency: Currency::from_code(&currencies[at])
                .map_err(|_| ChunkError::OutOfRange { field: "currencies" })?,
            model: models.next().unwrap_or_default(),
            first: Day(first[at] as i32),
            steps: all_steps.by_ref().take(steps.next()).collect(),
            total: totals[at],
            scores: scores.next().unwrap_or_default(),
            strips: strips.next().flatten(),
            trained_from: to_option(trained_from[at]).map(|day| Day(day as i32)),
            trained_periods: trained_periods[at] as u32,
            taught_by: taught_by[at] as u32,
            calendar: joined([calendar[0][at], calendar[1][at]]),
            insights: insights.next().unwrap_or_default(),
        });
    }
    Ok(forecasts)
}

/// How many of a longer column belong to each forecast.
struct Parts {
    lengths: std::vec::IntoIter<i64>,
    all: usize,
}

impl Parts {
    fn of(
        read: &Reader<'_>,
        number: u8,
        name: &'static str,
        count: usize,
    ) -> Result<Self, ChunkError> {
        Self::new(read.ints(number, name, count, 0..=MOST_CHUNK_RECORDS as i64)?, name)
    }

    fn new(lengths: Vec<i64>, name: &'static str) -> Result<Self, ChunkError> {
        // Each is at most as long as a chunk may be, and so many are they, so the sum is far from the edge.
        let all = lengths.iter().sum::<i64>() as usize;
        if all > MOST_CHUNK_RECORDS {
            return Err(ChunkError::OutOfRange { field: name });
        }
        Ok(Self { lengths: lengths.into_iter(), all })
    }

    fn next(&mut self) -> usize {
        self.lengths.next().unwrap_or(0) as usize
    }
}

const fn joined(halves: [i64; 2]) -> [u8; 16] {
    ((halves[0] as u64 as u128) << 64 | halves[1] as u64 as u128).to_be_bytes()
}

fn read_queries(read: &Reader<'_>, count: usize) -> Result<Vec<ForecastQuery>, ChunkError> {
    let told = read.ints(field::TOLD, "scope", count, 0..=15)?;
    let names = |number| Ok(read.texts_of(number, "scope", count)?.into_iter());
    let mut places = names(field::PLACE)?;
    let mut categories = names(field::CATEGORY)?;
    let mut items = names(field::ITEM)?;
    let mut models = names(field::ASKED_MODEL)?;
    let measures = read.ints(field::MEASURE, "measure", count, 0..=1)?;
    let every = read.ints(field::EVERY, "every", count, 0..=2)?;
    let days = read.ints(field::DAYS, "days", count, 0..=i64::from(u16::MAX))?;
    let query = |at: usize| {
        let told = |bit: i64, name: Option<String>| name.filter(|_| told[at] & bit != 0);
        ForecastQuery {
            scope: ForecastScope {
                place: told(PLACE_TOLD, places.next()),
                category: told(CATEGORY_TOLD, categories.next()),
                item: told(ITEM_TOLD, items.next()),
            },
            measure: if measures[at] == 0 { Measure::Revenue } else { Measure::Units },
            every: [Every::Day, Every::Week, Every::Month][every[at] as usize],
            days: days[at] as u16,
            model: told(MODEL_TOLD, models.next()),
        }
    };
    Ok((0..count).map(query).collect())
}

fn read_bands(
    read: &Reader<'_>,
    first: u8,
    name: &'static str,
    count: usize,
) -> Result<Vec<Bands>, ChunkError> {
    let means = read.ints(first, name, count, ANY)?;
    let mut bands: Vec<Bands> =
        means.into_iter().map(|mean| Bands { mean, quantiles: [mean; 7] }).collect();
    for (at, number) in (0..7).zip(first + 1..) {
        let steps = read.ints(number, name, count, ANY)?;
        for (bands, step) in bands.iter_mut().zip(steps) {
            let below = if at == 0 { bands.mean } else { bands.quantiles[at - 1] };
            bands.quantiles[at] = below.wrapping_add(step);
        }
    }
    Ok(bands)
}
