//! One order, fitted by maximum likelihood.
//!
//! # Source
//! Gardner, Harvey & Phillips (1980), Algorithm AS 154: An algorithm for exact maximum likelihood estimation of
//! autoregressive-moving average models by means of Kalman filtering, Applied Statistics 29(3): with the variance of the
//! shocks taken out, what is least is the sum of squared surprises, each over the root of its variance, times the
//! geometric mean of these variances. The constant is that of generalised least squares, given the rest.
//! The free numbers behind the model's own coefficients (see [`Arma::new`]) are believed to be standard normal: it keeps
//! short histories from the edge of what is a model.

use super::filter::{Before, Column, Filter};
use super::least_squares::{LeastSquares, Residuals};
use super::lookahead::lookahead;
use super::order::Order;
use super::polynomial::{Arma, differences};
use super::problem::{Problem, constant, take_off};
use crate::math;

/// Moves of the search, at most: as if the values before the first had been 0, then exactly.
const MOST_MOVES: [usize; 2] = [10, 30];

/// A move that gains less than this of deviance is the last.
const ENOUGH: [f64; 2] = [1e-1, 1e-2];

/// What a search found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) order: Order,
    /// See [`Arma::new`].
    pub(super) free: Vec<f64>,
    /// The mean or the drift, 0 if there is none.
    pub(super) constant: f64,
    /// Variance of a shock, in units of the scale.
    pub(super) variance: f64,
    /// Corrected Akaike criterion; infinite where the model is at the edge of what is one, or the values are too few.
    pub(super) aicc: f64,
    /// See [`lookahead`], more for more parameters.
    pub(super) lookahead: f64,
}

/// An order whose parameters are being searched.
pub(super) struct Candidate {
    order: Order,
    likelihood: Likelihood,
    search: LeastSquares,
    /// Whether the values before the first were 0 or are what the model says.
    is_exact: bool,
}

impl Candidate {
    pub(super) fn new(order: Order, problem: &Problem) -> Self {
        let likelihood = Likelihood::new(order, problem);
        let search = LeastSquares::new(vec![0.0; order.coefficients()]);
        Self { order, likelihood, search, is_exact: false }
    }

    /// A search that begins where that of a neighbour ended, terms that one had not at 0.
    pub(super) fn beside(found: &Found, order: Order, problem: &Problem) -> Self {
        let mut candidate = Self::new(order, problem);
        candidate.likelihood.before = Before::Stationary;
        let search = LeastSquares::new(carried_over(found, &order));
        Self { search, is_exact: true, ..candidate }
    }

    /// One move of the search; returns whether it is over.
    pub(super) fn advance(&mut self) -> bool {
        let stage = usize::from(self.is_exact);
        let enough = ENOUGH[stage] / self.likelihood.observed.max(1.0);
        if !self.search.advance(MOST_MOVES[stage], enough, &mut self.likelihood) {
            return false;
        }
        if self.is_exact || self.order.coefficients() == 0 {
            return true;
        }
        self.is_exact = true;
        self.likelihood.before = Before::Stationary;
        self.search = LeastSquares::new(self.search.best().to_vec());
        false
    }

    /// Minus twice the logarithm of the likelihood of given parameters, and the sum of squared surprises.
    #[cfg(test)]
    pub(super) fn deviance(mut self, free: &[f64], constant: f64) -> Option<(f64, f64)> {
        let likelihood = &mut self.likelihood;
        if let Some(column) = likelihood.constant.take() {
            take_off(&mut likelihood.values, &column, constant);
        }
        likelihood.before = Before::Stationary;
        let passed = likelihood.pass(&Arma::new(&self.order, free))?;
        let square: f64 = likelihood.surprises.iter().map(|e| e * e).sum();
        Some((likelihood.deviance(&passed, square), square))
    }

    /// What was found; `None` if nothing fits.
    pub(super) fn found(mut self) -> Option<Found> {
        let free = self.search.best().to_vec();
        self.likelihood.before = Before::Stationary;
        self.likelihood.found(&free)
    }
}

/// The free numbers of a neighbour, cut and filled up to another order.
fn carried_over(found: &Found, order: &Order) -> Vec<f64> {
    let terms = |order: &Order| [order.p, order.q, order.seasonal.p, order.seasonal.q];
    let mut rest = found.free.as_slice();
    let mut free = Vec::with_capacity(order.coefficients());
    for (had, wanted) in terms(&found.order).into_iter().zip(terms(order)) {
        let (own, others) = rest.split_at(had);
        free.extend((0..wanted).map(|at| own.get(at).copied().unwrap_or(0.0)));
        rest = others;
    }
    free
}

