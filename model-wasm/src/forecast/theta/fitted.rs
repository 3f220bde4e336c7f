//! A theta model after its fit.

use super::adjusted::Adjusted;
use super::profile::{Line, faded};
use super::{Coefficients, Error, FittedModel, Profile, Series, Variant, check_length};
use crate::forecast::season::{Form, Indices};

pub(super) struct Fitted {
    variant: Variant,
    alpha: f64,
    share: f64,
    state: State,
    deviation: f64,
    indices: Option<Indices>,
    /// The place in the series of the first step after the last value.
    next: usize,
    /// Steps already gone when the series ends.
    since: usize,
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
        let level = y.iter().fold(found.first_level, |level, y| level + found.alpha * (y - level));
        let state = State {
            level,
            mean: y.iter().sum::<f64>() / y.len() as f64,
            line: profile.lines[y.len() - 1],
            fade: y.iter().fold(1.0, |fade, _| faded(fade, found.alpha)),
            count: y.len(),
        };
        let fitted = Self {
            variant: profile.variant,
            alpha: found.alpha,
            share: found.share,
            state,
            deviation: profile.deviation(&found),
            indices: profile.adjusted.indices.clone(),
            next: profile.adjusted.start + y.len(),
            since: profile.adjusted.since,
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
            Variant::Standard | Variant::Optimised => state.line,
            Variant::DynamicOptimised => state.line.after(expected, state.mean, mean, count),
        };
        let level = state.level + self.alpha * (expected - state.level);
        let fade = faded(state.fade, self.alpha);
        (expected, State { level, mean, line, fade, count })
    }

    /// How a surprise of 1 in the first step moves each step after it. The model is linear in its state: this is its
    /// response to that surprise alone.
    fn response(&self, horizon: usize) -> Vec<f64> {
        let count = self.state.count + 1;
        let mean = 1.0 / count as f64;
        let nothing = Line { a: 0.0, b: 0.0 };
        let line = match self.variant {
            Variant::Standard | Variant::Optimised => nothing,
            Variant::DynamicOptimised => nothing.after(1.0, 0.0, mean, count),
        };
        let fade = faded(self.state.fade, self.alpha);
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
        let next = |step: usize| {
            let (expected, after) = self.advance(&state);
            state = after;
            self.indices.as_ref().map_or(expected, |i| i.restore(self.next + step, expected))
        };
        (0..self.since + horizon).map(next).skip(self.since).collect()
    }

    /// Later surprises are taken to act as the first one does, which is exact but for the line's growing inertia.
    fn spread(&self, horizon: usize) -> Vec<f64> {
        let steps = self.since + horizon;
        let mut variance = 1.0;
        let at = |(step, moved): (usize, f64)| {
            let scale = self.indices.as_ref().map_or(1.0, |i| i.scale(self.next + step));
            let spread = self.deviation * scale * f64::sqrt(variance);
            variance += moved * moved;
            spread
        };
        self.response(steps).into_iter().enumerate().map(at).skip(self.since).collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        check_length(series)?;
        let indices = self.indices.as_ref().and_then(|indices| indices.again(series));
        let profile = Profile::new(self.variant, Adjusted::with_indices(series, indices));
        let found = profile.at(self.alpha).ok_or(Error::NoFit)?;
        Ok(Box::new(Self::new(&profile, found)?))
    }

    fn notation(&self) -> String {
        let season = match self.indices.as_ref().map(Indices::form) {
            None => "N",
            Some(Form::Additive) => "A",
            Some(Form::Multiplicative) => "M",
        };
        let theta = 1.0 / (1.0 - self.share);
        let theta = if theta < 1e3 { format!("{theta:.1}") } else { "∞".to_owned() };
        format!("θ({season}) θ={theta} α={:.2}", self.alpha)
    }
}
