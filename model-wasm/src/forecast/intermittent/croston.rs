//! Croston's method and its correction.

use super::Sales;
use super::rate::Rate;
use super::smoothing::{level, optimised_level};
use crate::forecast::{Error, Fitting, Method, Series};

/// Bounds of the smoothing parameters.
const BOUNDS: (f64, f64) = (0.1, 0.3);
/// The usual smoothing parameter, for sizes and intervals alike.
const ALPHA: f64 = 0.1;

/// Smoothed size of a sale over smoothed interval between sales, both smoothing parameters by least squares between
/// 0.1 and 0.3.
///
/// # Source
/// Croston (1972), Forecasting and stock control for intermittent demands, Operational Research Quarterly 23(3).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Croston;

impl Rate for Croston {
    fn rate(&self, observed: &[f64]) -> f64 {
        let sales = Sales::of(observed);
        let (least, most) = BOUNDS;
        ratio(&sales, |values| optimised_level(values, least, most))
    }
}

impl Method for Croston {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(self.fitting(series))
    }
}

/// Croston's rate with smoothing parameters of 0.1, less the twentieth by which its ratio is too high.
///
/// # Source
/// Syntetos & Boylan (2005), The accuracy of intermittent demand estimates, Int. J. Forecasting 21(2), eq. 6.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sba;

impl Rate for Sba {
    fn rate(&self, observed: &[f64]) -> f64 {
        let croston = ratio(&Sales::of(observed), |values| level(values.iter().copied(), ALPHA));
        (1.0 - ALPHA / 2.0) * croston
    }
}

impl Method for Sba {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(self.fitting(series))
    }
}

fn ratio(sales: &Sales, level: impl Fn(&[f64]) -> f64) -> f64 {
    if sales.is_empty() {
        return 0.0;
    }
    level(&sales.amounts) / level(&sales.intervals)
}
