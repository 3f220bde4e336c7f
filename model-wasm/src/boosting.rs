//! Gradient-boosted decision trees: the learner that forecasts and risk share.
//!
//! Values are put into at most 255 bins; trees grow leaf by leaf where a split gains most, over histograms of the
//! gradients in each bin. A missing value has a side of its own at every split. Training is resumable and the same
//! rows, options and seed give the same forest everywhere: gradients are `f32`, every sum is `f64` in a fixed order.
//!
//! # Source
//! Friedman (2001), Greedy function approximation: a gradient boosting machine, Annals of Statistics 29(5); Ke et al.
//! (2017), LightGBM: a highly efficient gradient boosting decision tree, NIPS.

mod bins;
mod bytes;
mod forest;
mod grower;
mod histogram;
mod loss;
mod training;

pub use bins::{Bins, Table};
pub use forest::Forest;
pub use loss::Loss;
pub use training::{Options, Training};

#[cfg(test)]
mod tests;
