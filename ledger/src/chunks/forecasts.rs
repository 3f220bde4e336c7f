//! Forecasts that are kept.

use super::columns::{Content, Reader, Writer};
use super::ints::{from_option, to_option};
use super::{ChunkError, MOST_CHUNK_BYTES, MOST_CHUNK_RECORDS};
use crate::currency::Currency;
use crate::day::Day;
use crate::forecasts::{
    Bands, Every, ForecastQuery, ForecastScope, KeptForecast, Measure, ModelScore, Strips,
};

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
    pub(super) const SCORES: u8 = 35;
    pub(super) const SCORE_MODEL: u8 = 36;
    pub(super) const SCORE_NOTATION: u8 = 37;
    /// The first of eight.
    pub(super) const SCORE: u8 = 38;
    pub(super) const STRIPS_FIRST: u8 = 46;
    /// How many values of trend and of season, each optional: nothing where there are no strips.
    pub(super) const STRIP_LENGTHS: [u8; 2] = [47, 48];
    pub(super) const STRIPS: [u8; 2] = [49, 50];
}

/// Which names of a scope are told.
const PLACE_TOLD: i64 = 1;
const CATEGORY_TOLD: i64 = 2;
const ITEM_TOLD: i64 = 4;

const ANY: std::ops::RangeInclusive<i64> = i64::MIN..=i64::MAX;
const ANY_U32: std::ops::RangeInclusive<i64> = 0..=u32::MAX as i64;
const ANY_I32: std::ops::RangeInclusive<i64> = i32::MIN as i64..=i32::MAX as i64;
/// Some thousands of years.
const ANY_DAY: std::ops::RangeInclusive<i64> = -1_000_000..=3_000_000;

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
    write_scores(&mut out, forecasts);
    write_strips(&mut out, forecasts);
    out.finish()
}

