//! Means of all values, and of the last ones.

use super::{AtOnce, Error, FittedModel, Fitting, Method, Series, deviation, scatter};

/// The mean of all observed values.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mean;

/// The mean of the observed values in the last whole seasons: as few seasons as hold 12 periods (two weeks of days, a
/// year of months or weeks); without a season, the last 4 periods. A history shorter than that counts whole; if
/// nothing was observed in the window, the last observed value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MovingAverage;

impl MovingAverage {
    fn window(series: &Series) -> usize {
        match series.season() {
            1 => 4,
            m => 12_usize.div_ceil(m) * m,
        }
    }
}

impl Method for Mean {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(AtOnce::boxed(Level::of_all(series)))
    }
}

impl Method for MovingAverage {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(AtOnce::boxed(Level::of_last(series, Self::window(series))))
    }
}

/// One value for every step.
struct Level {
    mean: f64,
    spread: f64,
    /// `None`: all.
    window: Option<usize>,
}

impl Level {
    fn of_all(series: &Series) -> Self {
        let count = series.observed().iter().flatten().count() as f64;
        let mean = series.observed().iter().flatten().sum::<f64>() / count;
        Self { mean, spread: scatter(series) * (1.0 + 1.0 / count).sqrt(), window: None }
    }

    fn of_last(series: &Series, window: usize) -> Self {
        let observed = series.observed();
        let average = |end: usize| {
            let inside = || observed[end.saturating_sub(window)..end].iter().flatten();
            let count = inside().count();
            (count > 0).then(|| inside().sum::<f64>() / count as f64)
        };
        let last = || observed.iter().rev().flatten().next().copied();
        // The errors it would have made one step ahead hold both the noise and the average's own doubt.
        let errors = (window..observed.len()).filter_map(|t| Some(observed[t]? - average(t)?));
        Self {
            mean: average(observed.len()).or_else(last).unwrap_or_default(),
            spread: deviation(errors, 0).unwrap_or_else(|| scatter(series)),
            window: Some(window),
        }
    }
}

impl FittedModel for Level {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        vec![self.mean; horizon]
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        vec![self.spread; horizon]
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(match self.window {
            None => Self::of_all(series),
            Some(window) => Self::of_last(series, window),
        }))
    }

    fn notation(&self) -> String {
        self.window.map_or_else(String::new, |window| format!("{window}-MA"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Frequency;

    fn series(values: &[Option<f64>], frequency: Frequency) -> Series {
        Series::new(values.to_vec(), frequency).unwrap()
    }

    #[test]
    fn the_mean_is_of_what_was_observed() {
        let model = Level::of_all(&series(&[Some(1.0), None, Some(5.0)], Frequency::Daily));
        assert_eq!(model.mean(2), [3.0, 3.0]);
        assert!((model.spread(1)[0] - 8_f64.sqrt() * 1.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn the_window_is_whole_seasons() {
        for (frequency, window) in [
            (Frequency::Daily, 14),
            (Frequency::Weekly, 52),
            (Frequency::Monthly, 12),
            (Frequency::Quarterly, 12),
            (Frequency::Yearly, 4),
        ] {
            assert_eq!(MovingAverage::window(&series(&[Some(1.0)], frequency)), window);
        }
    }

    #[test]
    fn only_the_last_values_count() {
        let model = Level::of_last(&series(&[9.0, 1.0, 3.0].map(Some), Frequency::Daily), 2);
        assert_eq!(model.mean(1), [2.0]);
        // 3 came where the mean of 9 and 1 was expected.
        assert!((model.spread(1)[0] - 2.0).abs() < 1e-12);
    }

    #[test]
    fn an_empty_window_keeps_the_last_value() {
        let model = Level::of_last(&series(&[Some(7.0), None, None], Frequency::Daily), 2);
        assert_eq!(model.mean(1), [7.0]);
    }
}
