//! Rates read off sums over several periods, in which fewer zeros are left.

use super::Sales;
use super::rate::Rate;
use super::smoothing::optimised_level;
use crate::forecast::{Error, Fitting, Method, Series};

/// Sums over as many periods as lie between two sales on average, smoothed with a parameter by least squares between
/// 0.1 and 0.3, then spread evenly over the periods.
///
/// # Source
/// Nikolopoulos, Syntetos, Boylan, Petropoulos & Assimakopoulos (2011), An aggregate–disaggregate intermittent demand
/// approach (ADIDA) to forecasting, J. Operational Research Society 62(3).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Adida;

impl Rate for Adida {
    fn rate(&self, observed: &[f64]) -> f64 {
        let sales = Sales::of(observed);
        if sales.is_empty() {
            return 0.0;
        }
        rate_of_sums(observed, periods(&sales), (0.1, 0.3))
    }
}

impl Method for Adida {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(self.fitting(series))
    }
}

/// The mean of such rates over 1, 2, … as many periods as lie between two sales on average.
///
/// # Source
/// Petropoulos & Kourentzes (2015), Forecast combinations for intermittent demand, J. Operational Research Society
/// 66(6).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Imapa;

impl Rate for Imapa {
    fn rate(&self, observed: &[f64]) -> f64 {
        let sales = Sales::of(observed);
        if sales.is_empty() {
            return 0.0;
        }
        let most = periods(&sales);
        let rates = (1..=most).map(|periods| rate_of_sums(observed, periods, (0.1, 0.3)));
        rates.sum::<f64>() / most as f64
    }
}

impl Method for Imapa {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(self.fitting(series))
    }
}

/// Periods between two sales on average, rounded.
fn periods(sales: &Sales) -> usize {
    sales.mean_interval().round_ties_even() as usize
}

/// Units per period by smoothing sums over so many; what is left over at the beginning does not count.
fn rate_of_sums(observed: &[f64], periods: usize, (least, most): (f64, f64)) -> f64 {
    let whole = &observed[observed.len() % periods..];
    let sums: Vec<f64> = whole.chunks_exact(periods).map(|chunk| chunk.iter().sum()).collect();
    optimised_level(&sums, least, most) / periods as f64
}
