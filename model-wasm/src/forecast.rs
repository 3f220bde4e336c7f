//! Forecasts of one series: what to fit is a [`Spec`], what comes of it a [`Fitted`] that forecasts with honest
//! quantiles; a [`StudySpec`] compares models and answers everything a merchant asks at once.
//!
//! Work is done in steps ([`FitRun::step`], [`StudyRun::step`]), so that whoever runs an engine can breathe between
//! them, say how far it is, and give up. [`Spec::fit`] and [`StudySpec::run`] take all steps at once.
//!
//! # Examples
//!
//! ```
//! use model_wasm::forecast::{Error, Frequency, Levels, Name, Series, Spec};
//!
//! // Twelve weeks of days, quiet on Sundays; one day was not recorded.
//! let mut sold: Vec<Option<f64>> = (0..84).map(|t| Some(if t % 7 == 6 { 20.0 } else { 100.0 })).collect();
//! sold[30] = None;
//! let series = Series::new(sold, Frequency::Daily)?;
//! let fitted = Spec::new(Name::Ensemble, 7).fit(&series)?;
//! let forecast = fitted.forecast(7, &Levels::bands())?;
//! assert!(forecast.mean[0] > 90.0 && forecast.mean[6] < 30.0);
//! // The sum of the week: one row, the ends of the 95 % band around the median.
//! let total = fitted.total(7, &Levels::bands())?;
//! assert!(total.row(0)[0] <= 620.0 && 620.0 <= total.row(0)[6]);
//! # Ok::<(), Error>(())
//! ```

mod accuracy;
mod arima;
mod backtest;
mod calendar;
mod ces;
mod components;
mod conformal;
mod demand;
mod ensemble;
mod error;
mod ets;
mod fitted;
mod global;
mod guard;
mod hierarchy;
mod holidays;
mod insight;
mod intermittent;
mod level_shape;
mod levels;
mod logarithmic;
mod long_season;
mod method;
mod mstl;
mod network;
mod newcomer;
mod optimise;
mod period;
mod prepare;
mod prophet;
mod registry;
mod regression;
mod season;
mod series;
mod simple;
mod spec;
mod stl;
mod study;
mod theta;
mod trees;
mod year;

pub use accuracy::Accuracy;
pub use backtest::{Backtest, BacktestRun};
pub use calendar::{Calendar, Column, Frequency, Role};
pub use components::Components;
pub use demand::DemandClass;
pub use ensemble::Ensemble;
pub use error::Error;
pub use fitted::Fitted;
pub use global::{
    ByRole, GlobalMethod, GlobalModel, Taught, Together, TrainStep, Trained, Training,
};
pub use hierarchy::{Hierarchy, Reconciliation};
pub use holidays::{
    Country, Holiday, Window, columns, event_columns, holiday_keys, holidays, usual_windows,
};
pub use insight::{Insight, Place, insights, unusual};
pub use levels::{Forecast, Levels, MOST_STEPS};
pub use method::{Effect, EffectKind, FittedModel, Fitting, Method, Step};
pub use network::{Lstm, Network, Pretraining};
pub use newcomer::Newcomer;
pub use prepare::{Gaps, Preparation, Prepared};
pub use prophet::{Combination, Growth, Harmonics, Prophet, ProphetOptions};
pub use registry::Name;
pub use regression::{Learned, Scale};
pub use series::Series;
pub use spec::{FitRun, FitStep, Spec};
pub use stl::{Decomposition, Season, Stl};
pub use study::{Contender, Study, StudyRun, StudySpec, StudyStep, WhatIf};

/// Grows whenever the same series and options give other numbers than before: kept forecasts name it.
pub const VERSION: u32 = 3;
