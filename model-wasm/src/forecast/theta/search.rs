//! The search for α: a grid, then golden sections around its best point.

/// The highest α, that of the paper's authors.
const HIGH: f64 = 0.99;
/// Points of the grid: the error may have several valleys.
const POINTS: usize = 13;
/// α to this is as good as exact.
const TOLERANCE: f64 = 1e-4;
/// The golden section: (√5 − 1) / 2.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// Asks for the error at one α after another.
pub(super) struct Search {
    low: f64,
    errors: Vec<f64>,
    best: Option<(f64, f64)>,
    /// Once the grid is done: the bracket and the two points inside, with the error of those known.
    sections: Option<Sections>,
    asked: f64,
}

struct Sections {
    low: f64,
    high: f64,
    left: Option<f64>,
    right: Option<f64>,
}

impl Search {
    /// `low`: the lowest α.
    pub(super) const fn new(low: f64) -> Self {
        Self { low, errors: Vec::new(), best: None, sections: None, asked: low }
    }

    /// The α with the smallest error so far; `None` if no error was finite.
    pub(super) fn best(&self) -> Option<f64> {
        self.best.map(|(alpha, _)| alpha)
    }

    /// The next α whose error is wanted; `None` at the end.
    pub(super) fn next(&mut self) -> Option<f64> {
        if self.errors.len() < POINTS {
            self.asked = grid(self.low, self.errors.len());
            return Some(self.asked);
        }
        let sections =
            self.sections.get_or_insert_with(|| Sections::around(self.low, &self.errors));
        self.asked = sections.next()?;
        Some(self.asked)
    }

    /// The error at the α asked for last.
    pub(super) fn tell(&mut self, error: f64) {
        if error.is_finite() && self.best.is_none_or(|(_, least)| error < least) {
            self.best = Some((self.asked, error));
        }
        match &mut self.sections {
            None => self.errors.push(error),
            Some(sections) => sections.tell(error),
        }
    }
}

fn grid(low: f64, point: usize) -> f64 {
    low + (HIGH - low) * point as f64 / (POINTS - 1) as f64
}

impl Sections {
    fn around(lowest: f64, errors: &[f64]) -> Self {
        let best = (0..POINTS).min_by(|a, b| errors[*a].total_cmp(&errors[*b])).unwrap_or(0);
        let low = grid(lowest, best.saturating_sub(1));
        let high = grid(lowest, (best + 1).min(POINTS - 1));
        Self { low, high, left: None, right: None }
    }

    fn points(&self) -> (f64, f64) {
        let width = GOLDEN * (self.high - self.low);
        (self.high - width, self.low + width)
    }

    fn next(&mut self) -> Option<f64> {
        if self.high - self.low < TOLERANCE {
            return None;
        }
        if let (Some(left), Some(right)) = (self.left, self.right) {
            let (at_left, at_right) = self.points();
            if left <= right {
                (self.high, self.right, self.left) = (at_right, Some(left), None);
            } else {
                (self.low, self.left, self.right) = (at_left, Some(right), None);
            }
        }
        let (left, right) = self.points();
        Some(if self.left.is_none() { left } else { right })
    }

    fn tell(&mut self, error: f64) {
        if self.left.is_none() { self.left = Some(error) } else { self.right = Some(error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minimum(f: impl Fn(f64) -> f64) -> f64 {
        let mut search = Search::new(0.1);
        while let Some(alpha) = search.next() {
            search.tell(f(alpha));
        }
        search.best().unwrap()
    }

    #[test]
    fn the_deepest_valley_is_found() {
        assert!((minimum(|a| (a - 0.4321) * (a - 0.4321)) - 0.4321).abs() < 1e-4);
        let valleys = |a: f64| ((a - 0.2) * (a - 0.8)).abs() + 0.1 * a;
        assert!((minimum(valleys) - 0.2).abs() < 1e-4);
    }

    #[test]
    fn the_bounds_are_part_of_the_range() {
        assert!((minimum(|a| a) - 0.1).abs() < 1e-12 && (minimum(|a| -a) - HIGH).abs() < 1e-12);
    }

    #[test]
    fn without_a_finite_error_there_is_no_minimum() {
        let mut search = Search::new(0.1);
        while search.next().is_some() {
            search.tell(f64::INFINITY);
        }
        assert_eq!(search.best(), None);
    }
}
