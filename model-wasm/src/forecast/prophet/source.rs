//! What a fit was made from: enough to fit an earlier part of it again.

use super::design::Design;
use super::exact::Estimate;
use super::lbfgs::Walk;
use super::likelihood::{Likelihood, LinearLikelihood, Posterior, Rows};
use super::moments::Moments;
use super::options::{Combination, Growth, ProphetOptions};
use super::priors::Priors;
use crate::forecast::{Error, Series};
use crate::math;

/// Turns towards the noise at an earlier origin: it starts from that of the whole history.
const TURNS_AGAIN: usize = 2;
/// Evaluations of the search at an earlier origin.
const EVALUATIONS_AGAIN: usize = 100;

/// The history with everything that coefficients are found from.
pub(super) struct Source {
    pub(super) design: Design,
    pub(super) options: ProphetOptions,
    pub(super) observed: Vec<Option<f64>>,
    /// The periods of the values, one for each row.
    pub(super) periods: Vec<usize>,
    pub(super) rows: Collected,
}

/// What was collected of the rows.
pub(super) enum Collected {
    /// Sums of products: all that a model needs that is linear in its coefficients.
    Sums(Moments),
    /// The rows themselves.
    Rows(Rows),
}

/// What was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// See [`Design`].
    pub(super) coefficients: Vec<f64>,
    /// Variance of the noise, in squares of the scale.
    pub(super) noise: f64,
}

impl Found {
    /// From coefficients and the logarithm of the noise's standard deviation.
    pub(super) fn of(place: &[f64]) -> Self {
        let (deviation, coefficients) = place.split_last().unwrap_or((&f64::NAN, &[]));
        Self { coefficients: coefficients.to_vec(), noise: math::exp(2.0 * deviation) }
    }
}

impl Source {
    /// # Errors
    /// As [`Design::new`].
    pub(super) fn new(series: &Series, options: &ProphetOptions) -> Result<Self, Error> {
        let design = Design::new(series, options)?;
        let observed = series.observed().to_vec();
        let periods: Vec<usize> = (0..observed.len()).filter(|t| observed[*t].is_some()).collect();
        let is_linear = options.combination == Combination::Additive
            && !matches!(options.growth, Growth::Logistic { .. });
        let rows = if is_linear {
            Collected::Sums(Moments::new(design.coefficients() + 1, periods.len()))
        } else {
            Collected::Rows(Rows { time: Vec::new(), values: Vec::new(), features: Vec::new() })
        };
        Ok(Self { design, options: options.clone(), observed, periods, rows })
    }

    /// Whether values are linear in the coefficients.
    pub(super) const fn is_linear(&self) -> bool {
        matches!(self.rows, Collected::Sums(_))
    }

    /// Collects the next rows, at most so many; true if that was all.
    pub(super) fn collect(&mut self, most: usize) -> bool {
        let done = match &self.rows {
            Collected::Sums(sums) => sums.rows(),
            Collected::Rows(rows) => rows.len(),
        };
        let until = (done + most).min(self.periods.len());
        let mut row = vec![0.0; self.design.coefficients() + 1];
        for period in &self.periods[done..until] {
            let value = self.observed[*period].unwrap_or_default();
            match &mut self.rows {
                Collected::Sums(sums) => {
                    fill(&self.design, *period, value, &mut row);
                    sums.add(&row);
                }
                Collected::Rows(rows) => rows.push(&self.design, *period, value),
            }
        }
        until == self.periods.len()
    }

    /// What is believed before any of the first `rows` rows is seen.
    pub(super) fn priors(&self, rows: usize) -> Priors {
        let end = self.end(rows);
        let range = self.options.changepoint_range.clamp(0.0, 1.0);
        // A whole history is as long as the last changepoint says, gaps or not.
        let range = if rows == self.periods.len() { 1.0 } else { range };
        Priors {
            features: self.design.priors(),
            // The prior is meant for a history of length 1.
            bends: self.design.bend_prior / end.max(1e-3),
            free: self.design.free(end, range),
        }
    }

