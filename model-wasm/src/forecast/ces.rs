//! Complex exponential smoothing: a value and its "information potential", the real and the imaginary part of a
//! complex number, are smoothed together. Levels that wander and such that return are one model, without a trend to
//! choose.
//!
//! # Source
//! Svetunkov, Kourentzes & Ord (2022), Complex exponential smoothing, Naval Research Logistics 69(8).

mod candidate;
mod fitted;
mod form;
mod passes;
mod slope;

use super::{Error, Fitting, Method, Series, Step};
use candidate::{Candidate, Found, Problem};
use fitted::FittedCes;
use form::Form;

/// The least values the simplest form is fitted to.
const LEAST_VALUES: usize = 5;

/// Values passed over in one step of the fit, at most.
const VALUES_A_STEP: usize = 200_000;

/// Complex exponential smoothing without a season, with one instead of a level, beside it, and smoothed in the same
/// complex way; the corrected Akaike criterion chooses.
#[derive(Debug, Clone, Copy)]
pub(super) struct AutoCes;

impl Method for AutoCes {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let problem = Problem::new(series);
        let mut values = series.observed().iter().flatten();
        let first = values.next().copied().unwrap_or_default();
        let is_constant = values.all(|y| (y - first).abs() <= 0.0);
        if problem.observed < LEAST_VALUES && !is_constant {
            let observed = problem.observed;
            return Err(Error::TooShort { observed, needed: LEAST_VALUES });
        }
        let has_season = problem.m >= 2 && problem.values.len() >= 2 * problem.m;
        let forms = Form::ALL.iter().copied();
        let plans = forms.filter(|form| *form == Form::None || has_season && !is_constant);
        Ok(Box::new(FittingCes {
            series: series.clone(),
            plans: plans.collect::<Vec<_>>().into_iter(),
            current: None,
            best: None,
            problem,
        }))
    }
}

struct FittingCes {
    series: Series,
    problem: Problem,
    /// Forms still to be fitted.
    plans: std::vec::IntoIter<Form>,
    current: Option<Candidate>,
    best: Option<Found>,
}

impl Fitting for FittingCes {
    fn step(&mut self) -> Result<Step, Error> {
        if let Some(mut candidate) = self.current.take() {
            let evaluations = VALUES_A_STEP / (passes::PASSES * self.problem.values.len()) + 1;
            if candidate.advance(&self.problem, evaluations) {
                self.keep(candidate.found(&self.problem));
            } else {
                self.current = Some(candidate);
            }
            return Ok(Step::More);
        }
        if let Some(form) = self.plans.next() {
            self.current = Some(Candidate::new(form, &self.series, &self.problem));
            return Ok(Step::More);
        }
        let found = self.best.take().ok_or(Error::NoFit)?;
        Ok(Step::Done(Box::new(FittedCes::new(found, &self.series, &self.problem)?)))
    }
}

impl FittingCes {
    fn keep(&mut self, found: Option<Found>) {
        let Some(found) = found else { return };
        if self.best.as_ref().is_none_or(|best| found.aicc < best.aicc) {
            self.best = Some(found);
        }
    }
}

#[cfg(test)]
mod tests;
