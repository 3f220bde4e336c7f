//! The recursion, run over the history forwards, backwards and forwards again, so that what it begins with hardly
//! matters: the last pass starts from states that the backward one came to.

use super::form::Form;

/// Forwards, backwards, forwards.
pub(super) const PASSES: usize = 3;

/// A complex smoothing parameter: α₀ + i α₁ in the paper.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Complex {
    pub(super) re: f64,
    pub(super) im: f64,
}

/// The parameters; one that a form has not is 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Smoothing {
    pub(super) level: Complex,
    pub(super) season: Complex,
}

/// A value and its information potential.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Pair {
    pub(super) value: f64,
    pub(super) potential: f64,
}

impl Pair {
    /// One step on, after an error in it (equation 20 of the paper).
    pub(super) fn after(self, by: Complex, error: f64) -> Self {
        Self {
            value: self.value - (1.0 - by.im) * self.potential + (by.re - by.im) * error,
            potential: self.value + (1.0 - by.re) * self.potential + (by.re + by.im) * error,
        }
    }
}

/// The state between two values. `season` holds one pair per place, 0 being the first value's; empty if there is none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) level: Pair,
    pub(super) season: Vec<Pair>,
}

impl State {
    /// The state a pass in the other direction begins with: each part one step (one season) on, nothing observed.
    fn turn(&mut self, form: Form, smoothing: Smoothing) {
        if form != Form::Simple {
            self.level = self.level.after(smoothing.level, 0.0);
        }
        if form != Form::Partial {
            for pair in &mut self.season {
                *pair = pair.after(smoothing.season, 0.0);
            }
        }
    }

    fn copy(&mut self, other: &Self) {
        self.level = other.level;
        self.season.copy_from_slice(&other.season);
    }

    /// What is expected at a place of the season, and the state if an error of `error` comes on top of it.
    pub(super) fn advance(
        &mut self,
        form: Form,
        smoothing: Smoothing,
        place: usize,
        error: f64,
    ) -> f64 {
        let mut expected = 0.0;
        if form != Form::Simple {
            expected += self.level.value;
            self.level = self.level.after(smoothing.level, error);
        }
        if let Some(pair) = self.season.get_mut(place) {
            expected += pair.value;
            if form == Form::Partial {
                pair.value += smoothing.season.re * error;
            } else {
                *pair = pair.after(smoothing.season, error);
            }
        }
        expected
    }
}

/// What one value left behind for the slope.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Passed {
    /// Potentials before it.
    pub(super) level: f64,
    pub(super) season: f64,
    /// 0 in a gap.
    pub(super) error: f64,
}

/// All passes of one parameter: room to work in, and what the slope needs of them.
#[derive(Debug, Clone)]
pub(super) struct Trace {
    /// In the order of time of each pass, one pass after the other.
    pub(super) passed: Vec<Passed>,
    /// The states before each turn.
    pub(super) turns: [State; PASSES - 1],
    /// The state after the last value.
    pub(super) state: State,
}

impl Trace {
    pub(super) fn new(n: usize, start: &State) -> Self {
        let state = || start.clone();
        Self {
            passed: vec![Passed::default(); PASSES * n],
            turns: [state(), state()],
            state: state(),
        }
    }

    /// Passes over the values (NaN in gaps) from `start`; returns the sum of the squared errors of the last pass.
    pub(super) fn run(
        &mut self,
        form: Form,
        smoothing: Smoothing,
        values: &[f64],
        start: &State,
    ) -> f64 {
        match form {
            Form::None => self.run_as::<true, false, false>(form, smoothing, values, start),
            Form::Simple => self.run_as::<false, true, true>(form, smoothing, values, start),
            Form::Partial => self.run_as::<true, true, false>(form, smoothing, values, start),
            Form::Full => self.run_as::<true, true, true>(form, smoothing, values, start),
        }
    }

    fn run_as<const LEVEL: bool, const SEASON: bool, const COMPLEX: bool>(
        &mut self,
        form: Form,
        smoothing: Smoothing,
        values: &[f64],
        start: &State,
    ) -> f64 {
        self.state.copy(start);
        let mut square = 0.0;
        for (pass, passed) in self.passed.chunks_exact_mut(values.len()).enumerate() {
            if let Some(turn) = pass.checked_sub(1) {
                self.turns[turn].copy(&self.state);
                self.state.turn(form, smoothing);
            }
            let state = &mut self.state;
            square = if pass % 2 == 0 {
                let m = state.season.len();
                let places = (0..m.max(1)).cycle();
                let values = values.iter().zip(passed).zip(places);
                sweep::<LEVEL, SEASON, COMPLEX>(smoothing, values, state)
            } else {
                let m = state.season.len().max(1);
                let last = (values.len() - 1) % m;
                let places = (0..=last).rev().chain((0..m).rev().cycle());
                let values = values.iter().zip(passed).rev().zip(places);
                sweep::<LEVEL, SEASON, COMPLEX>(smoothing, values, state)
            };
        }
        square
    }
}

/// One pass; each value comes with the room for what it leaves behind and its place in the season.
fn sweep<'a, const LEVEL: bool, const SEASON: bool, const COMPLEX: bool>(
    Smoothing { level: by_level, season: by_season }: Smoothing,
    values: impl Iterator<Item = ((&'a f64, &'a mut Passed), usize)>,
    state: &mut State,
) -> f64 {
    let mut level = state.level;
    let mut square = 0.0;
    for ((y, passed), place) in values {
        let mut expected = if LEVEL { level.value } else { 0.0 };
        let pair = if SEASON { state.season[place] } else { Pair::default() };
        expected += pair.value;
        let error = if y.is_nan() { 0.0 } else { y - expected };
        *passed = Passed { level: level.potential, season: pair.potential, error };
        square += error * error;
        if LEVEL {
            level = level.after(by_level, error);
        }
        if SEASON {
            state.season[place] = if COMPLEX {
                pair.after(by_season, error)
            } else {
                Pair { value: pair.value + by_season.re * error, ..pair }
            };
        }
    }
    state.level = level;
    square
}
