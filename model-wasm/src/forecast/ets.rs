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

use super::long_season::LongSeason;
use super::{Error, Fitting, Method, Series, Step};
use candidate::{Candidate, Found, MOST_ALPHA};
use filter::Trace;
use fitted::FittedEts;
use form::{Form, Season};
use likelihood::Problem;

/// The least values the simplest form is fitted to.
const LEAST_VALUES: usize = 5;

/// Values passed over in one step of the fit, at most.
const VALUES_A_STEP: usize = 200_000;

/// A form may look ahead worse than the best by `WORSE_AHEAD / n`: the longer the history, the surer the comparison.
const WORSE_AHEAD: f64 = 24.0;

/// The likeliest forms are fitted again with a level that may not chase the last values.
const CALM_FORMS: usize = 3;

/// What alpha may be there at most.
const CALM_ALPHAS: [f64; 3] = [0.3, 0.1, 0.03];

/// Exponential smoothing: every sensible form is fitted by maximum likelihood, the likeliest also with calm levels; of
/// those that foresee a whole season about as well as any, the corrected Akaike criterion chooses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AutoEts;

impl Method for AutoEts {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        if let Some(season) = LongSeason::of(series) {
            let fitting = self.begin(&season.take_off(series)?)?;
            return Ok(season.around(fitting, series.len()));
        }
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
        let (mut plans, mut found) = (Vec::new(), Vec::new());
        if is_constant {
            found.push(Found::constant(&problem));
        } else {
            plans = Form::all().filter(is_wanted).map(|form| (form, MOST_ALPHA)).collect();
        }
        Ok(Box::new(FittingEts {
            observed: series.observed().into(),
            trace: Trace::new(problem.values.len()),
            problem,
            plans: plans.into_iter(),
            are_calm: false,
            current: None,
            found,
        }))
    }
}

struct FittingEts {
    observed: Rc<[Option<f64>]>,
    problem: Problem,
    trace: Trace,
    /// Forms still to be fitted, with the most alpha may be.
    plans: std::vec::IntoIter<(Form, f64)>,
    /// Whether these are the calm ones.
    are_calm: bool,
    current: Option<Candidate>,
    found: Vec<Found>,
}

impl Fitting for FittingEts {
    fn step(&mut self) -> Result<Step, Error> {
        let Some(mut candidate) = self.current.take().or_else(|| self.next()) else {
            return self.choose();
        };
        let Self { problem, trace, .. } = self;
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
    fn next(&mut self) -> Option<Candidate> {
        loop {
            let Some((form, most_alpha)) = self.plans.next() else {
                if self.are_calm {
                    return None;
                }
                self.are_calm = true;
                self.plans = self.calm_plans().into_iter();
                continue;
            };
            // A bound that the free search kept anyway finds nothing new.
            let is_kept = |found: &Found| found.form == form && found.smoothing.alpha <= most_alpha;
            if self.found.iter().any(is_kept) {
                continue;
            }
            let candidate = Candidate::new(form, most_alpha, &self.problem, &mut self.trace);
            if candidate.is_some() {
                return candidate;
            }
        }
    }

    fn calm_plans(&self) -> Vec<(Form, f64)> {
        let mut likeliest: Vec<&Found> = self.found.iter().collect();
        likeliest.sort_by(|a, b| a.aicc.total_cmp(&b.aicc));
        let forms = likeliest.iter().take(CALM_FORMS).map(|found| found.form);
        forms.flat_map(|form| CALM_ALPHAS.map(|most| (form, most))).collect()
    }

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
