//! A method that forgets items that no longer sell.

use super::is_sale;
use super::rate::Rate;
use super::smoothing::level;
use crate::forecast::{Error, Fitting, Method, Series};

/// Smoothing parameters of the sizes and of the chance of a sale.
const ALPHA: (f64, f64) = (0.1, 0.1);

/// Smoothed size of a sale times smoothed chance of one; the chance is updated in every period, so it falls while
/// nothing sells. Both smoothing parameters are 0.1.
///
/// # Source
/// Teunter, Syntetos & Babai (2011), Intermittent demand: linking forecasting to inventory obsolescence, European J.
/// Operational Research 214(3).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tsb;

impl Rate for Tsb {
    fn rate(&self, observed: &[f64]) -> f64 {
        rate(observed, ALPHA)
    }
}

impl Method for Tsb {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(self.fitting(series))
    }
}

fn rate(observed: &[f64], (of_size, of_chance): (f64, f64)) -> f64 {
    let sizes = observed.iter().copied().filter(|value| is_sale(*value));
    let chances = observed.iter().map(|value| f64::from(u8::from(is_sale(*value))));
    level(sizes, of_size) * level(chances, of_chance)
}
