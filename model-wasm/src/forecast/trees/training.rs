//! Training a forest on many series.

use std::rc::Rc;

use super::features::Row;
use super::history::History;
use super::layout::Layout;
use super::model::{LEVELS, Model};
use super::plan::Plan;
use crate::boosting::{self, Bins, Forest, Loss, Options, Table};
use crate::forecast::{
    Error, Fitting, Frequency, GlobalMethod, GlobalModel, Method, Series, Step, TrainStep, Training,
};

/// Rows the bins are taken from.
const SAMPLED: usize = 3_000;
/// Bins of a feature.
const BINS: usize = 127;
/// Rows prepared in a step.
const CHUNK: usize = 2_000;
/// Values below which there is nothing to learn.
const LEAST_VALUES: usize = 24;
/// Trees at most.
const TREES: usize = 300;
/// Leaves of a tree.
const LEAVES: usize = 31;
/// Values are cut at so many units: a wholesale order among single sales is not what a mean is learned from.
const MOST_UNITS: f64 = 30.0;
/// Values of the last horizon at which what they say of the levels counts as much as the levels.
const SHARES_COUNT: f64 = 1_000.0;
/// Trees at least: one horizon held out is a small sample to stop by.
const LEAST_TREES: usize = 60;
/// Trees without a gain on the last horizon after which no more are tried.
const PATIENCE: usize = 40;
/// Trees where no series is long enough to hold its end out.
const BLIND_TREES: usize = LEAST_TREES;

/// Boosted trees over the history of one or many series.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::forecast) struct Trees;

impl GlobalMethod for Trees {
    fn begin(
        &self,
        series: Vec<Series>,
        horizon: usize,
        seed: u64,
    ) -> Result<Box<dyn Training>, Error> {
        Ok(Box::new(TreesTraining::new(series, horizon, seed)?))
    }

    fn read(&self, bytes: &[u8]) -> Option<Rc<dyn GlobalModel>> {
        Some(Rc::new(Model::from_bytes(bytes)?))
    }
}

impl Method for Trees {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let usual = match series.frequency() {
            Frequency::Hourly => 48,
            Frequency::Daily => 28,
            Frequency::Weekly => 13,
            Frequency::Monthly => 12,
            Frequency::Quarterly => 8,
            Frequency::Yearly => 6,
        };
        let horizon = usual.min(series.len() / 4).max(1);
        let training = TreesTraining::new(vec![series.clone()], horizon, 1)?;
        Ok(Box::new(Alone { training, series: series.clone() }))
    }

    fn knows_columns(&self) -> bool {
        true
    }
}

/// A forest for one series.
struct Alone {
    training: TreesTraining,
    series: Series,
}

impl Fitting for Alone {
    fn step(&mut self) -> Result<Step, Error> {
        Ok(match self.training.step()? {
            TrainStep::More => Step::More,
            TrainStep::Done(model) => Step::Done(model.from_end_of(&self.series)?),
        })
    }
}

/// Prepares rows, learns without the last horizon to see how many trees help, then learns from everything.
struct TreesTraining {
    layout: Layout,
    histories: Vec<History>,
    plan: Plan,
    seed: u64,
    /// Row-major, of every so manieth place.
    sample: Vec<f32>,
    table: Option<Table>,
    targets: Vec<f32>,
    /// What was learned without the last horizon, and what shares of it lay below the quantiles.
    held: Option<(Forest, [f64; LEVELS.len()])>,
    learning: Option<boosting::Training>,
}

impl TreesTraining {
    fn new(series: Vec<Series>, horizon: usize, seed: u64) -> Result<Self, Error> {
        let series: Vec<Series> =
            series.into_iter().filter_map(|series| series.without_closed().ok()).collect();
        let Some(layout) = Layout::of(&series, horizon.max(1)) else {
            return Err(Error::NoHistory);
        };
        let is_alike = |series: &Series| {
            series.frequency() == layout.frequency && series.season() == layout.season
        };
        let series: Vec<Series> = series.into_iter().filter(is_alike).collect();
        let observed = series.iter().map(|series| series.observed().iter().flatten().count()).sum();
        if observed < LEAST_VALUES {
            return Err(Error::TooShort { observed, needed: LEAST_VALUES });
        }
        let histories: Vec<History> = series.into_iter().map(History::new).collect();
        let plan = Plan::new(&histories, &layout, seed);
        if plan.learned < LEAST_VALUES / 2 {
            return Err(Error::TooShort { observed, needed: 2 * LEAST_VALUES });
        }
        Ok(Self {
            layout,
            histories,
            plan,
            seed,
            sample: Vec::new(),
            table: None,
            targets: Vec::new(),
            held: None,
            learning: None,
        })
    }

    /// Looks at some of the places to see how their features are distributed.
    fn take_sample(&mut self) {
        let stride = self.plan.places.len().div_ceil(SAMPLED).max(1);
        let mut columns = 0;
        for place in self.plan.places.iter().step_by(stride) {
            let history = &self.histories[place.series as usize];
            let mut row = Row::new(&self.layout, history, place.origin as usize);
            let values = row.at(place.step as usize);
            columns = values.len();
            self.sample.extend(values);
        }
        self.table = Some(Table::new(Bins::of(&self.sample, columns, BINS)));
        self.sample = Vec::new();
    }

