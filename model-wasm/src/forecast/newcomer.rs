//! An item without much history of its own: its share of its kind's sales, times what its kind will sell.
//!
//! # Source
//! Top-down by proportions: Gross & Sohl (1990), Disaggregation methods to expedite product line forecasting,
//! J. Forecasting 9(3); the share is a ratio estimator (Cochran 1977, Sampling Techniques, chapter 6).

use std::rc::Rc;

use super::{Error, FittedModel, Fitting, Method, Name, Series, Step};

/// Periods of the item's own share that count as much as that of earlier newcomers.
const PRIOR_PERIODS: f64 = 5.0;

/// Forecasts a newcomer by its kind.
#[derive(Debug, Clone)]
pub struct Newcomer {
    kind: Rc<Series>,
    usual_share: Option<f64>,
}

impl Newcomer {
    /// `kind`: what all items of the kind sold, period by period, ending with the same period as the newcomer's
    /// history. `usual_share`: which share of the kind's sales newcomers had in their first periods, where that is
    /// known.
    #[must_use]
    pub fn new(kind: Series, usual_share: Option<f64>) -> Self {
        Self { kind: Rc::new(kind), usual_share }
    }
}

impl Method for Newcomer {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let share = Share::of(series, &self.kind, self.usual_share).ok_or(Error::NoFit)?;
        let fitting = Name::Ensemble.method().begin(&self.kind)?;
        Ok(Box::new(NewcomerFitting { of: self.clone(), length: series.len(), share, fitting }))
    }
}

/// Fits the kind's model; the share is known.
struct NewcomerFitting {
    of: Newcomer,
    length: usize,
    share: Share,
    fitting: Box<dyn Fitting>,
}

impl Fitting for NewcomerFitting {
    fn step(&mut self) -> Result<Step, Error> {
        Ok(match self.fitting.step()? {
            Step::More => Step::More,
            Step::Done(model) => Step::Done(Box::new(Fitted {
                of: self.of.clone(),
                length: self.length,
                share: self.share,
                model,
            })),
        })
    }
}

/// The share of a kind's sales.
#[derive(Debug, Clone, Copy)]
struct Share {
    value: f64,
    /// Standard deviation of what was sold around that share.
    noise: f64,
    /// Standard error of the share.
    error: f64,
}

impl Share {
    /// What both sold in the periods in which both are known; `None` where the kind sold nothing then.
    fn of(series: &Series, kind: &Series, usual: Option<f64>) -> Option<Self> {
        let pairs: Vec<(f64, f64)> = series
            .observed()
            .iter()
            .rev()
            .zip(kind.observed().iter().rev())
            .filter_map(|(own, all)| Some(((*own)?, (*all)?)))
            .collect();
        let count = pairs.len() as f64;
        let (own, all) = pairs.iter().fold((0.0, 0.0), |(x, y), (own, all)| (x + own, y + all));
        if count == 0.0 || all <= 0.0 {
            return None;
        }
        let (prior, weight) = usual.map_or((0.0, 0.0), |usual| (usual, PRIOR_PERIODS));
        let value = (own / all * count + prior * weight) / (count + weight);
        let squares: f64 = pairs.iter().map(|(own, all)| (own - value * all).powi(2)).sum();
        // With one period nothing is known of the noise but the size of the value.
        let noise = (squares / (count - 1.0).max(1.0)).sqrt().max(own.abs() / count / count.sqrt());
        let error = noise * (count + weight).sqrt() / (all * (count + weight) / count);
        Some(Self { value, noise, error })
    }
}

/// A newcomer's share and its kind's model.
struct Fitted {
    of: Newcomer,
    /// Periods of the newcomer's history.
    length: usize,
    share: Share,
    model: Box<dyn FittedModel>,
}

impl FittedModel for Fitted {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.model.mean(horizon).into_iter().map(|mean| self.share.value * mean).collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let Share { value, noise, error } = self.share;
        let of_kind = self.model.mean(horizon).into_iter().zip(self.model.spread(horizon));
        of_kind
            .map(|(mean, spread)| {
                ((value * spread).powi(2) + noise * noise + (error * mean).powi(2)).sqrt()
            })
            .collect()
    }

    fn range(&self) -> Option<(f64, f64)> {
        let most = self.of.kind.observed().iter().flatten().copied().fold(0.0, f64::max);
        Some((0.0, self.share.value.max(0.0) * most))
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let ago = self.length.saturating_sub(series.len());
        let kind = self.of.kind.until(self.of.kind.len().saturating_sub(ago))?;
        let share = Share::of(series, &kind, self.of.usual_share).ok_or(Error::NoFit)?;
        let model = self.model.rebase(&kind)?;
        let of = Newcomer { kind: Rc::new(kind), usual_share: self.of.usual_share };
        Ok(Box::new(Self { of, length: series.len(), share, model }))
    }

    fn notation(&self) -> String {
        self.model.notation()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use crate::forecast::{FitStep, Forecast, Frequency, Levels, Spec};

    const WEEK: [f64; 7] = [80.0, 80.0, 90.0, 100.0, 130.0, 220.0, 0.0];

    fn daily(values: Vec<f64>) -> Series {
        Series::new(values.into_iter().map(Some).collect(), Frequency::Daily).unwrap()
    }

    fn forecast(method: &dyn Method, series: &Series, horizon: usize) -> Forecast {
        let mut run = Spec::new(Name::Ensemble, horizon).begin_with(method, series).unwrap();
        loop {
            if let FitStep::Done(fitted) = run.step().unwrap() {
                return fitted.forecast(horizon, &Levels::bands()).unwrap();
            }
        }
    }

    #[test]
    fn five_days_and_a_kind_know_the_week() {
        let mut random = Random::new(1);
        let mut noisy = |value: f64, noise: f64| value * (1.0 + noise * random.normal());
        // Thirty weeks, the last until its Friday.
        let kind = (0..208).map(|t| noisy(WEEK[t % 7], 0.05)).collect();
        // The newcomer sells a tenth; it has been there since Monday.
        let own = (0..5).map(|t| noisy(WEEK[t % 7] / 10.0, 0.1)).collect();
        let found = forecast(&Newcomer::new(daily(kind), None), &daily(own), 7);
        // Saturday is the best day and Sunday is closed, though the newcomer has seen neither.
        assert!((found.mean[0] - 22.0).abs() < 4.0, "{:?}", found.mean);
        assert!(found.mean[1] < 3.0, "{:?}", found.mean);
        let row = found.row(0);
        assert!(row[0] < found.mean[0] && found.mean[0] < row[6], "{row:?}");
    }

    #[test]
    fn what_is_usual_of_newcomers_tempers_the_first_day() {
        // The kind's last day is a Saturday.
        let kind = daily(WEEK.repeat(10)[..69].to_vec());
        let own = daily(vec![66.0]);
        let saturday = |usual| forecast(&Newcomer::new(kind.clone(), usual), &own, 7).mean[6];
        let (bold, tempered) = (saturday(None), saturday(Some(0.06)));
        assert!(bold > 55.0 && tempered < 30.0, "{bold} {tempered}");
        // On a day on which the kind sold nothing nothing was learned.
        let closed = daily(WEEK.repeat(10));
        assert_eq!(Newcomer::new(closed, None).begin(&own).err(), Some(Error::NoFit));
    }
}
