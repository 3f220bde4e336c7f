//! Walks downhill the way the peer's optimiser does, to where that stops.
//!
//! The absolute values in the prior of the bends have no slope at 0, where most bends belong. A search that does not
//! know that ends on their edges, a little before the minimum; where it ends shows in the last slope of a trend. So
//! the start, the search along a line, the memory and the ends are those of the peer.
//!
//! # Source
//! Nocedal (1980), Updating quasi-Newton matrices with limited storage; Nocedal & Wright (2006), Numerical
//! Optimization, algorithms 3.5, 3.6 and 7.4; the constants are Stan 2.37's.

use std::collections::VecDeque;

/// Steps remembered.
const MEMORY: usize = 5;
/// Length of the first step, in slopes.
const FIRST_LENGTH: f64 = 1e-3;
/// The least length of a step.
const LEAST_LENGTH: f64 = 1e-12;
/// A step must win this share of what the slope promises …
const SUFFICIENT: f64 = 1e-4;
/// … and leave at most this share of the slope along it.
const CURVATURE: f64 = 0.9;
/// Tenfold longer steps at most.
const LENGTHENINGS: usize = 20;
/// Points tried between two at most.
const NARROWINGS: usize = 60;
/// Where the walk ends: change of the value, absolute and relative,
const VALUE: (f64, f64) = (1e-12, 1e4 * f64::EPSILON);
/// length of the slope, absolute and as the step to come promises,
const SLOPE: (f64, f64) = (1e-8, 1e7 * f64::EPSILON);
/// and length of a step.
const STEP: f64 = 1e-8;

/// What is to be as small as possible.
pub(super) trait Objective {
    /// The value at `x`, and the slope there.
    fn value(&mut self, x: &[f64], slope: &mut [f64]) -> f64;
}

/// A place with its value and slope.
#[derive(Debug, Clone)]
struct Place {
    x: Vec<f64>,
    slope: Vec<f64>,
    value: f64,
}

/// A point on a line: how far, the value and the slope along the line.
#[derive(Debug, Clone, Copy)]
struct Mark {
    length: f64,
    value: f64,
    slope: f64,
}

/// A walk under way.
pub(super) struct Walk {
    at: Place,
    /// Where to go next.
    direction: Vec<f64>,
    /// The line last walked, from its start to its end.
    last: Option<(Mark, Mark)>,
    /// Step, change of the slope and one over their product.
    memory: VecDeque<(Vec<f64>, Vec<f64>, f64)>,
}

impl Walk {
    pub(super) fn new(x: Vec<f64>, objective: &mut impl Objective) -> Self {
        let mut slope = vec![0.0; x.len()];
        let value = objective.value(&x, &mut slope);
        let direction = slope.iter().map(|slope| -slope).collect();
        Self { at: Place { x, slope, value }, direction, last: None, memory: VecDeque::new() }
    }

    /// Where it is.
    pub(super) fn place(&self) -> &[f64] {
        &self.at.x
    }

    /// Goes on for about so many evaluations; true if the walk is over.
    pub(super) fn advance(&mut self, evaluations: usize, objective: &mut impl Objective) -> bool {
        let mut line = Counted { objective, spent: 0 };
        while line.spent < evaluations {
            if self.step(&mut line) {
                return true;
            }
        }
        false
    }

    /// One line; true if the walk is over.
    fn step(&mut self, line: &mut Counted<'_, impl Objective>) -> bool {
        let guess = self.last.map_or(FIRST_LENGTH, |(from, to)| {
            (1.01 * lowest_of_cubic(from, to, LEAST_LENGTH, 1.0)).min(1.0)
        });
        let mut is_reset = self.memory.is_empty();
        let mut found = line.search(&self.at, &self.direction, guess);
        if found.is_none() && !is_reset {
            // What is remembered misleads: straight down instead.
            is_reset = true;
            self.direction = self.at.slope.iter().map(|slope| -slope).collect();
            found = line.search(&self.at, &self.direction, FIRST_LENGTH);
        }
        let Some((length, next)) = found else { return true };
        let before = std::mem::replace(&mut self.at, next);
        self.remember(&before, length, is_reset);
        self.is_over(&before)
    }

