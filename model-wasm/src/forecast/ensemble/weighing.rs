//! How much each member counts.
//!
//! # Source
//! Fiorucci & Louzada (2020), GROEC: Combination method via Generalized Rolling Origin Evaluation, Int. J. Forecasting
//! 36(1): weights from the errors at earlier origins.

use super::panel::Panel;
use crate::forecast::Series;
use crate::forecast::conformal::spread_evenly;

/// Origins the members are weighed at, at most.
const ORIGINS: usize = 16;
/// The least periods before an origin.
const LEAST_HISTORY: usize = 3;
/// Steps ahead: two seasons within these bounds.
const HORIZON: (usize, usize) = (6, 24);
/// Periods behind the first origin at which the members' own errors count as much as their mean.
const PRIOR_SPAN: f64 = 20.0;
/// The least share of the largest error that counts: nobody outweighs the others beyond all measure.
const LEAST_SHARE: f64 = 0.05;

/// How far each member was off at earlier origins, with the parameters it has now.
pub(super) struct Weighing {
    origins: Vec<usize>,
    next: usize,
    horizon: usize,
    /// Periods from the first origin to the end.
    span: f64,
    errors: Vec<f64>,
    standings: Vec<f64>,
}

impl Weighing {
    pub(super) fn new(series: &Series, panel: &Panel) -> Self {
        let (n, season) = (series.len(), series.season());
        let horizon = (2 * season).clamp(HORIZON.0, HORIZON.1);
        let first = (n / 2).max(LEAST_HISTORY);
        let last = n.saturating_sub(horizon / 2).max(first);
        let origins =
            if panel.len() < 2 { Vec::new() } else { spread_evenly(first, last, ORIGINS) };
        let span = n.saturating_sub(first) as f64;
        let standings = panel.seats().iter().map(|seat| seat.standing).collect();
        Self { origins, next: 0, horizon, span, errors: vec![0.0; panel.len()], standings }
    }

    /// Looks at the next origin; false if there is none.
    pub(super) fn step(&mut self, series: &Series, panel: &Panel) -> bool {
        let Some(origin) = self.origins.get(self.next).copied() else { return false };
        self.next += 1;
        // An origin nobody can stand at compares nobody.
        let Ok(past) = series.until(origin) else { return true };
        let Ok(panel) = panel.over(&past) else { return true };
        let ahead = &series.observed()[origin..];
        let ahead = &ahead[..ahead.len().min(self.horizon)];
        let errors = panel.outlooks(ahead.len()).into_iter().map(|(mean, _)| {
            let errors = ahead.iter().zip(mean).filter_map(|(y, mean)| Some(((*y)? - mean).abs()));
            errors.sum::<f64>()
        });
        let errors: Vec<f64> = errors.collect();
        // Who cannot stand there is taken for one like the others.
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        let mut all = vec![mean; self.errors.len()];
        for (seat, error) in panel.seats().iter().zip(errors) {
            all[seat.number] = error;
        }
        for (sum, error) in self.errors.iter_mut().zip(all) {
            *sum += error;
        }
        true
    }

    /// One over the fourth power of the error each, drawn to the mean error in a short history, times what it counts
    /// anyway; by this alone where nobody erred.
    pub(super) fn weights(&self) -> Vec<f64> {
        let largest = self.errors.iter().copied().fold(0.0, f64::max);
        if largest <= 0.0 {
            return self.standings.clone();
        }
        let mean = self.errors.iter().sum::<f64>() / self.errors.len() as f64;
        let certainty = self.span / (self.span + PRIOR_SPAN);
        let weight = |(error, standing): (&f64, &f64)| {
            let error = certainty * error + (1.0 - certainty) * mean;
            let share = (error / largest).max(LEAST_SHARE);
            standing / (share * share * share * share)
        };
        self.errors.iter().zip(&self.standings).map(weight).collect()
    }
}

/// Where half of the weight lies on either side, linear between the middles of the values' weights: with equal
/// weights the usual median.
pub(super) fn weighted_median(values: impl Iterator<Item = f64>, weights: &[f64]) -> f64 {
    let mut sorted: Vec<(f64, f64)> = values.zip(weights.iter().copied()).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sorted.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut before: Option<(f64, f64)> = None;
    let mut sum = 0.0;
    for (value, weight) in sorted {
        let middle = sum + weight / 2.0;
        if middle >= half {
            let Some((below, at)) = before else { return value };
            return below + (value - below) * (half - at) / (middle - at);
        }
        sum += weight;
        before = Some((value, middle));
    }
    before.map_or(f64::NAN, |(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::super::member::Member;
    use super::*;
    use crate::forecast::{Frequency, Name, Step};

    #[test]
    fn with_equal_weights_it_is_the_median() {
        let median =
            |values: &[f64]| weighted_median(values.iter().copied(), &vec![0.3; values.len()]);
        assert!((median(&[9.0, 1.0, 3.0, 2.0]) - 2.5).abs() < 1e-12);
        assert!((median(&[9.0, 1.0, 3.0]) - 3.0).abs() < 1e-12);
        assert!((median(&[4.0]) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn who_has_most_of_the_weight_is_heard() {
        let median = weighted_median([1.0, 5.0, 9.0].into_iter(), &[1.0, 1.0, 100.0]);
        assert!(median > 8.9, "{median}");
        let median = weighted_median([1.0, 5.0].into_iter(), &[1.0, 3.0]);
        assert!((1.0..=5.0).contains(&median) && median > 3.5, "{median}");
    }

    #[test]
    fn who_foretold_better_counts_more() {
        let observed = (0..84).map(|t| Some(f64::from(10 + t % 7))).collect();
        let series = Series::new(observed, Frequency::Daily).unwrap();
        let fitted = |name: Name| {
            let mut fitting = name.method().begin(&series).unwrap();
            loop {
                if let Step::Done(model) = fitting.step().unwrap() {
                    return model;
                }
            }
        };
        let mut panel = Panel::new(&series);
        for name in [Name::Mean, Name::SeasonalNaive] {
            panel.seat(&Member::named(name), fitted(name));
        }
        let mut weighing = Weighing::new(&series, &panel);
        while weighing.step(&series, &panel) {}
        let weights = weighing.weights();
        // The naive never errs here.
        assert!(weights[1] > 10.0 * weights[0], "{weights:?}");
    }
}
