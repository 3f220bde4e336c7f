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
mod start;

use std::rc::Rc;

use super::{Error, Fitting, Method, Series, Step};
use candidate::{Candidate, Found, Problem};
use fitted::FittedEts;
use form::{Form, Season};

/// The least values a form without trend or season is fitted to.
const LEAST_VALUES: usize = 4;

/// Values passed over in one step of the fit, at most.
const VALUES_A_STEP: usize = 400_000;

/// Exponential smoothing: every sensible form is fitted by maximum likelihood, the corrected Akaike criterion chooses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AutoEts;

impl Method for AutoEts {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let observed = series.observed().iter().flatten().count();
        let first = series.observed().iter().flatten().next().copied().unwrap_or(0.0);
        let is_constant = series.observed().iter().flatten().all(|y| (y - first).abs() <= 0.0);
        if observed < LEAST_VALUES && !is_constant {
            return Err(Error::TooShort { observed, needed: LEAST_VALUES });
        }
        let problem = Problem::new(series);
        let is_positive = problem.filled.iter().all(|y| *y > 0.0);
        let has_season = problem.m > 1 && problem.m <= 24;
        let is_wanted = |form: &Form| {
            (has_season || form.season == Season::None) && (is_positive || !form.needs_positive())
        };
        let forms = if is_constant { Vec::new() } else { Form::all().filter(is_wanted).collect() };
        let observed = series.observed().into();
        let forms = forms.into_iter();
        Ok(Box::new(FittingEts {
            observed,
            problem,
            forms,
            current: None,
            best: None,
            is_constant,
        }))
    }
}

struct FittingEts {
    observed: Rc<[Option<f64>]>,
    problem: Problem,
    forms: std::vec::IntoIter<Form>,
    current: Option<Candidate>,
    best: Option<Found>,
    is_constant: bool,
}

impl Fitting for FittingEts {
    fn step(&mut self) -> Result<Step, Error> {
        if self.is_constant {
            let found = Found::constant(&self.problem);
            return Ok(Step::Done(Box::new(FittedEts::new(
                found,
                &self.problem,
                self.observed.clone(),
            )?)));
        }
        let evaluations = (VALUES_A_STEP / self.problem.values.len()).max(1);
        let Some(mut candidate) = self.current.take().or_else(|| self.next_candidate()) else {
            let found = self.best.take().ok_or(Error::NoFit)?;
            let fitted = FittedEts::new(found, &self.problem, self.observed.clone())?;
            return Ok(Step::Done(Box::new(fitted)));
        };
        if !candidate.advance(&self.problem, evaluations) {
            self.current = Some(candidate);
            return Ok(Step::More);
        }
        let is_better = |found: &Found| self.best.as_ref().is_none_or(|b| found.aicc < b.aicc);
        if let Some(found) = candidate.found(&self.problem).filter(is_better) {
            self.best = Some(found);
        }
        Ok(Step::More)
    }
}

impl FittingEts {
    fn next_candidate(&mut self) -> Option<Candidate> {
        let problem = &self.problem;
        self.forms.by_ref().find_map(|form| Candidate::new(form, problem))
    }
}
