//! The squared error of a theta model as a function of α alone.
//!
//! Given α, the errors are linear in the first level and in the line's share `w`, so both follow by least squares,
//! exactly, from one pass over the series: three parameters become a search in one dimension.
//!
//! Two things differ from the paper. A series with a season is asked how well it is foretold up to half a season
//! ahead, not one step alone: errors one step ahead cannot tell a level that wanders from one that returns. And the
//! share is drawn towards the standard method's, which damps the trend.

use super::{Adjusted, Variant};

/// Errors before it do not count: the first line needs values.
const BURN_IN: usize = 3;
/// The share of a θ of 2.
const STANDARD_SHARE: f64 = 0.5;
/// What the standard share weighs beside the data: a line that was followed exactly goes on at nine tenths.
const PRIOR: f64 = 0.3;

pub(super) struct Profile {
    pub(super) variant: Variant,
    pub(super) adjusted: Adjusted,
    /// The line known after each value.
    pub(super) lines: Vec<Line>,
    /// How many steps ahead errors count.
    leads: Vec<usize>,
}

/// `a + b t`, with t = 1 at the first value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) a: f64,
    pub(super) b: f64,
}

/// What minimises the squared error for an α.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Coefficients {
    pub(super) alpha: f64,
    /// The level before the first value.
    pub(super) first_level: f64,
    /// 1 − 1/θ.
    pub(super) share: f64,
    /// Sum of squared errors over all leads.
    pub(super) error: f64,
}

/// Sums of products of the two regressors, the first level's and the line's, and the target.
#[derive(Default)]
struct Sums {
    level_level: f64,
    level_line: f64,
    line_line: f64,
    level_target: f64,
    line_target: f64,
    target_target: f64,
}

impl Profile {
    pub(super) fn new(variant: Variant, adjusted: Adjusted) -> Self {
        let lines = match variant {
            Variant::Standard | Variant::Optimised => {
                vec![line_of_all(&adjusted.values); adjusted.values.len()]
            }
            Variant::DynamicOptimised => lines_so_far(&adjusted.values),
        };
        let leads = leads(adjusted.season());
        Self { variant, adjusted, lines, leads }
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The best of the models with this α; `None` if it is not finite.
    pub(super) fn at(&self, alpha: f64) -> Option<Coefficients> {
        let sums = self.sums(alpha);
        let (first_level, share) = match self.variant {
            Variant::Standard => (sums.first_level(STANDARD_SHARE), STANDARD_SHARE),
            Variant::Optimised | Variant::DynamicOptimised => sums.both(),
        };
        let error = sums.error(first_level, share);
        let is_finite = first_level.is_finite() && share.is_finite() && error.is_finite();
        is_finite.then_some(Coefficients { alpha, first_level, share, error })
    }

    /// Root mean square of the errors one step ahead.
    pub(super) fn deviation(&self, found: &Coefficients) -> f64 {
        let (mut level, mut fade) = (found.first_level, 1.0);
        let (mut sum, mut count) = (0.0, 0.0);
        for (t, value) in self.adjusted.values.iter().enumerate() {
            if t >= BURN_IN && self.adjusted.is_observed[t] {
                let line = self.lines[t - 1].contribution(found.alpha, fade);
                let error = value - level - found.share * line;
                sum += error * error;
                count += 1.0;
            }
            level += found.alpha * (value - level);
            fade = faded(fade, found.alpha);
        }
        let parameters = match self.variant {
            Variant::Standard => 2.0,
            Variant::Optimised | Variant::DynamicOptimised => 3.0,
        };
        f64::sqrt(sum / f64::max(count - parameters, 1.0))
    }

    fn sums(&self, alpha: f64) -> Sums {
        let y = &self.adjusted.values;
        let keep = 1.0 - alpha;
        let mut sums = Sums::default();
        // The level, but for the part of the first level that is still in it.
        let mut level = alpha * y[0];
        let mut fade = keep;
        for (t, value) in y.iter().enumerate().skip(1) {
            if t >= BURN_IN {
                let line = self.lines[t - 1];
                let next = line.contribution(alpha, fade);
                for lead in &self.leads {
                    let at = t + lead - 1;
                    if self.adjusted.is_observed.get(at).is_some_and(|is_observed| *is_observed) {
                        // The level follows the line from then on.
                        sums.add(fade, next + line.b * (lead - 1) as f64, y[at] - level);
                    }
                }
            }
            level = alpha * value + keep * level;
            fade = faded(fade, alpha);
        }
        sums
    }
}

/// What is left of the first level one value later. Subnormal numbers are slow, and nothing is left before them.
pub(super) fn faded(fade: f64, alpha: f64) -> f64 {
    if fade > 1e-100 { fade * (1.0 - alpha) } else { 0.0 }
}

/// One step, and a sixth, a third and a half of the season.
fn leads(m: usize) -> Vec<usize> {
    let mut leads = vec![1, m.div_ceil(6), m.div_ceil(3), m.div_ceil(2)];
    leads.dedup();
    leads
}

impl Line {
    /// What the line adds to the level's forecast, for a share of 1. `fade`: (1 − α)^t for value t, from 0.
    pub(super) fn contribution(self, alpha: f64, fade: f64) -> f64 {
        self.a * fade + self.b * (1.0 - fade * (1.0 - alpha)) / alpha
    }

