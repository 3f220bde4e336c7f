//! What the members say together.

use super::panel::Panel;
use super::weighing::weighted_median;
use crate::forecast::{Effect, Error, FittedModel, Name, Series};

/// Fitted members and their weights.
pub(super) struct Median {
    panel: Panel,
    /// By the number of the member.
    weights: Vec<f64>,
    /// What the effects of columns are counted from.
    history: Vec<f64>,
}

impl Median {
    pub(super) fn new(panel: Panel, weights: Vec<f64>, series: &Series) -> Self {
        let history =
            if panel.adjustment().is_some() { series.filled().to_vec() } else { Vec::new() };
        Self { panel, weights, history }
    }

    /// Weights of those who sit in the panel.
    fn seated(&self) -> Vec<f64> {
        self.panel.seats().iter().map(|seat| self.weights[seat.number]).collect()
    }

    fn of_members(&self, horizon: usize) -> (Vec<f64>, Vec<f64>) {
        let outlooks = self.panel.outlooks(horizon);
        let weights = self.seated();
        let at = |step: usize| {
            let means = outlooks.iter().map(|(mean, _)| mean[step]);
            let spreads = outlooks.iter().map(|(_, spread)| spread[step]);
            (weighted_median(means, &weights), weighted_median(spreads, &weights))
        };
        (0..horizon).map(at).unzip()
    }
}

impl FittedModel for Median {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.of_members(horizon).0
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        self.of_members(horizon).1
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Self::new(self.panel.over(series)?, self.weights.clone(), series)))
    }

    fn effects(&self, horizon: usize) -> Vec<Effect> {
        let Some(adjustment) = self.panel.adjustment() else { return Vec::new() };
        adjustment.of_columns(&self.history, &self.mean(horizon))
    }

    fn shares(&self) -> Vec<(Name, f64)> {
        let weights = self.seated();
        let sum: f64 = weights.iter().sum();
        let seats = self.panel.seats().iter().zip(&weights);
        seats.filter_map(|(seat, weight)| Some((seat.name?, weight / sum))).collect()
    }

    fn notation(&self) -> String {
        let names = self.panel.seats().iter().map(|seat| seat.model.notation());
        names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" + ")
    }
}
