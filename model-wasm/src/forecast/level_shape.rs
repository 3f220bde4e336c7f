//! The level of whole seasons times the shape within them.
//!
//! A history folded into its seasons is nearly a product: how much a season sold, times how a season's sales spread over
//! its places. The shape is robust, the levels are few and smooth, and a ridge regression foretells them, also from the
//! same time of the year before. Where folding does not pay, each value is a level of its own.
//!
//! # Source
//! FLAIR: Factored Level And Interleaved Ridge (2026), arXiv 2605.07222.

mod fitted;
mod fold;
mod level;
mod ridge;

use super::{Error, Fitting, Method, Series, Step, period};
use fitted::FittedLevelShape;

/// The least values the levels are told by.
const LEAST_VALUES: usize = 5;
/// The least whole seasons that a shape is found in.
const LEAST_SEASONS: usize = 3;
/// Seasons the shape may be the mean of; of equals the first.
const KEPT: [usize; 4] = [13, 8, 30, 2];
/// Origins at which the choices are compared, at most.
const MOST_ORIGINS: usize = 8;
/// Values before the first of them, at least.
const LEAST_BEFORE: usize = 10;

/// How a history is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choice {
    /// Length of a season; 1 for not at all.
    m: usize,
    /// The latest seasons that the shape is the mean of.
    kept: usize,
}

/// Level times shape; how to fold is chosen by the errors over two seasons from rolling origins.
#[derive(Debug, Clone, Copy)]
pub(super) struct LevelShape;

impl Method for LevelShape {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        check_length(series)?;
        let n = series.len();
        let mut choices = vec![Choice { m: 1, kept: 1 }];
        let mut lengths = vec![series.season()];
        lengths.extend(period::detect(series).first());
        lengths.dedup();
        for m in lengths.into_iter().filter(|m| *m > 1 && n >= LEAST_SEASONS * m) {
            choices.extend(KEPT.map(|kept| Choice { m, kept }));
        }
        let longest = choices.iter().map(|choice| choice.m).max().unwrap_or(1);
        let ahead = (2 * longest).max(6).min(n / 4).max(1);
        let first = (LEAST_SEASONS * longest).max(LEAST_BEFORE);
        let origins = (first..=n - ahead).rev().step_by(ahead.div_ceil(2)).take(MOST_ORIGINS);
        let origins: Vec<usize> = if choices.len() > 1 { origins.collect() } else { Vec::new() };
        Ok(Box::new(FittingLevelShape {
            series: series.clone(),
            ahead,
            origins,
            errors: vec![0.0; choices.len()],
            choices,
        }))
    }
}

fn check_length(series: &Series) -> Result<(), Error> {
    let observed = series.observed().iter().flatten().count();
    if observed < LEAST_VALUES {
        return Err(Error::TooShort { observed, needed: LEAST_VALUES });
    }
    Ok(())
}

struct FittingLevelShape {
    series: Series,
    choices: Vec<Choice>,
    /// Sum of the absolute errors of each choice.
    errors: Vec<f64>,
    /// Steps ahead they are compared over.
    ahead: usize,
    /// Origins still to be looked at.
    origins: Vec<usize>,
}

impl Fitting for FittingLevelShape {
    fn step(&mut self) -> Result<Step, Error> {
        let Some(origin) = self.origins.pop() else {
            let pairs = self.choices.iter().zip(&self.errors);
            let (choice, _) = pairs.min_by(|a, b| a.1.total_cmp(b.1)).ok_or(Error::NoFit)?;
            return Ok(Step::Done(Box::new(FittedLevelShape::new(*choice, &self.series)?)));
        };
        // An origin before enough values teaches nothing.
        let past = self.series.until(origin).ok().filter(|past| check_length(past).is_ok());
        if let Some(past) = past {
            let came = &self.series.observed()[origin..];
            for (choice, error) in self.choices.iter().zip(&mut self.errors) {
                *error += FittedLevelShape::new(*choice, &past)?.error(came, self.ahead);
            }
        }
        Ok(Step::More)
    }
}

#[cfg(test)]
mod tests;
