//! The likelihood of one form as a function of a point: smoothing parameters first, then the initial states.

use super::filter::{Pass, Smoothing, State, Trace, pass};
use super::form::{Form, Season, Trend};
use super::slope::slope;
use crate::forecast::Series;
use crate::forecast::optimise::Smooth;

/// The longest season that becomes states.
const LONGEST_SEASON: usize = 24;

/// The values as the recursion sees them.
pub(super) struct Problem {
    /// Divided by `scale`; NaN where nothing was observed.
    pub(super) values: Vec<f64>,
    /// The same with gaps filled.
    pub(super) filled: Vec<f64>,
    /// Mean absolute value: likelihoods, steps and limits then mean the same for every series.
    pub(super) scale: f64,
    /// Values observed.
    pub(super) observed: usize,
    /// Season length.
    pub(super) m: usize,
}

impl Problem {
    pub(super) fn new(series: &Series) -> Self {
        let observed = series.observed().iter().flatten();
        let (sum, count) = observed.fold((0.0, 0.0), |(sum, n), y| (sum + y.abs(), n + 1.0));
        Self::with_scale(series, if sum > 0.0 { sum / count } else { 1.0 })
    }

    pub(super) fn with_scale(series: &Series, scale: f64) -> Self {
        let value = |y: &Option<f64>| y.map_or(f64::NAN, |y| y / scale);
        Self {
            values: series.observed().iter().map(value).collect(),
            filled: series.filled().iter().map(|y| y / scale).collect(),
            scale,
            observed: series.observed().iter().flatten().count(),
            m: series.season(),
        }
    }

    /// Whether seasons are short enough to be states. Longer ones have more initial states than a history can tell.
    pub(super) fn has_season(&self) -> bool {
        (2..=LONGEST_SEASON).contains(&self.m)
    }

    /// Whether multiplicative forms have a meaning.
    pub(super) fn is_positive(&self) -> bool {
        self.filled.iter().all(|y| *y > 0.0)
    }
}

/// What the initial seasons are believed to be before the search. Without it a place in the season that was never
/// observed drifts anywhere.
#[derive(Debug, Clone)]
pub(super) struct Prior {
    pub(super) season: Vec<f64>,
    /// What the deviance grows by per squared difference of each season.
    pub(super) weight: f64,
}

impl Prior {
    fn penalty(&self, season: &[f64]) -> f64 {
        let differences = season.iter().zip(&self.season).map(|(s, expected)| s - expected);
        self.weight * differences.map(|difference| difference * difference).sum::<f64>()
    }

    /// Adds the penalty's slope at the `season` of a point.
    fn add_slope(&self, season: &[f64], by: &mut [f64]) {
        for (by, (s, expected)) in by.iter_mut().zip(season.iter().zip(&self.season)) {
            *by += 2.0 * self.weight * (s - expected);
        }
    }
}

/// See the module. `state` and `by_state` are room to work in.
pub(super) struct Likelihood<'a> {
    pub(super) form: Form,
    pub(super) values: &'a [f64],
    pub(super) prior: &'a Prior,
    pub(super) state: &'a mut State,
    pub(super) by_state: &'a mut State,
    pub(super) trace: &'a mut Trace,
    pub(super) last: &'a mut Option<(Smoothing, Pass)>,
}

impl Smooth for Likelihood<'_> {
    fn value(&mut self, x: &[f64]) -> f64 {
        let smoothing = read(self.form, x, self.state);
        let penalty = self.prior.penalty(&self.state.season);
        let passed = pass(self.form, smoothing, self.values, self.state, self.trace);
        *self.last = passed.map(|passed| (smoothing, passed));
        let deviance = passed.map_or(f64::INFINITY, |passed| passed.deviance());
        deviance + penalty
    }

    fn slope(&mut self, x: &[f64], by: &mut [f64]) {
        let Some((smoothing, passed)) = self.last.as_ref() else { return by.fill(0.0) };
        let found = (passed, &*self.trace);
        let by_smoothing = slope(self.form, *smoothing, self.values, found, self.by_state);
        read(self.form, x, self.state);
        self.prior.add_slope(&self.state.season, &mut self.by_state.season);
        write(self.form, by_smoothing, self.by_state, by);
        if let Some(first) = self.by_state.season.first() {
            // The first season is what the others leave.
            let others = by.len() + 1 - self.by_state.season.len();
            by[others..].iter_mut().for_each(|by| *by -= first);
        }
    }
}

