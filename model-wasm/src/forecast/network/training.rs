//! Teaching the network.
//!
//! # Source
//! Quantile loss over many steps ahead as in Wen et al. (2017), A multi-horizon quantile recurrent forecaster; the
//! network walks on over its own expectations while it is taught, as it will when it forecasts (Bengio et al. 2015,
//! Scheduled sampling). Adam: Kingma & Ba (2015).

use super::net::{Lanes, Memory, OUTPUTS, WEIGHTS, Way, step, traced_step};
use super::window::{INPUTS, Scene, View, Walk};
use super::{LEVELS, MEAN};
use crate::Random;

/// Windows looked at together.
pub(super) const BATCH: usize = 16;
/// Steps ahead a window is taught, at most.
const MOST_AHEAD: usize = 28;
/// How much a step inside the known part counts: what comes after it is known too well.
const KNOWN_WEIGHT: f32 = 0.15;
/// A miss of the mean counts no more than one so large: a single huge sale must not drive it.
const MOST_MISS: f64 = 3.0;
/// Gradients longer are shortened.
const LONGEST: f32 = 1.0;

/// A place to stand at: which series, and how much of it is known there.
pub(super) type Place = (usize, usize);

/// Adam's means of slopes and their squares.
#[derive(Clone)]
pub(super) struct Teacher {
    pub(super) weights: Vec<f32>,
    slopes: Vec<f32>,
    squares: Vec<f32>,
    lessons: i32,
}

impl Teacher {
    pub(super) fn new(weights: Vec<f32>) -> Self {
        let nothing = vec![0.0; weights.len()];
        Self { weights, slopes: nothing.clone(), squares: nothing, lessons: 0 }
    }

    /// Teaches from up to [`BATCH`] windows; `rate` is the size of a step.
    pub(super) fn lesson(&mut self, scenes: &[Scene], places: &[Place], ahead: usize, rate: f32) {
        let gradient = self.gradient(scenes, places, ahead.min(MOST_AHEAD));
        let length = gradient.iter().map(|slope| slope * slope).sum::<f32>().sqrt();
        if !length.is_finite() {
            return;
        }
        let share = if length > LONGEST { LONGEST / length } else { 1.0 };
        self.lessons += 1;
        let (first, second) =
            (1.0 - 0.9_f32.powi(self.lessons), 1.0 - 0.999_f32.powi(self.lessons));
        for (at, slope) in gradient.into_iter().enumerate() {
            let slope = slope * share;
            self.slopes[at] = 0.9 * self.slopes[at] + 0.1 * slope;
            self.squares[at] = 0.999 * self.squares[at] + 0.001 * slope * slope;
            let size = (self.squares[at] / second).sqrt() + 1e-8;
            self.weights[at] -= rate * self.slopes[at] / first / size;
        }
    }

    fn gradient(&self, scenes: &[Scene], places: &[Place], ahead: usize) -> Vec<f32> {
        let mut class = Class::new(scenes, places, ahead);
        let mut memory = Memory::<BATCH>::blank();
        let mut passed = Vec::with_capacity(class.steps);
        for at in 0..class.steps {
            for lane in class.newcomers(at) {
                memory.forget(lane);
            }
            let views = class.views(at);
            let (outputs, trace) = traced_step(&self.weights, inputs(&views), &mut memory);
            let slopes = class.hear(at, &views, &outputs);
            passed.push((trace, slopes));
        }
        let mut way = Way::new();
        for (at, (trace, slopes)) in passed.iter().enumerate().rev() {
            way.back(&self.weights, trace, slopes);
            for lane in class.newcomers(at) {
                way.forget(lane);
            }
        }
        way.gradient()
    }
}

/// Mean quantile loss over the steps ahead of all places, in units of each one's scale.
pub(super) fn loss(weights: &[f32], scenes: &[Scene], places: &[Place], ahead: usize) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for places in places.chunks(BATCH) {
        let mut class = Class::new(scenes, places, ahead.min(MOST_AHEAD));
        let mut memory = Memory::<BATCH>::blank();
        for at in 0..class.steps {
            for lane in class.newcomers(at) {
                memory.forget(lane);
            }
            let views = class.views(at);
            let outputs = step(weights, &inputs(&views), &mut memory);
            class.hear(at, &views, &outputs);
        }
        sum += class.loss;
        count += class.counted;
    }
    if count > 0.0 { sum / count } else { f64::INFINITY }
}

