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

/// Orders the walk begins with.
const FIRST: usize = 5;

/// Fewer values start from smaller models.
const FEW: usize = 10;

/// A model may look ahead worse than the best by `WORSE_AHEAD / n`: the longer the history, the surer the comparison.
const WORSE_AHEAD: f64 = 8.0;

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
    found: Vec<Found>,
    /// The least AICc so far, and whose it is.
    centre: Option<(f64, Order)>,
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
        Self {
            most: (short, long),
            may_have_constant,
            first,
            tried: Vec::new(),
            found: Vec::new(),
            centre: None,
        }
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
        let (_, centre) = self.centre?;
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

    /// The model that the next order is a step away from; `None` for the first ones.
    pub(super) fn neighbour(&self) -> Option<&Found> {
        let (_, centre) = self.centre?;
        let is_first = self.tried.len() <= FIRST;
        if is_first { None } else { self.found.iter().find(|f| f.order == centre) }
    }

    /// What came of an order.
    pub(super) fn tell(&mut self, found: Option<Found>) {
        let Some(found) = found else { return };
        if self.centre.is_none_or(|(least, _)| found.aicc < least) {
            self.centre = Some((found.aicc, found.order));
        }
        self.found.push(found);
    }

    /// Of those that look ahead about as well as any of `observed` values allow to tell, the one with the least AICc.
    pub(super) fn best(&self, observed: usize) -> Option<Found> {
        let are_models = self.found.iter().any(|found| found.aicc.is_finite());
        let models = || self.found.iter().filter(|found| found.aicc.is_finite() || !are_models);
        let least = models().map(|found| found.lookahead).fold(f64::INFINITY, f64::min);
        let most = least * (1.0 + WORSE_AHEAD / observed.max(1) as f64);
        let near = models().filter(|found| found.lookahead <= most);
        near.min_by(|a, b| a.aicc.total_cmp(&b.aicc)).cloned()
    }
}
