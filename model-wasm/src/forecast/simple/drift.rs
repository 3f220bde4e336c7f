//! From the last value along a line.

use super::{AtOnce, Error, FittedModel, Fitting, Method, Series, deviation, scatter};

/// The last observed value, moved on by the mean change per step between the first and the last observed value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Drift;

impl Method for Drift {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(AtOnce::boxed(Fitted::new(series)))
    }
}

struct Fitted {
    last: f64,
    slope: f64,
    /// Steps since the last observed value.
    since: usize,
    /// Steps between the first and the last observed value.
    span: usize,
    deviation: f64,
}

impl Fitted {
    fn new(series: &Series) -> Self {
        let seen: Vec<(usize, f64)> =
            series.observed().iter().enumerate().filter_map(|(t, y)| Some((t, (*y)?))).collect();
        let (first_at, first) = seen[0];
        let (last_at, last) = seen[seen.len() - 1];
        let span = last_at - first_at;
        let slope = if span == 0 { 0.0 } else { (last - first) / span as f64 };
        let errors = seen.windows(2).map(|pair| {
            let steps = (pair[1].0 - pair[0].0) as f64;
            (pair[1].1 - pair[0].1 - slope * steps) / steps.sqrt()
        });
        Self {
            last,
            slope,
            since: series.len() - 1 - last_at,
            span,
            deviation: deviation(errors, 1).unwrap_or_else(|| scatter(series)),
        }
    }
}

impl FittedModel for Fitted {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let at = |step| self.last + self.slope * (self.since + step) as f64;
        (1..=horizon).map(at).collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let at = |step: usize| {
            let steps = (self.since + step) as f64;
            self.deviation * (steps * (1.0 + steps / self.span.max(1) as f64)).sqrt()
        };
        (1..=horizon).map(at).collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Self::new(series)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Frequency;

    fn fitted(values: &[Option<f64>]) -> Fitted {
        Fitted::new(&Series::new(values.to_vec(), Frequency::Yearly).unwrap())
    }

    #[test]
    fn a_line_goes_on_without_doubt() {
        let model = fitted(&[1.0, 3.0, 5.0, 7.0].map(Some));
        assert_eq!(model.mean(3), [9.0, 11.0, 13.0]);
        assert_eq!(model.spread(2), [0.0, 0.0]);
    }

    #[test]
    fn the_line_starts_at_the_last_value_seen() {
        let model = fitted(&[None, Some(2.0), None, Some(4.0), None]);
        assert_eq!(model.mean(2), [6.0, 7.0]);
    }

    /// Changes 3, −1, 4 and a mean of 2: errors 1, −3, 2; √(14 / 2) · √(2 (1 + 2/3)).
    #[test]
    fn the_spread_is_the_textbook_s() {
        let spread = fitted(&[0.0, 3.0, 2.0, 6.0].map(Some)).spread(2);
        assert!((spread[1] - (7.0_f64 * 2.0 * (5.0 / 3.0)).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn one_value_stays() {
        assert_eq!(fitted(&[Some(5.0)]).mean(2), [5.0, 5.0]);
    }
}
