//! Whether a series has a season, and the shape of it.

use super::Series;
use super::series::fill_lines;

/// How a season acts on the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// It adds to it.
    Additive,
    /// It multiplies it.
    Multiplicative,
}

/// Whether the autocorrelation at lag `m` is significant at 90 % (two-sided), given those at the shorter lags.
///
/// `least`: seasons the history must span; the theta literature asks for 2, Naive2 of the M4 competition for 3.
/// Below that, and for `m < 2`, it is not. Pairs with a gap count as uncorrelated.
///
/// # Source
/// Makridakis, Spiliotis & Assimakopoulos (2020), The M4 Competition, Int. J. Forecasting 36(1), appendix A; the
/// limit is Bartlett's.
#[must_use]
pub fn is_seasonal(series: &Series, m: usize, least: usize) -> bool {
    const LIMIT: f64 = 1.644_853_626_951_472_2;
    let n = series.len();
    if m < 2 || n < least.max(1).saturating_mul(m) || n <= m {
        return false;
    }
    let r = autocorrelations(series, m);
    let (at_m, before) = r.split_last().expect("m is 2 or more");
    let observed = series.observed().iter().flatten().count() as f64;
    let noise = ((1.0 + 2.0 * before.iter().map(|r| r * r).sum::<f64>()) / observed).sqrt();
    at_m.abs() > LIMIT * noise
}

/// Autocorrelations at the lags 1 to `most`; all 0 where nothing varies.
fn autocorrelations(series: &Series, most: usize) -> Vec<f64> {
    let observed = series.observed();
    let count = observed.iter().flatten().count() as f64;
    let mean = observed.iter().flatten().sum::<f64>() / count;
    let deviation: Vec<f64> = observed.iter().map(|y| y.map_or(0.0, |y| y - mean)).collect();
    let variance: f64 = deviation.iter().map(|d| d * d).sum();
    let at = |lag: usize| {
        let products = deviation.iter().zip(&deviation[lag.min(deviation.len())..]);
        let sum: f64 = products.map(|(early, late)| early * late).sum();
        if variance > 0.0 { sum / variance } else { 0.0 }
    };
    (1..=most).map(at).collect()
}

/// The shape of a season that never changes: one index per place in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    form: Form,
    values: Vec<f64>,
}

impl Indices {
    /// By classical decomposition: the means over the seasons of what a centred moving average of one season
    /// leaves, scaled to a mean of 1 (multiplicative) or 0 (additive). A place that was never observed is neutral.
    ///
    /// `None` under two whole seasons, and if an index of the multiplicative form would not be a positive number.
    ///
    /// # Source
    /// Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., section 3.4.
    #[must_use]
    pub fn classical(series: &Series, m: usize, form: Form) -> Option<Self> {
        if m < 2 || series.len() < 2 * m {
            return None;
        }
        // A filled gap bends the trend beside it: fill anew with the season found, until little changes.
        let rounds = if series.observed().iter().all(Option::is_some) { 0 } else { 4 };
        let mut indices = Self::around(&centred_average(series.filled(), m), series, m, form)?;
        for _ in 0..rounds {
            let adjusted = indices.adjust(series).into_iter().enumerate();
            let filled: Vec<f64> = adjusted.map(|(t, y)| indices.restore(t, y)).collect();
            indices = Self::around(&centred_average(&filled, m), series, m, form)?;
        }
        Some(indices)
    }

    /// The indices around a trend.
    fn around(trend: &[Option<f64>], series: &Series, m: usize, form: Form) -> Option<Self> {
        let (mut sums, mut counts) = (vec![0.0; m], vec![0.0; m]);
        for (t, (value, trend)) in series.observed().iter().zip(trend).enumerate() {
            let (Some(value), Some(trend)) = (value, trend) else { continue };
            sums[t % m] += match form {
                Form::Additive => value - trend,
                Form::Multiplicative => value / trend,
            };
            counts[t % m] += 1.0;
        }
        let neutral = if form == Form::Additive { 0.0 } else { 1.0 };
        let seen = counts.iter().filter(|count| **count > 0.0).count() as f64;
        let means = || sums.iter().zip(&counts).filter(|(_, n)| **n > 0.0).map(|(sum, n)| sum / n);
        let mean = if seen > 0.0 { means().sum::<f64>() / seen } else { neutral };
        let index = |(sum, count): (&f64, &f64)| match form {
            _ if *count <= 0.0 => neutral,
            Form::Additive => sum / count - mean,
            Form::Multiplicative => sum / count / mean,
        };
        let values: Vec<f64> = sums.iter().zip(&counts).map(index).collect();
        let is_good = |v: &f64| v.is_finite() && (form == Form::Additive || *v > 0.0);
        values.iter().all(is_good).then_some(Self { form, values })
    }

