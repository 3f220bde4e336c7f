//! What is worth saying about a forecast's series.

use super::super::ChunkError;
use super::super::columns::{Reader, Writer};
use super::super::ints::{from_option, to_option};
use super::{ANY, ANY_I32, ANY_OPTIONAL_DAY, Parts, numbers};
use crate::day::Day;
use crate::forecasts::{Insight, InsightKind, KeptForecast};

mod field {
    pub(super) const INSIGHTS: u8 = 63;
    pub(super) const KIND: u8 = 64;
    pub(super) const NAME: u8 = 65;
    pub(super) const FIRST: u8 = 66;
    pub(super) const PLACE: u8 = 67;
    pub(super) const CHANGE: u8 = 68;
    pub(super) const VALUE: u8 = 69;
    pub(super) const BEFORE: u8 = 70;
}

pub(super) fn write(out: &mut Writer, forecasts: &[KeptForecast]) {
    out.ints(field::INSIGHTS, &numbers(forecasts, |kept| kept.insights.len() as i64));
    let insights: Vec<&Insight> = forecasts.iter().flat_map(|kept| &kept.insights).collect();
    out.texts(field::NAME, insights.iter().map(|insight| insight.name.as_str()));
    let mut column = |number, of: fn(&Insight) -> i64| {
        out.ints(number, &numbers(&insights, |insight| of(insight)));
    };
    column(field::KIND, |insight| i64::from(insight.kind.number()));
    column(field::FIRST, |insight| from_option(insight.first.map(|day| i64::from(day.0))));
    column(field::PLACE, |insight| from_option(insight.place.map(i64::from)));
    column(field::CHANGE, |insight| i64::from(insight.change));
    column(field::VALUE, |insight| insight.value);
    column(field::BEFORE, |insight| insight.before);
}

/// The insights of each forecast; those of a kind that a newer version knows are left out.
pub(super) fn read(read: &Reader<'_>, count: usize) -> Result<Vec<Vec<Insight>>, ChunkError> {
    let mut parts = Parts::of(read, field::INSIGHTS, "insights", count)?;
    let mut names = read.texts_of(field::NAME, "insights", parts.all)?.into_iter();
    let column = |number, range| read.ints(number, "insights", parts.all, range);
    let kinds = column(field::KIND, 0..=i64::from(u8::MAX))?;
    let first = column(field::FIRST, ANY_OPTIONAL_DAY)?;
    let places = column(field::PLACE, 0..=i64::from(u16::MAX) + 1)?;
    let changes = column(field::CHANGE, ANY_I32)?;
    let values = column(field::VALUE, ANY)?;
    let before = column(field::BEFORE, ANY)?;
    let mut all = (0..parts.all).map(|at| {
        let name = names.next().unwrap_or_default();
        Some(Insight {
            kind: InsightKind::from_number(kinds[at] as u8)?,
            name,
            first: to_option(first[at]).map(|day| Day(day as i32)),
            place: to_option(places[at]).map(|place| place as u16),
            change: changes[at] as i32,
            value: values[at],
            before: before[at],
        })
    });
    Ok((0..count).map(|_| all.by_ref().take(parts.next()).flatten().collect()).collect())
}
