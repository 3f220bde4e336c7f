//! A model for series whose season is too long for it: the season is taken off first, by its indices.

use super::season::{Indices, recent_season};
use super::{Error, FittedModel, Fitting, Series, Step};

/// The longest season that a model with a state or a term per place can tell from a history.
pub(super) const LONGEST: usize = 24;

/// A season that is taken off.
#[derive(Debug, Clone)]
pub(super) struct LongSeason {
    indices: Indices,
}

impl LongSeason {
    /// The season of a series if it is long and there is one.
    pub(super) fn of(series: &Series) -> Option<Self> {
        let indices = if series.season() > LONGEST { recent_season(series) } else { None };
        indices.map(|indices| Self { indices })
    }

    /// The series without it, its gaps still gaps.
    ///
    /// # Errors
    /// Those of [`Series::new`].
    pub(super) fn take_off(&self, series: &Series) -> Result<Series, Error> {
        let remove = |(t, y): (usize, &Option<f64>)| y.map(|y| self.indices.remove(t, y));
        let rest = series.observed().iter().enumerate().map(remove).collect();
        Series::new(rest, series.frequency())?.with_seasons(Vec::new())
    }

    /// A fit of what is left, of a history of `length` periods, that becomes one of the whole.
    pub(super) fn around(self, fitting: Box<dyn Fitting>, length: usize) -> Box<dyn Fitting> {
        Box::new(FittingBeside { season: self, fitting, length })
    }
}

struct FittingBeside {
    season: LongSeason,
    fitting: Box<dyn Fitting>,
    length: usize,
}

impl Fitting for FittingBeside {
    fn step(&mut self) -> Result<Step, Error> {
        let Step::Done(model) = self.fitting.step()? else { return Ok(Step::More) };
        let (season, length) = (self.season.clone(), self.length);
        Ok(Step::Done(Box::new(FittedBeside { season, model, length })))
    }
}

struct FittedBeside {
    season: LongSeason,
    model: Box<dyn FittedModel>,
    length: usize,
}

impl FittedModel for FittedBeside {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let mean = self.model.mean(horizon).into_iter().enumerate();
        mean.map(|(step, mean)| self.season.indices.restore(self.length + step, mean)).collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let spread = self.model.spread(horizon).into_iter().enumerate();
        spread
            .map(|(step, spread)| spread * self.season.indices.scale(self.length + step))
            .collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let indices =
            self.season.indices.again(series).unwrap_or_else(|| self.season.indices.clone());
        let season = LongSeason { indices };
        let model = self.model.rebase(&season.take_off(series)?)?;
        Ok(Box::new(Self { season, model, length: series.len() }))
    }

    fn notation(&self) -> String {
        format!("{} [{}]", self.model.notation(), self.season.indices.as_slice().len())
    }
}

#[cfg(test)]
mod tests {
    use crate::forecast::{FittedModel, Frequency, Name, Series, Step};

    fn weeks(n: usize) -> Series {
        let turn = |t: usize| 2.0 * std::f64::consts::PI * t as f64 / 52.0;
        let noise = |t: usize| ((t * 7919) % 23) as f64 / 11.0 - 1.0;
        let at = |t: usize| 100.0 + 30.0 * crate::math::sin(turn(t)) + noise(t);
        Series::new((0..n).map(|t| Some(at(t))).collect(), Frequency::Weekly).unwrap()
    }

    fn fit(name: Name, series: &Series) -> Box<dyn FittedModel> {
        let mut fitting = name.method().begin(series).unwrap();
        loop {
            if let Step::Done(model) = fitting.step().unwrap() {
                return model;
            }
        }
    }

    #[test]
    fn the_weeks_of_the_year_return() {
        let (past, whole) = (weeks(234), weeks(286));
        for name in [Name::AutoEts, Name::AutoArima] {
            let model = fit(name, &past);
            let ahead = model.mean(52);
            for (mean, value) in ahead.iter().zip(&whole.filled()[234..]) {
                assert!((mean - value).abs() < 10.0, "{name:?}: {mean} {value}");
            }
            assert_eq!(model.rebase(&past).unwrap().mean(52), ahead);
        }
    }
}
