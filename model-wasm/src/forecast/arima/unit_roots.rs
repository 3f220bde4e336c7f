//! How often a series is to be differenced before it returns to a level of its own.

use crate::forecast::{Error, Frequency, Series, Stl};

/// The 5 % point of the test's distribution, around a level.
const LEVEL_CRITICAL: f64 = 0.463;

/// A season that explains this share of what trend and season leave is strong.
const STRONG: f64 = 0.64;

/// Differences, at most.
const MOST: usize = 2;

/// How often: as long as the test of Kwiatkowski, Phillips, Schmidt and Shin finds that the level wanders, twice at
/// most.
///
/// # Source
/// Kwiatkowski, Phillips, Schmidt & Shin (1992), Testing the null hypothesis of stationarity against the alternative of
/// a unit root, J. Econometrics 54.
pub(super) fn differences(values: &[f64]) -> usize {
    let mut values = values.to_vec();
    let mut d = 0;
    while d < MOST && wanders(&values) {
        values = differenced(&values, 1);
        d += 1;
    }
    d
}

/// Each value less the one `lag` before.
pub(super) fn differenced(values: &[f64], lag: usize) -> Vec<f64> {
    values.iter().zip(values.iter().skip(lag)).map(|(before, value)| value - before).collect()
}

/// Whether the sums of deviations from the mean go farther than those of a stationary series would.
fn wanders(values: &[f64]) -> bool {
    let n = values.len() as f64;
    if values.len() < 3 {
        return false;
    }
    let mean = values.iter().sum::<f64>() / n;
    let rest: Vec<f64> = values.iter().map(|y| y - mean).collect();
    let mut sum = 0.0;
    let mut squares = 0.0;
    for r in &rest {
        sum += r;
        squares += sum * sum;
    }
    let lags = (3.0 * n.sqrt() / 13.0).floor() as usize;
    let at = |lag: usize| rest.iter().zip(&rest[lag..]).map(|(a, b)| a * b).sum::<f64>();
    let beside: f64 =
        (1..=lags).map(|lag| 2.0 * (1.0 - lag as f64 / (lags as f64 + 1.0)) * at(lag)).sum();
    let variance = (at(0) + beside) / n;
    squares / (n * n) > LEVEL_CRITICAL * variance && variance > 0.0
}

/// Whether a season is so strong that it is to be differenced: what it explains of what is not trend.
///
/// # Source
/// Wang, Smith & Hyndman (2006), Characteristic-based clustering for time series data, Data Mining and Knowledge
/// Discovery 13(3).
///
/// # Errors
/// Those of [`Series::new`].
pub(super) fn has_strong_season(
    values: &[f64],
    frequency: Frequency,
    m: usize,
) -> Result<bool, Error> {
    if m < 2 || values.len() <= 2 * m {
        return Ok(false);
    }
    let values = values.iter().map(|y| Some(*y)).collect();
    let series = Series::new(values, frequency)?;
    let parts = Stl::new(m).decompose(&series);
    let both: Vec<f64> = parts.season.iter().zip(&parts.remainder).map(|(s, r)| s + r).collect();
    let whole = variance(&both);
    Ok(whole > 0.0 && 1.0 - variance(&parts.remainder) / whole > STRONG)
}

fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_differenced_once_and_noise_never() {
        let noise = |t: i32| f64::from((t * 7919) % 13) - 6.0;
        let flat: Vec<f64> = (0..60).map(noise).collect();
        let line: Vec<f64> = (0..60).map(|t| f64::from(t) * 3.0 + noise(t)).collect();
        let bend: Vec<f64> = (0..60).map(|t| f64::from(t * t) + noise(t)).collect();
        assert_eq!([differences(&flat), differences(&line), differences(&bend)], [0, 1, 2]);
        assert_eq!(differences(&[1.0; 20]), 0);
    }
}
