//! The most probable coefficients of an additive model, exactly.
//!
//! With the noise known, they minimise a quadratic function plus the absolute bends: a lasso in the bends after
//! everything else is eliminated, solved by its active set. The most probable noise for these coefficients is the
//! root of a quadratic equation; both take turns until they agree.
//!
//! # Source
//! Lee, Battle, Raina & Ng (2007), Efficient sparse coding algorithms (feature-sign search).

use super::moments::Triangle;
use super::priors::{NOISE_PRIOR, Priors};

/// The least variance of the noise, where values are at most 1: below it is rounding.
const LEAST_NOISE: f64 = 1e-14;
/// Turns at most.
const MOST_TURNS: usize = 60;
/// Where turns end: relative change of the noise's variance.
const AGREEMENT: f64 = 1e-7;

/// The noise's most probable variance, given the sum of squared errors.
fn noise(squares: f64, rows: f64) -> f64 {
    // Where the slope of rows ln σ + squares / 2σ² + σ² / 2·prior is 0.
    let pull = 4.0 * squares.max(0.0) / NOISE_PRIOR;
    (2.0 * squares.max(0.0) / (rows + (rows * rows + pull).sqrt())).max(LEAST_NOISE)
}

/// Coefficients and noise on the way to where they agree.
#[derive(Debug, Clone)]
pub(super) struct Estimate {
    pub(super) coefficients: Vec<f64>,
    /// Variance.
    pub(super) noise: f64,
    turns: usize,
}

impl Estimate {
    /// Before anything is known: nothing explains anything.
    pub(super) fn new(sums: &Triangle, rows: usize) -> Self {
        let value = sums.size() - 1;
        let noise = noise(sums.at(value, value), rows as f64);
        Self { coefficients: vec![0.0; value], noise, turns: 0 }
    }

    /// From what another history said.
    pub(super) const fn warm(coefficients: Vec<f64>, noise: f64) -> Self {
        Self { coefficients, noise, turns: 0 }
    }

    /// The next turn; true if it was the last.
    pub(super) fn turn(&mut self, sums: &Triangle, rows: usize, priors: &Priors) -> bool {
        self.find_coefficients(sums, priors);
        let before = self.noise;
        self.noise = noise(squares(sums, &self.coefficients), rows as f64);
        self.turns += 1;
        self.turns >= MOST_TURNS || (before - self.noise).abs() <= AGREEMENT * self.noise
    }

    /// The coefficients for this noise.
    fn find_coefficients(&mut self, sums: &Triangle, priors: &Priors) {
        let plain = priors.plain();
        let value = sums.size() - 1;
        let mut factor = Triangle::zero(plain);
        for i in 0..plain {
            let row = factor.row_mut(i);
            if priors.free[i] {
                let all = row.iter_mut().zip(sums.row(i)).zip(&priors.free);
                all.filter(|(_, is_free)| **is_free).for_each(|((to, from), _)| *to = *from);
                row[i] += self.noise * priors.precision(i);
            } else {
                row[i] = 1.0;
            }
        }
        factor.factorise();
        let reduced = |column: usize| {
            let mut x = sums.row(column)[..plain].to_vec();
            x.iter_mut().zip(&priors.free).filter(|(_, free)| !**free).for_each(|(x, _)| *x = 0.0);
            factor.forward(&mut x);
            x
        };
        let aim = reduced(value);
        let bends: Vec<Vec<f64>> = (plain..value).map(reduced).collect();
        let mut lasso = Lasso {
            matrix: Triangle::zero(bends.len()),
            aim: Vec::with_capacity(bends.len()),
            penalty: self.noise / priors.bends,
            free: &priors.free[plain..],
        };
        for (i, bend) in bends.iter().enumerate() {
            for (j, other) in bends[..=i].iter().enumerate() {
                lasso.matrix.row_mut(i)[j] = sums.at(plain + i, plain + j) - product(bend, other);
            }
            lasso.aim.push(sums.at(value, plain + i) - product(bend, &aim));
        }
        let (found, bent) = self.coefficients.split_at_mut(plain);
        lasso.solve(bent);
        found.copy_from_slice(&aim);
        for (bend, size) in bends.iter().zip(&*bent).filter(|(_, size)| **size != 0.0) {
            found.iter_mut().zip(bend).for_each(|(x, bend)| *x -= size * bend);
        }
        factor.backward(found);
    }
}