    /// Remembers the step from `before`, and turns to the next direction.
    fn remember(&mut self, before: &Place, length: f64, is_reset: bool) {
        let step = difference(&self.at.x, &before.x);
        let change = difference(&self.at.slope, &before.slope);
        let curvature = product(&step, &change);
        let squares = product(&change, &change);
        // After a reset the line counts as walked in units of the curvature then found.
        let unit = if is_reset { squares / curvature } else { 1.0 };
        let along = |place: &Place| product(&place.slope, &self.direction) / unit;
        let from = Mark { length: 0.0, value: before.value, slope: along(before) };
        let to = Mark { length: length * unit, value: self.at.value, slope: along(&self.at) };
        self.last = Some((from, to));
        if is_reset {
            self.memory.clear();
        }
        if self.memory.len() == MEMORY {
            self.memory.pop_front();
        }
        self.memory.push_back((step, change, 1.0 / curvature));
        self.turn(curvature / squares);
    }

    /// The direction against the slope, as the remembered steps bend it.
    fn turn(&mut self, size: f64) {
        let mut direction: Vec<f64> = self.at.slope.iter().map(|slope| -slope).collect();
        let mut shares = Vec::with_capacity(self.memory.len());
        for (step, change, inverse) in self.memory.iter().rev() {
            let share = inverse * product(step, &direction);
            add(&mut direction, -share, change);
            shares.push(share);
        }
        direction.iter_mut().for_each(|d| *d *= size);
        for ((step, change, inverse), share) in self.memory.iter().zip(shares.iter().rev()) {
            let back = inverse * product(change, &direction);
            add(&mut direction, share - back, step);
        }
        self.direction = direction;
    }

    fn is_over(&self, before: &Place) -> bool {
        let gain = (before.value - self.at.value).abs();
        let size = self.at.value.abs().max(1.0);
        let step = difference(&self.at.x, &before.x);
        let promise = -product(&self.direction, &self.at.slope);
        gain < VALUE.0
            || product(&self.at.slope, &self.at.slope).sqrt() < SLOPE.0
            || product(&step, &step).sqrt() < STEP
            || gain / size.max(before.value.abs()) < VALUE.1
            || promise / size < SLOPE.1
            || !promise.is_finite()
    }
}

/// An objective that counts.
struct Counted<'a, O> {
    objective: &'a mut O,
    spent: usize,
}

