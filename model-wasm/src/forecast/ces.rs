//! Complex exponential smoothing.
