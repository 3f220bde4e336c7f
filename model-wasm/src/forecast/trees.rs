//! Gradient-boosted trees over lags, calendar and columns, trained on many series at once.
//!
//! One forest learns the mean and the quantiles of every step ahead from what was known at an origin: levels and
//! their movement, values at the same place of the season, what the calendar and the columns say of the day. Values
//! are divided by the recent level of their series, so that series of all sizes teach the same.
//!
//! # Source
//! Ke et al. (2017), LightGBM, NIPS; Makridakis, Spiliotis & Assimakopoulos (2022), M5 accuracy competition: results,
//! findings, and conclusions, Int. J. Forecasting 38(4), for direct global boosting over such features.

mod features;
mod history;
mod layout;
mod model;
mod plan;
mod training;

pub(super) use training::Trees;

#[cfg(test)]
mod tests;
