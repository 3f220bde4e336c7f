//! Exponential smoothing with the form chosen by the corrected Akaike criterion.
//!
//! # Source
//! Hyndman, Koehler, Snyder & Grose (2002), A state space framework for automatic forecasting using exponential
//! smoothing methods, Int. J. Forecasting 18(3); Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential
//! Smoothing, Springer.

mod candidate;
mod filter;
mod fitted;
mod form;
mod likelihood;
mod lookahead;
mod slope;
mod start;

use std::rc::Rc;

use super::{Error, Fitting, Method, Series, Step};
use candidate::{Candidate, Found};
use filter::Trace;
use fitted::FittedEts;
use form::{Form, Season};
use likelihood::Problem;

/// The least values the simplest form is fitted to.
const LEAST_VALUES: usize = 5;

/// Values passed over in one step of the fit, at most.
const VALUES_A_STEP: usize = 200_000;

/// A form may look ahead worse than the best by `WORSE_AHEAD / n`: the longer the history, the surer the comparison.
const WORSE_AHEAD: f64 = 12.0;

/// Exponential smoothing: every sensible form is fitted by maximum likelihood; of those that foresee a whole season
/// about as well as any, the corrected Akaike criterion chooses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AutoEts;

impl Method for AutoEts {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let problem = Problem::new(series);
        let mut values = series.observed().iter().flatten();
        let first = values.next().copied().unwrap_or_default();
        let is_constant = values.all(|y| (y - first).abs() <= 0.0);
        if problem.observed < LEAST_VALUES && !is_constant {
            let observed = problem.observed;
            return Err(Error::TooShort { observed, needed: LEAST_VALUES });
        }
        let is_positive = problem.is_positive();
        let is_wanted = |form: &Form| {
            (problem.has_season() || form.season == Season::None)
                && (is_positive || !form.needs_positive())
        };
        let (mut forms, mut found) = (Vec::new(), Vec::new());
        if is_constant {
            found.push(Found::constant(&problem));
        } else {
            forms = Form::all().filter(is_wanted).collect();
        }
        Ok(Box::new(FittingEts {
            observed: series.observed().into(),
            trace: Trace::new(problem.values.len()),
            problem,
            forms: forms.into_iter(),
            current: None,
            found,
        }))
    }
}

struct FittingEts {
    observed: Rc<[Option<f64>]>,
    problem: Problem,
    trace: Trace,
    forms: std::vec::IntoIter<Form>,
    current: Option<Candidate>,
    found: Vec<Found>,
}

impl Fitting for FittingEts {
    fn step(&mut self) -> Result<Step, Error> {
        let Self { problem, trace, forms, .. } = self;
        let mut next = || forms.find_map(|form| Candidate::new(form, problem, trace));
        let Some(mut candidate) = self.current.take().or_else(&mut next) else {
            return self.choose();
        };
        let evaluations = (VALUES_A_STEP / problem.values.len()).max(1);
        if candidate.advance(problem, trace, evaluations) {
            self.found.extend(candidate.found(problem, trace));
        } else {
            self.current = Some(candidate);
        }
        Ok(Step::More)
    }
}

impl FittingEts {
    fn choose(&mut self) -> Result<Step, Error> {
        let found = std::mem::take(&mut self.found);
        let least = found.iter().map(|found| found.lookahead).fold(f64::INFINITY, f64::min);
        let most = least * (1.0 + WORSE_AHEAD / self.problem.observed as f64);
        let chosen = found
            .into_iter()
            .filter(|found| found.lookahead <= most)
            .min_by(|a, b| a.aicc.total_cmp(&b.aicc))
            .ok_or(Error::NoFit)?;
        let fitted = FittedEts::new(chosen, &self.problem, Rc::clone(&self.observed))?;
        Ok(Step::Done(Box::new(fitted)))
    }
}

#[cfg(test)]
mod tests;
