//! Trend and season of a series, over its history and the forecast beyond it.

use super::guard::Guard;
use super::stl::Stl;
use super::{Effect, Error, Series};

/// A series taken apart, over the history and the horizon beyond it. `trend[t] + season[t]` is the smooth part.
#[derive(Debug, Clone, PartialEq)]
pub struct Components {
    /// The slow movement.
    pub trend: Vec<f64>,
    /// What returns with the season, around 0.
    pub season: Vec<f64>,
    /// What columns known in advance add or take away, by the champion's account or that of another model that knows
    /// of columns; empty if none does.
    pub effects: Vec<Effect>,
}

impl Components {
    /// Takes the history apart; ahead, the last season returns and the trend is what the expected values `mean` leave,
    /// smoothed over a season.
    ///
    /// # Errors
    /// [`Error::NoHistory`] if nothing was observed on open days.
    pub(super) fn of(series: &Series, mean: &[f64]) -> Result<Self, Error> {
        let series = series.without_closed()?;
        let m = series.season();
        let parts = Stl::new(m).decompose(&series);
        let (mut trend, mut season) = (parts.trend.clone(), parts.season.clone());
        let season_ahead = parts.season_ahead(mean.len());
        let guard = Guard::new(&series);
        let n = series.len();
        let mut level = trend.last().copied().unwrap_or(0.0);
        for (step, (mean, season)) in mean.iter().zip(&season_ahead).enumerate() {
            // On a closed day nothing is expected, which says nothing of the trend.
            if guard.is_open(step) {
                level = mean - season;
            }
            trend.push(level);
        }
        let smooth = smoothed_ahead(&trend, n, m);
        trend.truncate(n);
        trend.extend(smooth);
        season.extend(season_ahead);
        Ok(Self { trend, season, effects: Vec::new() })
    }
}

/// Means over one season around each value from `n` on; where no whole season lies around a value any more, they go on
/// as from the season before. Fewer values would leave what the model's season and this one differ in.
fn smoothed_ahead(values: &[f64], n: usize, m: usize) -> Vec<f64> {
    let half = (m / 2).min((values.len() - 1) / 2);
    let mean_around =
        |t: usize| values[t - half..=t + half].iter().sum::<f64>() / (2 * half + 1) as f64;
    let last = values.len() - 1 - half;
    let before = last.saturating_sub(m).max(half);
    let slope = (mean_around(last) - mean_around(before)) / (last - before).max(1) as f64;
    let trend_at = |t: usize| {
        if t <= last {
            mean_around(t.max(half))
        } else {
            mean_around(last) + slope * (t - last) as f64
        }
    };
    (n..values.len()).map(trend_at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Frequency;

    #[test]
    fn line_and_season_come_apart_and_go_on() {
        let week = [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0];
        let value = |t: usize| 100.0 + t as f64 + week[t % 7];
        let observed = (0..70).map(|t| Some(value(t))).collect();
        let series = Series::new(observed, Frequency::Daily).unwrap();
        let ahead: Vec<f64> = (70..84).map(value).collect();
        let parts = Components::of(&series, &ahead).unwrap();
        assert_eq!((parts.trend.len(), parts.season.len()), (84, 84));
        for t in 0..84 {
            assert!((parts.trend[t] + parts.season[t] - value(t)).abs() < 0.5, "{t}");
            assert!((parts.season[t] - week[t % 7]).abs() < 0.5, "{t}");
        }
    }
}