impl<O: Objective> Counted<'_, O> {
    fn at(&mut self, from: &Place, direction: &[f64], length: f64) -> (Place, Mark) {
        let x: Vec<f64> = from.x.iter().zip(direction).map(|(x, d)| x + length * d).collect();
        let mut slope = vec![0.0; x.len()];
        let value = self.objective.value(&x, &mut slope);
        self.spent += 1;
        let mark = Mark { length, value, slope: product(&slope, direction) };
        (Place { x, slope, value }, mark)
    }

    /// A point along the direction that is low and flat enough.
    fn search(&mut self, from: &Place, direction: &[f64], guess: f64) -> Option<(f64, Place)> {
        let start = Mark { length: 0.0, value: from.value, slope: product(&from.slope, direction) };
        let mut before = Mark { length: LEAST_LENGTH, ..start };
        let mut length = guess;
        for lengthened in 0..LENGTHENINGS {
            let (place, mark) = self.at(from, direction, length);
            if !mark.value.is_finite() || !mark.slope.is_finite() {
                length = 0.5 * (before.length + length);
                continue;
            }
            let is_high = mark.value > start.value + guess * SUFFICIENT * start.slope;
            if is_high || (mark.value >= before.value && lengthened > 0) {
                return self.narrow(from, direction, start, before, mark);
            }
            if mark.slope.abs() <= -CURVATURE * start.slope {
                return Some((length, place));
            }
            if mark.slope >= 0.0 {
                return self.narrow(from, direction, start, mark, before);
            }
            before = mark;
            length *= 10.0;
        }
        None
    }

    /// The same between two points, of which the first is low enough.
    fn narrow(
        &mut self,
        from: &Place,
        direction: &[f64],
        start: Mark,
        mut low: Mark,
        mut high: Mark,
    ) -> Option<(f64, Place)> {
        for tried in 1..=NARROWINGS {
            let (left, right) = (low.length.min(high.length), low.length.max(high.length));
            let width = right - left;
            if width < 1e-16 {
                return None;
            }
            let margin = 0.01 * width;
            let mut length = lowest_between(low, high);
            let is_inside = length >= left + margin && length <= right - margin;
            if tried % 5 == 0 || !is_inside {
                length = 0.5 * (left + right);
            }
            let (place, mark) = self.at(from, direction, length);
            let is_high = mark.value > start.value + length * SUFFICIENT * start.slope;
            if is_high || mark.value >= low.value || !mark.value.is_finite() {
                high = mark;
                continue;
            }
            if mark.slope.abs() <= -CURVATURE * start.slope {
                return Some((length, place));
            }
            if mark.slope * (high.length - low.length) >= 0.0 {
                high = low;
            }
            low = mark;
        }
        None
    }
}

/// Where the cubic through two points with their slopes is lowest between them.
fn lowest_between(low: Mark, high: Mark) -> f64 {
    let apart = low.length - high.length;
    let bend = low.slope + high.slope - 3.0 * (low.value - high.value) / apart;
    let root = (bend * bend - low.slope * high.slope).sqrt();
    let root = if high.length < low.length { -root } else { root };
    high.length + apart * (high.slope + root - bend) / (high.slope - low.slope + 2.0 * root)
}

/// Where between two lengths the cubic through two points is lowest, its ends included.
fn lowest_of_cubic(from: Mark, to: Mark, least: f64, most: f64) -> f64 {
    let (x, rise) = (to.length, to.value - from.value);
    let third = (-12.0 * rise + 6.0 * x * (from.slope + to.slope)) / (x * x * x);
    let second = -(4.0 * from.slope + 2.0 * to.slope) / x + 6.0 * rise / (x * x);
    let root = (second * second - 2.0 * from.slope * third).sqrt();
    let value = |x: f64| x * (x * (x * third / 3.0 + second) / 2.0 + from.slope);
    let roots = [-(second + root) / third, -(second - root) / third];
    // What is no number is not inside.
    let inside = roots.into_iter().filter(|x| least < *x && *x < most);
    let mut best = least;
    for x in std::iter::once(most).chain(inside) {
        if value(x) < value(best) {
            best = x;
        }
    }
    best
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn add(to: &mut [f64], factor: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += factor * what);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rosenbrock's valley.
    struct Valley;

    impl Objective for Valley {
        fn value(&mut self, x: &[f64], slope: &mut [f64]) -> f64 {
            let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
            slope[0] = -2.0 * a - 400.0 * x[0] * b;
            slope[1] = 200.0 * b;
            a * a + 100.0 * b * b
        }
    }

    #[test]
    fn a_bent_valley_is_walked_to_its_end_in_whatever_pieces() {
        let ends: Vec<Vec<f64>> = [1, 10, 1000]
            .into_iter()
            .map(|piece| {
                let mut walk = Walk::new(vec![-1.2, 1.0], &mut Valley);
                let pieces = (0..1000).take_while(|_| !walk.advance(piece, &mut Valley)).count();
                assert!(pieces < 1000);
                walk.place().to_vec()
            })
            .collect();
        assert!((ends[0][0] - 1.0).abs() < 1e-4, "{ends:?}");
        assert!(ends[0] == ends[1] && ends[1] == ends[2]);
    }
}
