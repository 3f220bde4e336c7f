//! What is to become small.

use super::histogram::Slope;
use crate::math;

/// What is to become small.
#[derive(Debug, Clone, PartialEq)]
pub enum Loss {
    /// Squared error: the output is the mean.
    Squared,
    /// Log loss of a target that is 0 or 1: the output is the log odds of 1.
    Logistic,
    /// Pinball loss: the output is the quantile of this level, in (0, 1).
    Quantile(f64),
    /// The mean and the quantiles of these levels, all from the same trees: the outputs are the mean, then the
    /// quantiles (not sorted). Trees take turns: one is grown where means differ, one where the distribution lies
    /// higher or lower, one where it is wider or narrower; every tree corrects every output.
    Distribution(Vec<f64>),
}

/// Rows of a leaf whose quantile stands for that of all: enough for one small correction among hundreds.
const MOST_RANKED: usize = 1_000;

impl Loss {
    /// Outputs of a row.
    #[must_use]
    pub fn width(&self) -> usize {
        match self {
            Self::Distribution(levels) => levels.len() + 1,
            _ => 1,
        }
    }

    /// What every row starts with: the best constants.
    pub(super) fn start(&self, targets: &[f32]) -> Vec<f32> {
        let count = targets.len().max(1) as f64;
        let mean = targets.iter().copied().map(f64::from).sum::<f64>() / count;
        let mut values = targets.to_vec();
        match self {
            Self::Squared => vec![mean as f32],
            Self::Logistic => {
                let share = mean.clamp(1e-6, 1.0 - 1e-6);
                vec![math::ln(share / (1.0 - share)) as f32]
            }
            Self::Quantile(level) => vec![quantile(&mut values, *level)],
            Self::Distribution(levels) => {
                let quantiles = levels.iter().map(|level| quantile(&mut values, *level));
                std::iter::once(mean as f32).chain(quantiles).collect()
            }
        }
    }

    /// The derivatives a tree is grown by. `turn` counts trees.
    pub(super) fn slope(&self, turn: usize, target: f32, scores: &[f32]) -> Slope {
        let below = |score: f32| f32::from(u8::from(target < score));
        let plain = |gradient: f32| Slope { gradient, hessian: 1.0 };
        match self {
            Self::Squared => plain(scores[0] - target),
            Self::Logistic => {
                let chance = (1.0 / (1.0 + math::exp(-f64::from(scores[0])))) as f32;
                Slope { gradient: chance - target, hessian: (chance * (1.0 - chance)).max(1e-6) }
            }
            Self::Quantile(level) => plain(below(scores[0]) - *level as f32),
            Self::Distribution(_) if turn.is_multiple_of(3) => plain(scores[0] - target),
            Self::Distribution(levels) => {
                let quantiles = levels.iter().zip(&scores[1..]);
                let is_location = turn % 3 == 1;
                let terms = quantiles.map(|(level, score)| {
                    let level = *level as f32;
                    let term = below(*score) - level;
                    if is_location { term } else { term * (level - 0.5) }
                });
                plain(terms.sum())
            }
        }
    }

    /// The values of a leaf before shrinkage by the learning rate, one per output. `rows` are those of the leaf.
    pub(super) fn leaf(&self, rows: &Rows<'_>, l2: f64) -> Vec<f32> {
        match self {
            Self::Squared => vec![rows.mean_rest(l2)],
            Self::Logistic => {
                let (mut gradient, mut hessian) = (0.0, 0.0);
                for row in rows.rows {
                    let slope = self.slope(0, rows.target(*row), rows.scores(*row));
                    gradient += f64::from(slope.gradient);
                    hessian += f64::from(slope.hessian);
                }
                vec![(-gradient / (hessian + l2)) as f32]
            }
            Self::Quantile(level) => vec![rows.quantile_rest(0, *level)],
            Self::Distribution(levels) => {
                let quantiles =
                    levels.iter().enumerate().map(|(at, level)| rows.quantile_rest(at + 1, *level));
                std::iter::once(rows.mean_rest(l2)).chain(quantiles).collect()
            }
        }
    }

    /// What a row loses.
    pub(super) fn of(&self, target: f32, scores: &[f32]) -> f64 {
        let rest = |score: f32| f64::from(target) - f64::from(score);
        let pinball = |level: f64, rest: f64| (level * rest).max((level - 1.0) * rest);
        match self {
            Self::Squared => rest(scores[0]) * rest(scores[0]),
            Self::Logistic => {
                let odds = f64::from(scores[0]);
                // ln(1 + e^odds) without overflow.
                let log = odds.max(0.0) + math::ln(1.0 + math::exp(-odds.abs()));
                log - f64::from(target) * odds
            }
            Self::Quantile(level) => pinball(*level, rest(scores[0])),
            Self::Distribution(levels) => {
                let quantiles = levels.iter().zip(&scores[1..]);
                quantiles.map(|(level, score)| pinball(*level, rest(*score))).sum()
            }
        }
    }
}

/// The rows of a leaf with what is known of all rows.
pub(super) struct Rows<'a> {
    pub(super) rows: &'a [u32],
    pub(super) targets: &'a [f32],
    /// Row-major.
    pub(super) scores: &'a [f32],
    pub(super) width: usize,
}

impl Rows<'_> {
    fn target(&self, row: u32) -> f32 {
        self.targets[row as usize]
    }

    fn scores(&self, row: u32) -> &[f32] {
        &self.scores[row as usize * self.width..][..self.width]
    }

    /// The mean of what the first output misses, drawn to 0.
    fn mean_rest(&self, l2: f64) -> f32 {
        let rest = |row: &u32| f64::from(self.target(*row)) - f64::from(self.scores(*row)[0]);
        (self.rows.iter().map(rest).sum::<f64>() / (self.rows.len() as f64 + l2)) as f32
    }

    /// The quantile of what an output misses.
    fn quantile_rest(&self, output: usize, level: f64) -> f32 {
        let stride = self.rows.len().div_ceil(MOST_RANKED).max(1);
        let rows = self.rows.iter().step_by(stride);
        let mut rest: Vec<f32> =
            rows.map(|row| self.target(*row) - self.scores(*row)[output]).collect();
        quantile(&mut rest, level)
    }
}

/// The quantile of some values, linear between them; 0 of none.
fn quantile(values: &mut [f32], level: f64) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let place = level * (values.len() - 1) as f64;
    let below = place as usize;
    let (_, low, above) = values.select_nth_unstable_by(below, f32::total_cmp);
    let low = *low;
    let high = above.iter().copied().min_by(f32::total_cmp).unwrap_or(low);
    low + (high - low) * (place - below as f64) as f32
}