/// The likelihood of an order's parameters.
struct Likelihood {
    order: Order,
    before: Before,
    filter: Filter,
    values: Vec<f64>,
    /// What a constant multiplies, if there is one.
    constant: Option<Vec<f64>>,
    /// Surprises of the values, of that.
    surprises: Vec<f64>,
    explained: Vec<f64>,
    /// Values observed that differencing leaves.
    observed: f64,
    /// Steps to look ahead.
    steps: usize,
}

/// What one pass says.
struct Passed {
    constant: f64,
    /// Mean logarithm of the surprises' variances.
    logarithm: f64,
}

impl Likelihood {
    fn new(order: Order, problem: &Problem) -> Self {
        let n = problem.values.len();
        Self {
            order,
            before: Before::Zero,
            filter: filter(&order, problem),
            values: problem.values.clone(),
            constant: order.has_constant.then(|| constant(&order, 0, n)),
            surprises: Vec::new(),
            explained: Vec::new(),
            observed: problem.seen_from(order.lost()) as f64,
            steps: problem.steps,
        }
    }

    /// Leaves what the constant does not explain in `surprises`.
    fn pass(&mut self, arma: &Arma) -> Option<Passed> {
        let own = Column { values: &self.values, surprises: &mut self.surprises };
        let (logarithms, constant) = if let Some(column) = &self.constant {
            let other = Column { values: column, surprises: &mut self.explained };
            let logarithms = self.filter.run(arma, self.before, &mut [own, other])?;
            let square: f64 = self.explained.iter().map(|x| x * x).sum();
            let both: f64 = self.explained.iter().zip(&self.surprises).map(|(x, e)| x * e).sum();
            let constant = if square > 0.0 { both / square } else { 0.0 };
            take_off(&mut self.surprises, &self.explained, constant);
            (logarithms, constant)
        } else {
            (self.filter.run(arma, self.before, &mut [own])?, 0.0)
        };
        Some(Passed { constant, logarithm: logarithms / self.observed.max(1.0) })
    }

    /// Minus twice the logarithm of the likelihood.
    fn deviance(&self, passed: &Passed, square: f64) -> f64 {
        let variance = (square / self.observed).max(f64::MIN_POSITIVE);
        let rest = 1.0 + math::ln(2.0 * std::f64::consts::PI);
        self.observed * (math::ln(variance) + passed.logarithm + rest)
    }

    fn found(&mut self, free: &[f64]) -> Option<Found> {
        let arma = Arma::new(&self.order, free);
        let passed = self.pass(&arma)?;
        let square: f64 = self.surprises.iter().map(|e| e * e).sum();
        let n = self.observed;
        // The variance of the shocks is a parameter too.
        let k = (self.order.coefficients() + usize::from(self.order.has_constant) + 1) as f64;
        let deviance = self.deviance(&passed, square);
        let aicc = deviance + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0);
        let is_one = n > k + 1.0 && arma.is_safe() && aicc.is_finite();
        // Akaike's final prediction error: what the fit owes to its own parameters.
        let handicap = (n + k) / (n - k).max(1.0);
        Some(Found {
            order: self.order,
            free: free.to_vec(),
            lookahead: self.lookahead(&arma, passed.constant)? * handicap,
            constant: passed.constant,
            variance: square / (n - k + 1.0).max(1.0),
            aicc: if is_one { aicc } else { f64::INFINITY },
        })
    }

    /// See [`lookahead`].
    fn lookahead(&mut self, arma: &Arma, constant: f64) -> Option<f64> {
        let mut rest = self.values.clone();
        if let Some(column) = &self.constant {
            take_off(&mut rest, column, constant);
        }
        let mut columns = [Column { values: &rest, surprises: &mut self.surprises }];
        self.filter.run(arma, Before::Stationary, &mut columns)?;
        Some(lookahead(&self.filter, self.steps))
    }
}

impl Residuals for Likelihood {
    fn at(&mut self, x: &[f64], residuals: &mut Vec<f64>) -> bool {
        let Some(passed) = self.pass(&Arma::new(&self.order, x)) else { return false };
        let share = math::exp(0.5 * passed.logarithm);
        residuals.clear();
        residuals.extend(self.surprises.iter().map(|e| e * share));
        // As if each number had been observed once, at 0, with the error of a shock.
        let square: f64 = residuals.iter().map(|r| r * r).sum();
        let weight = (square / self.observed.max(1.0)).sqrt();
        residuals.extend(x.iter().map(|x| x * weight));
        true
    }
}

/// The filter of an order over a history.
pub(super) fn filter(order: &Order, problem: &Problem) -> Filter {
    Filter::new(&differences(order), problem.is_seen.clone())
}
