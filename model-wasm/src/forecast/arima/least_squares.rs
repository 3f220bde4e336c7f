//! The search for the least sum of squares, by derivatives from differences.
//!
//! # Source
//! Marquardt (1963), An algorithm for least-squares estimation of nonlinear parameters, J. SIAM 11(2).

use crate::linear;

/// What is squared and added up.
pub(super) trait Residuals {
    /// The residuals at `x`, as many as ever; `false` if there are none.
    fn at(&mut self, x: &[f64], residuals: &mut Vec<f64>) -> bool;
}

/// How far apart two points are whose difference is a slope.
const APART: f64 = 1e-4;

/// Beyond, the residuals hardly change any more.
const FARTHEST: f64 = 30.0;

/// Trials of one step before the search gives up.
const MOST_TRIALS: usize = 8;

/// A search under way; the same whatever the pieces it is done in.
#[derive(Debug, Clone)]
pub(super) struct LeastSquares {
    point: Vec<f64>,
    /// Residuals at the point; empty before the first step.
    residuals: Vec<f64>,
    square: f64,
    damping: f64,
    moves: usize,
    trial: Vec<f64>,
    trial_residuals: Vec<f64>,
    slopes: Vec<Vec<f64>>,
}

impl LeastSquares {
    pub(super) fn new(start: Vec<f64>) -> Self {
        Self {
            trial: start.clone(),
            slopes: vec![Vec::new(); start.len()],
            point: start,
            residuals: Vec::new(),
            square: f64::INFINITY,
            damping: 1e-3,
            moves: 0,
            trial_residuals: Vec::new(),
        }
    }

    /// The best point so far.
    pub(super) fn best(&self) -> &[f64] {
        &self.point
    }

    /// Makes one move, in a few evaluations more than there are unknowns; returns whether the search is over: after
    /// `most` moves, or once a move lowers the sum of squares by less than the share `enough`.
    pub(super) fn advance(&mut self, most: usize, enough: f64, of: &mut impl Residuals) -> bool {
        if self.residuals.is_empty() {
            if !of.at(&self.point, &mut self.residuals) {
                return true;
            }
            self.square = squares(&self.residuals);
        }
        self.moves += 1;
        if self.moves > most || self.square <= 0.0 || !self.find_slopes(of) {
            return true;
        }
        let (normal, right) = self.normal_equations();
        for _ in 0..MOST_TRIALS {
            let Some(step) = damped_solution(&normal, &right, self.damping) else {
                self.damping *= 10.0;
                continue;
            };
            for (at, trial) in self.trial.iter_mut().enumerate() {
                *trial = (self.point[at] - step[at]).clamp(-FARTHEST, FARTHEST);
            }
            let is_found = of.at(&self.trial, &mut self.trial_residuals);
            let square = if is_found { squares(&self.trial_residuals) } else { f64::INFINITY };
            if square < self.square {
                let gain = self.square - square;
                let is_enough = gain < enough * self.square;
                self.square = square;
                std::mem::swap(&mut self.point, &mut self.trial);
                std::mem::swap(&mut self.residuals, &mut self.trial_residuals);
                self.damping = (0.1 * self.damping).max(1e-9);
                return is_enough;
            }
            let promised: f64 = step.iter().zip(&right).map(|(s, g)| s * g).sum();
            if promised < enough * self.square {
                return true;
            }
            self.damping *= 10.0;
        }
        true
    }

    fn find_slopes(&mut self, of: &mut impl Residuals) -> bool {
        for at in 0..self.point.len() {
            self.trial.copy_from_slice(&self.point);
            // Towards the middle, where there is always something.
            let apart = if self.point[at] > 0.0 { -APART } else { APART };
            self.trial[at] += apart;
            if !of.at(&self.trial, &mut self.slopes[at]) {
                return false;
            }
            for (slope, before) in self.slopes[at].iter_mut().zip(&self.residuals) {
                *slope = (*slope - before) / apart;
            }
        }
        true
    }

    /// Products of the slopes with each other, row-major, and with the residuals.
    fn normal_equations(&self) -> (Vec<f64>, Vec<f64>) {
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let k = self.point.len();
        let mut normal = vec![0.0; k * k];
        for i in 0..k {
            for j in 0..=i {
                normal[i * k + j] = product(&self.slopes[i], &self.slopes[j]);
                normal[j * k + i] = normal[i * k + j];
            }
        }
        let right = self.slopes.iter().map(|slope| product(slope, &self.residuals)).collect();
        (normal, right)
    }
}

fn squares(residuals: &[f64]) -> f64 {
    residuals.iter().map(|r| r * r).sum()
}

/// Solves `(N + λ (diag N + small)) x = b`; `None` if the matrix is not positive.
fn damped_solution(normal: &[f64], right: &[f64], damping: f64) -> Option<Vec<f64>> {
    let k = right.len();
    let largest = (0..k).map(|at| normal[at * k + at]).fold(0.0, f64::max);
    let (mut matrix, mut x) = (normal.to_vec(), right.to_vec());
    for at in 0..k {
        matrix[at * k + at] += damping * (normal[at * k + at] + 1e-3 * largest);
    }
    linear::solve(&mut matrix, &mut x).then_some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// y = a exp(−b t) with a = 3, b = 0.5.
    struct Decay;

    impl Residuals for Decay {
        fn at(&mut self, x: &[f64], residuals: &mut Vec<f64>) -> bool {
            residuals.clear();
            let decay = |a: f64, b: f64, t: f64| a * crate::math::exp(-b * t);
            let all = (0..20).map(f64::from).map(|t| decay(x[0], x[1], t) - decay(3.0, 0.5, t));
            residuals.extend(all);
            true
        }
    }

    #[test]
    fn a_curve_is_found() {
        let mut search = LeastSquares::new(vec![1.0, 0.1]);
        while !search.advance(50, 1e-12, &mut Decay) {}
        assert!((search.best()[0] - 3.0).abs() < 1e-4, "{:?}", search.best());
        assert!((search.best()[1] - 0.5).abs() < 1e-4, "{:?}", search.best());
    }
}