/// The sum of squared errors with these coefficients.
pub(super) fn squares(sums: &Triangle, coefficients: &[f64]) -> f64 {
    let value = sums.size() - 1;
    let mut total = sums.at(value, value);
    for (i, x) in coefficients.iter().enumerate().filter(|(_, x)| **x != 0.0) {
        let row = sums.row(i);
        let others = product(&row[..i], coefficients);
        total += x * (x * row[i] + 2.0 * (others - sums.at(value, i)));
    }
    total.max(0.0)
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The minimum of `½ x'Mx − aim'x + penalty·Σ|x|`.
struct Lasso<'a> {
    matrix: Triangle,
    aim: Vec<f64>,
    penalty: f64,
    free: &'a [bool],
}

impl Lasso<'_> {
    /// From where `x` is, which costs least if it is close.
    fn solve(&self, x: &mut [f64]) {
        let mut active: Vec<usize> =
            (0..x.len()).filter(|i| self.free[*i] && x[*i] != 0.0).collect();
        let mut sign: Vec<f64> = x.iter().map(|x| if *x < 0.0 { -1.0 } else { 1.0 }).collect();
        x.iter_mut().zip(self.free).filter(|(_, free)| !**free).for_each(|(x, _)| *x = 0.0);
        for _ in 0..4 * x.len() + 20 {
            let target = self.minimum_of(&active, &sign);
            // As far as the first of them keeps its sign.
            let mut share = 1.0_f64;
            for (i, target) in active.iter().zip(&target) {
                if target * sign[*i] < 0.0 {
                    share = share.min(x[*i] / (x[*i] - target));
                }
            }
            for (i, target) in active.iter().zip(&target) {
                x[*i] += share * (target - x[*i]);
                if x[*i] * sign[*i] <= 1e-15 && share < 1.0 {
                    x[*i] = 0.0;
                }
            }
            if share < 1.0 {
                active.retain(|i| x[*i] != 0.0);
                continue;
            }
            let Some((worst, slope)) = self.most_wanted(x, &active) else { return };
            sign[worst] = slope.signum();
            active.push(worst);
            active.sort_unstable();
        }
    }

    /// The minimum over some of the unknowns, of given signs.
    fn minimum_of(&self, active: &[usize], sign: &[f64]) -> Vec<f64> {
        let mut factor = Triangle::zero(active.len());
        let mut x = Vec::with_capacity(active.len());
        for (place, i) in active.iter().enumerate() {
            let row = factor.row_mut(place);
            row.iter_mut().zip(active).for_each(|(to, j)| *to = self.matrix.at(*i, *j));
            x.push(self.aim[*i] - self.penalty * sign[*i]);
        }
        factor.factorise();
        factor.forward(&mut x);
        factor.backward(&mut x);
        x
    }

    /// The unknown at 0 that would gain most by moving, and where to.
    fn most_wanted(&self, x: &[f64], active: &[usize]) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        let mut most = self.penalty * (1.0 + 1e-9) + 1e-13;
        for i in (0..x.len()).filter(|i| self.free[*i] && !active.contains(i)) {
            let pulls = active.iter().map(|j| self.matrix.at(i, *j) * x[*j]);
            let slope = self.aim[i] - pulls.sum::<f64>();
            if slope.abs() > most {
                (best, most) = (Some((i, slope)), slope.abs());
            }
        }
        best
    }
}
