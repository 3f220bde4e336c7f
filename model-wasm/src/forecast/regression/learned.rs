//! What a history teaches about its columns.

use super::Explained;
use super::design::{Part, differ};
use crate::forecast::{Column, Error, Role, Series};

/// What was learned of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// The column's name.
    pub name: String,
    /// What the column says.
    pub role: Role,
    /// What the coefficient is in.
    pub scale: Scale,
    /// By how much 1 in the column moves the series, drawn to 0 as far as little was seen; of a price by how much its
    /// logarithm does: in [`Scale::Logarithmic`] that is the elasticity.
    pub coefficient: f64,
    /// The standard error of the coefficient.
    pub standard_error: f64,
    /// How often it was seen to change: price changes; for others the runs of periods in which it was not 0.
    pub changes: usize,
    /// Observed open periods in which it was not as usual: not 0, or not the most frequent price.
    pub periods: usize,
}

/// What a coefficient is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Logarithms: a coefficient of 0.1 makes e^0.1 = 1.105 times as much.
    Logarithmic,
    /// Units of the series.
    Level,
}

impl Learned {
    /// What is learned of each column that varied while the series was observed, in their order.
    ///
    /// # Errors
    /// [`Error::NoHistory`] if nothing was observed on open days, [`Error::NoFit`].
    pub fn of(series: &Series) -> Result<Vec<Self>, Error> {
        let series = series.without_closed()?;
        let explained = Explained::fit(&series)?;
        let mut found = Vec::new();
        let design = explained.course.design();
        for (part, from) in design.parts() {
            let Part::Column { column, places, .. } = part else { continue };
            let Some(column) = design.column(*column) else { continue };
            let solution = &explained.solution;
            // At each place its own: their mean is what a whole season of it does.
            let own = &solution.coefficients[*from + 1..*from + 1 + places];
            let mean = own.iter().sum::<f64>() / (*places).max(1) as f64;
            let form = explained.form;
            let unit = if form.is_share() { 1.0 } else { form.size };
            let (changes, periods) = seen(column, &series);
            found.push(Self {
                name: column.name.clone(),
                role: column.role,
                scale: if form.is_share() { Scale::Logarithmic } else { Scale::Level },
                coefficient: unit * (solution.coefficients[*from] + mean),
                standard_error: unit * solution.errors[*from],
                changes,
                periods,
            });
        }
        Ok(found)
    }
}

/// How often a column changed, and in how many observed periods it was not as usual.
fn seen(column: &Column, series: &Series) -> (usize, usize) {
    let observed = series.observed().iter().enumerate().filter(|(_, value)| value.is_some());
    let values: Vec<f64> = observed.map(|(t, _)| column.at(t)).collect();
    let is_number = matches!(column.role, Role::Price | Role::Other);
    let usual = if is_number { most_frequent(&values) } else { 0.0 };
    let is_odd = |value: f64| differ(value, usual);
    let periods = values.iter().filter(|value| is_odd(**value)).count();
    let pairs = values.windows(2);
    let changes = if is_number {
        pairs.filter(|pair| differ(pair[0], pair[1])).count()
    } else {
        let is_begun = values.first().is_some_and(|value| is_odd(*value));
        usize::from(is_begun) + pairs.filter(|pair| !is_odd(pair[0]) && is_odd(pair[1])).count()
    };
    (changes, periods)
}

fn most_frequent(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let longest = sorted.chunk_by(|a, b| !differ(*a, *b)).max_by_key(|run| run.len());
    longest.and_then(|run| run.first().copied()).unwrap_or(0.0)
}
