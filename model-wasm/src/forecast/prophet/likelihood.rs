//! The logarithm of the posterior, for the forms that are not linear in their coefficients, and its slope.

use super::design::Design;
use super::exact::squares;
use super::lbfgs::Objective;
use super::moments::Triangle;
use super::options::Combination;
use super::priors::Priors;
use crate::math;

/// The history as the peer sees it.
pub(super) struct Rows {
    /// When, from 0 to 1.
    pub(super) time: Vec<f64>,
    /// Scaled values.
    pub(super) values: Vec<f64>,
    /// Row by row.
    pub(super) features: Vec<f64>,
}

impl Rows {
    /// Where one more is wanted.
    pub(super) fn push(&mut self, design: &Design, period: usize, value: f64) {
        self.time.push(design.time(period));
        self.values.push((value - design.floor()) / design.scale);
        let filled = self.features.len();
        self.features.resize(filled + design.features(), 0.0);
        design.fill(period, &mut self.features[filled..]);
    }

    pub(super) fn len(&self) -> usize {
        self.time.len()
    }
}

/// The negative logarithm of the posterior. Its arguments are the coefficients and the logarithm of the noise's
/// standard deviation.
pub(super) struct Likelihood<'a> {
    pub(super) design: &'a Design,
    pub(super) rows: &'a Rows,
    /// Rows that count: the first ones.
    pub(super) count: usize,
    pub(super) combination: Combination,
    pub(super) priors: &'a Priors,
}

impl Likelihood<'_> {
    /// What the rows' coefficients make of each row: trend, how fast it moves, what the features add.
    fn parts(&self, x: &[f64]) -> Vec<(f64, f64, f64)> {
        let width = self.priors.features.len();
        let effects = &x[2..2 + width];
        let drives = self.drives(x);
        let rows = self.rows.features.chunks_exact(width.max(1));
        let rows = rows.map(Some).chain(std::iter::repeat(None));
        let all = drives.into_iter().zip(rows);
        all.map(|(drive, row)| {
            let (trend, speed) = self.design.trend(drive);
            let row = if width == 0 { &[][..] } else { row.unwrap_or_default() };
            (trend, speed, row.iter().zip(effects).map(|(a, b)| a * b).sum())
        })
        .collect()
    }

    /// What drives the trend in each row: one walk, for rows and bends are in order of time.
    fn drives(&self, x: &[f64]) -> Vec<f64> {
        let bends = &x[2 + self.priors.features.len()..];
        let (mut slope, mut moved) = (x[1], self.design.drive(x, 0.0));
        let mut next = 0;
        let times = &self.rows.time[..self.count];
        times
            .iter()
            .map(|time| {
                while let Some(at) = self.design.changepoints.get(next).filter(|at| *at < time) {
                    slope += bends[next];
                    moved -= bends[next] * at;
                    next += 1;
                }
                moved + slope * time
            })
            .collect()
    }

    fn mean(&self, (trend, _, effect): &(f64, f64, f64)) -> f64 {
        match self.combination {
            Combination::Additive => trend + effect,
            Combination::Multiplicative => trend * (1.0 + effect),
        }
    }
}

impl Objective for Likelihood<'_> {
    fn value(&mut self, x: &[f64], slope: &mut [f64]) -> f64 {
        let parts = self.parts(x);
        let errors: Vec<f64> =
            parts.iter().zip(&self.rows.values).map(|(part, y)| y - self.mean(part)).collect();
        let squares: f64 = errors.iter().map(|error| error * error).sum();
        slope.fill(0.0);
        let width = self.priors.features.len();
        let deviation = x.last().copied().unwrap_or_default();
        let variance = math::exp(2.0 * deviation);
        let (line, rest) = slope.split_at_mut(2);
        let (effects, rest) = rest.split_at_mut(width);
        let (bends, _) = rest.split_at_mut(self.design.changepoints.len());
        // From the last row to the first, so that each bend meets the sums over all rows after it.
        let (mut pull, mut pull_by_time) = (0.0, 0.0);
        let mut next = bends.len();
        for (i, (error, (trend, speed, effect))) in errors.iter().zip(&parts).enumerate().rev() {
            let time = self.rows.time[i];
            while let Some(at) =
                next.checked_sub(1).map(|at| self.design.changepoints[at]).filter(|at| *at >= time)
            {
                next -= 1;
                bends[next] = pull_by_time - at * pull;
            }
            let here = -error / variance;
            let (to_trend, to_effect) = match self.combination {
                Combination::Additive => (here, here),
                Combination::Multiplicative => (here * (1.0 + effect), here * trend),
            };
            pull += to_trend * speed;
            pull_by_time += to_trend * speed * time;
            let row = &self.rows.features[i * width..(i + 1) * width];
            effects.iter_mut().zip(row).for_each(|(sum, x)| *sum += to_effect * x);
        }
        for at in (0..next).rev() {
            bends[at] = pull_by_time - self.design.changepoints[at] * pull;
        }
        (line[0], line[1]) = self.design.slope_of_line(x, pull, pull_by_time);
        self.priors.add(x, slope, squares, self.count)
    }
}

/// The same of a model that is linear in its coefficients, from sums of products alone: an evaluation costs the same
/// however long the history is.
pub(super) struct LinearLikelihood<'a> {
    sums: &'a Triangle,
    rows: usize,
    priors: &'a Priors,
    /// Coefficients close to the minimum, from where squares are counted: from afar they would drown in rounding.
    near: &'a [f64],
    /// The sum of squared errors there, and half its slope.
    squares: f64,
    pull: Vec<f64>,
}

impl<'a> LinearLikelihood<'a> {
    pub(super) fn new(
        sums: &'a Triangle,
        rows: usize,
        priors: &'a Priors,
        near: &'a [f64],
    ) -> Self {
        let value = sums.size() - 1;
        let mut pull = vec![0.0; value];
        sums.multiply(near, &mut pull);
        for (pull, aim) in pull.iter_mut().zip(sums.row(value)) {
            *pull -= aim;
        }
        Self { sums, rows, priors, near, squares: squares(sums, near), pull }
    }
}

impl Objective for LinearLikelihood<'_> {
    fn value(&mut self, x: &[f64], slope: &mut [f64]) -> f64 {
        let deviation = x.last().copied().unwrap_or_default();
        let variance = math::exp(2.0 * deviation);
        let apart: Vec<f64> = x.iter().zip(self.near).map(|(x, near)| x - near).collect();
        let slopes = &mut slope[..apart.len()];
        self.sums.multiply(&apart, slopes);
        let mut squares = self.squares;
        for ((slope, apart), pull) in slopes.iter_mut().zip(&apart).zip(&self.pull) {
            squares += apart * (*slope + 2.0 * pull);
            *slope = (*slope + pull) / variance;
        }
        self.priors.add(x, slope, squares.max(0.0), self.rows)
    }
}

/// Either of them.
pub(super) enum Posterior<'a> {
    Linear(LinearLikelihood<'a>),
    Any(Likelihood<'a>),
}

impl Objective for Posterior<'_> {
    fn value(&mut self, x: &[f64], slope: &mut [f64]) -> f64 {
        match self {
            Self::Linear(linear) => linear.value(x, slope),
            Self::Any(any) => any.value(x, slope),
        }
    }
}
