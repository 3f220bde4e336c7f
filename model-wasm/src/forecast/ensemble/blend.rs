//! What the members say together.

use super::member::is_counted;
use super::panel::Panel;
use super::weighing::weighted_median;
use crate::forecast::{Effect, Error, FittedModel, Levels, Name, Series};

/// How members are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// The weighted median: who is far off does not matter.
    Median,
    /// The weighted mean, for demand in counts: what is expected of it is a mean, and a median is drawn
    /// to zero. What may come is left to the distribution of counts.
    Mean,
}

impl Manner {
    pub(super) fn of(series: &Series) -> Self {
        if is_counted(series) { Self::Mean } else { Self::Median }
    }

    fn of_values(self, values: impl Iterator<Item = f64>, weights: &[f64]) -> f64 {
        match self {
            Self::Median => weighted_median(values, weights),
            Self::Mean => {
                let sum: f64 = values.zip(weights).map(|(value, weight)| value * weight).sum();
                sum / weights.iter().sum::<f64>()
            }
        }
    }
}

/// How much of the members' disagreement is added to the variance each claims.
const DISAGREEMENT: f64 = 1.25;

/// Weighted variance of what members expect around what they say together: where models differ, nobody knows.
fn apart(means: impl Iterator<Item = f64>, weights: &[f64], together: f64) -> f64 {
    let squares = means.zip(weights).map(|(mean, weight)| {
        let off = mean - together;
        weight * off * off
    });
    squares.sum::<f64>() / weights.iter().sum::<f64>()
}

/// Fitted members and their weights.
pub(super) struct Blend {
    panel: Panel,
    /// By the number of the member.
    weights: Vec<f64>,
    manner: Manner,
    /// What the effects of columns are counted from.
    history: Vec<f64>,
}

impl Blend {
    pub(super) fn new(panel: Panel, weights: Vec<f64>, manner: Manner, series: &Series) -> Self {
        let is_explained = panel.adjustment().is_some();
        let history = if is_explained { series.filled().to_vec() } else { Vec::new() };
        Self { panel, weights, manner, history }
    }

    /// Weights of those who sit in the panel.
    fn seated(&self) -> Vec<f64> {
        self.panel.seats().iter().map(|seat| self.weights[seat.number]).collect()
    }

    fn together(&self, horizon: usize) -> (Vec<f64>, Vec<f64>) {
        let outlooks = self.panel.outlooks(horizon);
        let weights = self.seated();
        let at = |step: usize| {
            let means = outlooks.iter().map(|(mean, _)| mean[step]);
            let spreads = outlooks.iter().map(|(_, spread)| spread[step]);
            let mean = self.manner.of_values(means.clone(), &weights);
            let spread = self.manner.of_values(spreads, &weights);
            (mean, (spread * spread + DISAGREEMENT * apart(means, &weights, mean)).sqrt())
        };
        (0..horizon).map(at).unzip()
    }
}

impl FittedModel for Blend {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.together(horizon).0
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        self.together(horizon).1
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let panel = self.panel.over(series)?;
        Ok(Box::new(Self::new(panel, self.weights.clone(), self.manner, series)))
    }

    fn quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        (self.manner == Manner::Mean).then(|| self.panel.quantiles(horizon, levels)).flatten()
    }

    fn total_quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        (self.manner == Manner::Mean).then(|| self.panel.total_quantiles(horizon, levels)).flatten()
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
