//! Models of items that sell now and then: how often, and how much when they do.
//!
//! All of them count observed periods only: a closed day is no day without a sale. What a period sold is any value
//! other than 0. A history without a sale foretells none.

mod aggregate;
mod chance;
mod counts;
mod croston;
mod rate;
mod sizes;
mod smoothing;
mod total;
mod tsb;

pub(super) use aggregate::{Adida, Imapa};
pub(super) use counts::Counts;
pub(super) use croston::{Croston, Sba};
pub(super) use tsb::Tsb;

/// What was sold, and how many periods after the sale before (the first: after the beginning).
#[derive(Debug, Clone, Default, PartialEq)]
struct Sales {
    amounts: Vec<f64>,
    intervals: Vec<f64>,
}

impl Sales {
    fn of(observed: &[f64]) -> Self {
        let mut sales = Self::default();
        let mut waited = 0.0;
        for value in observed {
            waited += 1.0;
            if is_sale(*value) {
                sales.amounts.push(*value);
                sales.intervals.push(waited);
                waited = 0.0;
            }
        }
        sales
    }

    fn is_empty(&self) -> bool {
        self.amounts.is_empty()
    }

    /// Periods from one sale to the next on average, at least 1.
    fn mean_interval(&self) -> f64 {
        (self.intervals.iter().sum::<f64>() / self.intervals.len() as f64).max(1.0)
    }
}

/// Whether anything was sold (or brought back).
fn is_sale(value: f64) -> bool {
    value.abs() >= f64::MIN_POSITIVE
}

#[cfg(test)]
mod tests {
    use super::rate::Rate;
    use super::*;

    /// statsforecast 2.1.1: `CrostonOptimized()`, `CrostonSBA()`, `TSB(0.1, 0.1)`, `ADIDA()`, `IMAPA()`.
    #[test]
    fn rates_are_the_peers() {
        let lumpy: Vec<f64> =
            (0..60).map(|t| if t * 5 % 9 < 3 { f64::from(t * t % 7) } else { 0.0 }).collect();
        let mut rare = [0.0; 25];
        (rare[3], rare[11], rare[22]) = (4.0, 1.0, 9.0);
        let steady = [3.0, 4.0, 2.0, 5.0, 3.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0, 5.0];
        let expected = [
            [0.978_576_803_8, 0.775_177_534_3, 0.716_272_353_7, 0.818_506_173_7, 0.831_557_540_6],
            [0.609_510_086_5, 0.794_169_960_5, 0.496_435_156_9, 0.528_75, 0.673_944_669_5],
            [1.666_666_666_7, 1.583_333_333_3, 0.364_5, 1.333_333_333_3, 0.640_944_444_4],
            [3.227_148_237_1, 3.065_790_825_3, 3.227_148_237_1, 3.227_148_237_1, 3.227_148_237_1],
            [0.0; 5],
        ];
        let one = [0.0, 0.0, 5.0, 0.0, 0.0, 0.0];
        let series: [&[f64]; 5] = [&lumpy, &rare, &one, &steady, &[0.0; 8]];
        for (y, expected) in series.into_iter().zip(expected) {
            let found = [Croston.rate(y), Sba.rate(y), Tsb.rate(y), Adida.rate(y), Imapa.rate(y)];
            for (found, expected) in found.into_iter().zip(expected) {
                assert!((found - expected).abs() < 1e-6, "{found} {expected}");
            }
        }
    }
}
