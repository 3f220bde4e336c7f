//! A recurrent network: one layer of long short-term memory that sees the last seasons of a series and then walks on
//! over its own expectations, saying quantiles at each step.
//!
//! Its weights are learned in advance from series that a generator made up ([`Pretraining`]), and learned further from
//! the tenant's own: from all of them together ([`Lstm`] as a [`GlobalMethod`]) or from one ([`Lstm`] as a [`Method`]).
//! Every series is divided by its recent mean size, so that large and small teach alike.
//!
//! # Source
//! Salinas, Flunkert, Gasthaus & Januschowski (2020), DeepAR, Int. J. Forecasting 36(3), for one network over scaled
//! series; quantiles instead of a distribution.

mod net;
mod school;
mod synthetic;
mod training;
mod window;

use std::rc::Rc;

use super::{
    Error, FittedModel, Fitting, GlobalMethod, GlobalModel, Levels, Method, Series, Step,
    TrainStep, Training,
};
use crate::Random;
use crate::math;
use net::{Memory, WEIGHTS, step};
use school::School;
use training::{Teacher, blank};
use window::{Scene, Walk};

/// The probabilities whose quantiles the network says.
const LEVELS: [f64; 7] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
/// The output after them is the mean.
const MEAN: usize = LEVELS.len();
/// A shorter series shows the network nothing.
const LEAST_HISTORY: usize = 4;
/// How much of a series' own quantiles' distance is one standard deviation: from 10 to 90 % of a normal one.
const DEVIATIONS: f64 = 2.563_103_131_089_201;
/// Learned in advance, as [`Pretraining`] makes them.
static LEARNED: &[u8] = include_bytes!("network/weights.bin");

/// The long short-term memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lstm;

impl GlobalMethod for Lstm {
    fn begin(
        &self,
        series: Vec<Series>,
        horizon: usize,
        seed: u64,
    ) -> Result<Box<dyn Training>, Error> {
        let scenes: Vec<Scene> = series.iter().map(Scene::new).collect();
        Ok(Box::new(School::of_many(learned(), scenes, horizon, seed)?))
    }

    fn read(&self, bytes: &[u8]) -> Option<Rc<dyn GlobalModel>> {
        Some(Rc::new(Network::from_bytes(bytes)?))
    }
}

impl Method for Lstm {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let observed = series.observed().iter().flatten().count();
        if observed < LEAST_HISTORY || series.len() < LEAST_HISTORY {
            return Err(Error::TooShort { observed, needed: LEAST_HISTORY });
        }
        let school = School::of_one(learned(), Scene::new(series));
        Ok(Box::new(Lessons { school, series: series.clone() }))
    }
}

/// Learning from one series.
struct Lessons {
    school: Option<School>,
    series: Series,
}

impl Fitting for Lessons {
    fn step(&mut self) -> Result<Step, Error> {
        let Some(school) = &mut self.school else {
            let network = Rc::new(Network { weights: learned() });
            return network.from_end_of(&self.series).map(Step::Done);
        };
        match school.step()? {
            TrainStep::More => Ok(Step::More),
            TrainStep::Done(network) => network.from_end_of(&self.series).map(Step::Done),
        }
    }
}

/// The weights that ship.
fn learned() -> Vec<f32> {
    LEARNED.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

/// Weights that have learned.
pub struct Network {
    weights: Vec<f32>,
}

impl Network {
    /// The network that [`GlobalModel::to_bytes`] wrote; `None` if these are not its bytes.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let numbers = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let weights: Vec<f32> = numbers.collect();
        let is_sound = bytes.len() == 4 * WEIGHTS && weights.iter().all(|w| w.is_finite());
        is_sound.then_some(Self { weights })
    }
}

impl GlobalModel for Network {
    fn from_end_of(self: Rc<Self>, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let observed = series.observed().iter().flatten().count();
        if observed == 0 || series.is_empty() {
            return Err(Error::TooShort { observed, needed: 1 });
        }
        let scene = Scene::new(series);
        let walk = Walk::new(&scene, scene.len());
        let mut memory = Memory::blank();
        for t in walk.begin..walk.start {
            step(&self.weights, &walk.view(&scene, t).inputs.map(|x| [x]), &mut memory);
        }
        Ok(Box::new(Seen { network: self, scene, walk, memory }))
    }

    /// Itself: no lesson reaches into the last horizon. It is only looked at there to know when to stop.
    fn held_out(self: Rc<Self>) -> Option<Rc<dyn GlobalModel>> {
        Some(self)
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.weights.iter().flat_map(|weight| weight.to_le_bytes()).collect()
    }
}

