//! Which orders are tried, one after the other.
//!
//! # Source
//! Hyndman & Khandakar (2008), Automatic time series forecasting: the forecast package for R, J. Statistical Software
//! 27(3), section 3.2, in the order in which the package goes round.

use super::candidate::Found;
use super::order::{Order, Seasonal};

/// Orders tried, at most.
const MOST_TRIED: usize = 94;

/// Most terms of each kind.
const MOST_TERMS: usize = 5;
const MOST_SEASONAL_TERMS: usize = 2;

/// Fewer values start from smaller models.
const FEW: usize = 10;

/// Changes of (p, q, P, Q) that a better model is looked for by, in this order.
const MOVES: [(isize, isize, isize, isize); 16] = [
    (0, 0, -1, 0),
    (0, 0, 0, -1),
    (0, 0, 1, 0),
    (0, 0, 0, 1),
    (0, 0, -1, -1),
    (0, 0, -1, 1),
    (0, 0, 1, -1),
    (0, 0, 1, 1),
    (-1, 0, 0, 0),
    (0, -1, 0, 0),
    (1, 0, 0, 0),
    (0, 1, 0, 0),
    (-1, -1, 0, 0),
    (-1, 1, 0, 0),
    (1, -1, 0, 0),
    (1, 1, 0, 0),
];

/// A walk over orders, always around the best so far.
#[derive(Debug, Clone)]
pub(super) struct Stepwise {
    /// Most terms: short, seasonal.
    most: (usize, usize),
    may_have_constant: bool,
    first: Vec<Order>,
    tried: Vec<Order>,
    best: Option<Found>,
}

impl Stepwise {
    /// `observed` values, to be differenced `d` times and, a season of `m` apart, `seasonal_d` times.
    pub(super) fn new(observed: usize, d: usize, seasonal_d: usize, m: usize) -> Self {
        let short = MOST_TERMS.min(observed / 3).min(if m > 1 { m - 1 } else { MOST_TERMS });
        let long = if m > 1 { MOST_SEASONAL_TERMS.min(observed / 3 / m) } else { 0 };
        let may_have_constant = d + seasonal_d <= 1;
        let at = |p: usize, q: usize, seasonal_p: usize, seasonal_q: usize, has_constant: bool| {
            let (p, q) = (p.min(short), q.min(short));
            let (seasonal_p, seasonal_q) = (seasonal_p.min(long), seasonal_q.min(long));
            let seasonal = Seasonal { p: seasonal_p, d: seasonal_d, q: seasonal_q, m };
            Order { p, d, q, seasonal, has_constant }
        };
        let (large, seasonal) = if observed < FEW { (1, 0) } else { (2, 1) };
        let mut first = vec![
            at(large, large, seasonal, seasonal, may_have_constant),
            at(0, 0, 0, 0, may_have_constant),
            at(1, 0, 1, 0, may_have_constant),
            at(0, 1, 0, 1, may_have_constant),
            at(0, 0, 0, 0, false),
        ];
        first.reverse();
        Self { most: (short, long), may_have_constant, first, tried: Vec::new(), best: None }
    }

    /// The next order to be fitted; `None` if no neighbour of the best is left.
    pub(super) fn next(&mut self) -> Option<Order> {
        while let Some(order) = self.first.pop() {
            if !self.tried.contains(&order) {
                self.tried.push(order);
                return Some(order);
            }
        }
        if self.tried.len() >= MOST_TRIED {
            return None;
        }
        let centre = self.best.as_ref()?.order;
        let moved = MOVES.iter().filter_map(|by| self.moved(centre, *by));
        let other = self
            .may_have_constant
            .then_some(Order { has_constant: !centre.has_constant, ..centre });
        let next = moved.chain(other).find(|order| !self.tried.contains(order))?;
        self.tried.push(next);
        Some(next)
    }

    fn moved(&self, from: Order, by: (isize, isize, isize, isize)) -> Option<Order> {
        let (short, long) = self.most;
        let within = |at: usize, by: isize, most: usize| {
            at.checked_add_signed(by).filter(|moved| *moved <= most)
        };
        let seasonal = Seasonal {
            p: within(from.seasonal.p, by.2, long)?,
            q: within(from.seasonal.q, by.3, long)?,
            ..from.seasonal
        };
        Some(Order {
            p: within(from.p, by.0, short)?,
            q: within(from.q, by.1, short)?,
            seasonal,
            ..from
        })
    }

    /// What came of an order.
    pub(super) fn tell(&mut self, found: Option<Found>) {
        let Some(found) = found else { return };
        if self.best.as_ref().is_none_or(|best| found.aicc < best.aicc) {
            self.best = Some(found);
        }
    }

    /// The best found.
    pub(super) fn into_best(self) -> Option<Found> {
        self.best
    }
}
