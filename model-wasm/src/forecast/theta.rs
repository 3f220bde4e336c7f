//! The theta method, and its optimised and dynamic optimised forms.
//!
//! A series is adjusted for its season, then forecast by exponential smoothing plus a share `w = 1 − 1/θ` of what
//! the line through it says: `y[t+1] = level[t] + w · (a[t] (1 − α)^t + b[t] (1 − (1 − α)^(t+1)) / α)`. In the
//! standard method θ is 2 and the line is that of the whole history; in the optimised one θ is fitted; in the dynamic one
//! the line is that of the values so far besides.
//!
//! # Source
//! Assimakopoulos & Nikolopoulos (2000), The theta model, Int. J. Forecasting 16(4); Fiorucci, Pellegrini, Louzada,
//! Petropoulos & Koehler (2016), Models for optimising the theta method and their relationship to state space models,
//! Int. J. Forecasting 32(4).

use super::{Error, FittedModel, Fitting, Method, Series, Step};

mod adjusted;
mod fitted;
mod profile;
mod search;

use adjusted::Adjusted;
use fitted::Fitted;
use profile::{Coefficients, Profile};
use search::Search;

/// Fewest values observed: three go into the first line.
const FEWEST: usize = 4;

/// The standard theta method: half the trend of the line through the history.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Theta;

/// The optimised theta model: the line of the whole history, its share fitted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OptimisedTheta;

/// The dynamic optimised theta model: the line is that of the values so far, its share is fitted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DynamicTheta;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variant {
    Standard,
    Optimised,
    DynamicOptimised,
}

impl Method for Theta {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(Box::new(Fit::begin(Variant::Standard, series)?))
    }
}

impl Method for OptimisedTheta {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(Box::new(Fit::begin(Variant::Optimised, series)?))
    }
}

impl Method for DynamicTheta {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(Box::new(Fit::begin(Variant::DynamicOptimised, series)?))
    }
}

/// The search for α under way; everything else follows from it.
struct Fit {
    profile: Profile,
    search: Search,
}

impl Fit {
    fn begin(variant: Variant, series: &Series) -> Result<Self, Error> {
        check_length(series)?;
        let profile = Profile::new(variant, Adjusted::new(series));
        let search = Search::new(lowest_alpha(series));
        Ok(Self { profile, search })
    }
}

fn check_length(series: &Series) -> Result<(), Error> {
    let observed = series.observed().iter().flatten().count();
    if observed < FEWEST { Err(Error::TooShort { observed, needed: FEWEST }) } else { Ok(()) }
}

/// The lowest α worth a try: 0.1, as the paper's authors set it, for series without a season in their nature; sales by
/// day, week or month, many and noisy, are smoothed better by less.
fn lowest_alpha(series: &Series) -> f64 {
    if series.season() > 1 { 0.02 } else { 0.1 }
}

impl Fitting for Fit {
    fn step(&mut self) -> Result<Step, Error> {
        // A pass over a hundred thousand values takes about two milliseconds.
        let passes = 100_000 / self.profile.len() + 1;
        for _ in 0..passes {
            let Some(alpha) = self.search.next() else {
                let alpha = self.search.best().ok_or(Error::NoFit)?;
                let coefficients = self.profile.at(alpha).ok_or(Error::NoFit)?;
                return Ok(Step::Done(Box::new(Fitted::new(&self.profile, coefficients)?)));
            };
            let error = self.profile.at(alpha).map_or(f64::INFINITY, |found| found.error);
            self.search.tell(error);
        }
        Ok(Step::More)
    }
}

#[cfg(test)]
mod tests;
