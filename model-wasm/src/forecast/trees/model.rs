//! A trained forest over one series.

use std::cell::RefCell;
use std::rc::Rc;

use super::features::Row;
use super::history::History;
use super::layout::Layout;
use crate::boosting::Forest;
use crate::forecast::{Error, FittedModel, GlobalModel, Levels, Series};
use crate::math;

/// Levels whose quantiles are learned.
pub(super) const LEVELS: [f64; 11] =
    [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99];
/// The mean, and a quantile a level.
const OUTPUTS: usize = LEVELS.len() + 1;
/// Places of the levels whose distance gives the spread.
const LOW: usize = 3;
/// See [`LOW`].
const HIGH: usize = 7;

/// A trained model.
pub(super) struct Model {
    pub(super) layout: Layout,
    /// Trained on everything.
    pub(super) forest: Rc<Forest>,
    /// Trained without the last horizon of each series: it may be asked about it.
    pub(super) held: Rc<Forest>,
    /// What share of the last horizon's values lay below each of its quantiles.
    pub(super) shares: [f64; LEVELS.len()],
}

impl GlobalModel for Model {
    fn from_end_of(self: Rc<Self>, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Placed::new(self, series, usize::MAX)))
    }

    fn held_out(self: Rc<Self>) -> Option<Rc<dyn GlobalModel>> {
        // The same forest twice: no series was long enough.
        if self.held == self.forest {
            return None;
        }
        let (layout, shares) = (self.layout.clone(), self.shares);
        let [forest, held] = [(); 2].map(|()| Rc::clone(&self.held));
        Some(Rc::new(Self { layout, forest, held, shares }))
    }

    fn to_bytes(&self) -> Vec<u8> {
        let shares = self.shares.iter().flat_map(|share| share.to_le_bytes()).collect();
        [self.layout.to_bytes(), shares, self.forest.to_bytes(), self.held.to_bytes()].concat()
    }
}

impl Model {
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (layout, rest) = Layout::from_bytes(bytes)?;
        let mut shares = [0.0; LEVELS.len()];
        let mut rest = rest;
        for share in &mut shares {
            let (bytes, behind) = rest.split_first_chunk()?;
            *share = f64::from_le_bytes(*bytes);
            rest = behind;
        }
        let is_rising = shares.windows(2).all(|pair| pair[0] < pair[1]);
        let is_inside = shares[0] > 0.0 && shares[LEVELS.len() - 1] < 1.0;
        let (forest, rest) = Forest::from_bytes(rest)?;
        let (held, rest) = Forest::from_bytes(rest)?;
        let is_whole = is_rising
            && is_inside
            && rest.is_empty()
            && [&forest, &held].iter().all(|f| f.width() == OUTPUTS);
        is_whole.then(|| Self { layout, forest: Rc::new(forest), held: Rc::new(held), shares })
    }
}

/// A model at the end of a history.
struct Placed {
    model: Rc<Model>,
    history: History,
    /// Length of the series it was first placed at: before it is the past.
    end: usize,
    /// Mean and quantiles of the steps so far asked for.
    steps: RefCell<Vec<Vec<f64>>>,
}

impl Placed {
    fn new(model: Rc<Model>, series: &Series, end: usize) -> Self {
        let history = History::new(series.clone());
        Self { model, history, end: end.min(series.len()), steps: RefCell::new(Vec::new()) }
    }

    /// Of the mean and the quantiles of each step.
    fn each<T>(&self, horizon: usize, of: impl Fn(&[f64]) -> T) -> Vec<T> {
        let mut steps = self.steps.borrow_mut();
        if steps.len() < horizon {
            let origin = self.history.series.len();
            let forest = if self.is_past() { &self.model.held } else { &self.model.forest };
            let mut row = Row::new(&self.model.layout, &self.history, origin);
            for step in steps.len() + 1..=horizon {
                let mut scores = forest.scores(row.at(step));
                self.history.restore(&mut scores, row.unit);
                steps.push(scores);
            }
        }
        steps.iter().take(horizon).map(|scores| of(scores)).collect()
    }

    /// The levels of the quantiles: as measured on the last horizon, which was not learned from; as learned where the
    /// steps ahead are rows that were.
    fn labels(&self) -> [f64; LEVELS.len()] {
        let is_learned = self.history.series.len() + self.model.layout.horizon < self.end;
        if is_learned { LEVELS } else { self.model.shares }
    }

    fn is_past(&self) -> bool {
        self.history.series.len() < self.end
    }
}

impl FittedModel for Placed {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.each(horizon, |scores| scores[0])
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let [low, high] = [LOW, HIGH].map(|at| math::normal_quantile(self.labels()[at]));
        let width = high - low;
        self.each(horizon, |scores| (scores[HIGH + 1] - scores[LOW + 1]) / width)
    }

    fn quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let at = self.labels().map(math::normal_quantile);
        let row = |scores: &[f64]| -> Vec<f64> {
            let levels = levels.as_slice().iter();
            let quantile = |level: &f64| between(&at, &scores[1..], math::normal_quantile(*level));
            levels.map(quantile).collect()
        };
        Some(self.each(horizon, row).concat())
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let end = self.end.max(series.len());
        let mut placed = Self::new(Rc::clone(&self.model), series, usize::MAX);
        placed.end = end;
        Ok(Box::new(placed))
    }
}

/// Linear between the quantiles at some places, which rise; beyond them at the same slope.
fn between(places: &[f64], quantiles: &[f64], at: f64) -> f64 {
    let above = places.partition_point(|place| *place < at).clamp(1, places.len() - 1);
    let slope = (quantiles[above] - quantiles[above - 1]) / (places[above] - places[above - 1]);
    quantiles[above - 1] + slope * (at - places[above - 1])
}
