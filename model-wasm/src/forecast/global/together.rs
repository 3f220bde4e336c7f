//! The ensemble of each series with what all of them teach: trees learned from many series stand beside it, as far as
//! they would have helped over the last horizon of the histories.

mod trial;

use std::rc::Rc;

use super::beside::Beside;
use super::{GlobalMethod, GlobalModel, TrainStep, Training};
use crate::forecast::trees::Trees;
use crate::forecast::{
    DemandClass, Error, FittedModel, Fitting, Frequency, Method as _, Name, Series, Step,
};
use trial::Trial;

/// What trees may count at most where series speak for themselves: the one horizon they are tried on is one draw of what
/// all series have in common.
const MOST: f64 = 0.25;
/// And where most sell only now and then, so that each says little of itself.
const MOST_OF_SELDOM: f64 = 0.5;
/// Series from which on they teach each other something.
const LEAST_SERIES: usize = 20;

/// The ensemble, trained on many series: where they teach each other something, trees learned from all of them count
/// beside each one's ensemble, with one share for all. The share is what would have helped most over the last horizon;
/// where nothing would, and where there are too few series or of a kind that trees do not know better, it is the ensemble
/// alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Together;

impl GlobalMethod for Together {
    fn begin(
        &self,
        series: Vec<Series>,
        horizon: usize,
        seed: u64,
    ) -> Result<Box<dyn Training>, Error> {
        if series.is_empty() {
            return Err(Error::NoHistory);
        }
        // The ensemble does without what cannot be trained.
        let learning = if pays(&series) {
            GlobalMethod::begin(&Trees, series.clone(), horizon, seed).ok()
        } else {
            None
        };
        let stage = learning.map_or(Stage::Done(WithTrees::ALONE), Stage::Learning);
        Ok(Box::new(TogetherTraining { series, horizon, stage }))
    }

    fn read(&self, bytes: &[u8]) -> Option<Rc<dyn GlobalModel>> {
        let (share, trees) = bytes.split_first_chunk()?;
        let share = f64::from_le_bytes(*share);
        if trees.is_empty() {
            return Some(Rc::new(WithTrees::ALONE));
        }
        let is_share = share > 0.0 && share <= 1.0;
        let trees = if is_share { Trees.read(trees)? } else { return None };
        Some(Rc::new(WithTrees { trees: Some(trees), share }))
    }
}

/// Whether what series teach each other is worth its time: where they follow the same weekdays and hours, where columns
/// say what happens, or where most sell only now and then.
fn pays(all: &[Series]) -> bool {
    let is_fast = |series: &Series| {
        matches!(series.frequency(), Frequency::Hourly | Frequency::Daily | Frequency::Weekly)
    };
    let has_columns = |series: &Series| !series.calendar().columns.is_empty();
    let is_worth_it = || all.iter().all(is_fast) || all.iter().any(has_columns) || sell_seldom(all);
    all.len() >= LEAST_SERIES && is_worth_it()
}

fn sell_seldom(all: &[Series]) -> bool {
    let is_seldom = |series: &&Series| DemandClass::of(series).is_now_and_then();
    2 * all.iter().filter(is_seldom).count() > all.len()
}

struct TogetherTraining {
    series: Vec<Series>,
    horizon: usize,
    stage: Stage,
}

enum Stage {
    Learning(Box<dyn Training>),
    Trying(Box<Trial>),
    Done(WithTrees),
}

impl Training for TogetherTraining {
    fn step(&mut self) -> Result<TrainStep, Error> {
        match &mut self.stage {
            Stage::Learning(learning) => match learning.step() {
                Ok(TrainStep::More) => {}
                Ok(TrainStep::Done(trees)) => {
                    let most = if sell_seldom(&self.series) { MOST_OF_SELDOM } else { MOST };
                    let trial = Trial::begin(trees, &self.series, self.horizon, most);
                    self.stage = trial.map_or(Stage::Done(WithTrees::ALONE), |trial| {
                        Stage::Trying(Box::new(trial))
                    });
                }
                Err(_) => self.stage = Stage::Done(WithTrees::ALONE),
            },
            Stage::Trying(trial) => {
                if !trial.step(&self.series) {
                    let with_trees = |(trees, share)| WithTrees { trees: Some(trees), share };
                    self.stage = Stage::Done(trial.outcome().map_or(WithTrees::ALONE, with_trees));
                }
            }
            Stage::Done(with_trees) => return Ok(TrainStep::Done(Rc::new(with_trees.clone()))),
        }
        Ok(TrainStep::More)
    }

