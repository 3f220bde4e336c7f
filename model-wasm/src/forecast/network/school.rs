//! Learning further from a tenant's own series, until it stops helping.

use std::rc::Rc;

use super::Network;
use super::training::{BATCH, Place, Teacher, loss};
use super::window::Scene;
use crate::Random;
use crate::forecast::{Error, TrainStep, Training};

/// The size of a step of learning: what was learned in advance must not be forgotten at once.
const RATE: f32 = 5e-4;
/// Lessons between two looks at what was kept apart.
const LOOK_EVERY: usize = 20;
/// Looks without anything better before it stops.
const PATIENCE: usize = 4;
/// Series looked at then, at most.
const MOST_LOOKED_AT: usize = 64;
/// Lessons a series is worth, and lessons in all, at most.
const LESSONS: (usize, usize) = (8, 800);
/// Lessons from a single series.
const LESSONS_OF_ONE: usize = 6;
/// Seasons a single series must have to teach anything the network does not know.
const LEAST_SEASONS_OF_ONE: usize = 6;
/// Steps ahead taught from a single series.
const AHEAD_OF_ONE: usize = 14;

/// Lessons from a tenant's series.
pub(super) struct School {
    teacher: Teacher,
    scenes: Vec<Scene>,
    ahead: usize,
    random: Random,
    /// For each series that can teach, the first and the last place to stand at.
    rooms: Vec<(usize, usize, usize)>,
    /// Where it is looked at what was learned; empty: every lesson is taken.
    kept_apart: Vec<Place>,
    lesson: usize,
    lessons: usize,
    best: (f64, Vec<f32>),
    without_gain: usize,
}

impl School {
    pub(super) fn of_many(
        weights: Vec<f32>,
        scenes: Vec<Scene>,
        horizon: usize,
        seed: u64,
    ) -> Result<Self, Error> {
        let rooms = rooms(&scenes, horizon, 2 * horizon);
        if rooms.is_empty() {
            let observed = scenes.iter().map(Scene::len).max().unwrap_or(0);
            return Err(Error::TooShort { observed, needed: 2 * horizon + 1 });
        }
        let every = rooms.len().div_ceil(MOST_LOOKED_AT);
        let apart = rooms.iter().step_by(every);
        let kept_apart =
            apart.map(|(series, ..)| (*series, scenes[*series].len() - horizon)).collect();
        let lessons = (LESSONS.0 * rooms.len()).min(LESSONS.1);
        let mut school = Self::new(weights, scenes, horizon, seed, rooms, lessons);
        school.kept_apart = kept_apart;
        school.best.0 = school.loss();
        Ok(school)
    }

    /// `None` if the series is too short to teach anything.
    pub(super) fn of_one(weights: Vec<f32>, scene: Scene) -> Option<Self> {
        let least = (LEAST_SEASONS_OF_ONE * scene.season()).max(4 * AHEAD_OF_ONE);
        if scene.len() < least {
            return None;
        }
        let scenes = vec![scene];
        let rooms = rooms(&scenes, AHEAD_OF_ONE, AHEAD_OF_ONE);
        (!rooms.is_empty())
            .then(|| Self::new(weights, scenes, AHEAD_OF_ONE, 0, rooms, LESSONS_OF_ONE))
    }

    fn new(
        weights: Vec<f32>,
        scenes: Vec<Scene>,
        ahead: usize,
        seed: u64,
        rooms: Vec<(usize, usize, usize)>,
        lessons: usize,
    ) -> Self {
        let best = (f64::INFINITY, weights.clone());
        Self {
            teacher: Teacher::new(weights),
            scenes,
            ahead,
            random: Random::new(seed),
            rooms,
            kept_apart: Vec::new(),
            lesson: 0,
            lessons,
            best,
            without_gain: 0,
        }
    }

    fn loss(&self) -> f64 {
        loss(&self.teacher.weights, &self.scenes, &self.kept_apart, self.ahead)
    }

    fn draw(&mut self) -> Place {
        let (series, first, last) = self.rooms[self.random.below(self.rooms.len() as u64) as usize];
        (series, first + self.random.below((last - first + 1) as u64) as usize)
    }

    /// Compares what was learned with the best so far.
    fn look(&mut self) {
        let loss = self.loss();
        self.without_gain += 1;
        if loss < self.best.0 {
            self.best = (loss, self.teacher.weights.clone());
            self.without_gain = 0;
        }
    }
}

impl Training for School {
    fn step(&mut self) -> Result<TrainStep, Error> {
        if self.lesson >= self.lessons || self.without_gain >= PATIENCE {
            let is_looked_at = !self.kept_apart.is_empty();
            let weights = if is_looked_at { &self.best.1 } else { &self.teacher.weights };
            return Ok(TrainStep::Done(Rc::new(Network { weights: weights.clone() })));
        }
        let places: Vec<Place> = (0..BATCH).map(|_| self.draw()).collect();
        self.teacher.lesson(&self.scenes, &places, self.ahead, RATE);
        self.lesson += 1;
        if !self.kept_apart.is_empty() && self.lesson.is_multiple_of(LOOK_EVERY) {
            self.look();
        }
        Ok(TrainStep::More)
    }

    fn share(&self) -> f64 {
        self.lesson as f64 / self.lessons as f64
    }
}

/// For each series that can teach `ahead` steps, where one can stand so that `apart` periods at its end stay unseen.
fn rooms(scenes: &[Scene], ahead: usize, apart: usize) -> Vec<(usize, usize, usize)> {
    let room = |(at, scene): (usize, &Scene)| {
        let first = (2 * scene.season()).max(ahead).max(8);
        let last = scene.len().checked_sub(apart)?;
        (first <= last).then_some((at, first, last))
    };
    scenes.iter().enumerate().filter_map(room).collect()
}
