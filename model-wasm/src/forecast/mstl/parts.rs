//! The seasons of a series, one after the other.

use std::sync::Arc;

use super::habit::Habit;
use crate::forecast::{Error, Frequency, Series, period, year};

/// Each season is found anew, given the others, so many times.
const ROUNDS: usize = 2;

/// One season over the history; none of its length is longer than half of it.
struct Part {
    m: usize,
    /// How it changes; `None` until it was looked at.
    habit: Option<Habit>,
    values: Vec<f64>,
}

/// All seasons over the history.
pub(super) struct Parts {
    parts: Vec<Part>,
    n: usize,
}

impl Parts {
    /// What the seasons come to at a step; 0 is the first after the history.
    pub(super) fn ahead(&self, step: usize) -> f64 {
        self.parts.iter().map(|part| part.values[self.n - part.m + step % part.m]).sum()
    }

    /// Each season's length and values over the history and `horizon` steps beyond.
    pub(super) fn seasons(&self, horizon: usize) -> Vec<(usize, Vec<f64>)> {
        let over = |part: &Part| {
            let ahead = part.values[self.n - part.m..].iter().cycle().take(horizon);
            (part.m, part.values.iter().chain(ahead).copied().collect())
        };
        self.parts.iter().map(over).collect()
    }
}

/// The seasons being found.
pub(super) struct Taking {
    series: Series,
    parts: Parts,
    /// Seasons still to be found, the next one last.
    plan: Vec<usize>,
}

impl Taking {
    pub(super) fn new(series: &Series) -> Self {
        let n = series.len();
        let mut lengths = period::detect(series);
        lengths.retain(|m| 2 * m <= n);
        let has_years = series.frequency() == Frequency::Daily && n >= 2 * year::DAYS;
        if has_years && lengths.last().is_none_or(|longest| *longest < year::DAYS) {
            lengths.push(year::DAYS);
        }
        let rounds = if lengths.len() > 1 { ROUNDS } else { 1 };
        let plan = (0..rounds).flat_map(|_| 0..lengths.len()).rev().collect();
        let parts =
            lengths.into_iter().map(|m| Part { m, habit: None, values: vec![0.0; n] }).collect();
        Self { series: series.clone(), parts: Parts { parts, n }, plan }
    }

    /// The same seasons of another history, which change in the way they were found to.
    pub(super) fn again(parts: &Parts, series: &Series) -> Self {
        let mut taking = Self::new(series);
        for part in &mut taking.parts.parts {
            let known = parts.parts.iter().find(|known| known.m == part.m);
            part.habit = known.and_then(|known| known.habit);
        }
        taking
    }

    /// Finds the next season; false if there is none.
    pub(super) fn step(&mut self) -> Result<bool, Error> {
        let Some(at) = self.plan.pop() else { return Ok(false) };
        let rest = self.without(Some(at))?;
        let part = &mut self.parts.parts[at];
        match part.habit {
            _ if part.m == year::DAYS => part.values = year::season(rest.filled(), part.m),
            Some(habit) => part.values = habit.season(&rest, part.m),
            None => {
                part.habit = Some(Habit::of(&rest, part.m));
                self.plan.push(at);
            }
        }
        Ok(true)
    }

    /// The seasons and what they leave.
    pub(super) fn finish(self) -> Result<(Parts, Series), Error> {
        let rest = self.without(None)?;
        Ok((self.parts, rest))
    }

    /// The series without all seasons but one, of whose length it then is; gaps stay gaps.
    fn without(&self, kept: Option<usize>) -> Result<Series, Error> {
        let others = self.parts.parts.iter().enumerate().filter(|(at, _)| Some(*at) != kept);
        let mut values = self.series.observed().to_vec();
        for (_, part) in others {
            for (value, season) in values.iter_mut().zip(&part.values) {
                *value = value.map(|value| value - season);
            }
        }
        let seasons = kept.map(|at| self.parts.parts[at].m);
        let series = Series::new(values, self.series.frequency()).map_err(|_| Error::NoFit)?;
        let series = series.with_calendar(Arc::clone(self.series.shared_calendar()));
        series.with_seasons(seasons.into_iter().collect())
    }
}
