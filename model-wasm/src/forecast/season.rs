//! Whether a series has a season, and the shape of it.

use super::Series;
use super::series::fill_lines;

mod detrended;

use detrended::Detrended;

/// How a season acts on the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// It adds to it.
    Additive,
    /// It multiplies it.
    Multiplicative,
}

/// The autocorrelation at lag `m`, its sign dropped, in Bartlett's standard errors given those at the shorter lags; 0
/// for `m < 2` and where the series is not longer than that. Pairs with a gap count as uncorrelated.
///
/// # Source
/// Makridakis, Spiliotis & Assimakopoulos (2020), The M4 Competition, Int. J. Forecasting 36(1), appendix A, whose
/// Naive2 calls a series seasonal from 1.645 on.
pub(super) fn seasonality(series: &Series, m: usize) -> f64 {
    if m < 2 || series.len() <= m {
        return 0.0;
    }
    let r = autocorrelations(series, m);
    let before: f64 = r[..m - 1].iter().map(|r| r * r).sum();
    let observed = series.observed().iter().flatten().count() as f64;
    r[m - 1].abs() / ((1.0 + 2.0 * before) / observed).sqrt()
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

impl Form {
    /// The index that changes nothing.
    const fn neutral(self) -> f64 {
        match self {
            Self::Additive => 0.0,
            Self::Multiplicative => 1.0,
        }
    }
}

/// Shorter seasons are left in: too few places to tell one from chance.
const SHORTEST_SEASON: usize = 4;
/// Autocorrelation from which on there is a season, in standard errors: 80 %, two-sided. A season that is none
/// costs little, since its indices are shrunken.
const SEASONAL: f64 = 1.281_551_565_544_600_4;
/// A multiplicative index below it would blow noise up a hundredfold.
const SMALLEST_INDEX: f64 = 0.01;

/// The season of a series by its recent indices, if there is one: multiplicative where values and indices allow it.
pub(super) fn recent_season(series: &Series) -> Option<Indices> {
    let m = series.season();
    if m < SHORTEST_SEASON || seasonality(series, m) <= SEASONAL {
        return None;
    }
    let is_positive = series.observed().iter().flatten().all(|y| *y > 0.0);
    let is_large = |indices: &Indices| indices.as_slice().iter().all(|i| *i >= SMALLEST_INDEX);
    let multiplicative = is_positive
        .then(|| Indices::recent(series, m, Form::Multiplicative))
        .flatten()
        .filter(is_large);
    multiplicative.or_else(|| Indices::recent(series, m, Form::Additive))
}

/// The shape of a season that never changes: one index per place in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Indices {
    form: Form,
    /// Weight of a season relative to the one after it.
    discount: f64,
    /// What is left after shrinking.
    certainty: f64,
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
    pub(super) fn classical(series: &Series, m: usize, form: Form) -> Option<Self> {
        Detrended::new(series, m, form)?.indices(1.0)
    }

    /// The same from recent seasons: older ones count the less the better the latest foretell the next, and what may
    /// be chance is taken off, as much as the seasons differ among themselves.
    ///
    /// `None` as for [`Self::classical`].
    ///
    /// # Source
    /// The shrinkage is that of Miller & Williams (2003), Shrinkage estimators of time series seasonal factors,
    /// Int. J. Forecasting 19(4), after James and Stein.
    pub(super) fn recent(series: &Series, m: usize, form: Form) -> Option<Self> {
        let detrended = Detrended::new(series, m, form)?;
        let discount = detrended.best_discount();
        Some(detrended.indices(discount)?.shrunken(detrended.certainty(discount)))
    }

    /// Found in the same way, with the same discount and shrinkage, in another history.
    ///
    /// `None` as for [`Self::classical`].
    pub(super) fn again(&self, series: &Series) -> Option<Self> {
        let detrended = Detrended::new(series, self.values.len(), self.form)?;
        Some(detrended.indices(self.discount)?.shrunken(self.certainty))
    }

    /// Closer to no season: the deviation from it times `certainty`, 0 to 1.
    fn shrunken(mut self, certainty: f64) -> Self {
        let neutral = self.form.neutral();
        for value in &mut self.values {
            *value = neutral + certainty * (*value - neutral);
        }
        self.certainty = certainty;
        self
    }

    /// One index per place; period `t` of the series has the place `t % m`.
    pub(super) fn as_slice(&self) -> &[f64] {
        &self.values
    }

    /// How it acts.
    pub(super) const fn form(&self) -> Form {
        self.form
    }

    /// The value of period `t` without its season.
    pub(super) fn remove(&self, t: usize, value: f64) -> f64 {
        let index = self.values[t % self.values.len()];
        match self.form {
            Form::Additive => value - index,
            Form::Multiplicative => value / index,
        }
    }

    /// The value of period `t` with its season again.
    pub(super) fn restore(&self, t: usize, adjusted: f64) -> f64 {
        let index = self.values[t % self.values.len()];
        match self.form {
            Form::Additive => adjusted + index,
            Form::Multiplicative => adjusted * index,
        }
    }

    /// The whole series without its season. A gap lies on the straight line between its neighbours there, where the
    /// line does not cut through the season.
    pub(super) fn adjust(&self, series: &Series) -> Vec<f64> {
        let remove = |(t, y): (usize, &Option<f64>)| y.map(|y| self.remove(t, y));
        let adjusted: Vec<_> = series.observed().iter().enumerate().map(remove).collect();
        fill_lines(&adjusted)
    }

    /// What a deviation of 1 in the adjusted value of period `t` is in the value.
    pub(super) fn scale(&self, t: usize) -> f64 {
        match self.form {
            Form::Additive => 1.0,
            Form::Multiplicative => self.values[t % self.values.len()],
        }
    }
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
        assert!(seasonality(&series(&wave(24)), 4) > 1.645);
        let line: Vec<f64> = (0..12).map(f64::from).collect();
        for without in [&line[..], &[5.0; 12], &[1.0, 2.0]] {
            assert!(seasonality(&series(without), 4) < 1.645);
        }
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
    fn a_season_that_changed_is_taken_as_it_is_now() {
        let values: Vec<f64> =
            (0..60).map(|t| if (t % 4 == 0) == (t < 40) { 90.0 } else { 110.0 }).collect();
        let recent = Indices::recent(&series(&values), 4, Form::Additive).unwrap();
        let classical = Indices::classical(&series(&values), 4, Form::Additive).unwrap();
        assert!(recent.as_slice()[0] > 10.0, "{recent:?}");
        assert!(classical.as_slice()[0] < 0.0, "{classical:?}");
    }

    #[test]
    fn chance_is_hardly_a_season() {
        let mut random = crate::Random::new(1);
        let (mut recent, mut classical) = (0.0, 0.0);
        for _ in 0..50 {
            let noise: Vec<f64> = (0..72).map(|_| 100.0 + 10.0 * random.normal()).collect();
            let noise = series(&noise);
            let size = |indices: Indices| indices.as_slice().iter().map(|i| i.abs()).sum::<f64>();
            recent += size(Indices::recent(&noise, 12, Form::Additive).unwrap());
            classical += size(Indices::classical(&noise, 12, Form::Additive).unwrap());
        }
        assert!(recent < 0.5 * classical, "{recent} {classical}");
    }

    #[test]
    fn a_place_that_never_sells_has_no_multiplicative_index() {
        let values: Vec<f64> = (0..24).map(|t| if t % 4 == 0 { 0.0 } else { 9.0 }).collect();
        assert_eq!(Indices::classical(&series(&values), 4, Form::Multiplicative), None);
        assert!(Indices::classical(&series(&values), 4, Form::Additive).is_some());
    }
}
