//! A search for the lowest value of a function that knows its slope; it can be left and taken up again.
//!
//! # Source
//! Nocedal & Wright (2006), Numerical Optimization, chapter 6 (BFGS); the box as in Bertsekas (1982), Projected Newton
//! methods for optimization problems with simple constraints, SIAM J. Control and Optimization 20(2).

/// A function that knows its slope.
pub(crate) trait Smooth {
    /// Its value; anything not finite is "worse than any".
    fn value(&mut self, x: &[f64]) -> f64;

    /// Its partial derivatives at the point whose value was asked last.
    fn slope(&mut self, x: &[f64], slope: &mut [f64]);
}

/// The box of a search; a bound may be infinite.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    pub(crate) lower: Vec<f64>,
    pub(crate) upper: Vec<f64>,
}

impl Bounds {
    fn clamp(&self, at: usize, x: f64) -> f64 {
        x.max(self.lower[at]).min(self.upper[at])
    }
}

/// When a search has done enough.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stop {
    /// Three moves in a row that each gain less than this.
    pub(crate) gain: f64,
    /// So many moves in any case.
    pub(crate) moves: usize,
}

/// A step must reach this share of the fall that its slope promises.
const ENOUGH: f64 = 1e-4;

/// Halvings of a step before the search gives up on its direction.
const MOST_HALVINGS: usize = 25;

/// Moves in a row that gain too little before the search ends.
const STALLED: usize = 3;

/// A search under way: a quasi-Newton descent inside a box.
///
/// The same function and start give the same result whatever the pieces the search is done in.
#[derive(Debug, Clone)]
pub(crate) struct Descent {
    bounds: Bounds,
    /// Squares of the first steps: what the inverse curvatures are believed to be before anything is known.
    first: Vec<f64>,
    stop: Stop,
    moves: usize,
    point: Vec<f64>,
    value: f64,
    slope: Vec<f64>,
    /// Row-major estimate of the inverse of the second derivatives.
    inverse: Vec<f64>,
    direction: Vec<f64>,
    trial: Vec<f64>,
    trial_slope: Vec<f64>,
    scratch: Vec<f64>,
    /// Whether nothing is known of the curvature yet.
    is_fresh: bool,
    is_over: bool,
    stalled: usize,
}

impl Descent {
    /// A search from `start`, moved inside the box where it is not. `steps` are sensible first steps of each
    /// coordinate where the slope is 1. All have the same length.
    pub(crate) fn new(start: &[f64], bounds: Bounds, steps: &[f64], stop: Stop) -> Self {
        let n = start.len();
        Self {
            point: start.iter().enumerate().map(|(at, x)| bounds.clamp(at, *x)).collect(),
            bounds,
            first: steps.iter().map(|step| step * step).collect(),
            stop,
            moves: 0,
            value: f64::INFINITY,
            slope: vec![0.0; n],
            inverse: vec![0.0; n * n],
            direction: vec![0.0; n],
            trial: vec![0.0; n],
            trial_slope: vec![0.0; n],
            scratch: vec![0.0; n],
            is_fresh: false,
            is_over: false,
            stalled: 0,
        }
    }

    /// The best point so far.
    pub(crate) fn best(&self) -> &[f64] {
        &self.point
    }

    /// Searches on for about `evaluations` of the function, a slope counting as two. Returns whether the search is
    /// over; once it is, further calls change nothing.
    pub(crate) fn advance(&mut self, evaluations: usize, function: &mut impl Smooth) -> bool {
        let mut done = 0;
        while !self.is_over && done < evaluations {
            done += if self.value.is_finite() {
                self.make_move(function)
            } else {
                self.begin(function)
            };
        }
        self.is_over
    }

    fn begin(&mut self, function: &mut impl Smooth) -> usize {
        self.value = function.value(&self.point);
        self.is_over = !self.value.is_finite();
        if !self.is_over {
            function.slope(&self.point, &mut self.slope);
            self.forget();
        }
        3
    }

    /// Believes the first curvatures again.
    fn forget(&mut self) {
        let n = self.point.len();
        self.inverse.fill(0.0);
        for at in 0..n {
            self.inverse[at * n + at] = self.first[at];
        }
        self.is_fresh = true;
    }

    /// Whether a coordinate lies at a bound that the descent would leave the box through.
    fn is_held(&self, at: usize) -> bool {
        self.point[at] <= self.bounds.lower[at] && self.slope[at] > 0.0
            || self.point[at] >= self.bounds.upper[at] && self.slope[at] < 0.0
    }

    /// One line search; returns what it cost in evaluations.
    fn make_move(&mut self, function: &mut impl Smooth) -> usize {
        self.moves += 1;
        self.is_over = self.moves >= self.stop.moves;
        let mut fall = self.aim();
        if fall >= 0.0 && !self.is_fresh {
            self.forget();
            fall = self.aim();
        }
        // Also where the slope is no number.
        if fall.is_nan() || fall >= 0.0 {
            self.is_over = true;
            return 0;
        }
        let (before, mut share, mut cost) = (self.value, 1.0, 0);
        for _ in 0..MOST_HALVINGS {
            for at in 0..self.point.len() {
                let x = self.point[at] + share * self.direction[at];
                self.trial[at] = self.bounds.clamp(at, x);
            }
            let value = function.value(&self.trial);
            cost += 1;
            if value.is_finite() && value <= before + ENOUGH * share * fall {
                function.slope(&self.trial, &mut self.trial_slope);
                self.accept(value);
                self.note_gain(before - value);
                return cost + 2;
            }
            share *= if value.is_finite() {
                // Where a parabola through both values and the slope is lowest.
                (-0.5 * share * fall / (value - before - share * fall)).clamp(0.1, 0.5)
            } else {
                0.25
            };
        }
        self.is_over |= self.is_fresh;
        self.forget();
        cost
    }

