//! A fitted model and what it says.

use std::rc::Rc;

use super::options::{Combination, Growth};
use super::source::{Found, Source};
use super::{Prophet, run};
use crate::Random;
use crate::forecast::{Effect, EffectKind, Error, FittedModel, Series};

/// Earlier origins, in the second half of the history, that tell how large errors are.
const ORIGINS: usize = 6;
/// Half of a normal distribution lies within so many standard deviations.
const MIDDLE: f64 = 0.674;
/// Paths drawn for the spread of a logistic trend.
const PATHS: usize = 200;
/// Bends in a drawn path at most.
const MOST_BENDS: usize = 1000;

pub(super) struct FittedProphet {
    source: Rc<Source>,
    found: Found,
    /// Periods of the history.
    length: usize,
    /// Rows of it.
    rows: usize,
    /// What the standard deviations of the theory are multiplied by.
    width: f64,
}

impl FittedProphet {
    pub(super) fn new(source: Rc<Source>, found: Found) -> Self {
        let (length, rows) = (source.observed.len(), source.periods.len());
        Self { source, found, length, rows, width: 1.0 }
    }

    /// The same with wider or narrower standard deviations than the theory's.
    pub(super) fn with_width(self, width: f64) -> Self {
        Self { width, ..self }
    }

    /// The same model at an earlier origin.
    fn at(&self, rows: usize, length: usize) -> Self {
        let found = if rows == self.source.periods.len() {
            self.found.clone()
        } else {
            self.source.refit(rows, &self.found)
        };
        Self { source: Rc::clone(&self.source), found, length, rows, width: self.width }
    }

    /// Errors after one earlier origin, over the standard deviations the theory has for them.
    fn scores(&self, number: usize) -> Vec<f64> {
        let rows = self.rows * (ORIGINS + number) / (2 * ORIGINS);
        let until = (rows + self.rows / ORIGINS).min(self.rows);
        let Some(last) = rows.checked_sub(1).filter(|last| *last > 0) else { return Vec::new() };
        let past = self.at(rows, self.source.periods[last] + 1);
        let horizon = self.source.periods[until - 1] + 1 - past.length;
        let all = past.mean(horizon).into_iter().zip(past.theory(horizon));
        let ahead = &self.source.observed[past.length..];
        let scores = all.zip(ahead).filter_map(|((mean, deviation), value)| {
            let score = ((*value)? - mean).abs() / deviation;
            score.is_finite().then_some(score)
        });
        scores.collect()
    }

    /// What drives the trend in a period, and what its features add.
    fn outlook(&self, period: usize, features: &mut [f64]) -> (f64, f64) {
        let design = &self.source.design;
        design.fill(period, features);
        let effects = &self.found.coefficients[2..];
        let effect = features.iter().zip(effects).map(|(x, effect)| x * effect).sum();
        (design.drive(&self.found.coefficients, design.time(period)), effect)
    }

    /// Bends to come in a unit of time and their mean size: as they were.
    fn bends(&self) -> (f64, f64) {
        let priors = self.source.priors(self.rows);
        let plain = 2 + priors.features.len();
        let count = priors.free[plain..].iter().filter(|free| **free).count() as f64;
        if count < 1.0 || self.source.design.growth == Growth::Flat {
            return (0.0, 0.0);
        }
        let sizes: f64 = self.found.coefficients[plain..].iter().map(|bend| bend.abs()).sum();
        (count / self.source.end(self.rows).max(1e-3), sizes / count)
    }

    /// Variance of what drives the trend, a time after the end of the history: that of all paths whose bends come as
    /// a Poisson process with Laplace sizes.
    fn variance_of_drive(&self, ahead: f64) -> f64 {
        let (rate, size) = self.bends();
        2.0 * size * size * rate * ahead.max(0.0).powi(3) / 3.0
    }

    /// Standard deviation of the trend over paths drawn, step by step.
    fn deviations_of_paths(&self, horizon: usize) -> Vec<f64> {
        let design = &self.source.design;
        let end = self.source.end(self.rows);
        let times: Vec<f64> = (0..horizon).map(|step| design.time(self.length + step)).collect();
        let drives: Vec<f64> =
            times.iter().map(|time| design.drive(&self.found.coefficients, *time)).collect();
        let (rate, size) = self.bends();
        let last = times.last().copied().unwrap_or(end);
        let mut random = Random::new(self.source.options.seed);
        let (mut sums, mut squares) = (vec![0.0; horizon], vec![0.0; horizon]);
        for _ in 0..PATHS {
            let path = Path::draw(&mut random, rate, size, end, last);
            let moved = path.at(&times);
            for (step, (drive, moved)) in drives.iter().zip(moved).enumerate() {
                let (trend, _) = design.trend(drive + moved);
                sums[step] += trend;
                squares[step] += trend * trend;
            }
        }
        let count = PATHS as f64;
        let all = sums.iter().zip(&squares);
        all.map(|(sum, square)| (square / count - (sum / count).powi(2)).max(0.0).sqrt()).collect()
    }

    /// Standard deviations as the peer has them: the noise, and the bends to come.
    pub(super) fn theory(&self, horizon: usize) -> Vec<f64> {
        let design = &self.source.design;
        let end = self.source.end(self.rows);
        let is_bounded = matches!(design.growth, Growth::Logistic { .. });
        let paths = if is_bounded { self.deviations_of_paths(horizon) } else { Vec::new() };
        let mut features = vec![0.0; design.features()];
        let step = |step: usize| {
            let period = self.length + step;
            let trend = paths.get(step).map_or_else(
                || self.variance_of_drive(design.time(period) - end),
                |deviation| deviation * deviation,
            );
            let factor = match self.source.options.combination {
                Combination::Additive => 1.0,
                Combination::Multiplicative => 1.0 + self.outlook(period, &mut features).1,
            };
            (self.found.noise + trend * factor * factor).sqrt() * design.scale
        };
        (0..horizon).map(step).collect()
    }
}

