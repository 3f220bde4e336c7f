//! What is done to a history before a model sees it, when the caller asks for it: each step says what it changed, so
//! that it can be shown, and none is done in silence.

mod days;
mod outliers;
mod stock_outs;

use std::ops::Range;

use super::{Error, Forecast, Series};

/// What to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Preparation {
    /// What a period means that nothing was told of.
    pub gaps: Gaps,
    /// Whether runs of periods without sales that chance does not explain are unknown demand instead of none.
    pub stock_outs: bool,
    /// Whether single values far from all that is usual are left out.
    pub outliers: bool,
    /// Whether months, quarters and years are compared per day: February is short, not weak.
    pub days: bool,
}

/// What a period means that nothing was told of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Gaps {
    /// It is not known what was sold.
    #[default]
    Unknown,
    /// Nothing was sold.
    Nothing,
}

/// A history as a model is to see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// The history.
    pub series: Series,
    /// Runs of periods taken for sold out.
    pub stock_outs: Vec<Range<usize>>,
    /// Values left out.
    pub outliers: Vec<usize>,
    /// Days of a period over the mean, from the first of the history on; empty if not adjusted.
    shares: days::Shares,
}

impl Preparation {
    /// Prepares a history.
    ///
    /// # Errors
    /// [`Error::NoHistory`] if nothing is observed.
    pub fn prepare(&self, series: &Series) -> Result<Prepared, Error> {
        let mut observed = series.observed().to_vec();
        if self.gaps == Gaps::Nothing {
            observed.iter_mut().for_each(|value| *value = value.or(Some(0.0)));
        }
        let mut series = series.with_observed(observed)?;
        let mut stock_outs = Vec::new();
        if self.stock_outs {
            stock_outs = stock_outs::find(&series);
            series = without(&series, stock_outs.iter().cloned().flatten())?;
        }
        let mut outliers = Vec::new();
        if self.outliers {
            outliers = outliers::find(&series);
            series = without(&series, outliers.iter().copied())?;
        }
        let shares = if self.days { days::Shares::of(&series) } else { days::Shares::default() };
        let adjusted =
            series.observed().iter().enumerate().map(|(t, y)| Some((*y)? / shares.at(t)));
        let series = series.with_observed(adjusted.collect())?;
        Ok(Prepared { series, stock_outs, outliers, shares })
    }
}

impl Prepared {
    /// A forecast of the prepared history, as one of the history that was told.
    #[must_use]
    pub fn restore(&self, mut forecast: Forecast) -> Forecast {
        let width = forecast.levels.as_slice().len();
        let n = self.series.len();
        for (step, mean) in forecast.mean.iter_mut().enumerate() {
            *mean *= self.shares.at(n + step);
        }
        for (at, quantile) in forecast.quantiles.iter_mut().enumerate() {
            *quantile *= self.shares.at(n + at / width);
        }
        forecast
    }
}

/// The same series, with gaps at some periods.
fn without(series: &Series, at: impl Iterator<Item = usize>) -> Result<Series, Error> {
    let mut observed = series.observed().to_vec();
    at.for_each(|at| observed[at] = None);
    series.with_observed(observed)
}

#[cfg(test)]
mod tests;