/// The network at the end of a series.
struct Seen {
    network: Rc<Network>,
    scene: Scene,
    walk: Walk,
    memory: Memory<1>,
}

impl Seen {
    /// Quantiles at [`LEVELS`], never falling, and the mean, of each step ahead.
    fn ahead(&self, horizon: usize) -> Vec<([f64; MEAN], f64)> {
        let (mut walk, mut memory) = (self.walk.clone(), self.memory.clone());
        let weights = &self.network.weights;
        let scale = walk.scale;
        let mut next = |t: usize| {
            let view = walk.view(&self.scene, t);
            let said = step(weights, &view.inputs.map(|x| [x]), &mut memory);
            let mut quantiles =
                std::array::from_fn(|at| scale * (view.base + f64::from(said[at][0])));
            quantiles.sort_by(f64::total_cmp);
            let mean = view.base + f64::from(said[MEAN][0]);
            walk.push(&self.scene, mean);
            (quantiles, scale * mean)
        };
        (self.scene.len()..self.scene.len() + horizon).map(&mut next).collect()
    }
}

impl FittedModel for Seen {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.ahead(horizon).into_iter().map(|(_, mean)| mean).collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let mut widest = 0.0_f64;
        let width = |(quantiles, _): ([f64; MEAN], f64)| {
            widest = widest.max((quantiles[5] - quantiles[1]) / DEVIATIONS);
            widest
        };
        self.ahead(horizon).into_iter().map(width).collect()
    }

    fn quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let scores = LEVELS.map(math::normal_quantile);
        let wanted: Vec<f64> =
            levels.as_slice().iter().map(|level| math::normal_quantile(*level)).collect();
        let of_step = |(quantiles, _): ([f64; MEAN], f64)| {
            wanted.iter().map(|score| between(&scores, &quantiles, *score)).collect::<Vec<f64>>()
        };
        Some(self.ahead(horizon).into_iter().flat_map(of_step).collect())
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Rc::clone(&self.network).from_end_of(series)
    }
}

/// The quantile at a normal score, on lines between the known ones and beyond them on the outermost line.
fn between(scores: &[f64; MEAN], quantiles: &[f64; MEAN], score: f64) -> f64 {
    let at = scores.partition_point(|known| *known < score).clamp(1, MEAN - 1);
    let share = (score - scores[at - 1]) / (scores[at] - scores[at - 1]);
    quantiles[at - 1] + share * (quantiles[at] - quantiles[at - 1])
}

/// Learning in advance from series made up: what the weights that ship come from.
pub struct Pretraining {
    teacher: Teacher,
    random: Random,
    lesson: usize,
    lessons: usize,
}

/// The size of a step of learning at first; it falls to nothing along half a cosine.
const FIRST_RATE: f64 = 3e-3;

impl Pretraining {
    /// From scratch, over so many lessons of [`Self::BATCH`] series each.
    #[must_use]
    pub fn new(lessons: usize, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let teacher = Teacher::new(blank(&mut random));
        Self { teacher, random, lesson: 0, lessons }
    }

    /// Series a lesson looks at.
    pub const BATCH: usize = training::BATCH;

    /// Takes the next lesson; false if it was the last.
    pub fn step(&mut self) -> bool {
        let scenes: Vec<Scene> =
            (0..Self::BATCH).map(|_| Scene::new(&synthetic::series(&mut self.random))).collect();
        let places: Vec<_> = scenes
            .iter()
            .enumerate()
            .map(|(at, scene)| (at, scene.len() - synthetic::AHEAD))
            .collect();
        let done = self.lesson as f64 / self.lessons as f64;
        let rate = FIRST_RATE * 0.5 * (1.0 + math::cos(std::f64::consts::PI * done));
        self.teacher.lesson(&scenes, &places, synthetic::AHEAD, rate as f32);
        self.lesson += 1;
        self.lesson < self.lessons
    }

    /// Mean quantile loss on so many series that were never seen, in units of their scale.
    #[must_use]
    pub fn loss(&self, count: usize, seed: u64) -> f64 {
        let mut random = Random::new(seed);
        let scenes: Vec<Scene> =
            (0..count).map(|_| Scene::new(&synthetic::series(&mut random))).collect();
        let place = |(at, scene): (usize, &Scene)| (at, scene.len() - synthetic::AHEAD);
        let places: Vec<_> = scenes.iter().enumerate().map(place).collect();
        training::loss(&self.teacher.weights, &scenes, &places, synthetic::AHEAD)
    }

    /// What has been learned so far.
    #[must_use]
    pub fn network(&self) -> Network {
        Network { weights: self.teacher.weights.clone() }
    }
}

#[cfg(test)]
mod tests;