/// How much larger errors were at a few earlier origins than the theory has them.
///
/// The theory takes the trend so far for known and every error for news; where a trend follows a wandering level,
/// errors are many times larger, more than a calibration that trusts the theory would believe.
pub(super) struct Hindsight {
    next: usize,
    scores: Vec<f64>,
}

impl Hindsight {
    pub(super) const fn new() -> Self {
        Self { next: 0, scores: Vec::new() }
    }

    /// Looks back at the next origin; the factor, at least 1, if that was the last.
    pub(super) fn step(&mut self, model: &FittedProphet) -> Option<f64> {
        // Where values are not linear in the coefficients, an origin costs too much.
        if model.source.is_linear() && self.next < ORIGINS {
            self.scores.extend(model.scores(self.next));
            self.next += 1;
            return None;
        }
        self.scores.sort_unstable_by(f64::total_cmp);
        let middle = self.scores.get(self.scores.len() / 2).copied().unwrap_or(0.0);
        Some((middle / MIDDLE).max(1.0))
    }
}

/// Bends of the trend to come: when, and by how much.
struct Path(Vec<(f64, f64)>);

impl Path {
    fn draw(random: &mut Random, rate: f64, size: f64, from: f64, to: f64) -> Self {
        let mut bends = Vec::new();
        let mut time = from;
        while rate > 0.0 && bends.len() < MOST_BENDS {
            time -= crate::math::ln(1.0 - random.uniform()) / rate;
            if time >= to {
                break;
            }
            let side = random.uniform() - 0.5;
            let bend = -size * side.signum() * crate::math::ln(1.0 - 2.0 * side.abs());
            bends.push((time, bend));
        }
        Self(bends)
    }

    /// By how much they have moved what drives the trend at rising times.
    fn at(&self, times: &[f64]) -> Vec<f64> {
        let (mut slope, mut moved) = (0.0, 0.0);
        let mut bends = self.0.iter().peekable();
        let walk = times.iter().map(|time| {
            while let Some((at, bend)) = bends.next_if(|(at, _)| at < time) {
                slope += bend;
                moved -= bend * at;
            }
            moved + slope * time
        });
        walk.collect()
    }
}

impl FittedModel for FittedProphet {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let design = &self.source.design;
        let mut features = vec![0.0; design.features()];
        let step = |step: usize| {
            let (drive, effect) = self.outlook(self.length + step, &mut features);
            let (trend, _) = design.trend(drive);
            let value = match self.source.options.combination {
                Combination::Additive => trend + effect,
                Combination::Multiplicative => trend * (1.0 + effect),
            };
            value * design.scale + design.floor()
        };
        (0..horizon).map(step).collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        self.theory(horizon).into_iter().map(|deviation| self.width * deviation).collect()
    }

    /// Everything but the changepoints' places is found anew, from sums kept on the way: an origin costs a fraction
    /// of a fit.
    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let length = series.len();
        if self.source.observed.get(..length) != Some(series.observed()) {
            let method = Prophet { options: self.source.options.clone() };
            return Ok(Box::new(run(&method, series)?));
        }
        let rows = self.source.periods.partition_point(|period| *period < length);
        if rows < 2 {
            return Err(Error::TooShort { observed: rows, needed: 2 });
        }
        Ok(Box::new(self.at(rows, length)))
    }

    fn effects(&self, horizon: usize) -> Vec<Effect> {
        let design = &self.source.design;
        let parts = design.parts();
        let mut effects =
            vec![Effect { kind: EffectKind::Trend, name: String::new(), values: Vec::new() }];
        effects.extend(parts.iter().map(|(kind, name, _)| Effect {
            kind: *kind,
            name: name.clone(),
            values: Vec::new(),
        }));
        let mut features = vec![0.0; design.features()];
        for period in 0..self.length + horizon {
            let (drive, _) = self.outlook(period, &mut features);
            let (trend, _) = design.trend(drive);
            let unit = match self.source.options.combination {
                Combination::Additive => design.scale,
                Combination::Multiplicative => trend * design.scale,
            };
            effects[0].values.push(trend * design.scale + design.floor());
            let mut products = features.iter().zip(&self.found.coefficients[2..]);
            for (effect, (.., width)) in effects[1..].iter_mut().zip(&parts) {
                let sum: f64 = products.by_ref().take(*width).map(|(x, b)| x * b).sum();
                effect.values.push(sum * unit);
            }
        }
        effects
    }

    fn notation(&self) -> String {
        let design = &self.source.design;
        let growth = match design.growth {
            Growth::Linear => "linear",
            Growth::Logistic { .. } => "logistic",
            Growth::Flat => "flat",
        };
        let bends = &self.found.coefficients[2 + design.features()..];
        let bent = bends.iter().filter(|bend| bend.abs() > 1e-6).count();
        let mut text = format!("{growth}, {bent} of {} bends", bends.len());
        for (kind, name, width) in design.parts() {
            if kind == EffectKind::Season {
                text.push_str(&format!(", {}/{name}", width / 2));
            }
        }
        text
    }
}