/// Splits forecasts into contents that each fit a chunk, with how many are in each. One that alone is larger than a
/// chunk loses its strips.
#[must_use]
pub fn chunk_forecasts(forecasts: &[KeptForecast]) -> Vec<(Vec<u8>, u32)> {
    let content = encode_forecasts(forecasts);
    if content.len() <= MOST_CHUNK_BYTES && records(forecasts) <= MOST_CHUNK_RECORDS {
        let is_any = !forecasts.is_empty();
        return is_any.then_some((content, forecasts.len() as u32)).into_iter().collect();
    }
    if let [forecast] = forecasts {
        let bare = KeptForecast { strips: None, ..forecast.clone() };
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
    };
    out.ints(field::TOLD, &numbers(forecasts, scope));
    let mut texts = |number: u8, of: fn(&ForecastScope) -> &Option<String>| {
        let texts = forecasts.iter().map(|kept| of(&kept.query.scope).as_deref().unwrap_or(""));
        out.texts(number, texts);
    };
    texts(field::PLACE, |scope| &scope.place);
    texts(field::CATEGORY, |scope| &scope.category);
    texts(field::ITEM, |scope| &scope.item);
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

fn write_scores(out: &mut Writer, forecasts: &[KeptForecast]) {
    out.ints(field::SCORES, &numbers(forecasts, |kept| kept.scores.len() as i64));
    let scores: Vec<&ModelScore> = forecasts.iter().flat_map(|kept| &kept.scores).collect();
    out.texts(field::SCORE_MODEL, scores.iter().map(|score| score.model.as_str()));
    out.texts(field::SCORE_NOTATION, scores.iter().map(|score| score.notation.as_str()));
    let columns: [fn(&ModelScore) -> i64; 8] = [
        |score| i64::from(score.origins),
        |score| i64::from(score.mase),
        |score| i64::from(score.smape),
        |score| i64::from(score.wape),
        |score| i64::from(score.bias),
        |score| i64::from(score.inside_80),
        |score| i64::from(score.inside_95),
        |score| i64::try_from(score.micros).unwrap_or(i64::MAX),
    ];
    for (number, column) in (field::SCORE..).zip(columns) {
        out.ints(number, &numbers(&scores, |score| column(score)));
    }
}

fn write_strips(out: &mut Writer, forecasts: &[KeptForecast]) {
    let first = |kept: &KeptForecast| kept.strips.as_ref().map_or(0, |strips| strips.first.0);
    out.ints(field::STRIPS_FIRST, &numbers(forecasts, |kept| i64::from(first(kept))));
    let parts: [fn(&Strips) -> &Vec<i64>; 2] = [|strips| &strips.trend, |strips| &strips.season];
    for (at, part) in parts.into_iter().enumerate() {
        let length = |kept: &KeptForecast| {
            from_option(kept.strips.as_ref().map(|strips| part(strips).len() as i64))
        };
        out.ints(field::STRIP_LENGTHS[at], &numbers(forecasts, length));
        let strips = forecasts.iter().filter_map(|kept| kept.strips.as_ref());
        let values: Vec<i64> = strips.flat_map(part).copied().collect();
        out.ints(field::STRIPS[at], &values);
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
    let mut scores = Parts::of(&read, field::SCORES, "scores", count)?;
    let mut all_scores = read_scores(&read, scores.all)?.into_iter();
    let mut strips = read_strips(&read, count)?.into_iter();
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
            scores: all_scores.by_ref().take(scores.next()).collect(),
            strips: strips.next().flatten(),
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
    let told = read.ints(field::TOLD, "scope", count, 0..=7)?;
    let names = |number| Ok(read.texts_of(number, "scope", count)?.into_iter());
    let mut places = names(field::PLACE)?;
    let mut categories = names(field::CATEGORY)?;
    let mut items = names(field::ITEM)?;
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

fn read_scores(read: &Reader<'_>, count: usize) -> Result<Vec<ModelScore>, ChunkError> {
    let models = read.texts_of(field::SCORE_MODEL, "scores", count)?;
    let notations = read.texts_of(field::SCORE_NOTATION, "scores", count)?;
    let column = |at: u8, range| read.ints(field::SCORE + at, "scores", count, range);
    let origins = column(0, ANY_U32)?;
    let mase = column(1, ANY_U32)?;
    let smape = column(2, ANY_U32)?;
    let wape = column(3, ANY_U32)?;
    let bias = column(4, ANY_I32)?;
    let inside_80 = column(5, ANY_U32)?;
    let inside_95 = column(6, ANY_U32)?;
    let micros = column(7, 0..=i64::MAX)?;
    let names = models.into_iter().zip(notations).enumerate();
    let score = |(at, (model, notation)): (usize, (String, String))| ModelScore {
        model,
        notation,
        origins: origins[at] as u32,
        mase: mase[at] as u32,
        smape: smape[at] as u32,
        wape: wape[at] as u32,
        bias: bias[at] as i32,
        inside_80: inside_80[at] as u32,
        inside_95: inside_95[at] as u32,
        micros: micros[at] as u64,
    };
    Ok(names.map(score).collect())
}

fn read_strips(read: &Reader<'_>, count: usize) -> Result<Vec<Option<Strips>>, ChunkError> {
    let first = read.ints(field::STRIPS_FIRST, "strips", count, ANY_DAY)?;
    let most = MOST_CHUNK_RECORDS as i64 + 1;
    let mut strips: Vec<Option<Strips>> = Vec::with_capacity(count);
    let told = read.ints(field::STRIP_LENGTHS[0], "strips", count, 0..=most)?;
    for (first, told) in first.into_iter().zip(&told) {
        let empty = || Strips { first: Day(first as i32), ..Strips::default() };
        strips.push(to_option(*told).map(|_| empty()));
    }
    let parts: [fn(&mut Strips) -> &mut Vec<i64>; 2] =
        [|strips| &mut strips.trend, |strips| &mut strips.season];
    for (at, part) in parts.into_iter().enumerate() {
        let lengths = read.ints(field::STRIP_LENGTHS[at], "strips", count, 0..=most)?;
        let lengths = lengths.into_iter().map(|length| to_option(length).unwrap_or(0)).collect();
        let mut lengths = Parts::new(lengths, "strips")?;
        let values = read.ints(field::STRIPS[at], "strips", lengths.all, ANY)?;
        let mut values = values.into_iter();
        for strips in &mut strips {
            let length = lengths.next();
            let own: Vec<i64> = values.by_ref().take(length).collect();
            if let Some(strips) = strips {
                *part(strips) = own;
            }
        }
    }
    Ok(strips)
}