    /// Prepares the next rows; false if all are.
    fn prepare(table: &mut Table, targets: &mut Vec<f32>, from: &Sources<'_>) -> bool {
        let Sources { layout, histories, plan } = from;
        let done = table.rows();
        for place in plan.places.iter().skip(done).take(CHUNK) {
            let history = &histories[place.series as usize];
            let mut row = Row::new(layout, history, place.origin as usize);
            table.push(row.at(place.step as usize));
            let value = history.series.observed()[place.target()].unwrap_or(0.0);
            targets.push((value / row.unit).clamp(-MOST_UNITS, MOST_UNITS) as f32);
        }
        done < plan.places.len()
    }

    fn options(&self, trees: usize) -> Options {
        Options {
            trees,
            leaves: LEAVES,
            least_rows: (self.plan.learned / 400).clamp(5, 60),
            learning_rate: 0.08,
            l2: 10.0,
            row_share: 0.7,
            column_share: 0.5,
            patience: PATIENCE,
            least_trees: LEAST_TREES,
            seed: self.seed,
        }
    }

    fn learn(&self, table: &Table, learned: usize, trees: usize) -> boosting::Training {
        let loss = Loss::Distribution(LEVELS.to_vec());
        boosting::Training::new(table, self.targets.clone(), learned, loss, self.options(trees))
    }
}

impl TreesTraining {
    fn model(&self, forest: Forest, (held, shares): (Forest, [f64; LEVELS.len()])) -> Model {
        let layout = self.layout.clone();
        Model { layout, forest: Rc::new(forest), held: Rc::new(held), shares }
    }

    /// How much of the last horizon lies below each quantile that was learned without it; where a distribution jumps
    /// over the level, the level itself.
    fn shares(&self, learning: &boosting::Training) -> [f64; LEVELS.len()] {
        let mut below = [0.0; LEVELS.len()];
        let mut reached = [0.0; LEVELS.len()];
        let held = self.plan.learned..self.plan.places.len();
        let count = held.len() as f64;
        for row in held {
            let place = self.plan.places[row];
            let history = &self.histories[place.series as usize];
            let unit = history.unit(place.origin as usize, &self.layout);
            let mut scores: Vec<f64> =
                learning.scores(row).iter().copied().map(f64::from).collect();
            history.restore(&mut scores, unit);
            let value = history.series.observed()[place.target()].unwrap_or(0.0);
            for (at, quantile) in scores[1..].iter().enumerate() {
                let quantile = if value >= 0.0 { quantile.max(0.0) } else { *quantile };
                below[at] += f64::from(u8::from(value < quantile)) / count;
                reached[at] += f64::from(u8::from(value <= quantile)) / count;
            }
        }
        let weight = count / (count + SHARES_COUNT);
        let gap = |at: usize| {
            let level = LEVELS[at];
            let seen = level.clamp(below[at], reached[at]);
            ((seen - level).abs() > 0.0).then_some(seen - level)
        };
        // One horizon tells how wide the distributions must be, but where they should lie it does not: that differs
        // from one to the next.
        let mut shares = LEVELS;
        for low in 0..LEVELS.len() / 2 {
            let high = LEVELS.len() - 1 - low;
            let (Some(below), Some(above)) = (gap(low), gap(high)) else { continue };
            let narrow = weight * f64::midpoint(below, -above);
            shares[low] += narrow;
            shares[high] -= narrow;
        }
        let mut least = 0.0;
        for (at, share) in shares.iter_mut().enumerate() {
            *share = share.clamp(least + 1e-4, 1.0 - 1e-4 * (LEVELS.len() - at) as f64);
            least = *share;
        }
        shares
    }
}

/// What rows are made of.
struct Sources<'a> {
    layout: &'a Layout,
    histories: &'a [History],
    plan: &'a Plan,
}

impl Training for TreesTraining {
    fn step(&mut self) -> Result<TrainStep, Error> {
        let Some(mut table) = self.table.take() else {
            self.take_sample();
            return Ok(TrainStep::More);
        };
        let sources =
            Sources { layout: &self.layout, histories: &self.histories, plan: &self.plan };
        let places = self.plan.places.len();
        if table.rows() < places {
            Self::prepare(&mut table, &mut self.targets, &sources);
        } else if let Some(learning) = &mut self.learning {
            if !learning.step(&table) {
                let Some(learning) = self.learning.take() else { return Err(Error::NoFit) };
                if self.held.is_some() || self.plan.learned == places {
                    let forest = learning.finish();
                    let held = self.held.take().unwrap_or_else(|| (forest.clone(), LEVELS));
                    return Ok(TrainStep::Done(Rc::new(self.model(forest, held))));
                }
                let shares = self.shares(&learning);
                let forest = learning.finish();
                self.learning = Some(self.learn(&table, places, forest.len().max(1)));
                self.held = Some((forest, shares));
            }
        } else {
            let has_held = self.plan.learned < places;
            let trees = if has_held { TREES } else { BLIND_TREES };
            self.learning = Some(self.learn(&table, self.plan.learned, trees));
        }
        self.table = Some(table);
        Ok(TrainStep::More)
    }

    fn share(&self) -> f64 {
        let places = self.plan.places.len().max(1) as f64;
        let prepared = self.table.as_ref().map_or(0.0, |table| table.rows() as f64 / places);
        let learned = self.learning.as_ref().map_or(0.0, boosting::Training::share);
        let passed = if self.held.is_some() { 1.0 } else { 0.0 };
        0.1 * prepared + 0.45 * (passed + learned)
    }
}
