//! A series: equally spaced values, oldest first, with gaps as a type.

use std::sync::Arc;

use super::{Calendar, Error, Frequency};

/// Beyond it sums lose whole units.
const MOST: f64 = 1e15;

/// Equally spaced values, oldest first. Every value is finite; what was not observed is a gap, never a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    observed: Vec<Option<f64>>,
    filled: Vec<f64>,
    frequency: Frequency,
    seasons: Vec<usize>,
    /// Shared by every part of a history: columns may be many.
    calendar: Arc<Calendar>,
}

impl Series {
    /// A series with the seasons usual for its frequency.
    ///
    /// # Errors
    /// [`Error::NoHistory`] if nothing is observed, [`Error::BadValue`].
    pub fn new(observed: Vec<Option<f64>>, frequency: Frequency) -> Result<Self, Error> {
        let is_bad = |value: &Option<f64>| value.is_some_and(|v| !v.is_finite() || v.abs() > MOST);
        if let Some(at) = observed.iter().position(is_bad) {
            return Err(Error::BadValue { at });
        }
        if observed.iter().all(Option::is_none) {
            return Err(Error::NoHistory);
        }
        let seasons = frequency.usual_seasons().to_vec();
        let filled = fill(&observed, seasons.first().copied());
        Ok(Self { observed, filled, frequency, seasons, calendar: Arc::default() })
    }

    /// The same with other season lengths, shortest first; none for a series without seasons.
    ///
    /// # Errors
    /// [`Error::BadSeasons`].
    pub fn with_seasons(mut self, seasons: Vec<usize>) -> Result<Self, Error> {
        let is_rising = seasons.windows(2).all(|pair| pair[0] < pair[1]);
        if !is_rising || seasons.first().is_some_and(|shortest| *shortest < 2) {
            return Err(Error::BadSeasons);
        }
        self.filled = fill(&self.observed, seasons.first().copied());
        self.seasons = seasons;
        Ok(self)
    }

    /// The same with what is known in advance.
    #[must_use]
    pub fn with_calendar(mut self, calendar: impl Into<Arc<Calendar>>) -> Self {
        self.calendar = calendar.into();
        self
    }

    /// The same periods with other values.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub(super) fn with_observed(&self, observed: Vec<Option<f64>>) -> Result<Self, Error> {
        let series = Self::new(observed, self.frequency)?.with_calendar(Arc::clone(&self.calendar));
        series.with_seasons(self.seasons.clone())
    }

    /// Its first `length` periods, as it was known then; the calendar stays.
    ///
    /// # Errors
    /// [`Error::NoHistory`] if nothing is observed in them.
    pub fn until(&self, length: usize) -> Result<Self, Error> {
        self.with_observed(self.observed.get(..length).unwrap_or(&self.observed).to_vec())
    }

    /// The same with every closed period a gap: what happened then teaches nothing.
    ///
    /// # Errors
    /// [`Error::NoHistory`] if nothing was observed on open ones.
    pub(super) fn without_closed(&self) -> Result<Self, Error> {
        let keep = |(t, value): (usize, &Option<f64>)| value.filter(|_| self.calendar.is_open(t));
        self.with_observed(self.observed.iter().enumerate().map(keep).collect())
    }

    /// Periods, gaps included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.observed.len()
    }

    /// Never: a series has at least one value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.observed.is_empty()
    }

    /// What was observed.
    #[must_use]
    pub fn observed(&self) -> &[Option<f64>] {
        &self.observed
    }

    /// The values, gaps filled from their neighbours and the usual shape of the shortest season: for models that
    /// know no gaps.
    #[must_use]
    pub fn filled(&self) -> &[f64] {
        &self.filled
    }

    /// How far apart values are.
    #[must_use]
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Season lengths, shortest first; empty for none.
    #[must_use]
    pub fn seasons(&self) -> &[usize] {
        &self.seasons
    }

    /// The shortest season length; 1 for none.
    #[must_use]
    pub fn season(&self) -> usize {
        self.seasons.first().copied().unwrap_or(1)
    }

    /// What is known in advance.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The same, to share it.
    pub(super) const fn shared_calendar(&self) -> &Arc<Calendar> {
        &self.calendar
    }
}

