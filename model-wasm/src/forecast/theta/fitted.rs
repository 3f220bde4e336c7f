//! A theta model after its fit.

use super::adjusted::Adjusted;
use super::profile::Line;
use super::{Coefficients, Error, FittedModel, Profile, Series, Variant};
use crate::forecast::season::Indices;

pub(super) struct Fitted {
    variant: Variant,
    alpha: f64,
    share: f64,
    state: State,
    deviation: f64,
    indices: Option<Indices>,
}

/// What is known after `count` values.
#[derive(Clone, Copy)]
struct State {
    level: f64,
    mean: f64,
    line: Line,
    /// (1 − α)^count.
    fade: f64,
    count: usize,
}

impl Fitted {
    pub(super) fn new(profile: &Profile, found: Coefficients) -> Result<Self, Error> {
        let y = &profile.adjusted.values;
        let keep = 1.0 - found.alpha;
        let level = y.iter().fold(found.first_level, |level, y| found.alpha * y + keep * level);
        let state = State {
            level,
            mean: y.iter().sum::<f64>() / y.len() as f64,
            line: profile.lines[y.len() - 1],
            fade: y.iter().fold(1.0, |fade, _| if fade > 1e-100 { fade * keep } else { 0.0 }),
            count: y.len(),
        };
        let fitted = Self {
            variant: profile.variant,
            alpha: found.alpha,
            share: found.share,
            state,
            deviation: (found.error / found.count.saturating_sub(1).max(1) as f64).sqrt(),
            indices: profile.adjusted.indices.clone(),
        };
        let is_finite = level.is_finite() && fitted.deviation.is_finite();
        if is_finite { Ok(fitted) } else { Err(Error::NoFit) }
    }

    /// One step ahead without season, and the state if just that comes true.
    fn advance(&self, state: &State) -> (f64, State) {
        let expected = state.level + self.share * state.line.contribution(self.alpha, state.fade);
        let count = state.count + 1;
        let mean = state.mean + (expected - state.mean) / count as f64;
        let line = match self.variant {
            Variant::Standard => state.line,
            Variant::DynamicOptimised => state.line.after(expected, state.mean, mean, count),
        };
        let level = self.alpha * expected + (1.0 - self.alpha) * state.level;
        let fade = if state.fade > 1e-100 { state.fade * (1.0 - self.alpha) } else { 0.0 };
        (expected, State { level, mean, line, fade, count })
    }

    /// How a surprise of 1 in the first step moves each step after it. The model is linear in its state: this is its
    /// response to that surprise alone.
    fn response(&self, horizon: usize) -> Vec<f64> {
        let count = self.state.count + 1;
        let mean = 1.0 / count as f64;
        let nothing = Line { a: 0.0, b: 0.0 };
        let line = match self.variant {
            Variant::Standard => nothing,
            Variant::DynamicOptimised => nothing.after(1.0, 0.0, mean, count),
        };
        let fade = self.state.fade * (1.0 - self.alpha);
        let mut state = State { level: self.alpha, mean, line, fade, count };
        let mut next = || {
            let (moved, after) = self.advance(&state);
            state = after;
            moved
        };
        (0..horizon).map(|_| next()).collect()
    }
}

impl FittedModel for Fitted {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let mut state = self.state;
        let mut next = |step: usize| {
            let (expected, after) = self.advance(&state);
            state = after;
            let t = self.state.count + step;
            self.indices.as_ref().map_or(expected, |indices| indices.restore(t, expected))
        };
        (0..horizon).map(&mut next).collect()
    }

    /// Later surprises are taken to act as the first one does, which is exact but for the line's growing inertia.
    fn spread(&self, horizon: usize) -> Vec<f64> {
        let mut variance = 1.0;
        let at = |(step, moved): (usize, f64)| {
            let scale = self.indices.as_ref().map_or(1.0, |i| i.scale(self.state.count + step));
            let spread = self.deviation * scale * f64::sqrt(variance);
            variance += moved * moved;
            spread
        };
        self.response(horizon).into_iter().enumerate().map(at).collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let profile = Profile::new(self.variant, Adjusted::new(series));
        let found = profile.at(self.alpha).ok_or(Error::NoFit)?;
        Ok(Box::new(Self::new(&profile, found)?))
    }

    fn notation(&self) -> String {
        let season = match self.indices.as_ref().map(Indices::form) {
            None => "",
            Some(super::Form::Additive) => ", additive season",
            Some(super::Form::Multiplicative) => ", multiplicative season",
        };
        format!("α = {:.2}, w = {:.2}{season}", self.alpha, self.share)
    }
}
