//! A distribution for every coming period: whether something sells, and how much.

use super::chance::{Chances, Memory};
use super::sizes::Sizes;
use super::total::{Sum, excess};
use crate::forecast::{Error, FittedModel, Fitting, Levels, Method, Series, Step};
use crate::math;

/// Steps ahead the model is fitted for: two seasons, but at least and at most so many.
const REACH: (usize, usize) = (6, 24);

/// The chance of a sale at each place of the season, from memories weighed by how well they would have foretold, and
/// the sizes of past sales, discounted: together a quantile of any level. Amounts need not be whole.
///
/// # Source
/// The hurdle of Mullahy (1986), Specification and testing of some modified count data models, J. Econometrics 33(3),
/// with the chance smoothed as by Teunter, Syntetos & Babai (2011) and sizes drawn from the past as by Willemain, Smart
/// & Schwarz (2004), A new approach to forecasting intermittent demand for service parts inventories, Int. J.
/// Forecasting 20(3).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts;

impl Method for Counts {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(Box::new(CountsFitting { series: series.clone(), memory: None }))
    }
}

struct CountsFitting {
    series: Series,
    memory: Option<Memory>,
}

impl Fitting for CountsFitting {
    fn step(&mut self) -> Result<Step, Error> {
        let observed = self.series.observed();
        let season = season(&self.series);
        let reach = (2 * season).clamp(REACH.0, REACH.1);
        let Some(memory) = self.memory.take() else {
            self.memory = Some(Memory::learned(observed, season, reach));
            return Ok(Step::More);
        };
        let excess = excess(observed, &memory, season, reach);
        Ok(Step::Done(Box::new(FittedCounts::new(memory, excess, &self.series))))
    }
}

/// The season, if it was seen three times.
fn season(series: &Series) -> usize {
    let season = series.season();
    if series.len() >= 3 * season { season } else { 1 }
}

struct FittedCounts {
    memory: Memory,
    /// Variance of a sum over that of independent periods, less 1, per period.
    excess: f64,
    length: usize,
    /// Whether the shop is open, period by period after the history as far as known.
    open_ahead: Vec<bool>,
    chances: Chances,
    sizes: Sizes,
}

impl FittedCounts {
    fn new(memory: Memory, excess: f64, series: &Series) -> Self {
        let chances = memory.chances(series.observed(), season(series));
        let sizes = Sizes::of(series.observed());
        let open_ahead = series.calendar().is_open.get(series.len()..).unwrap_or_default().to_vec();
        Self { memory, excess, length: series.len(), open_ahead, chances, sizes }
    }

    fn ahead(&self, horizon: usize) -> impl Iterator<Item = f64> + '_ {
        (self.length..self.length + horizon).map(|t| self.chances.at(t))
    }
}

impl FittedModel for FittedCounts {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.ahead(horizon).map(|chance| chance * self.sizes.mean()).collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        self.ahead(horizon).map(|chance| self.sizes.variance(chance).sqrt()).collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Self::new(self.memory.clone(), self.excess, series)))
    }

    fn quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let row = |chance: f64| levels.as_slice().iter().map(move |level| (chance, *level));
        let cells = self.ahead(horizon).flat_map(row);
        Some(cells.map(|(chance, level)| self.sizes.quantile(chance, level)).collect())
    }

    fn total_quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let is_open = |step: &usize| self.open_ahead.get(*step).copied().unwrap_or(true);
        let open = (0..horizon).filter(is_open).map(|step| self.chances.at(self.length + step));
        let (mut count, mut mean, mut variance, mut nothing) = (0.0, 0.0, 0.0, 1.0);
        for chance in open {
            count += 1.0;
            mean += chance * self.sizes.mean();
            variance += self.sizes.variance(chance);
            nothing *= 1.0 - chance;
        }
        // Days without a sale come in runs, as much as sums are wider.
        let runs = 1.0 + self.excess * count;
        let nothing = math::pow(nothing, 1.0 / runs);
        let sum = Sum::new(mean, variance * runs, nothing, self.sizes.is_signed());
        Some(levels.as_slice().iter().map(|level| sum.quantile(*level)).collect())
    }
}

#[cfg(test)]
mod tests;