    /// When the first `rows` rows end, the last of all being 1.
    pub(super) fn end(&self, rows: usize) -> f64 {
        let last = rows.checked_sub(1).and_then(|last| self.periods.get(last));
        last.map_or(0.0, |period| self.design.time(*period))
    }

    /// Where a walk begins: on the line through the first and the last value, the noise as large as the largest.
    pub(super) fn line(&self) -> Vec<f64> {
        // Last is the logarithm of the noise's standard deviation.
        let mut coefficients = vec![0.0; self.design.coefficients() + 1];
        let (Some(first), Some(last)) = (self.periods.first(), self.periods.last()) else {
            return coefficients;
        };
        let value = |period: &usize| self.observed[*period].unwrap_or_default();
        let scaled = |period: &usize| (value(period) - self.design.floor()) / self.design.scale;
        let (from, to) = (scaled(first), scaled(last));
        (coefficients[0], coefficients[1]) = self.design.line(from, to);
        if self.design.growth == Growth::Flat {
            let all: f64 = self.periods.iter().map(scaled).sum();
            (coefficients[0], coefficients[1]) = (all / self.periods.len() as f64, 0.0);
        }
        coefficients
    }

    /// What a walk over all rows makes small; `near` see [`LinearLikelihood`].
    pub(super) fn posterior<'a>(&'a self, priors: &'a Priors, near: &'a [f64]) -> Posterior<'a> {
        match &self.rows {
            Collected::Sums(sums) => {
                Posterior::Linear(LinearLikelihood::new(sums.all(), sums.rows(), priors, near))
            }
            Collected::Rows(rows) => Posterior::Any(self.likelihood(rows, rows.len(), priors)),
        }
    }

    /// The likelihood of the first `count` rows.
    fn likelihood<'a>(
        &'a self,
        rows: &'a Rows,
        count: usize,
        priors: &'a Priors,
    ) -> Likelihood<'a> {
        let combination = self.options.combination;
        Likelihood { design: &self.design, rows, count, combination, priors }
    }

    /// The coefficients the first `count` rows speak for, beginning with what was found in all of them.
    pub(super) fn refit(&self, count: usize, found: &Found) -> Found {
        let priors = self.priors(count);
        let mut start = found.coefficients.clone();
        let fixed = start.iter_mut().zip(&priors.free).filter(|(_, free)| !**free);
        fixed.for_each(|(x, _)| *x = 0.0);
        match &self.rows {
            Collected::Sums(sums) => {
                let sums = sums.first(count, |number, row| {
                    let period = self.periods[number];
                    let value = self.observed[period].unwrap_or_default();
                    fill(&self.design, period, value, row);
                });
                let mut estimate = Estimate::warm(start, found.noise);
                (0..TURNS_AGAIN).any(|_| estimate.turn(&sums, count, &priors));
                Found { coefficients: estimate.coefficients, noise: estimate.noise }
            }
            Collected::Rows(rows) => {
                let mut likelihood = self.likelihood(rows, count, &priors);
                start.push(0.5 * math::ln(found.noise));
                let mut walk = Walk::new(start, &mut likelihood);
                walk.advance(EVALUATIONS_AGAIN, &mut likelihood);
                Found::of(walk.place())
            }
        }
    }
}

/// A row of the linear model: 1, time, features, how long ago each changepoint was, and the value.
fn fill(design: &Design, period: usize, value: f64, row: &mut [f64]) {
    let time = design.time(period);
    let features = design.features();
    (row[0], row[1]) = (1.0, time);
    design.fill(period, &mut row[2..2 + features]);
    for (place, at) in row[2 + features..].iter_mut().zip(&design.changepoints) {
        *place = (time - at).max(0.0);
    }
    if let Some(place) = row.last_mut() {
        *place = value / design.scale;
    }
}
