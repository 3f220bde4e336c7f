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
mod regression;
mod stepwise;
mod unit_roots;
mod walk;
mod waves;

use super::{Error, Fitting, Frequency, Method, Series, Step};
use candidate::{Candidate, Found};
use fitted::FittedArima;
use problem::Problem;
use regression::take_out;
use walk::Walk;
use waves::{WaveSearch, Waves};

/// Fewer values say nothing of how they hang together.
const LEAST_VALUES: usize = 5;

/// The longest season whose terms are fitted; longer ones are waves.
const LONGEST_SEASON: usize = 24;

/// Waves taken off for the first look at how a history with a long season wanders.
const FIRST_WAVES: usize = 3;

/// ARIMA: differenced as often as tests say, terms found by a walk over neighbouring orders, each fitted by maximum
/// likelihood; of those that look ahead about as well as any, the corrected Akaike criterion chooses. Long seasons are
/// sines and cosines beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AutoArima;

impl Method for AutoArima {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let m = if series.season() <= LONGEST_SEASON { series.season() } else { 1 };
        let problem = Problem::new(series, m);
        let observed = problem.seen_from(0);
        let is_constant = problem.values.windows(2).all(|pair| (pair[1] - pair[0]).abs() <= 0.0);
        if observed < LEAST_VALUES && !is_constant {
            return Err(Error::TooShort { observed, needed: LEAST_VALUES });
        }
        let is_long = |season: &usize| *season > LONGEST_SEASON && series.len() >= 2 * season;
        let long: Vec<usize> = series.seasons().iter().copied().filter(is_long).collect();
        let stage = if long.is_empty() {
            Stage::Walk(walk(problem.clone(), series.frequency(), m)?)
        } else {
            let d = wandering(&problem, &long);
            Stage::Waves(WaveSearch::new(long, d))
        };
        let (frequency, waves) = (series.frequency(), Vec::new());
        Ok(Box::new(FittingArima { problem, m, frequency, waves, beside: Vec::new(), stage }))
    }
}

/// How often the values are to be differenced beside the first waves of their long seasons.
fn wandering(problem: &Problem, seasons: &[usize]) -> usize {
    let first: Vec<Waves> =
        seasons.iter().map(|season| Waves { season: *season, count: FIRST_WAVES }).collect();
    let n = problem.values.len();
    let mut columns = vec![vec![1.0; n]];
    columns.extend(waves::columns(&first, 0, n));
    let mut rest = problem.values.clone();
    take_out(&mut columns, &mut rest);
    unit_roots::differences(&rest)
}

fn walk(problem: Problem, frequency: Frequency, m: usize) -> Result<Walk, Error> {
    let is_strong = unit_roots::has_strong_season(&problem.values, frequency, m)?;
    Ok(Walk::new(problem, m, is_strong))
}

struct FittingArima {
    /// Its columns are the waves, once they are known.
    problem: Problem,
    /// The season whose terms are fitted; 1 for none.
    m: usize,
    frequency: Frequency,
    waves: Vec<Waves>,
    /// The waves' coefficients by the first model of what is beside them.
    beside: Vec<f64>,
    stage: Stage,
}

enum Stage {
    /// How many waves.
    Waves(WaveSearch),
    /// Which orders, beside the waves.
    Walk(Walk),
    /// Both together; with what is there if that fails.
    Joint(Candidate, Found),
    Over,
}

impl Fitting for FittingArima {
    fn step(&mut self) -> Result<Step, Error> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Waves(mut search) => {
                if search.advance(&self.problem) {
                    self.begin_walk(search)?
                } else {
                    Stage::Waves(search)
                }
            }
            Stage::Walk(mut walk) => {
                if walk.advance() {
                    let found = walk.into_best().ok_or(Error::NoFit)?;
                    if self.waves.is_empty() {
                        return self.finish(found);
                    }
                    self.join(found)
                } else {
                    Stage::Walk(walk)
                }
            }
            Stage::Joint(mut candidate, found) => {
                if candidate.advance() {
                    return self.finish(candidate.found().unwrap_or(found));
                }
                Stage::Joint(candidate, found)
            }
            Stage::Over => return Err(Error::NoFit),
        };
        Ok(Step::More)
    }
}

impl FittingArima {
    fn begin_walk(&mut self, search: WaveSearch) -> Result<Stage, Error> {
        if let Some((waves, found)) = search.into_best() {
            self.problem.columns = waves::columns(&waves, 0, self.problem.values.len());
            self.beside = found.coefficients[usize::from(found.order.has_constant)..].to_vec();
            self.waves = waves;
        }
        let rest = self.problem.beside(&self.beside);
        Ok(Stage::Walk(walk(rest, self.frequency, self.m)?))
    }

    /// The chosen orders and the waves are fitted once more, both at once.
    fn join(&self, found: Found) -> Stage {
        let candidate = Candidate::beside(&found, found.order, &self.problem);
        let coefficients = found.coefficients.iter().chain(&self.beside).copied().collect();
        Stage::Joint(candidate, Found { coefficients, ..found })
    }

    fn finish(&self, found: Found) -> Result<Step, Error> {
        let fitted = FittedArima::new(found, self.waves.clone(), &self.problem)?;
        Ok(Step::Done(Box::new(fitted)))
    }
}

#[cfg(test)]
mod tests;