    fn note_gain(&mut self, gain: f64) {
        self.stalled = if gain < self.stop.gain { self.stalled + 1 } else { 0 };
        self.is_over |= self.stalled >= STALLED;
    }

    /// Sets the direction of descent; returns the slope along it.
    fn aim(&mut self) -> f64 {
        let n = self.point.len();
        for at in 0..n {
            self.scratch[at] = if self.is_held(at) { 0.0 } else { self.slope[at] };
        }
        let mut fall = 0.0;
        for at in 0..n {
            let row = &self.inverse[at * n..(at + 1) * n];
            let product: f64 = row.iter().zip(&self.scratch).map(|(h, g)| h * g).sum();
            self.direction[at] = if self.is_held(at) { 0.0 } else { -product };
            fall += self.direction[at] * self.slope[at];
        }
        fall
    }

    /// Moves to the trial point and learns the curvature on the way there.
    fn accept(&mut self, value: f64) {
        let n = self.point.len();
        let (mut along, mut moved, mut turned) = (0.0, 0.0, 0.0);
        for at in 0..n {
            let (s, y) = (self.trial[at] - self.point[at], self.trial_slope[at] - self.slope[at]);
            self.direction[at] = s;
            self.slope[at] = y;
            along += s * y;
            moved += s * s;
            turned += y * y;
        }
        std::mem::swap(&mut self.point, &mut self.trial);
        self.value = value;
        if along > 1e-10 * (moved * turned).sqrt() && along > 0.0 {
            self.update(along);
        }
        std::mem::swap(&mut self.slope, &mut self.trial_slope);
        self.is_fresh = false;
    }

    /// The BFGS update; the step lies in `direction`, the change of slope in `slope`.
    fn update(&mut self, along: f64) {
        let n = self.point.len();
        let mut bend = 0.0;
        for at in 0..n {
            let row = &self.inverse[at * n..(at + 1) * n];
            self.scratch[at] = row.iter().zip(&self.slope).map(|(h, y)| h * y).sum();
            bend += self.slope[at] * self.scratch[at];
        }
        let weight = (1.0 + bend / along) / along;
        for i in 0..n {
            let (si, hi) = (self.direction[i], self.scratch[i]);
            let row = &mut self.inverse[i * n..(i + 1) * n];
            for ((h, s), hy) in row.iter_mut().zip(&self.direction).zip(&self.scratch) {
                *h += weight * si * s - (hi * s + si * hy) / along;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Rosenbrock;

    impl Smooth for Rosenbrock {
        fn value(&mut self, x: &[f64]) -> f64 {
            let rise = x[1] - x[0] * x[0];
            (1.0 - x[0]) * (1.0 - x[0]) + 100.0 * rise * rise
        }

        fn slope(&mut self, x: &[f64], slope: &mut [f64]) {
            let rise = x[1] - x[0] * x[0];
            slope[0] = -2.0 * (1.0 - x[0]) - 400.0 * rise * x[0];
            slope[1] = 200.0 * rise;
        }
    }

    fn search(upper: f64) -> Descent {
        let bounds = Bounds { lower: vec![-2.0, -2.0], upper: vec![upper, 2.0] };
        Descent::new(&[-1.2, 1.0], bounds, &[0.05, 0.05], Stop { gain: 1e-14, moves: 500 })
    }

    #[test]
    fn the_lowest_point_of_a_curved_valley_is_found() {
        let mut descent = search(2.0);
        assert!(descent.advance(usize::MAX, &mut Rosenbrock));
        assert!(descent.best().iter().all(|x| (x - 1.0).abs() < 1e-6), "{:?}", descent.best());
    }

    #[test]
    fn the_edge_of_the_box_is_followed() {
        let mut descent = search(0.5);
        descent.advance(usize::MAX, &mut Rosenbrock);
        assert!((descent.best()[0] - 0.5).abs() < 1e-9, "{:?}", descent.best());
        assert!((descent.best()[1] - 0.25).abs() < 1e-6, "{:?}", descent.best());
    }

    #[test]
    fn the_pieces_do_not_change_the_result() {
        let (mut whole, mut pieces) = (search(2.0), search(2.0));
        whole.advance(usize::MAX, &mut Rosenbrock);
        while !pieces.advance(1, &mut Rosenbrock) {}
        assert_eq!(whole.best(), pieces.best());
    }

    struct Nowhere;

    impl Smooth for Nowhere {
        fn value(&mut self, _: &[f64]) -> f64 {
            f64::NAN
        }

        fn slope(&mut self, _: &[f64], slope: &mut [f64]) {
            slope.fill(f64::NAN);
        }
    }

    #[test]
    fn a_function_without_values_ends_the_search() {
        assert!(search(2.0).advance(10, &mut Nowhere));
    }
}