/// Windows that are gone through together, each ending its known part at the same step.
struct Class<'a> {
    pupils: Vec<(&'a Scene, Walk)>,
    known: usize,
    steps: usize,
    loss: f64,
    counted: f64,
}

impl<'a> Class<'a> {
    fn new(scenes: &'a [Scene], places: &[Place], ahead: usize) -> Self {
        let pupil = |(series, start): &Place| {
            let scene = &scenes[*series];
            (scene, Walk::new(scene, *start))
        };
        let pupils: Vec<(&Scene, Walk)> = places.iter().take(BATCH).map(pupil).collect();
        let known = pupils.iter().map(|(_, walk)| walk.start - walk.begin).max().unwrap_or(0);
        Self { pupils, known, steps: known + ahead, loss: 0.0, counted: 0.0 }
    }

    /// The period a pupil stands before at a step; `None` before its beginning.
    fn period(&self, walk: &Walk, at: usize) -> Option<usize> {
        (walk.start + at).checked_sub(self.known).filter(|t| *t >= walk.begin)
    }

    /// Those whose window begins at a step.
    fn newcomers(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        let begins: Vec<usize> = (0..self.pupils.len())
            .filter(|lane| {
                let walk = &self.pupils[*lane].1;
                self.period(walk, at) == Some(walk.begin)
            })
            .collect();
        begins.into_iter()
    }

    fn views(&self, at: usize) -> Vec<Option<View>> {
        let view =
            |(scene, walk): &(&Scene, Walk)| self.period(walk, at).map(|t| walk.view(scene, t));
        self.pupils.iter().map(view).collect()
    }

    /// Compares what was said with what came; returns the slopes of the loss by the outputs. Beyond the known part the
    /// walks go on over what was said.
    fn hear(
        &mut self,
        at: usize,
        views: &[Option<View>],
        outputs: &[Lanes<BATCH>],
    ) -> Vec<Lanes<BATCH>> {
        let mut slopes = vec![[0.0; BATCH]; OUTPUTS];
        let is_ahead = at >= self.known;
        let share = 1.0 / (BATCH * (self.steps - self.known).max(1)) as f32;
        let weight = share * if is_ahead { 1.0 } else { KNOWN_WEIGHT };
        for lane in 0..self.pupils.len() {
            let Some(view) = &views[lane] else { continue };
            let (scene, walk) = &self.pupils[lane];
            let Some(t) = self.period(walk, at) else { continue };
            let said = |output: usize| view.base + f64::from(outputs[output][lane]);
            if let Some(target) = walk.target(scene, t) {
                for (output, level) in LEVELS.iter().enumerate() {
                    let miss = target - said(output);
                    let slope = if miss > 0.0 { -level } else { 1.0 - level };
                    slopes[output][lane] = weight * slope as f32;
                    self.loss += if is_ahead { -slope * miss } else { 0.0 };
                }
                let miss = (said(MEAN) - target).clamp(-MOST_MISS, MOST_MISS);
                slopes[MEAN][lane] = weight * miss as f32;
                self.counted += f64::from(u8::from(is_ahead));
            }
            if is_ahead {
                let next = said(MEAN);
                let (scene, walk) = &mut self.pupils[lane];
                walk.push(scene, next);
            }
        }
        slopes
    }
}

/// Views side by side; nothing for who has none.
fn inputs(views: &[Option<View>]) -> Vec<Lanes<BATCH>> {
    let mut inputs = vec![[0.0; BATCH]; INPUTS];
    for (lane, view) in views.iter().enumerate() {
        let Some(view) = view else { continue };
        for (input, value) in inputs.iter_mut().zip(view.inputs) {
            input[lane] = value;
        }
    }
    inputs
}

/// Weights that nothing has taught yet.
pub(super) fn blank(random: &mut Random) -> Vec<f32> {
    (0..WEIGHTS).map(|_| 0.12 * random.normal() as f32).collect()
}