    /// The line of `count` values (their mean after the last: `mean`) after that of the values before it.
    ///
    /// Exact: the same as least squares over all of them (Fiorucci et al., eq. 14).
    pub(super) fn after(self, value: f64, mean_before: f64, mean: f64, count: usize) -> Self {
        let n = count as f64;
        let b = ((n - 2.0) * self.b + 6.0 * (value - mean_before) / n) / (n + 1.0);
        Self { a: mean - b * (n + 1.0) / 2.0, b }
    }
}

impl Sums {
    fn add(&mut self, fade: f64, line: f64, target: f64) {
        self.level_level += fade * fade;
        self.level_line += fade * line;
        self.line_line += line * line;
        self.level_target += fade * target;
        self.line_target += line * target;
        self.target_target += target * target;
    }

    /// The best first level for a share; 0 where nothing is left of it.
    fn first_level(&self, share: f64) -> f64 {
        if self.level_level > 0.0 {
            (self.level_target - share * self.level_line) / self.level_level
        } else {
            0.0
        }
    }

    /// The best of both with the prior, the share between 0 (θ = 1, smoothing alone) and 1 (θ = ∞).
    fn both(&self) -> (f64, f64) {
        let line_line = (1.0 + PRIOR) * self.line_line;
        let line_target = self.line_target + PRIOR * STANDARD_SHARE * self.line_line;
        let determinant = self.level_level * line_line - self.level_line * self.level_line;
        let share =
            (self.level_level * line_target - self.level_line * self.level_target) / determinant;
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { STANDARD_SHARE };
        (self.first_level(share), share)
    }

    fn error(&self, level: f64, share: f64) -> f64 {
        let linear = level * self.level_target + share * self.line_target;
        let square = level * level * self.level_level
            + 2.0 * level * share * self.level_line
            + share * share * self.line_line;
        (self.target_target - 2.0 * linear + square).max(0.0)
    }
}

/// The least squares line through all values.
fn line_of_all(y: &[f64]) -> Line {
    let n = y.len() as f64;
    let mean = y.iter().sum::<f64>() / n;
    let weighted: f64 = y.iter().enumerate().map(|(t, y)| (t + 1) as f64 * (y - mean)).sum();
    let b = 12.0 * weighted / (n * (n * n - 1.0));
    Line { a: mean - b * (n + 1.0) / 2.0, b }
}

/// The least squares line through the values up to each one.
fn lines_so_far(y: &[f64]) -> Vec<Line> {
    let mut line = Line { a: y[0], b: 0.0 };
    let mut mean = y[0];
    let mut lines = Vec::with_capacity(y.len());
    lines.push(line);
    for (t, value) in y.iter().enumerate().skip(1) {
        let before = mean;
        mean += (value - before) / (t + 1) as f64;
        line = line.after(*value, before, mean, t + 1);
        lines.push(line);
    }
    lines
}
