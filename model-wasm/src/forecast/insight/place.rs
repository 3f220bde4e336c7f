//! The strongest and the weakest place of the season.

use super::{Insight, Place};
use crate::forecast::holidays::date::civil;
use crate::forecast::{Frequency, Series};

/// Seasons a place must have been seen in.
const LEAST_SEASONS: usize = 3;
/// A difference from the mean below is not worth a sentence.
const LEAST_CHANGE: f64 = 0.1;
/// A difference below so many standard errors may be chance: the largest of several is looked at.
const LEAST_SURENESS: f64 = 3.5;
/// A place that sells less than this share of the mean is closed rather than weak.
const CLOSED: f64 = 0.02;

pub(super) fn find(series: &Series) -> Vec<Insight> {
    let Some((season, place_of)) = named(series) else { return Vec::new() };
    let shares = shares(series.observed(), season);
    let all: Vec<(usize, f64, f64)> = (0..season)
        .filter_map(|place| {
            let own: Vec<f64> = shares.iter().filter_map(|season| season[place]).collect();
            let count = own.len() as f64;
            let mean = own.iter().sum::<f64>() / count;
            let variance = own.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0);
            let error = (variance / count).sqrt();
            (own.len() >= LEAST_SEASONS).then_some((place, mean - 1.0, error))
        })
        .collect();
    let is_told = |(_, change, error): &&(usize, f64, f64)| {
        change.abs() >= LEAST_CHANGE && change.abs() >= LEAST_SURENESS * error
    };
    let strongest = all.iter().max_by(|(_, a, _), (_, b, _)| a.total_cmp(b));
    let selling = all.iter().filter(|(_, change, _)| *change > CLOSED - 1.0);
    let weakest = selling.min_by(|(_, a, _), (_, b, _)| a.total_cmp(b));
    let strongest = strongest.filter(|(_, change, _)| *change > 0.0).filter(is_told);
    let weakest = weakest.filter(|(_, change, _)| *change < 0.0).filter(is_told);
    let strongest = strongest
        .map(|(at, change, _)| Insight::Strongest { place: place_of(*at), change: *change });
    let weakest =
        weakest.map(|(at, change, _)| Insight::Weakest { place: place_of(*at), change: *change });
    strongest.into_iter().chain(weakest).collect()
}

/// The season whose places have names, and the name of each, counted from the first period.
fn named(series: &Series) -> Option<(usize, impl Fn(usize) -> Place + use<>)> {
    let first = series.calendar().first_day?;
    let (season, begin) = match series.frequency() {
        // 1970-01-01 was a Thursday.
        Frequency::Daily => (7, (first + 3).rem_euclid(7)),
        Frequency::Monthly => (12, civil(first).1 - 1),
        _ => return None,
    };
    let place_of = move |at: usize| {
        let place = ((begin as usize + at) % season) as u8;
        if season == 7 { Place::Weekday(place) } else { Place::Month(place) }
    };
    Some((season, place_of))
}

/// Each whole season's values over their mean, by place; seasons that sold nothing or of which half is unknown teach
/// nothing.
fn shares(observed: &[Option<f64>], season: usize) -> Vec<Vec<Option<f64>>> {
    let of_season = |values: &[Option<f64>]| {
        let seen: Vec<f64> = values.iter().flatten().copied().collect();
        let mean = seen.iter().sum::<f64>() / seen.len() as f64;
        let is_telling = 2 * seen.len() > season && mean > 0.0;
        is_telling.then(|| values.iter().map(|value| value.map(|value| value / mean)).collect())
    };
    observed.chunks_exact(season).filter_map(of_season).collect()
}
