//! What a centred moving average of one season leaves.

use super::{Form, Indices, Series};

/// Weights of a season relative to the one after it that are tried: 1 for one that never changes.
const DISCOUNTS: [f64; 10] = [1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2];

pub(super) struct Detrended {
    form: Form,
    m: usize,
    /// By period; `None` near the ends and in gaps.
    values: Vec<Option<f64>>,
}

/// Discounted sums at one place of the season.
#[derive(Clone, Copy, Default)]
struct Place {
    weight: f64,
    weight_squared: f64,
    sum: f64,
}

impl Place {
    fn add(&mut self, value: f64, discount: f64) {
        self.weight = discount * self.weight + 1.0;
        self.weight_squared = discount * discount * self.weight_squared + 1.0;
        self.sum = discount * self.sum + value;
    }

    fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

impl Detrended {
    /// `None` under two whole seasons.
    pub(super) fn new(series: &Series, m: usize, form: Form) -> Option<Self> {
        if m < 2 || series.len() < 2 * m {
            return None;
        }
        let mut detrended = Self::around(&centred_average(series.filled(), m), series, m, form);
        // A filled gap bends the trend beside it: fill anew with the season found, until little changes.
        let rounds = if series.observed().iter().all(Option::is_some) { 0 } else { 4 };
        for _ in 0..rounds {
            let indices = detrended.indices(1.0)?;
            let adjusted = indices.adjust(series).into_iter().enumerate();
            let filled: Vec<f64> = adjusted.map(|(t, y)| indices.restore(t, y)).collect();
            detrended = Self::around(&centred_average(&filled, m), series, m, form);
        }
        Some(detrended)
    }

    fn around(trend: &[Option<f64>], series: &Series, m: usize, form: Form) -> Self {
        let detrend = |(value, trend): (&Option<f64>, &Option<f64>)| match form {
            Form::Additive => Some((*value)? - (*trend)?),
            Form::Multiplicative => Some((*value)? / (*trend)?),
        };
        Self { form, m, values: series.observed().iter().zip(trend).map(detrend).collect() }
    }

    /// The means of the places, scaled; `None` if one is not a number, or not positive where it multiplies.
    pub(super) fn indices(&self, discount: f64) -> Option<Indices> {
        let neutral = self.form.neutral();
        let means: Vec<Option<f64>> = self.places(discount).iter().map(Place::mean).collect();
        let seen = means.iter().flatten().count().max(1) as f64;
        let mean = means.iter().flatten().sum::<f64>() / seen;
        let scale = |place: &Option<f64>| match (place, self.form) {
            (None, _) => neutral,
            (Some(place), Form::Additive) => place - mean,
            (Some(place), Form::Multiplicative) => place / mean,
        };
        let values: Vec<f64> = means.iter().map(scale).collect();
        let is_good = |v: &f64| v.is_finite() && (self.form == Form::Additive || *v > 0.0);
        values.iter().all(is_good).then_some(Indices {
            form: self.form,
            discount,
            certainty: 1.0,
            values,
        })
    }

    /// The discount by which the seasons so far foretell the next one best.
    pub(super) fn best_discount(&self) -> f64 {
        let tried = DISCOUNTS.map(|discount| (self.surprise(discount), discount));
        // The first of equals, so that a season that never changes stays one.
        let better = |best: (f64, f64), next: (f64, f64)| if next.0 < best.0 { next } else { best };
        tried.into_iter().reduce(better).map_or(1.0, |(_, discount)| discount)
    }

    /// Mean square of what one season ahead was not foretold; 0 if there is but one season.
    fn surprise(&self, discount: f64) -> f64 {
        let mut places = vec![Place::default(); self.m];
        let (mut sum, mut count) = (0.0, 0.0_f64);
        for season in self.values.chunks(self.m) {
            for (place, value) in places.iter_mut().zip(season) {
                let Some(value) = *value else { continue };
                if let Some(mean) = place.mean() {
                    sum += (value - mean) * (value - mean);
                    count += 1.0;
                }
                place.add(value, discount);
            }
        }
        sum / count.max(1.0)
    }

    /// The share of the indices' variation that is more than chance, 0 to 1.
    pub(super) fn certainty(&self, discount: f64) -> f64 {
        let places = self.places(discount);
        let seen = || places.iter().filter(|place| place.weight > 0.0);
        let count = seen().count() as f64;
        // A discounted mean is as good as one of so many equal values.
        let values = |place: &Place| place.weight * place.weight / place.weight_squared;
        let effective = seen().map(values).sum::<f64>() / count;
        let noise = self.surprise(discount) / (1.0 + 1.0 / effective);
        let overall = seen().filter_map(Place::mean).sum::<f64>() / count;
        let squares =
            seen().filter_map(Place::mean).map(|mean| (mean - overall) * (mean - overall));
        let variation = squares.sum::<f64>() / (count - 1.0);
        let chance = noise / effective / variation;
        if chance.is_finite() { (1.0 - chance).clamp(0.0, 1.0) } else { 1.0 }
    }

    fn places(&self, discount: f64) -> Vec<Place> {
        let mut places = vec![Place::default(); self.m];
        for season in self.values.chunks(self.m) {
            for (place, value) in places.iter_mut().zip(season) {
                if let Some(value) = *value {
                    place.add(value, discount);
                }
            }
        }
        places
    }
}

/// Moving average of one season around each value, the two ends weighing half if `m` is even; `None` near the ends.
fn centred_average(y: &[f64], m: usize) -> Vec<Option<f64>> {
    let half = m / 2;
    let mut averages = vec![None; y.len()];
    if y.len() <= 2 * half {
        return averages;
    }
    let mut sum: f64 = y[..=2 * half].iter().sum();
    for t in half..y.len() - half {
        let (first, last) = (y[t - half], y[t + half]);
        let ends = if m.is_multiple_of(2) { (first + last) / 2.0 } else { 0.0 };
        averages[t] = Some((sum - ends) / m as f64);
        sum += y.get(t + half + 1).unwrap_or(&0.0) - first;
    }
    averages
}
