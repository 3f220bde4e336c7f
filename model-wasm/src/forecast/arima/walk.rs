//! From a history to the model that is chosen for it.

use super::candidate::{Candidate, Found};
use super::problem::Problem;
use super::stepwise::Stepwise;
use super::unit_roots::{differenced, differences};

/// Walks over orders, one for each number of differences worth a try.
pub(super) struct Walk {
    problem: Problem,
    current: Stepwise,
    candidate: Option<Candidate>,
    others: Vec<Stepwise>,
    best: Vec<Found>,
}

impl Walk {
    /// Over models of `problem` with terms a season of `m` apart, 1 for none. A strong season is differenced; the tests
    /// say how often else.
    pub(super) fn new(problem: Problem, m: usize, is_strong: bool) -> Self {
        let observed = problem.seen_from(0);
        let seasonal_d = usize::from(is_strong);
        let d = if is_strong {
            differences(&differenced(&problem.values, m))
        } else {
            differences(&problem.values)
        };
        // A second difference lets the trend wander: it has to look ahead better than a trend that stays.
        let other = (d > 1).then(|| Stepwise::new(observed, 1, seasonal_d, m));
        Self {
            problem,
            current: Stepwise::new(observed, d, seasonal_d, m),
            candidate: None,
            others: other.into_iter().collect(),
            best: Vec::new(),
        }
    }

    /// One move of a fit; returns whether the walk is over.
    pub(super) fn advance(&mut self) -> bool {
        if let Some(mut candidate) = self.candidate.take() {
            if candidate.advance() {
                self.current.tell(candidate.found());
            } else {
                self.candidate = Some(candidate);
            }
            return false;
        }
        if let Some(order) = self.current.next() {
            self.candidate = Some(match self.current.neighbour() {
                Some(found) => Candidate::beside(found, order, &self.problem),
                None => Candidate::new(order, &self.problem),
            });
            return false;
        }
        let observed = self.problem.seen_from(0);
        self.best.extend(self.current.best(observed));
        let Some(next) = self.others.pop() else { return true };
        self.current = next;
        false
    }

    /// The best found, once the walk is over.
    pub(super) fn into_best(self) -> Option<Found> {
        self.best.into_iter().min_by(|a, b| a.lookahead.total_cmp(&b.lookahead))
    }
}
