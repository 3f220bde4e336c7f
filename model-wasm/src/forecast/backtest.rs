//! How a model would have done at earlier origins.

use std::rc::Rc;

use super::accuracy::{ENDS, Tally};
use super::{Accuracy, Error, FitRun, FitStep, Fitted, Levels, Method, Name, Series, Spec};

/// A model tried at rolling origins. At each it knows what was known then and nothing else: its parameters, bands
/// and calibration come from the values before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backtest {
    /// The model.
    pub model: Name,
    /// Steps ahead at most; fewer where the history is short.
    pub horizon: usize,
    /// Origins at most; fewer where the history is short.
    pub origins: usize,
}

/// Values times origins up to which parameters are fitted anew at every origin.
const CHEAP: usize = 3_000;
/// How often parameters are fitted anew where that costs more; in between they are carried forward.
const FITS: usize = 3;

impl Backtest {
    /// Begins it.
    ///
    /// # Errors
    /// [`Error::BadHorizon`]; [`Error::NoHistory`] if nothing was observed on open days.
    pub fn begin(&self, series: &Series) -> Result<BacktestRun, Error> {
        self.begin_with(self.model.method().into(), series)
    }

    /// The same of a method that has no name: a model trained elsewhere. Whether that knew what comes after an origin
    /// is for the caller to see to.
    pub(super) fn begin_with(
        &self,
        method: Rc<dyn Method>,
        series: &Series,
    ) -> Result<BacktestRun, Error> {
        super::spec::check_horizon(self.horizon)?;
        let series = series.without_closed()?;
        let (origins, horizon) = plan(series.len(), series.season(), self.horizon, self.origins);
        let refit_every =
            if series.len() * origins.len() <= CHEAP { 1 } else { origins.len().div_ceil(FITS) };
        let spec = Spec::new(self.model, horizon);
        let levels = Levels::new(ENDS.to_vec())?;
        let tally = Tally::default();
        Ok(BacktestRun {
            spec,
            method,
            series,
            origins,
            refit_every,
            levels,
            next: 0,
            under_way: None,
            last: None,
            tally,
        })
    }

    /// Runs it.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn run(&self, series: &Series) -> Result<Accuracy, Error> {
        let mut run = self.begin(series)?;
        loop {
            if let Some(accuracy) = run.step() {
                return Ok(accuracy);
            }
        }
    }
}

/// Origins and horizon: the first half of the history at least lies before the first origin.
fn plan(n: usize, season: usize, horizon: usize, most: usize) -> (Vec<usize>, usize) {
    let first = n.div_ceil(2).max(3).max((2 * season + 1).min(n * 2 / 3));
    let room = n.saturating_sub(first);
    if room == 0 || most == 0 {
        return (Vec::new(), 1);
    }
    let horizon = horizon.min(room.div_ceil(2));
    let last = n - horizon;
    let stride = (last - first).checked_div(most - 1).unwrap_or(0).clamp(1, horizon);
    let mut origins: Vec<usize> = (first..=last).rev().step_by(stride).take(most).collect();
    origins.reverse();
    (origins, horizon)
}

/// A backtest under way.
pub struct BacktestRun {
    spec: Spec,
    method: Rc<dyn Method>,
    series: Series,
    origins: Vec<usize>,
    refit_every: usize,
    levels: Levels,
    next: usize,
    under_way: Option<FitRun>,
    /// The fit at the origin before.
    last: Option<Fitted>,
    tally: Tally,
}

impl BacktestRun {
    /// Does the next piece of work; the result if it was the last.
    pub fn step(&mut self) -> Option<Accuracy> {
        let Some(run) = &mut self.under_way else { return self.begin_next() };
        match run.step() {
            Ok(FitStep::More) => {}
            Ok(FitStep::Done(fitted)) => {
                self.count(&fitted);
                self.last = Some(*fitted);
                self.under_way = None;
                self.next += 1;
            }
            // Where it finds nothing it is not counted; it may at the next origin.
            Err(_) => {
                self.under_way = None;
                self.next += 1;
            }
        }
        None
    }

    /// Share of the origins done, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.origins.is_empty() { 1.0 } else { self.next as f64 / self.origins.len() as f64 }
    }

    fn begin_next(&mut self) -> Option<Accuracy> {
        let Some(origin) = self.origins.get(self.next) else { return Some(self.tally.accuracy()) };
        let run = self.series.until(*origin).and_then(|past| match &self.last {
            Some(last) if !self.next.is_multiple_of(self.refit_every) => {
                self.spec.carry_on(last, &past)
            }
            _ => self.spec.begin_with(self.method.as_ref(), &past),
        });
        match run {
            Ok(run) => self.under_way = Some(run),
            Err(_) => self.next += 1,
        }
        None
    }

    fn count(&mut self, fitted: &Fitted) {
        let origin = self.origins[self.next];
        let Ok(past) = self.series.until(origin) else { return };
        let Ok(forecast) = fitted.forecast(self.spec.horizon, &self.levels) else { return };
        self.tally.add(&past, &forecast, &self.series.observed()[origin..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Frequency;

    #[test]
    fn origins_lie_in_the_later_half_and_leave_the_horizon() {
        assert_eq!(plan(100, 7, 10, 3), (vec![70, 80, 90], 10));
        assert_eq!(plan(20, 1, 28, 12), ((10..=15).collect(), 5));
        assert_eq!(plan(4, 7, 28, 12), (vec![3], 1));
        assert_eq!(plan(3, 7, 28, 12).0, [] as [usize; 0]);
    }

    #[test]
    fn a_repeating_week_is_foretold_without_error() {
        let observed = (0..84).map(|t| Some(f64::from(10 + t % 7))).collect();
        let series = Series::new(observed, Frequency::Daily).unwrap();
        let backtest = |model| Backtest { model, horizon: 14, origins: 3 }.run(&series).unwrap();
        let (naive, mean) = (backtest(Name::SeasonalNaive), backtest(Name::Mean));
        assert_eq!(naive.origins, 3);
        assert!(naive.mase.abs() < 1e-12 && naive.inside_80 > 0.999, "{naive:?}");
        assert!(mean.mase > 0.5, "{mean:?}");
    }

    #[test]
    fn parameters_carried_forward_come_from_before() {
        let mut random = crate::Random::new(5);
        let noise: Vec<f64> = (0..900).map(|_| 100.0 + 9.0 * random.normal()).collect();
        let run = |values: &[f64]| {
            let observed = values.iter().copied().map(Some).collect();
            let series = Series::new(observed, Frequency::Daily).unwrap();
            let mut run =
                Backtest { model: Name::AutoEts, horizon: 7, origins: 12 }.begin(&series).unwrap();
            assert!(run.refit_every > 1);
            let end = run.origins[5];
            while run.next < 5 {
                assert!(run.step().is_none());
            }
            (run.tally.accuracy(), end)
        };
        let (before, end) = run(&noise);
        // Another future from the sixth origin on: the first five know nothing of it.
        let mut other = noise;
        other[end + 7..].fill(1.0);
        let (after, _) = run(&other);
        assert_eq!(before, after);
    }
}
