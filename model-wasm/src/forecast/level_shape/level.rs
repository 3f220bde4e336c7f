//! How the levels go on.

use super::ridge::Ridge;

/// Rows left for the regression, at least.
const LEAST_ROWS: usize = 3;
/// Rows it must keep to look a year back.
const LEAST_BESIDE_LAG: usize = 6;

/// A regression of each level's change on a trend, on how far the level is from the last one, and on the level a year
/// (a season, where nothing is folded) before. The penalty draws it to "as it was last".
pub(super) struct LevelModel {
    /// Mean absolute level.
    scale: f64,
    /// The last level over it.
    last: f64,
    /// Levels over the scale, less the last one.
    levels: Vec<f64>,
    lag: Option<usize>,
    ridge: Ridge,
}

impl LevelModel {
    pub(super) fn new(levels: &[f64], lag: Option<usize>) -> Self {
        let n = levels.len();
        let size = levels.iter().map(|level| level.abs()).sum::<f64>() / n as f64;
        let scale = if size > 0.0 { size } else { 1.0 };
        let last = levels[n - 1] / scale;
        let levels: Vec<f64> = levels.iter().map(|level| level / scale - last).collect();
        let has_room = |lag: &usize| *lag >= 2 && *lag <= n / 2 && n - lag >= LEAST_BESIDE_LAG;
        let lag = lag.filter(has_room);
        let first = lag.unwrap_or(1);
        let width = if lag.is_some() { 4 } else { 3 };
        let (mut rows, mut targets) = (Vec::with_capacity(n * width), Vec::with_capacity(n));
        if n >= first + LEAST_ROWS {
            for t in first..n {
                rows.extend(&features(&levels, lag, t, n)[..width]);
                targets.push(levels[t] - levels[t - 1]);
            }
        }
        let ridge = Ridge::new(&rows, width, &targets);
        Self { scale, last, levels, lag, ridge }
    }

    /// The next levels, and the variance of each. They stay as near the range of the history as that is wide.
    pub(super) fn ahead(&self, count: usize) -> Vec<(f64, f64)> {
        let n = self.levels.len();
        let (low, high) = self
            .levels
            .iter()
            .fold((0.0_f64, 0.0_f64), |(low, high), level| (low.min(*level), high.max(*level)));
        let reach = high - low;
        // What is left of an error one level later.
        let kept = (1.0 - self.ridge.coefficients[2]).clamp(0.0, 1.0);
        let (mut levels, mut variance) = (self.levels.clone(), 0.0);
        (0..count)
            .map(|step| {
                let t = n + step;
                let row = features(&levels, self.lag, t, n);
                let change: f64 =
                    row.iter().zip(&self.ridge.coefficients).map(|(x, b)| x * b).sum();
                let level = (levels[t - 1] + change).clamp(low - reach, high + reach);
                levels.push(level);
                variance = kept * kept * variance + self.ridge.error;
                ((self.last + level) * self.scale, variance * self.scale * self.scale)
            })
            .collect()
    }
}

/// Intercept, trend (which ends with the history: beyond, it goes on at the last pace), the level before with its sign
/// turned, and the level a year before.
fn features(levels: &[f64], lag: Option<usize>, t: usize, n: usize) -> [f64; 4] {
    let trend = t.min(n - 1) as f64 / n as f64;
    [1.0, trend, -levels[t - 1], lag.map_or(0.0, |lag| levels[t - lag])]
}