    /// One index per place; period `t` of the series has the place `t % m`.
    #[must_use]
    pub fn as_slice(&self) -> &[f64] {
        &self.values
    }

    /// How it acts.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The value of period `t` without its season.
    #[must_use]
    pub fn remove(&self, t: usize, value: f64) -> f64 {
        let index = self.values[t % self.values.len()];
        match self.form {
            Form::Additive => value - index,
            Form::Multiplicative => value / index,
        }
    }

    /// The value of period `t` with its season again.
    #[must_use]
    pub fn restore(&self, t: usize, adjusted: f64) -> f64 {
        let index = self.values[t % self.values.len()];
        match self.form {
            Form::Additive => adjusted + index,
            Form::Multiplicative => adjusted * index,
        }
    }

    /// The whole series without its season. A gap lies on the straight line between its neighbours there, where the
    /// line does not cut through the season.
    #[must_use]
    pub fn adjust(&self, series: &Series) -> Vec<f64> {
        let remove = |(t, y): (usize, &Option<f64>)| y.map(|y| self.remove(t, y));
        let adjusted: Vec<_> = series.observed().iter().enumerate().map(remove).collect();
        fill_lines(&adjusted)
    }

    /// What a deviation of 1 in the adjusted value of period `t` is in the value.
    #[must_use]
    pub fn scale(&self, t: usize) -> f64 {
        match self.form {
            Form::Additive => 1.0,
            Form::Multiplicative => self.values[t % self.values.len()],
        }
    }
}

/// Moving average of one season around each value, the two ends weighing half if `m` is even; `None` near the ends.
fn centred_average(y: &[f64], m: usize) -> Vec<Option<f64>> {
    let half = m / 2;
    let average = |t: usize| {
        let inside = y.get(t.checked_sub(half)?..=t + half)?;
        let sum: f64 = inside.iter().sum();
        let ends = if m.is_multiple_of(2) { (inside[0] + inside[m]) / 2.0 } else { 0.0 };
        Some((sum - ends) / m as f64)
    };
    (0..y.len()).map(average).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Frequency;

    fn series(values: &[f64]) -> Series {
        Series::new(values.iter().copied().map(Some).collect(), Frequency::Quarterly).unwrap()
    }

    /// A wave of four on a rising line.
    fn wave(n: usize) -> Vec<f64> {
        (0..n).map(|t| (50.0 + t as f64) * [0.8, 1.1, 1.3, 0.8][t % 4]).collect()
    }

    #[test]
    fn a_wave_is_a_season_and_a_line_is_none() {
        assert!(is_seasonal(&series(&wave(24)), 4, 2));
        let line: Vec<f64> = (0..12).map(f64::from).collect();
        assert!(!is_seasonal(&series(&line), 4, 2));
        assert!(!is_seasonal(&series(&[5.0; 12]), 4, 2));
        assert!(
            !is_seasonal(&series(&wave(11)), 4, 3),
            "two seasons are too few where three are asked"
        );
    }

    #[test]
    fn multiplicative_indices_are_those_the_series_was_made_of() {
        let indices = Indices::classical(&series(&wave(40)), 4, Form::Multiplicative).unwrap();
        for (found, made) in indices.as_slice().iter().zip([0.8, 1.1, 1.3, 0.8]) {
            assert!((found - made).abs() < 0.01, "{found} {made}");
        }
    }

    #[test]
    fn removing_and_restoring_a_season_changes_nothing() {
        let series = series(&wave(17));
        for form in [Form::Additive, Form::Multiplicative] {
            let indices = Indices::classical(&series, 4, form).unwrap();
            for (t, y) in series.filled().iter().enumerate() {
                let again = indices.restore(t, indices.remove(t, *y));
                assert!((again - y).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn gaps_do_not_flatten_the_season() {
        let mut values: Vec<Option<f64>> = wave(80).into_iter().map(Some).collect();
        values[20..48].fill(None);
        let series = Series::new(values, Frequency::Quarterly).unwrap();
        let indices = Indices::classical(&series, 4, Form::Multiplicative).unwrap();
        for (found, made) in indices.as_slice().iter().zip([0.8, 1.1, 1.3, 0.8]) {
            assert!((found - made).abs() < 0.01, "{found} {made}");
        }
    }

    #[test]
    fn a_place_that_never_sells_has_no_multiplicative_index() {
        let values: Vec<f64> = (0..24).map(|t| if t % 4 == 0 { 0.0 } else { 9.0 }).collect();
        assert_eq!(Indices::classical(&series(&values), 4, Form::Multiplicative), None);
        assert!(Indices::classical(&series(&values), 4, Form::Additive).is_some());
    }
}
