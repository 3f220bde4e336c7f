//! Forecasts of parts and wholes that add up.
