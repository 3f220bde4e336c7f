//! Forecasts of one series: what to fit is a [`Spec`], what comes of it a [`Fitted`] that forecasts with honest
//! quantiles.
//!
//! Work is done in steps ([`Fitting::step`]), so that whoever runs an engine can breathe between them, say how far
//! it is, and give up. [`Spec::fit`] takes all steps at once.

mod calendar;
mod error;
mod levels;
mod method;
mod optimise;
mod registry;
mod series;
mod study;

pub use calendar::{Calendar, Frequency};
pub use error::Error;
pub use levels::{Forecast, Levels, MOST_STEPS};
pub use method::{FittedModel, Fitting, Method, Step};
pub use registry::Name;
pub use series::Series;
pub use study::{Accuracy, Components, Contender, Study, StudySpec};

/// Grows whenever the same series and options give other numbers than before: kept forecasts name it.
pub const VERSION: u32 = 1;
