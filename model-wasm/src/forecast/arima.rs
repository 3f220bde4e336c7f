//! ARIMA with its orders found by itself.
//!
//! # Source
//! Hyndman & Khandakar (2008), Automatic time series forecasting: the forecast package for R, J. Statistical Software
//! 27(3); Box, Jenkins, Reinsel & Ljung (2015), Time Series Analysis, 5th ed.

mod candidate;
mod covariance;
mod explaining;
mod filter;
mod fitted;
mod least_squares;
mod order;
mod polynomial;
mod problem;
mod regression;
mod stepwise;
mod unit_roots;

use super::{Error, Fitting, Method, Series, Step};
use candidate::Candidate;
use explaining::Explaining;
use fitted::FittedArima;
use problem::Problem;
use stepwise::Stepwise;

/// Fewer values say nothing of how they hang together.
const LEAST_VALUES: usize = 5;

/// The longest season whose terms are fitted; longer ones are waves.
const LONGEST_SEASON: usize = 24;

/// ARIMA: differenced as often as tests say, terms found by a walk over neighbouring orders, each fitted by maximum
/// likelihood, the corrected Akaike criterion chooses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AutoArima;

impl Method for AutoArima {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let explaining = Explaining::default();
        let columns = explaining.columns(0, series.len()).collect();
        let problem = Problem::new(series, columns);
        let observed = problem.seen_from(0);
        let is_constant = problem.values.windows(2).all(|pair| (pair[1] - pair[0]).abs() <= 0.0);
        if observed < LEAST_VALUES && !is_constant {
            return Err(Error::TooShort { observed, needed: LEAST_VALUES });
        }
        let m = if series.season() <= LONGEST_SEASON { series.season() } else { 1 };
        let is_seasonal = unit_roots::has_strong_season(&problem.values, series, m)?;
        let seasonal_d = usize::from(is_seasonal);
        let left: Vec<f64> = if is_seasonal {
            problem.values.iter().zip(&problem.values[m..]).map(|(a, b)| b - a).collect()
        } else {
            problem.values.clone()
        };
        let d = unit_roots::differences(&left);
        let stepwise = Stepwise::new(observed, d, seasonal_d, m);
        Ok(Box::new(FittingArima { problem, explaining, stepwise, current: None }))
    }
}

struct FittingArima {
    problem: Problem,
    explaining: Explaining,
    stepwise: Stepwise,
    current: Option<Candidate>,
}

impl Fitting for FittingArima {
    fn step(&mut self) -> Result<Step, Error> {
        if self.current.is_none() {
            let Some(order) = self.stepwise.next() else { return self.finish() };
            self.current = Some(Candidate::new(order, &self.problem));
        }
        if let Some(candidate) = self.current.as_mut()
            && candidate.advance()
        {
            self.stepwise.tell(self.current.take().and_then(Candidate::found));
        }
        Ok(Step::More)
    }
}

impl FittingArima {
    fn finish(&mut self) -> Result<Step, Error> {
        let found = self.stepwise.clone().into_best().ok_or(Error::NoFit)?;
        let fitted = FittedArima::new(found, self.explaining.clone(), &self.problem)?;
        Ok(Step::Done(Box::new(fitted)))
    }
}

#[cfg(test)]
mod tests;
