//! What is learned, applied to the periods of one calendar.

use std::sync::Arc;

use super::MOST;
use super::design::Design;
use crate::forecast::{Calendar, Series};

/// Periods beyond a history that are told beforehand: most horizons.
const AHEAD: usize = 60;

/// What the columns of a calendar, and everything together, add in each period; in the form's scale.
pub(super) struct Course {
    pub(super) calendar: Arc<Calendar>,
    /// The same calendar without columns.
    pub(super) bare: Arc<Calendar>,
    design: Design,
    coefficients: Vec<f64>,
    /// What everything but level and season adds.
    effects: Vec<f64>,
    /// What everything adds.
    sums: Vec<f64>,
}

impl Course {
    pub(super) fn new(design: Design, coefficients: &[f64], series: &Series) -> Self {
        let calendar = Arc::clone(design.calendar());
        let bare = Calendar {
            first_day: calendar.first_day,
            is_open: calendar.is_open.clone(),
            columns: Vec::new(),
        };
        let mut course = Self {
            calendar,
            bare: Arc::new(bare),
            design,
            coefficients: coefficients.to_vec(),
            effects: Vec::new(),
            sums: Vec::new(),
        };
        (course.effects, course.sums) = course.tell(0, series.len() + AHEAD);
        course
    }

    pub(super) const fn design(&self) -> &Design {
        &self.design
    }

    /// What everything but level and season adds in periods `from..to`.
    pub(super) fn effects(&self, from: usize, to: usize) -> Vec<f64> {
        self.effects.get(from..to).map_or_else(|| self.tell(from, to).0, <[f64]>::to_vec)
    }

    /// What everything adds in periods `from..to`.
    pub(super) fn sums(&self, from: usize, to: usize) -> Vec<f64> {
        self.sums.get(from..to).map_or_else(|| self.tell(from, to).1, <[f64]>::to_vec)
    }

    fn tell(&self, from: usize, to: usize) -> (Vec<f64>, Vec<f64>) {
        let mut row = vec![0.0; self.design.width()];
        let first = self.design.effects_from();
        let tell = |t: usize| {
            self.design.fill(t, &mut row);
            let sum = |row: &[f64], b: &[f64]| {
                let sum: f64 = row.iter().zip(b).map(|(x, b)| x * b).sum();
                sum.clamp(-MOST, MOST)
            };
            let effect = sum(&row[first..], &self.coefficients[first..]);
            (effect, effect + sum(&row[..first], &self.coefficients[..first]))
        };
        (from..to).map(tell).unzip()
    }
}
