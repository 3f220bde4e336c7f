//! Forecasts of one series: what to fit is a [`Spec`], what comes of it a [`Fitted`] that forecasts with honest
//! quantiles.
//!
//! Work is done in steps ([`Fitting::step`]), so that whoever runs an engine can breathe between them, say how far
//! it is, and give up. [`Spec::fit`] takes all steps at once.

mod accuracy;
mod backtest;
mod calendar;
mod components;
mod conformal;
mod ensemble;
mod error;
mod ets;
mod fitted;
mod guard;
mod levels;
mod logarithmic;
mod method;
mod optimise;
mod registry;
mod season;
mod series;
mod simple;
mod spec;
mod stl;
mod study;
mod theta;

pub use accuracy::Accuracy;
pub use backtest::{Backtest, BacktestRun};
pub use calendar::{Calendar, Frequency};
pub use components::Components;
pub use error::Error;
pub use fitted::Fitted;
pub use levels::{Forecast, Levels, MOST_STEPS};
pub use method::{FittedModel, Fitting, Method, Step};
pub use registry::Name;
pub use series::Series;
pub use spec::{FitRun, FitStep, Spec};
pub use stl::{Decomposition, Season, Stl};
pub use study::{Contender, Study, StudyRun, StudySpec, StudyStep};

/// Grows whenever the same series and options give other numbers than before: kept forecasts name it.
pub const VERSION: u32 = 1;
