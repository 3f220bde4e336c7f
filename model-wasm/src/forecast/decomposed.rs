//! The season taken out by loess, exponential smoothing of what remains, the last season put back.
//!
//! A season estimated this way follows its own pace and costs no parameters, which is another view than that of a
//! seasonal exponential smoothing; of the logarithms it is a multiplicative one that cannot run away downwards.
//!
//! # Source
//! Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., section 5.7.

use super::ets::AutoEts;
use super::stl::Stl;
use super::{Error, FittedModel, Fitting, Method, Series, Step};
use crate::math;

/// Where exponentials are cut off: far beyond any value a series may have, and finite.
const MOST_LOG: f64 = 300.0;
/// A standard deviation of logarithms beyond which nothing is known at all.
const MOST_LOG_SPREAD: f64 = 3.0;

/// STL with exponential smoothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decomposed {
    /// Whether the values are taken as they are or their logarithms.
    pub(super) scale: Scale,
}

/// What is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// The values.
    Plain,
    /// Their logarithms; all must be above 0. A series without season is smoothed as it is.
    Log,
}

impl Method for Decomposed {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let parts = Parts::of(series, self.scale)?;
        let inner = AutoEts.begin(&parts.adjusted)?;
        Ok(Box::new(DecomposedFitting { inner, scale: self.scale, season: parts.season }))
    }
}

/// A series without its season, and the last season.
struct Parts {
    adjusted: Series,
    season: Vec<f64>,
}

impl Parts {
    fn of(series: &Series, scale: Scale) -> Result<Self, Error> {
        let m = series.season();
        let observed = series.observed().iter().flatten().count();
        if observed < 2 * m || (m == 1 && scale == Scale::Plain) {
            return Err(Error::TooShort { observed, needed: (2 * m).max(4) });
        }
        let scaled = match scale {
            Scale::Plain => series.clone(),
            Scale::Log => logarithms(series)?,
        };
        if m == 1 {
            return Ok(Self { adjusted: scaled, season: vec![0.0] });
        }
        let parts = Stl::new(m).decompose(&scaled);
        let rest = |(t, value): (usize, &Option<f64>)| Some((*value)? - parts.season[t]);
        let adjusted = scaled.observed().iter().enumerate().map(rest).collect();
        let adjusted = Series::new(adjusted, series.frequency())?.with_seasons(Vec::new())?;
        Ok(Self { adjusted, season: parts.season_ahead(m) })
    }
}

fn logarithms(series: &Series) -> Result<Series, Error> {
    if series.observed().iter().flatten().any(|value| *value <= 0.0) {
        return Err(Error::NoFit);
    }
    let logarithms = series.observed().iter().map(|value| value.map(math::ln)).collect();
    Series::new(logarithms, series.frequency())?.with_seasons(series.seasons().to_vec())
}

struct DecomposedFitting {
    inner: Box<dyn Fitting>,
    scale: Scale,
    season: Vec<f64>,
}

impl Fitting for DecomposedFitting {
    fn step(&mut self) -> Result<Step, Error> {
        Ok(match self.inner.step()? {
            Step::More => Step::More,
            Step::Done(inner) => {
                let season = std::mem::take(&mut self.season);
                Step::Done(Box::new(FittedDecomposed { inner, scale: self.scale, season }))
            }
        })
    }
}

struct FittedDecomposed {
    inner: Box<dyn FittedModel>,
    scale: Scale,
    season: Vec<f64>,
}

impl FittedModel for FittedDecomposed {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let season = self.season.iter().cycle();
        let sums =
            self.inner.mean(horizon).into_iter().zip(season).map(|(level, season)| level + season);
        match self.scale {
            Scale::Plain => sums.collect(),
            Scale::Log => sums.map(|sum| math::exp(sum.min(MOST_LOG))).collect(),
        }
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let spread = self.inner.spread(horizon);
        match self.scale {
            Scale::Plain => spread,
            // The standard deviation of the exponential of something normal, about its median.
            Scale::Log => {
                let widen = |(spread, mean): (f64, f64)| {
                    let spread = spread.min(MOST_LOG_SPREAD);
                    mean * math::exp(spread * spread / 2.0) * spread
                };
                spread.into_iter().zip(self.mean(horizon)).map(widen).collect()
            }
        }
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let Parts { adjusted, season } = Parts::of(series, self.scale)?;
        Ok(Box::new(Self { inner: self.inner.rebase(&adjusted)?, scale: self.scale, season }))
    }

    fn notation(&self) -> String {
        match self.scale {
            Scale::Plain => format!("STL+{}", self.inner.notation()),
            Scale::Log => format!("log STL+{}", self.inner.notation()),
        }
    }
}
