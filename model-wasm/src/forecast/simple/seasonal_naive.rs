//! The last season again.

use super::{AtOnce, Error, FittedModel, Fitting, Method, Series, deviation, scatter};

/// The last observed value of the same place in the season; without a season, the last observed value.
///
/// A place that was never observed (a history shorter than a season) is expected to be the mean of the places that
/// were: the season is not shifted to where it was never seen.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SeasonalNaive;

impl Method for SeasonalNaive {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(AtOnce::boxed(Fitted::new(series)))
    }
}

struct Fitted {
    /// Values of one season, by place.
    last: Vec<f64>,
    /// Place of the first step ahead.
    next: usize,
    deviation: f64,
}

impl Fitted {
    fn new(series: &Series) -> Self {
        let m = series.season();
        let mut last: Vec<Option<(usize, f64)>> = vec![None; m];
        let mut errors = Vec::with_capacity(series.len());
        for (t, value) in series.observed().iter().enumerate() {
            let Some(value) = *value else { continue };
            if let Some((before, old)) = last[t % m] {
                let seasons = ((t - before) / m) as f64;
                errors.push((value - old) / seasons.sqrt());
            }
            last[t % m] = Some((t, value));
        }
        let seen = || last.iter().flatten();
        let mean = seen().map(|(_, value)| value).sum::<f64>() / seen().count() as f64;
        Self {
            last: last.iter().map(|place| place.map_or(mean, |(_, value)| value)).collect(),
            next: series.len() % m,
            deviation: deviation(errors.into_iter(), 0).unwrap_or_else(|| scatter(series)),
        }
    }
}

impl FittedModel for Fitted {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.last.iter().cycle().skip(self.next).take(horizon).copied().collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let seasons = |step: usize| (step / self.last.len() + 1) as f64;
        (0..horizon).map(|step| self.deviation * seasons(step).sqrt()).collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Self::new(series)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Frequency;

    fn fitted(values: &[Option<f64>]) -> Fitted {
        Fitted::new(&Series::new(values.to_vec(), Frequency::Quarterly).unwrap())
    }

    #[test]
    fn the_last_season_comes_again() {
        let model = fitted(&[1.0, 2.0, 3.0, 4.0, 11.0, 12.0, 13.0, 14.0, 21.0].map(Some));
        assert_eq!(model.mean(6), [12.0, 13.0, 14.0, 21.0, 12.0, 13.0]);
        let spread = model.spread(5);
        assert!((spread[0] - 10.0).abs() < 1e-12 && (spread[4] - 200_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_gap_takes_the_season_before_it() {
        let model =
            fitted(&[Some(1.0), Some(2.0), Some(3.0), Some(4.0), Some(5.0), None, Some(7.0)]);
        assert_eq!(model.mean(4), [4.0, 5.0, 2.0, 7.0]);
    }

    #[test]
    fn half_a_season_is_not_shifted() {
        assert_eq!(fitted(&[Some(3.0), Some(5.0)]).mean(4), [4.0, 4.0, 3.0, 5.0]);
    }
}
