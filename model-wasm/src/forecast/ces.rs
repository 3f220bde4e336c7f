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

use super::{Error, FittedModel, Fitting, Method, Series, Step};
use candidate::{Candidate, Found, Problem};
use fitted::FittedCes;
use form::Form;

/// The least values the simplest form is fitted to.
const LEAST_VALUES: usize = 5;

/// Values passed over in one step of the fit, at most.
const VALUES_A_STEP: usize = 200_000;

/// Points of the later half of the history from which the forms look a season ahead, at most.
const MOST_ORIGINS: usize = 24;

/// Steps looked ahead where seasons are shorter.
const LEAST_STEPS: usize = 4;

/// Complex exponential smoothing without a season, with one instead of a level, beside it, and smoothed in the same
/// complex way: the form that would have foretold the coming season best, of equals the likeliest.
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
            found: Vec::new(),
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
    /// What was found, with its error ahead.
    found: Vec<(f64, Found)>,
}

impl Fitting for FittingCes {
    fn step(&mut self) -> Result<Step, Error> {
        if let Some(mut candidate) = self.current.take() {
            let evaluations = VALUES_A_STEP / (passes::PASSES * self.problem.values.len()) + 1;
            if candidate.advance(&self.problem, evaluations) {
                let found = candidate.found(&self.problem);
                self.found.extend(found.map(|found| (self.error_ahead(found), found)));
            } else {
                self.current = Some(candidate);
            }
            return Ok(Step::More);
        }
        if let Some(form) = self.plans.next() {
            self.current = Some(Candidate::new(form, &self.series, &self.problem));
            return Ok(Step::More);
        }
        let better = |a: &&(f64, Found), b: &&(f64, Found)| {
            a.0.total_cmp(&b.0).then(a.1.aicc.total_cmp(&b.1.aicc))
        };
        let (_, found) = self.found.iter().min_by(better).ok_or(Error::NoFit)?;
        Ok(Step::Done(Box::new(FittedCes::new(*found, &self.series, &self.problem)?)))
    }
}

impl FittingCes {
    /// Sum of the absolute errors of the coming season, from several points of the later half of the history. 0 if
    /// there is nothing to choose from, or no such point.
    fn error_ahead(&self, found: Found) -> f64 {
        let (n, m) = (self.problem.values.len(), self.problem.m);
        let first = (n / 2).max(2 * m);
        if first >= n || self.found.is_empty() && self.plans.len() == 0 {
            return 0.0;
        }
        let steps = m.max(LEAST_STEPS).min(n / 4).max(1);
        let stride = (n - first).div_ceil(MOST_ORIGINS);
        let errors = (first..n).step_by(stride).filter_map(|origin| {
            let past = self.series.until(origin).ok()?;
            let problem = Problem::with_scale(&past, self.problem.scale);
            let mean = FittedCes::new(found, &past, &problem).ok()?.mean(steps);
            let pairs = self.series.observed()[origin..].iter().zip(mean);
            Some(pairs.filter_map(|(y, mean)| Some(((*y)? - mean).abs())).sum::<f64>())
        });
        errors.sum()
    }
}

#[cfg(test)]
mod tests;
