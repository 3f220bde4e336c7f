//! What columns known in advance, closed days, the year and the month add to a series: a regression around any model.
//!
//! The values (their logarithms, where all are above 0) are a level that wanders, the place in the season, and what
//! promotions, prices, holidays and the like add or take away. Errors are those of simple exponential smoothing, so
//! that a level that moves is not taken for an effect. Every effect is held to 0 by a prior of its own, so that a
//! column that says nothing does no harm.
//!
//! # Source
//! Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, chapter 9, for regressors beside
//! states; Hoerl & Kennard (1970), Ridge regression, Technometrics 12(1).

mod adjusted;
mod counted;
mod course;
mod design;
mod fitted;
mod learned;
mod squares;
#[cfg(test)]
mod tests;

use std::rc::Rc;
use std::sync::Arc;

pub(super) use adjusted::{Adjustment, Around};
pub use learned::{Learned, Scale};

use super::{Error, FittedModel, Fitting, Method, Series, Step};
use crate::math;
use course::Course;
use design::Design;
use fitted::FittedRegression;
use squares::Solution;

/// How values are taken: divided by their mean size, so that effects are shares whatever the shape.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Form {
    shape: Shape,
    size: f64,
}

/// How effects come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// As factors: all values are above 0.
    Logarithmic,
    /// As factors of what is expected: some values are 0.
    Counted,
    /// As sums: some values are below 0.
    Level,
}

impl Form {
    fn of(series: &Series) -> Self {
        let observed = || series.observed().iter().flatten();
        let count = observed().count() as f64;
        let size = observed().map(|value| value.abs()).sum::<f64>() / count;
        let least = observed().copied().fold(f64::INFINITY, f64::min);
        let shape = if least > 0.0 {
            Shape::Logarithmic
        } else if least < 0.0 {
            Shape::Level
        } else {
            Shape::Counted
        };
        Self { shape, size: if size > 0.0 { size } else { 1.0 } }
    }

    /// Whether effects are factors.
    fn is_share(self) -> bool {
        self.shape != Shape::Level
    }

    fn of_value(self, value: f64) -> f64 {
        let share = value / self.size;
        if self.shape == Shape::Logarithmic { math::ln(share.max(LEAST_SHARE)) } else { share }
    }

    fn value(self, sum: f64) -> f64 {
        self.size * if self.is_share() { math::exp(sum.min(MOST)) } else { sum }
    }
}

/// Shares below count as this: a value of 0 among the later ones of a history that had none.
const LEAST_SHARE: f64 = 1e-4;
/// Where exponentials are cut off.
const MOST: f64 = 40.0;

/// What explains a series, with what was learned from its history.
pub(super) struct Explained {
    form: Form,
    solution: Solution,
    /// Over the calendar it was learned with.
    course: Rc<Course>,
}

impl Explained {
    /// Whether there is anything to learn beside level and season.
    pub(super) fn is_worth_it(series: &Series) -> bool {
        !series.calendar().columns.is_empty()
    }

    /// Learns.
    ///
    /// # Errors
    /// [`Error::NoFit`] where least squares have no solution.
    pub(super) fn fit(series: &Series) -> Result<Self, Error> {
        let form = Form::of(series);
        let design = Design::of(series, form.shape);
        let solution = Solution::of(series, &design, form)?;
        let course = Rc::new(Course::new(design, &solution.coefficients, series));
        Ok(Self { form, solution, course })
    }

    /// Whether it is a model of its own. That of counts only tells effects: there are better models of a level of counts.
    pub(super) fn is_model(&self) -> bool {
        self.form.shape != Shape::Counted
    }

    /// What the calendar of a history says of its periods.
    fn course(&self, series: &Series) -> Rc<Course> {
        if Arc::ptr_eq(&self.course.calendar, series.shared_calendar()) {
            return Rc::clone(&self.course);
        }
        let design = self.course.design().over(series);
        Rc::new(Course::new(design, &self.solution.coefficients, series))
    }
}

/// The regression as a model of its own, of effects that are known already.
pub(super) struct Regression(Rc<Explained>);

impl Regression {
    pub(super) fn known(explained: &Rc<Explained>) -> Self {
        Self(Rc::clone(explained))
    }
}

impl Method for Regression {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let model = FittedRegression::new(Rc::clone(&self.0), series);
        Ok(Box::new(Known(Some(Box::new(model)))))
    }

    fn knows_columns(&self) -> bool {
        true
    }
}

/// Nothing is left to fit.
struct Known(Option<Box<dyn FittedModel>>);

impl Fitting for Known {
    fn step(&mut self) -> Result<Step, Error> {
        self.0.take().map(Step::Done).ok_or(Error::NoFit)
    }
}
