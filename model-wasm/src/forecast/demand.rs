//! How an item sells: steadily or now and then, in like or in unlike amounts.

use super::Series;

/// Periods from one with demand to the next, from which on demand is intermittent.
const INTERMITTENT_FROM: f64 = 1.32;
/// Squared coefficient of variation of the amounts, from which on they are erratic.
const ERRATIC_FROM: f64 = 0.49;

/// The pattern of demand, by how often something is sold and how much the amounts differ.
///
/// # Source
/// Syntetos, Boylan & Croston (2005), On the categorization of demand patterns, J. Operational Research Society
/// 56(5): the borders where the error of one estimator overtakes that of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DemandClass {
    /// Most periods, like amounts.
    Smooth,
    /// Most periods, unlike amounts.
    Erratic,
    /// Now and then, like amounts.
    Intermittent,
    /// Now and then, unlike amounts.
    Lumpy,
}

impl DemandClass {
    /// The class of what was observed on open periods, counted from the first with demand on; of nothing but zeros:
    /// [`Self::Intermittent`].
    #[must_use]
    pub fn of(series: &Series) -> Self {
        let is_open = |t: &usize| series.calendar().is_open(*t);
        let on_open = series.observed().iter().enumerate().filter(|(t, _)| is_open(t));
        let observed = on_open.filter_map(|(_, value)| *value);
        let (mut periods, mut count) = (0.0, 0.0);
        // Welford's sums: amounts may be as large as the largest value there is.
        let (mut mean, mut squares) = (0.0_f64, 0.0);
        for amount in observed.skip_while(|value| is_none(*value)) {
            periods += 1.0;
            if is_none(amount) {
                continue;
            }
            count += 1.0;
            let before = amount - mean;
            mean += before / count;
            squares += before * (amount - mean);
        }
        // A mean of 0 (as much returned as sold) is no size to hold the amounts against.
        let variation = if count > 0.0 { (squares / count).sqrt() / mean.abs() } else { 0.0 };
        match (periods >= INTERMITTENT_FROM * count, variation * variation >= ERRATIC_FROM) {
            (false, false) => Self::Smooth,
            (false, true) => Self::Erratic,
            (true, false) => Self::Intermittent,
            (true, true) => Self::Lumpy,
        }
    }

    /// Whether there are so many periods without demand that models of a level do badly.
    #[must_use]
    pub const fn is_now_and_then(self) -> bool {
        matches!(self, Self::Intermittent | Self::Lumpy)
    }
}

/// Whether nothing was sold.
fn is_none(value: f64) -> bool {
    value.abs() < f64::MIN_POSITIVE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{Calendar, Frequency};

    fn class(values: &[f64]) -> DemandClass {
        let observed = values.iter().copied().map(Some).collect();
        DemandClass::of(&Series::new(observed, Frequency::Daily).unwrap())
    }

    #[test]
    fn the_four_classes_are_those_of_the_paper() {
        assert_eq!(class(&[5.0, 6.0, 5.0, 4.0]), DemandClass::Smooth);
        assert_eq!(class(&[1.0, 1.0, 90.0, 2.0]), DemandClass::Erratic);
        assert_eq!(class(&[5.0, 0.0, 5.0, 0.0]), DemandClass::Intermittent);
        assert_eq!(class(&[1.0, 0.0, 90.0, 0.0, 1.0, 0.0]), DemandClass::Lumpy);
    }

    #[test]
    fn nothing_sold_and_one_sale_are_intermittent_or_smooth_but_never_a_fault() {
        assert_eq!(class(&[0.0; 9]), DemandClass::Intermittent);
        assert_eq!(class(&[0.0, 0.0, 3.0]), DemandClass::Smooth);
        assert_eq!(class(&[3.0, 0.0, 0.0]), DemandClass::Intermittent);
        assert_eq!(class(&[5.0, -5.0]), DemandClass::Erratic);
        assert_eq!(class(&[1e15, 1e15]), DemandClass::Smooth);
    }

    #[test]
    fn zeros_before_the_first_sale_closed_days_and_gaps_do_not_count() {
        let mut values = vec![Some(0.0); 30];
        values.extend([Some(4.0), Some(0.0), Some(5.0), None, Some(4.0)]);
        let is_open = (0..values.len()).map(|t| t != 31).collect();
        let series = Series::new(values, Frequency::Daily).unwrap();
        let calendar = Calendar { is_open, ..Calendar::default() };
        assert_eq!(DemandClass::of(&series), DemandClass::Intermittent);
        assert_eq!(DemandClass::of(&series.with_calendar(calendar)), DemandClass::Smooth);
    }
}
