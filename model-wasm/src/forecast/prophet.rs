//! Trend with changepoints, seasons, holidays and regressors.
