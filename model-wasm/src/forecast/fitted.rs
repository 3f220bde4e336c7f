//! A model fitted, guarded and calibrated.

use super::conformal::Calibration;
use super::guard::Guard;
use super::spec::check_horizon;
use super::{Error, FittedModel, Forecast, Levels, Series};

/// A model fitted to a series, with calibrated quantiles.
pub struct Fitted {
    model: Box<dyn FittedModel>,
    guard: Guard,
    calibration: Calibration,
}

impl Fitted {
    pub(super) fn new(model: Box<dyn FittedModel>, guard: Guard, calibration: Calibration) -> Self {
        Self { model, guard, calibration }
    }

    pub(super) fn model(&self) -> &dyn FittedModel {
        self.model.as_ref()
    }

    /// The same parameters and calibration over the same series as it is known now: with other prices or promotions
    /// ahead, or with values that came since.
    ///
    /// # Errors
    /// As for a fit.
    pub fn over(&self, series: &Series) -> Result<Self, Error> {
        let series = series.without_closed()?;
        let model = self.model.rebase(&series)?;
        Ok(Self::new(model, Guard::new(&series), self.calibration.clone()))
    }

    /// What was chosen, in the field's notation: `ETS(A,Ad,M)`. Empty if there was nothing to choose.
    #[must_use]
    pub fn notation(&self) -> String {
        self.model.notation()
    }

    /// The next `horizon` steps.
    ///
    /// # Errors
    /// [`Error::BadHorizon`].
    pub fn forecast(&self, horizon: usize, levels: &Levels) -> Result<Forecast, Error> {
        check_horizon(horizon)?;
        let (mean, spread) = self.outlook(horizon);
        let own = self.calibration.own_levels(levels);
        if let Some(mut quantiles) = self.model.quantiles(horizon, &own) {
            for (step, row) in quantiles.chunks_mut(own.as_slice().len()).enumerate() {
                row.iter_mut().for_each(|quantile| *quantile = self.guard.hold(step, *quantile));
            }
            return Ok(Forecast { mean, levels: levels.clone(), quantiles });
        }
        let scores = self.calibration.scores(levels);
        let mut quantiles = Vec::with_capacity(horizon * scores.len());
        for (step, (mean, spread)) in mean.iter().zip(&spread).enumerate() {
            let width = spread * self.calibration.scale(step);
            quantiles
                .extend(scores.iter().map(|score| self.guard.hold(step, mean + width * score)));
        }
        Ok(Forecast { mean, levels: levels.clone(), quantiles })
    }

    /// The sum of the next `horizon` steps: one row. Its quantiles come from the errors of such sums, for the
    /// errors of the steps neither cancel out nor add up.
    ///
    /// # Errors
    /// [`Error::BadHorizon`].
    pub fn total(&self, horizon: usize, levels: &Levels) -> Result<Forecast, Error> {
        check_horizon(horizon)?;
        let (mean, spread) = self.outlook(horizon);
        let sum: f64 = mean.iter().sum();
        let least = if self.guard.is_signed() { f64::NEG_INFINITY } else { 0.0 };
        let own = self.calibration.own_levels_of_sum(levels);
        if let Some(row) = self.model.total_quantiles(horizon, &own) {
            let quantiles = row.iter().map(|quantile| quantile.max(least)).collect();
            return Ok(Forecast { mean: vec![sum], levels: levels.clone(), quantiles });
        }
        let width =
            spread_of_sum(&spread).last().copied().unwrap_or(0.0) * self.calibration.scale_of_sum();
        let scores = self.calibration.scores_of_sum(levels);
        let quantiles = scores.iter().map(|score| (sum + width * score).max(least)).collect();
        Ok(Forecast { mean: vec![sum], levels: levels.clone(), quantiles })
    }

    /// Expected values and standard deviations, as the guard lets them pass.
    fn outlook(&self, horizon: usize) -> (Vec<f64>, Vec<f64>) {
        outlook(self.model(), &self.guard, horizon)
    }
}

/// A model's expected values and standard deviations, as the guard lets them pass; on closed days both are 0.
pub(super) fn outlook(
    model: &dyn FittedModel,
    guard: &Guard,
    horizon: usize,
) -> (Vec<f64>, Vec<f64>) {
    let mut mean = model.mean(horizon);
    mean.resize(horizon, f64::NAN);
    guard.hold_mean(&mut mean, model.range());
    let mut spread = model.spread(horizon);
    spread.resize(horizon, f64::NAN);
    guard.hold_spread(&mut spread, model.range());
    for (step, spread) in spread.iter_mut().enumerate() {
        if !guard.is_open(step) {
            *spread = 0.0;
        }
    }
    (mean, spread)
}

/// Standard deviation of the sum of the first 1, 2, … steps' errors.
///
/// Errors are taken for a moving average `e_j = Σ_k c_k ε_{j−k}` of the same shocks, as in every exponential
/// smoothing; what the spread grows by from step to step is then `c_k`. Closed days (spread 0) add nothing.
///
/// # Source
/// Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, section 6.1, for `c_k ≥ 0`.
pub(super) fn spread_of_sum(spread: &[f64]) -> Vec<f64> {
    let mut variance = 0.0;
    let (mut widest, mut weight) = (0.0_f64, 0.0);
    let mut sums = Vec::with_capacity(spread.len());
    for step in spread {
        let grown = step.max(widest);
        if *step > 0.0 {
            weight += (grown * grown - widest * widest).sqrt();
            variance += weight * weight;
        }
        widest = grown;
        sums.push(variance.sqrt());
    }
    sums
}
