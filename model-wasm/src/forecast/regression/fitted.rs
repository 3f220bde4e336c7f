//! The regression as a model: level, season and effects ahead.

use std::rc::Rc;

use super::design::{Design, Part};
use super::{Explained, smooth};
use crate::forecast::{Effect, EffectKind, Error, FittedModel, Series};

/// A standard deviation of logarithms beyond which nothing is known at all.
const MOST_SPREAD: f64 = 3.0;

pub(super) struct FittedRegression {
    explained: Rc<Explained>,
    design: Design,
    length: usize,
    level: f64,
    sigma: f64,
}

impl FittedRegression {
    pub(super) fn new(explained: Rc<Explained>, series: &Series) -> Self {
        let smoothed = smooth(&explained, series);
        let design = explained.design.over(series);
        let (level, sigma) = (smoothed.level, smoothed.sigma());
        Self { explained, design, length: series.len(), level, sigma }
    }

    /// What is expected in the form's scale.
    fn transformed(&self, from: usize, to: usize) -> Vec<f64> {
        let mut row = vec![0.0; self.design.width()];
        let at = |t: usize| {
            self.design.fill(t, &mut row);
            self.level + self.explained.sum(&row)
        };
        (from..to).map(at).collect()
    }
}

impl FittedModel for FittedRegression {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let form = self.explained.form;
        // The mean of a log-normal lies above its median.
        let bias = if form.is_logarithmic { self.sigma.min(1.0).powi(2) / 2.0 } else { 0.0 };
        let transformed = self.transformed(self.length, self.length + horizon);
        transformed.into_iter().map(|value| form.value(value + bias)).collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let form = self.explained.form;
        let alpha = self.explained.solution.alpha;
        let sigma = |step: usize| self.sigma * (1.0 + step as f64 * alpha * alpha).sqrt();
        if form.is_logarithmic {
            let mean = self.mean(horizon).into_iter().enumerate();
            mean.map(|(step, mean)| sigma(step).min(MOST_SPREAD) * mean).collect()
        } else {
            (0..horizon).map(|step| sigma(step) * form.size).collect()
        }
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Self::new(Rc::clone(&self.explained), series)))
    }

    fn effects(&self, horizon: usize) -> Vec<Effect> {
        let to = self.length + horizon;
        let transformed = self.transformed(0, to);
        effects(&self.explained, &self.design, &transformed)
    }

    fn notation(&self) -> String {
        String::new()
    }
}

/// What each column adds, where `transformed` is what is expected of each period in the form's scale.
pub(super) fn effects(explained: &Explained, design: &Design, transformed: &[f64]) -> Vec<Effect> {
    let mut row = vec![0.0; design.width()];
    let mut effects: Vec<Effect> = Vec::new();
    let form = explained.form;
    for (part, from) in design.parts() {
        let Part::Column { column, places, .. } = part else { continue };
        let stretch = *from..*from + 1 + places;
        let values = transformed.iter().enumerate().map(|(t, whole)| {
            design.fill(t, &mut row);
            let xs = &row[stretch.clone()];
            let bs = &explained.solution.coefficients[stretch.clone()];
            let effect: f64 = xs.iter().zip(bs).map(|(x, b)| x * b).sum();
            form.value(*whole) - form.value(whole - effect)
        });
        let values = values.collect();
        let column = design.column(*column);
        effects.push(Effect {
            kind: EffectKind::Column(column.role),
            name: column.name.clone(),
            values,
        });
    }
    effects
}
