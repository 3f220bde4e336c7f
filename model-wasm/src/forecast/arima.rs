//! ARIMA with its orders found by itself.
//!
//! # Source
//! Hyndman & Khandakar (2008), Automatic time series forecasting: the forecast package for R, J. Statistical Software
//! 27(3); Box, Jenkins, Reinsel & Ljung (2015), Time Series Analysis, 5th ed.

mod candidate;
mod covariance;
mod filter;
mod fitted;
mod least_squares;
mod lookahead;
mod order;
mod polynomial;
mod problem;
mod stepwise;
mod unit_roots;
mod walk;

use super::long_season::{LONGEST, LongSeason};
use super::{Error, Fitting, Method, Series, Step};
use fitted::FittedArima;
use problem::Problem;
use walk::Walk;

/// Fewer values say nothing of how they hang together.
const LEAST_VALUES: usize = 5;

/// ARIMA: differenced as often as tests say, terms found by a walk over neighbouring orders, each fitted by maximum
/// likelihood; of those that look ahead about as well as any, the corrected Akaike criterion chooses. Long seasons are
/// taken off first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AutoArima;

impl Method for AutoArima {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        if let Some(season) = LongSeason::of(series) {
            let fitting = self.begin(&season.take_off(series)?)?;
            return Ok(season.around(fitting, series.len()));
        }
        let m = if series.season() <= LONGEST { series.season() } else { 1 };
        let problem = Problem::new(series, m);
        let observed = problem.seen_from(0);
        let is_constant = problem.values.windows(2).all(|pair| (pair[1] - pair[0]).abs() <= 0.0);
        if observed < LEAST_VALUES && !is_constant {
            return Err(Error::TooShort { observed, needed: LEAST_VALUES });
        }
        let is_strong = unit_roots::has_strong_season(&problem.values, series.frequency(), m)?;
        let walk = Some(Walk::new(problem.clone(), m, is_strong));
        Ok(Box::new(FittingArima { problem, walk }))
    }
}

struct FittingArima {
    problem: Problem,
    /// `None` once it is over.
    walk: Option<Walk>,
}

impl Fitting for FittingArima {
    fn step(&mut self) -> Result<Step, Error> {
        let walk = self.walk.as_mut().ok_or(Error::NoFit)?;
        if !walk.advance() {
            return Ok(Step::More);
        }
        let found = self.walk.take().and_then(Walk::into_best).ok_or(Error::NoFit)?;
        Ok(Step::Done(Box::new(FittedArima::new(found, &self.problem)?)))
    }
}

#[cfg(test)]
mod tests;
