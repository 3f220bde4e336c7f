//! Everything a merchant asks about one series, in one run.

use super::{Forecast, Levels, Name};

/// What to find out about a series.
#[derive(Debug, Clone, PartialEq)]
pub struct StudySpec {
    /// The models to compare, in the order they are shown; with one there is nothing to compare.
    pub models: Vec<Name>,
    /// Steps ahead.
    pub horizon: usize,
    /// Quantiles wanted.
    pub levels: Levels,
    /// Rolling origins of the backtest at most; fewer where the history is short.
    pub origins: usize,
    /// Whether trend and season are wanted.
    pub with_components: bool,
}

/// How well a model would have done: over the rolling origins, every step of every origin counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Accuracy {
    /// Origins it was tried at; 0: the history was too short, the figures mean nothing.
    pub origins: usize,
    /// Mean absolute error over that of the seasonal naive inside the training part.
    pub mase: f64,
    /// Symmetric mean absolute percentage error, 0 to 200.
    pub smape: f64,
    /// Root mean squared error over that of the naive inside the training part.
    pub rmsse: f64,
    /// Sum of absolute errors over the sum of absolute values.
    pub wape: f64,
    /// Sum of errors (forecast − actual) over the sum of absolute values.
    pub bias: f64,
    /// Share of values inside the 80 % band, 0 to 1.
    pub inside_80: f64,
    /// Share of values inside the 95 % band, 0 to 1.
    pub inside_95: f64,
}

/// A model in the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Contender {
    /// Which.
    pub model: Name,
    /// What it chose: see [`super::FittedModel::notation`].
    pub notation: String,
    /// How well it would have done.
    pub accuracy: Accuracy,
}

/// A series taken apart, over the history and the horizon beyond it. `trend[t] + season[t]` is the smooth part.
#[derive(Debug, Clone, PartialEq)]
pub struct Components {
    /// The slow movement.
    pub trend: Vec<f64>,
    /// What returns with the season, around 0.
    pub season: Vec<f64>,
}

/// The answer to a [`StudySpec`].
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The model the forecast is from: the one with the lowest MASE; the first of the list where it is within two
    /// percent of that, or where there was nothing to compare.
    pub champion: Name,
    /// Its forecast, step by step.
    pub forecast: Forecast,
    /// The sum over the horizon: one row. Its quantiles are not the sums of the steps' quantiles.
    pub total: Forecast,
    /// Every model that could be fitted, in the order of the list.
    pub contenders: Vec<Contender>,
    /// Trend and season, if wanted and to be had.
    pub components: Option<Components>,
}