    fn share(&self) -> f64 {
        match &self.stage {
            Stage::Learning(learning) => 0.7 * learning.share(),
            Stage::Trying(trial) => 0.7 + 0.3 * trial.share_done(),
            Stage::Done(_) => 1.0,
        }
    }
}

/// The ensemble, and trees if they count.
#[derive(Clone)]
struct WithTrees {
    trees: Option<Rc<dyn GlobalModel>>,
    /// How much they count.
    share: f64,
}

impl WithTrees {
    /// The ensemble alone.
    const ALONE: Self = Self { trees: None, share: 0.0 };
}

impl GlobalModel for WithTrees {
    fn from_end_of(self: Rc<Self>, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let mut fitting = self.begin(series)?;
        loop {
            if let Step::Done(model) = fitting.step()? {
                return Ok(model);
            }
        }
    }

    fn begin(self: Rc<Self>, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let (base, name) = (Name::Ensemble.method(), Name::Ensemble);
        let Some(trees) = &self.trees else { return base.begin(series) };
        let global = (Name::Trees, Rc::clone(trees));
        Beside { base: base.into(), name, global, share: self.share }.begin(series)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let trees = self.trees.as_ref().map_or_else(Vec::new, |trees| trees.to_bytes());
        [self.share.to_le_bytes().to_vec(), trees].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{FitStep, Forecast, Levels, Spec, Trained};

    const HORIZON: usize = 7;

    /// Items that share a week, each with its own size and noise.
    fn items(count: usize, frequency: Frequency) -> Vec<Series> {
        let sold = |item: usize, t: usize| {
            let week = [2.0, 1.0, 1.0, 2.0, 4.0, 9.0, 0.0][t % 7];
            let noise = ((item * 7_919 + t * 104_729) % 1_009) as f64 / 1_009.0;
            Some((1 + item % 5) as f64 * week * (0.3 + 1.4 * noise))
        };
        let series = |item| Series::new((0..70).map(|t| sold(item, t)).collect(), frequency);
        (0..count).map(|item| series(item).unwrap()).collect()
    }

    fn trained(series: Vec<Series>) -> Rc<dyn GlobalModel> {
        let mut training = Together.begin(series, HORIZON, 1).unwrap();
        let mut share = 0.0;
        loop {
            if let TrainStep::Done(model) = training.step().unwrap() {
                return model;
            }
            assert!(training.share() >= share && training.share() <= 1.0);
            share = training.share();
        }
    }

    fn forecast(model: &Rc<dyn GlobalModel>, series: &Series) -> Forecast {
        let spec = Spec::new(Name::Ensemble, HORIZON);
        let mut run = spec.begin_with(&Trained(Rc::clone(model)), series).unwrap();
        loop {
            if let FitStep::Done(fitted) = run.step().unwrap() {
                return fitted.forecast(HORIZON, &Levels::bands()).unwrap();
            }
        }
    }

    #[test]
    fn where_nothing_is_taught_it_is_the_ensemble() {
        for series in [items(3, Frequency::Daily), items(30, Frequency::Yearly)] {
            let model = trained(series.clone());
            let alone = Spec::new(Name::Ensemble, HORIZON).fit(&series[1]).unwrap();
            let alone = alone.forecast(HORIZON, &Levels::bands()).unwrap();
            assert_eq!(forecast(&model, &series[1]), alone);
            assert_eq!(model.to_bytes().len(), size_of::<f64>());
        }
        assert!(Together.begin(Vec::new(), HORIZON, 1).is_err());
    }

    #[test]
    fn bytes_bring_it_back() {
        let series = items(24, Frequency::Daily);
        let model = trained(series.clone());
        let bytes = model.to_bytes();
        let again = Together.read(&bytes).unwrap();
        assert_eq!(forecast(&again, &series[5]), forecast(&model, &series[5]));
        for damaged in [&bytes[..7], &[&2.0_f64.to_le_bytes()[..], &[1, 2]].concat()] {
            assert!(Together.read(damaged).is_none());
        }
    }
}
