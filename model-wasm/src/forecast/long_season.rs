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
