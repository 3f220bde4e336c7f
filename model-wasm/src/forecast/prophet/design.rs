//! What the trend, the seasons and the columns are in each period.

use super::options::{Growth, Harmonics, ProphetOptions};
use crate::forecast::holidays::date::period_start;
use crate::forecast::{Column, EffectKind, Error, Frequency, Role, Series};
use crate::math;
use std::f64::consts::TAU;

const MOST_CHANGEPOINTS: usize = 200;
const MOST_WAVES: usize = 50;
/// Below it a prior is no freedom at all.
const LEAST_PRIOR: f64 = 1e-6;

/// The coefficients are those of the level, the slope, the waves, the columns and the bends, in this order; time runs
/// from 0 at the first value to 1 at the last, values are shares of the largest.
pub(super) struct Design {
    frequency: Frequency,
    first_day: i32,
    /// Days from the beginning of the calendar to the first observed value, and from there to the last.
    start: f64,
    span: f64,
    pub(super) growth: Growth,
    /// A value in these units above the floor is 1.
    pub(super) scale: f64,
    /// Scale of the Laplace prior of the bends.
    pub(super) bend_prior: f64,
    seasons: Vec<Waves>,
    columns: Vec<Known>,
    pub(super) changepoints: Vec<f64>,
}

/// A season by sines and cosines.
struct Waves {
    days: f64,
    /// How long it is, in periods.
    periods: usize,
    order: usize,
    prior: f64,
    /// Whether it goes without saying, but only in a history of that many days.
    needs_days: f64,
}

/// A column as the model takes it.
struct Known {
    column: Column,
    center: f64,
    width: f64,
    prior: f64,
    /// It was always the same: nothing can be learnt.
    is_constant: bool,
}

impl Known {
    fn at(&self, period: usize) -> f64 {
        (number(&self.column, period) - self.center) / self.width
    }
}

/// A column's number as models take it.
fn number(column: &Column, period: usize) -> f64 {
    let value = column.at(period);
    match column.role {
        Role::Price if value > 0.0 => math::ln(value),
        Role::Price => 0.0,
        _ => value,
    }
}

impl Design {
    /// # Errors
    /// [`Error::TooShort`] under two values, [`Error::NoFit`] for a ceiling that is not above its floor.
    pub(super) fn new(series: &Series, options: &ProphetOptions) -> Result<Self, Error> {
        let observed: Vec<usize> =
            (0..series.len()).filter(|t| series.observed()[*t].is_some()).collect();
        let (&[first, .., last], frequency) = (observed.as_slice(), series.frequency()) else {
            return Err(Error::TooShort { observed: observed.len(), needed: 2 });
        };
        let floor = match options.growth {
            Growth::Logistic { ceiling, floor } if ceiling - floor > 0.0 => floor,
            Growth::Logistic { .. } => return Err(Error::NoFit),
            Growth::Linear | Growth::Flat => 0.0,
        };
        let values = series.observed().iter().flatten();
        let largest = values.map(|value| (value - floor).abs()).fold(0.0, f64::max);
        let mut design = Self {
            frequency,
            // Where in the year the first period lies does not matter: waves of any phase are sums of the same
            // sines and cosines.
            first_day: series.calendar().first_day.unwrap_or(0),
            start: 0.0,
            span: 1.0,
            growth: options.growth,
            scale: if largest > 0.0 { largest } else { 1.0 },
            bend_prior: options.changepoint_prior.max(LEAST_PRIOR),
            seasons: Vec::new(),
            columns: Vec::new(),
            changepoints: Vec::new(),
        };
        design.start = design.day(first);
        design.span = design.day(last) - design.start;
        if design.span <= 0.0 {
            // All days lie beyond the calendar's end.
            return Err(Error::NoFit);
        }
        design.seasons = design.seasons(series, options);
        let columns = series.calendar().columns.iter();
        design.columns =
            columns.map(|column| known(column, &observed, options.column_prior)).collect();
        if options.growth != Growth::Flat {
            design.changepoints =
                changepoints(&observed, options).map(|at| design.time(at)).collect();
        }
        Ok(design)
    }

    /// Days since 1970 at which a period begins.
    fn day(&self, period: usize) -> f64 {
        let day = f64::from(period_start(self.frequency, self.first_day, period));
        let hour = if self.frequency == Frequency::Hourly { period % 24 } else { 0 };
        day + hour as f64 / 24.0
    }

    /// When a period begins: 0 for the first value, 1 for the last.
    pub(super) fn time(&self, period: usize) -> f64 {
        (self.day(period) - self.start) / self.span
    }

