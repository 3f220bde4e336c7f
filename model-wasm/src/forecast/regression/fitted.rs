//! The regression as a model: level, season and effects ahead.

use std::rc::Rc;

use super::course::Course;
use super::design::Part;
use super::squares::Smoothed;
use super::{Explained, Form};
use crate::forecast::{Effect, EffectKind, Error, FittedModel, Series};

/// A standard deviation of logarithms beyond which nothing is known at all.
const MOST_SPREAD: f64 = 3.0;

pub(super) struct FittedRegression {
    explained: Rc<Explained>,
    course: Rc<Course>,
    length: usize,
    smoothed: Smoothed,
}

impl FittedRegression {
    pub(super) fn new(explained: Rc<Explained>, series: &Series) -> Self {
        let course = explained.course(series);
        let mut smoothed = Smoothed::new(explained.solution.alpha);
        let length = series.len();
        for (value, sum) in series.observed().iter().zip(course.sums(0, length)) {
            if let Some(value) = value {
                smoothed.add(explained.form.of_value(*value), sum);
            }
        }
        Self { explained, course, length, smoothed }
    }

    /// What is expected in the form's scale.
    fn transformed(&self, horizon: usize) -> Vec<f64> {
        let sums = self.course.sums(self.length, self.length + horizon);
        sums.into_iter().map(|sum| self.smoothed.level + sum).collect()
    }
}

impl FittedModel for FittedRegression {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let form = self.explained.form;
        // The mean of a log-normal lies above its median.
        let sigma = self.smoothed.sigma().min(1.0);
        let bias = if form.is_share() { sigma * sigma / 2.0 } else { 0.0 };
        self.transformed(horizon).into_iter().map(|value| form.value(value + bias)).collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let form = self.explained.form;
        let alpha = self.explained.solution.alpha;
        let one = self.smoothed.sigma();
        let sigma = |step: usize| one * (1.0 + step as f64 * alpha * alpha).sqrt();
        if form.is_share() {
            let mean = self.mean(horizon).into_iter().enumerate();
            mean.map(|(step, mean)| sigma(step).min(MOST_SPREAD) * mean).collect()
        } else {
            (0..horizon).map(|step| sigma(step) * form.size).collect()
        }
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Self::new(Rc::clone(&self.explained), series)))
    }
}

/// What each column adds to periods that came to `values`.
pub(super) fn effects(explained: &Explained, course: &Course, values: &[f64]) -> Vec<Effect> {
    let design = course.design();
    let mut row = vec![0.0; design.width()];
    let mut effects: Vec<Effect> = Vec::new();
    for (part, from) in design.parts() {
        let Part::Column { column, places, .. } = part else { continue };
        let stretch = *from..*from + 1 + places;
        let coefficients = &explained.solution.coefficients[stretch.clone()];
        let added = |(t, value): (usize, &f64)| {
            design.fill(t, &mut row);
            let xs = row[stretch.clone()].iter();
            added(explained.form, *value, xs.zip(coefficients).map(|(x, b)| x * b).sum())
        };
        let values = values.iter().enumerate().map(added).collect();
        let (name, role) = design.name(*column);
        effects.push(Effect { kind: EffectKind::Column(role), name: name.to_owned(), values });
    }
    effects
}

/// What an effect adds to a value that has it already.
fn added(form: Form, value: f64, effect: f64) -> f64 {
    if form.is_share() { value - value * crate::math::exp(-effect) } else { effect * form.size }
}