/// Takes a point apart: alpha, beta, gamma, phi, level, growth, all seasons but the first, as the form has them.
pub(super) fn read(form: Form, x: &[f64], state: &mut State) -> Smoothing {
    let mut coordinates = x.iter().copied();
    let mut next = |is_there: bool, or: f64| {
        if is_there { coordinates.next().unwrap_or(or) } else { or }
    };
    let has_trend = form.trend != Trend::None;
    let smoothing = Smoothing {
        alpha: next(true, 0.0),
        beta: next(has_trend, 0.0),
        gamma: next(form.season != Season::None, 0.0),
        phi: next(form.trend == Trend::Damped, 1.0),
    };
    state.level = next(true, 0.0);
    state.growth = next(has_trend, 0.0);
    state.at = 0;
    if let Some((first, others)) = state.season.split_first_mut() {
        others.copy_from_slice(&x[x.len() - others.len()..]);
        let is_factor = form.season == Season::Multiplicative;
        let total = if is_factor { others.len() as f64 + 1.0 } else { 0.0 };
        *first = total - others.iter().sum::<f64>();
    }
    smoothing
}

/// The reverse of [`read`].
pub(super) fn write(form: Form, smoothing: Smoothing, state: &State, x: &mut [f64]) {
    let has_trend = form.trend != Trend::None;
    let parameters = [
        (true, smoothing.alpha),
        (has_trend, smoothing.beta),
        (form.season != Season::None, smoothing.gamma),
        (form.trend == Trend::Damped, smoothing.phi),
        (true, state.level),
        (has_trend, state.growth),
    ];
    let parameters = parameters.iter().filter(|(is_there, _)| *is_there).map(|(_, value)| *value);
    let seasons = state.season.iter().skip(1).copied();
    for (x, value) in x.iter_mut().zip(parameters.chain(seasons)) {
        *x = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against differences of the likelihood itself, for every form.
    #[test]
    fn the_slope_is_that_of_the_likelihood() {
        let wave = [1.2, 0.7, 1.1, 1.0];
        let mut values: Vec<f64> = (0..30)
            .map(|t| wave[t % 4] * (1.0 + 0.02 * t as f64) + 0.05 * (t % 7) as f64)
            .collect();
        values[11] = f64::NAN;
        for form in Form::all() {
            let has_season = form.season != Season::None;
            let is_factor = form.season == Season::Multiplicative;
            let season = if is_factor { [1.1, 0.8, 1.1, 1.0] } else { [0.2, -0.3, 0.1, 0.0] };
            let season = if has_season { season.to_vec() } else { Vec::new() };
            let mut state = State { level: 1.1, growth: 0.03, season, at: 0 };
            let smoothing = Smoothing { alpha: 0.3, beta: 0.05, gamma: 0.2, phi: 0.9 };
            let mut x = vec![0.0; form.estimated(4)];
            write(form, smoothing, &state, &mut x);
            let prior = Prior { season: vec![0.5; state.season.len()], weight: 3.0 };
            let (mut by_state, mut trace, mut last) = (state.clone(), Trace::new(30), None);
            let mut likelihood = Likelihood {
                form,
                values: &values,
                prior: &prior,
                state: &mut state,
                by_state: &mut by_state,
                trace: &mut trace,
                last: &mut last,
            };
            let mut by = vec![0.0; x.len()];
            likelihood.value(&x);
            likelihood.slope(&x, &mut by);
            for at in 0..x.len() {
                let mut moved = |by: f64| {
                    let mut x = x.clone();
                    x[at] += by;
                    likelihood.value(&x)
                };
                let difference = (moved(1e-6) - moved(-1e-6)) / 2e-6;
                assert!(
                    (by[at] - difference).abs() < 1e-4 * (1.0 + difference.abs()),
                    "{form} {at}"
                );
            }
        }
    }
}