    /// The seasons the options and the length of the history ask for.
    fn seasons(&self, series: &Series, options: &ProphetOptions) -> Vec<Waves> {
        let step = self.day_of_periods(1);
        let prior = options.season_prior.max(LEAST_PRIOR);
        let mut seasons = Vec::new();
        let mut add = |days: f64, needs_days: f64, wanted: Harmonics, usual: usize| {
            let is_seen = self.span >= needs_days && 2.0 * step <= days;
            let periods = ((days / step).round() as usize).max(1);
            let (order, needs_days) = match wanted {
                // Waves shorter than two periods would be other waves again.
                Harmonics::Auto => (if is_seen { usual.min(periods / 2) } else { 0 }, needs_days),
                Harmonics::Off => (0, 0.0),
                Harmonics::Of(order) => (order.min(MOST_WAVES), 0.0),
            };
            if order > 0 {
                seasons.push(Waves { days, periods, order, prior, needs_days });
            }
        };
        add(365.25, 730.0, options.yearly, 10);
        add(7.0, 14.0, options.weekly, 3);
        add(1.0, 2.0, options.daily, 4);
        // What the caller knows of: pay cycles, weeks of two kinds.
        let usual = self.frequency.usual_seasons();
        for periods in series.seasons().iter().filter(|m| !usual.contains(m)) {
            let days = *periods as f64 * step;
            let order = if *periods > 31 { 10 } else { 3 };
            add(days, 2.0 * days, Harmonics::Auto, order);
        }
        seasons
    }

    /// How many days a number of periods lasts, about.
    fn day_of_periods(&self, periods: usize) -> f64 {
        let periods = periods as f64;
        periods
            * match self.frequency {
                Frequency::Hourly => 1.0 / 24.0,
                Frequency::Daily => 1.0,
                Frequency::Weekly => 7.0,
                Frequency::Monthly => 365.25 / 12.0,
                Frequency::Quarterly => 365.25 / 4.0,
                Frequency::Yearly => 365.25,
            }
    }

    /// Waves and columns together.
    pub(super) fn features(&self) -> usize {
        let waves: usize = self.seasons.iter().map(|season| 2 * season.order).sum();
        waves + self.columns.len()
    }

    /// All coefficients: level, slope, features, bends.
    pub(super) fn coefficients(&self) -> usize {
        2 + self.features() + self.changepoints.len()
    }

    /// The waves and columns of a period, into [`Self::features`] places.
    pub(super) fn fill(&self, period: usize, features: &mut [f64]) {
        let day = self.day(period);
        let mut rest = features;
        for season in &self.seasons {
            let (waves, after) = rest.split_at_mut(2 * season.order);
            fill_waves(TAU * day / season.days, waves);
            rest = after;
        }
        for (place, known) in rest.iter_mut().zip(&self.columns) {
            *place = if known.is_constant { 0.0 } else { known.at(period) };
        }
    }

    /// The standard deviations of the features' priors.
    pub(super) fn priors(&self) -> Vec<f64> {
        let waves = self.seasons.iter().flat_map(|s| std::iter::repeat_n(s.prior, 2 * s.order));
        waves.chain(self.columns.iter().map(|known| known.prior)).collect()
    }

    /// Which coefficients a history may speak of that ends at this time: a season must have been seen twice, and the
    /// trend bends in its first part only.
    pub(super) fn free(&self, end: f64, changepoint_range: f64) -> Vec<bool> {
        let has_growth = self.growth != Growth::Flat;
        let mut free = vec![true, has_growth];
        for season in &self.seasons {
            let is_seen = end * self.span >= season.needs_days;
            free.extend(std::iter::repeat_n(is_seen, 2 * season.order));
        }
        free.extend(self.columns.iter().map(|known| !known.is_constant));
        free.extend(self.changepoints.iter().map(|at| *at <= end * changepoint_range));
        free
    }

    /// What kind of part each run of features is, its name and how many features it has.
    pub(super) fn parts(&self) -> Vec<(EffectKind, String, usize)> {
        let seasons = self.seasons.iter();
        let seasons = seasons.map(|s| (EffectKind::Season, s.periods.to_string(), 2 * s.order));
        let columns = self.columns.iter().map(|known| {
            let column = &known.column;
            (EffectKind::Column(column.role), column.name.clone(), 1)
        });
        seasons.chain(columns).collect()
    }

