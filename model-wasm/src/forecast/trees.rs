//! Gradient-boosted trees over lags, calendar and columns.