/// A gap lies on the straight line between its neighbours, as far above or below as its place in the season usually is.
fn fill(observed: &[Option<f64>], season: Option<usize>) -> Vec<f64> {
    if observed.iter().all(Option::is_some) {
        return observed.iter().flatten().copied().collect();
    }
    let Some(m) = season.filter(|m| observed.len() >= 2 * m) else { return fill_lines(observed) };
    let shape = usual_shape(observed, m);
    let adjusted: Vec<Option<f64>> =
        observed.iter().enumerate().map(|(t, value)| Some((*value)? - shape[t % m])).collect();
    let mut filled = fill_lines(&adjusted);
    let lowest = observed.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let highest = observed.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    for (t, (filled, value)) in filled.iter_mut().zip(observed).enumerate() {
        *filled = value.unwrap_or_else(|| (*filled + shape[t % m]).clamp(lowest, highest));
    }
    filled
}

/// How far above the mean of all values those at each place of the season are; 0 where none was ever observed.
fn usual_shape(observed: &[Option<f64>], m: usize) -> Vec<f64> {
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (sum, count) =
            values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        (count > 0.0).then(|| sum / count)
    };
    let overall = mean(&mut observed.iter().flatten().copied()).unwrap_or(0.0);
    let at = |place: usize| {
        mean(&mut observed.iter().skip(place).step_by(m).flatten().copied())
            .map_or(0.0, |mean| mean - overall)
    };
    (0..m).map(at).collect()
}

/// A gap lies on the straight line between its neighbours; at the ends it repeats the nearest value.
pub(super) fn fill_lines(observed: &[Option<f64>]) -> Vec<f64> {
    let mut filled = vec![0.0; observed.len()];
    let mut last: Option<(usize, f64)> = None;
    for (at, value) in observed.iter().enumerate() {
        let Some(value) = *value else { continue };
        filled[at] = value;
        let (from, before) = last.unwrap_or((0, value));
        let start = if last.is_some() { from + 1 } else { 0 };
        for (t, gap) in filled.iter_mut().enumerate().take(at).skip(start) {
            let share = if at == from { 0.0 } else { (t - from) as f64 / (at - from) as f64 };
            *gap = before + share * (value - before);
        }
        last = Some((at, value));
    }
    if let Some((at, value)) = last {
        filled[at + 1..].fill(value);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_from_their_neighbours() {
        let observed = vec![None, Some(2.0), None, None, Some(8.0), None];
        let series = Series::new(observed, Frequency::Daily).unwrap();
        assert_eq!(series.filled(), [2.0, 2.0, 4.0, 6.0, 8.0, 8.0]);
        assert_eq!(series.season(), 7);
    }

    #[test]
    fn a_gap_keeps_the_shape_of_the_season() {
        let week = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0];
        let mut observed: Vec<Option<f64>> =
            week.iter().cycle().take(35).copied().map(Some).collect();
        observed[14..21].fill(None);
        let series = Series::new(observed, Frequency::Daily).unwrap();
        for (filled, expected) in series.filled()[14..21].iter().zip(week) {
            assert!((filled - expected).abs() < 1e-9, "{filled} {expected}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let error = Series::new(vec![Some(1.0), Some(f64::NAN)], Frequency::Daily).unwrap_err();
        assert_eq!(error, Error::BadValue { at: 1 });
        assert_eq!(Series::new(vec![None], Frequency::Daily).unwrap_err(), Error::NoHistory);
        let series = Series::new(vec![Some(1.0)], Frequency::Yearly).unwrap();
        assert_eq!(series.with_seasons(vec![1]).unwrap_err(), Error::BadSeasons);
    }
}