    /// What drives the trend: the trend itself unless it is logistic.
    pub(super) fn drive(&self, coefficients: &[f64], time: f64) -> f64 {
        let (level, slope) = (coefficients[0], coefficients[1]);
        let bends = &coefficients[2 + self.features()..];
        let passed = self.changepoints.iter().zip(bends).take_while(|(at, _)| **at < time);
        let bent: f64 = passed.map(|(at, bend)| bend * (time - at)).sum();
        match self.growth {
            Growth::Logistic { .. } => slope * (time - level) + bent,
            Growth::Linear | Growth::Flat => level + slope * time + bent,
        }
    }

    /// The trend that is driven so, and how fast it moves with what drives it.
    pub(super) fn trend(&self, drive: f64) -> (f64, f64) {
        match self.growth {
            Growth::Logistic { ceiling, floor } => {
                let share = 1.0 / (1.0 + math::exp(-drive));
                let ceiling = (ceiling - floor) / self.scale;
                (ceiling * share, ceiling * share * (1.0 - share))
            }
            Growth::Linear | Growth::Flat => (drive, 1.0),
        }
    }

    /// The slopes to level and slope, from the sums of those to what drives the trend, plain and times the time.
    pub(super) fn slope_of_line(&self, x: &[f64], pull: f64, pull_by_time: f64) -> (f64, f64) {
        match self.growth {
            Growth::Logistic { .. } => (-x[1] * pull, pull_by_time - x[0] * pull),
            Growth::Linear => (pull, pull_by_time),
            Growth::Flat => (pull, 0.0),
        }
    }

    /// Level and slope of the curve from one scaled value at time 0 to another at time 1.
    pub(super) fn line(&self, from: f64, to: f64) -> (f64, f64) {
        let Growth::Logistic { ceiling, floor } = self.growth else { return (from, to - from) };
        let ceiling = (ceiling - floor) / self.scale;
        // Where in the curve a value lies; those beyond its ends close to them.
        let drive = |value: f64| {
            let share = (value / ceiling).clamp(0.01, 0.99);
            math::ln(share / (1.0 - share))
        };
        let (start, end) = (drive(from), drive(to));
        // A curve needs some slope to have a middle.
        let slope = if (end - start).abs() < 0.05 { 0.05 } else { end - start };
        (-start / slope, slope)
    }

    /// What lies under all values.
    pub(super) const fn floor(&self) -> f64 {
        match self.growth {
            Growth::Logistic { floor, .. } => floor,
            Growth::Linear | Growth::Flat => 0.0,
        }
    }
}

/// Sines and cosines of an angle and its multiples.
fn fill_waves(angle: f64, waves: &mut [f64]) {
    let (sine, cosine) = (math::sin(angle), math::cos(angle));
    let (mut before, mut now) = ((0.0, 1.0), (sine, cosine));
    for pair in waves.chunks_exact_mut(2) {
        (pair[0], pair[1]) = now;
        let next = (2.0 * cosine * now.0 - before.0, 2.0 * cosine * now.1 - before.1);
        (before, now) = (now, next);
    }
}

/// A column on the scale the peer gives it: as it is if it is a mark, else standardised.
fn known(column: &Column, observed: &[usize], prior: f64) -> Known {
    let numbers = || observed.iter().map(|period| number(column, *period));
    let first = numbers().next().unwrap_or(0.0);
    let is_constant = numbers().all(|value| value - first == 0.0);
    let mut known = Known {
        column: column.clone(),
        center: 0.0,
        width: 1.0,
        prior: prior.max(LEAST_PRIOR),
        is_constant,
    };
    let is_mark = matches!(column.role, Role::Holiday | Role::Event)
        || numbers().all(|value| value * (value - 1.0) == 0.0);
    if !is_mark {
        // As shares of the largest, so that no square leaves the numbers there are.
        let largest = numbers().map(f64::abs).fold(0.0, f64::max);
        let count = observed.len() as f64;
        let center = numbers().map(|value| value / largest).sum::<f64>() / count;
        let squares: f64 = numbers().map(|value| (value / largest - center).powi(2)).sum();
        known.center = center * largest;
        known.width = (squares / (count - 1.0)).sqrt() * largest;
        known.is_constant |= !(known.width.is_normal() && known.center.is_finite());
    }
    known
}

/// The periods the trend may bend after.
fn changepoints(observed: &[usize], options: &ProphetOptions) -> impl Iterator<Item = usize> {
    let share = options.changepoint_range.clamp(0.0, 1.0);
    let eligible = (observed.len() as f64 * share).floor() as usize;
    let count = options.changepoints.min(MOST_CHANGEPOINTS).min(eligible.saturating_sub(1));
    (1..=count).map(move |number| {
        let place = number as f64 * (eligible - 1) as f64 / count as f64;
        observed[place.round_ties_even() as usize]
    })
}
