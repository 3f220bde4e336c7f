//! A search for the lowest value of a function that can be left and taken up again.
//!
//! # Source
//! Nelder & Mead (1965), A simplex method for function minimization, The Computer Journal 7(4); coefficients that
//! grow gentler with the dimension from Gao & Han (2012), Computational Optimization and Applications 51(1).

/// How to search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Search {
    /// The first simplex reaches this share of each coordinate away from the start.
    pub(crate) step: f64,
    /// How far it reaches where the coordinate is 0.
    pub(crate) step_at_zero: f64,
    /// The search ends when the standard deviation of the simplex's values falls below it: an absolute figure, so
    /// the function should be free of scale, as a log-likelihood or the logarithm of a sum of squares is.
    pub(crate) tolerance: f64,
    /// The search ends after so many moves of the simplex in any case.
    pub(crate) most_moves: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self { step: 0.05, step_at_zero: 1e-4, tolerance: 1e-4, most_moves: 1000 }
    }
}

/// A search under way: a simplex of `n + 1` points in `n` dimensions, kept inside a box.
///
/// Values that are no finite number count as infinitely bad. The same function and start give the same result
/// whatever the pieces the search is done in.
#[derive(Debug, Clone)]
pub(crate) struct Simplex {
    search: Search,
    lower: Vec<f64>,
    upper: Vec<f64>,
    /// Row-major, `n + 1` points.
    points: Vec<f64>,
    values: Vec<f64>,
    centroid: Vec<f64>,
    reflected: Vec<f64>,
    trial: Vec<f64>,
    /// Points whose value is known; the search proper begins when all are.
    known: usize,
    moves: usize,
}

impl Simplex {
    /// A search from `start` (moved inside the box where it is not). All three slices have the same length, at
    /// least 1; a bound may be infinite.
    pub(crate) fn new(start: &[f64], lower: &[f64], upper: &[f64], search: Search) -> Self {
        let n = start.len();
        let clamp = |at: usize, x: f64| x.max(lower[at]).min(upper[at]);
        let first: Vec<f64> = start.iter().enumerate().map(|(at, x)| clamp(at, *x)).collect();
        let mut points = first.repeat(n + 1);
        for (at, x) in first.iter().enumerate() {
            let away = if *x == 0.0 { search.step_at_zero } else { x * search.step };
            let moved = clamp(at, x + away);
            // At a bound the step would go nowhere and the simplex would lie flat: step to the other side.
            let is_short = (moved - x).abs() < 0.5 * away.abs();
            points[(at + 1) * n + at] = if is_short { clamp(at, x - away) } else { moved };
        }
        Self {
            search,
            lower: lower.to_vec(),
            upper: upper.to_vec(),
            points,
            values: vec![f64::INFINITY; n + 1],
            centroid: vec![0.0; n],
            reflected: vec![0.0; n],
            trial: vec![0.0; n],
            known: 0,
            moves: 0,
        }
    }

    /// Searches on for about `evaluations` of the function (a shrinking simplex may take `n` more). Returns whether
    /// the search is over; once it is, further calls change nothing.
    pub(crate) fn advance(
        &mut self,
        evaluations: usize,
        mut function: impl FnMut(&[f64]) -> f64,
    ) -> bool {
        let n = self.lower.len();
        let mut function = |x: &[f64]| {
            let value = function(x);
            if value.is_finite() { value } else { f64::INFINITY }
        };
        let mut done = 0;
        while self.known <= n {
            if done >= evaluations {
                return false;
            }
            let at = self.known;
            self.values[at] = function(&self.points[at * n..(at + 1) * n]);
            self.known += 1;
            done += 1;
        }
        while !self.is_over() {
            if done >= evaluations {
                return false;
            }
            done += self.make_move(&mut function);
            self.moves += 1;
        }
        true
    }

    /// The best point so far.
    pub(crate) fn best(&self) -> &[f64] {
        let n = self.lower.len();
        let at = self.ranks().best;
        &self.points[at * n..(at + 1) * n]
    }

    /// Its value; infinite if no point had one.
    pub(crate) fn value(&self) -> f64 {
        self.values[self.ranks().best]
    }

    fn is_over(&self) -> bool {
        if self.moves >= self.search.most_moves || self.value().is_infinite() {
            return true;
        }
        let count = self.values.len() as f64;
        let mean = self.values.iter().sum::<f64>() / count;
        let square = self.values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
        (square / count).sqrt() < self.search.tolerance
    }

    /// One move of the simplex; returns how often the function was asked.
    fn make_move(&mut self, function: &mut impl FnMut(&[f64]) -> f64) -> usize {
        let n = self.lower.len();
        let Coefficients { expansion, contraction, shrinkage } = Coefficients::of(n);
        let Ranks { best, second_worst, worst } = self.ranks();
        self.find_centroid(worst);
        for at in 0..n {
            let c = self.centroid[at];
            let x = c + (c - self.points[worst * n + at]);
            self.reflected[at] = x.max(self.lower[at]).min(self.upper[at]);
        }
        let value = function(&self.reflected);
        if value < self.values[best] {
            let further = self.try_at(expansion, function);
            if further < value {
                self.replace_with_trial(worst, further);
            } else {
                self.replace_with_reflected(worst, value);
            }
            return 2;
        }
        if value < self.values[second_worst] {
            self.replace_with_reflected(worst, value);
            return 1;
        }
        let (toward, most) = if value < self.values[worst] {
            (contraction, value)
        } else {
            (-contraction, self.values[worst])
        };
        let nearer = self.try_at(toward, function);
        if nearer < most {
            self.replace_with_trial(worst, nearer);
            return 2;
        }
        self.shrink(best, shrinkage, function);
        2 + n
    }

    /// The mean of all points but the worst.
    fn find_centroid(&mut self, worst: usize) {
        let n = self.lower.len();
        self.centroid.fill(0.0);
        for (at, point) in self.points.chunks_exact(n).enumerate() {
            if at != worst {
                for (sum, x) in self.centroid.iter_mut().zip(point) {
                    *sum += x;
                }
            }
        }
        for sum in &mut self.centroid {
            *sum /= n as f64;
        }
    }

    /// The value at `share` of the way from the centroid to the reflected point.
    fn try_at(&mut self, share: f64, function: &mut impl FnMut(&[f64]) -> f64) -> f64 {
        for at in 0..self.trial.len() {
            let c = self.centroid[at];
            let x = c + share * (self.reflected[at] - c);
            self.trial[at] = x.max(self.lower[at]).min(self.upper[at]);
        }
        function(&self.trial)
    }

    fn replace_with_trial(&mut self, at: usize, value: f64) {
        let n = self.lower.len();
        self.points[at * n..(at + 1) * n].copy_from_slice(&self.trial);
        self.values[at] = value;
    }

    fn replace_with_reflected(&mut self, at: usize, value: f64) {
        let n = self.lower.len();
        self.points[at * n..(at + 1) * n].copy_from_slice(&self.reflected);
        self.values[at] = value;
    }

    fn shrink(&mut self, best: usize, share: f64, function: &mut impl FnMut(&[f64]) -> f64) {
        let n = self.lower.len();
        self.trial.copy_from_slice(&self.points[best * n..(best + 1) * n]);
        for (at, point) in self.points.chunks_exact_mut(n).enumerate() {
            if at == best {
                continue;
            }
            for (x, to) in point.iter_mut().zip(&self.trial) {
                *x = to + share * (*x - to);
            }
            self.values[at] = function(point);
        }
    }

    fn ranks(&self) -> Ranks {
        let (mut best, mut worst) = (0, 0);
        for (at, value) in self.values.iter().enumerate() {
            if *value < self.values[best] {
                best = at;
            }
            if *value >= self.values[worst] {
                worst = at;
            }
        }
        let mut second_worst = best;
        for (at, value) in self.values.iter().enumerate() {
            if at != worst && *value >= self.values[second_worst] {
                second_worst = at;
            }
        }
        Ranks { best, second_worst, worst }
    }
}

struct Ranks {
    best: usize,
    second_worst: usize,
    worst: usize,
}

struct Coefficients {
    expansion: f64,
    contraction: f64,
    shrinkage: f64,
}

impl Coefficients {
    /// Gao & Han's for `n` of 2 and more, where they begin at the classical ones; the classical ones for one.
    fn of(n: usize) -> Self {
        let n = n.max(2) as f64;
        Self { expansion: 1.0 + 2.0 / n, contraction: 0.75 - 0.5 / n, shrinkage: 1.0 - 1.0 / n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rosenbrock(x: &[f64]) -> f64 {
        (1.0 - x[0]) * (1.0 - x[0]) + 100.0 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0])
    }

    fn search() -> Search {
        Search { tolerance: 1e-12, ..Search::default() }
    }

    #[test]
    fn the_lowest_point_of_a_curved_valley_is_found() {
        let free = [f64::INFINITY; 2];
        let mut simplex = Simplex::new(&[-1.2, 1.0], &free.map(|x| -x), &free, search());
        assert!(simplex.advance(10_000, rosenbrock));
        assert!(simplex.best().iter().all(|x| (x - 1.0).abs() < 1e-4), "{:?}", simplex.best());
    }

    #[test]
    fn a_box_is_never_left_and_its_edge_is_reached() {
        let (lower, upper) = ([-2.0, -2.0], [0.5, 2.0]);
        let mut simplex = Simplex::new(&[-1.2, 1.0], &lower, &upper, search());
        let is_inside = |x: &[f64]| x[0] <= 0.5 && x[0] >= -2.0 && x[1] <= 2.0 && x[1] >= -2.0;
        simplex.advance(10_000, |x| {
            assert!(is_inside(x));
            rosenbrock(x)
        });
        assert!((simplex.best()[0] - 0.5).abs() < 1e-4, "{:?}", simplex.best());
        assert!((simplex.best()[1] - 0.25).abs() < 1e-3, "{:?}", simplex.best());
    }

    #[test]
    fn the_pieces_do_not_change_the_result() {
        let free = [f64::INFINITY; 2];
        let new = || Simplex::new(&[-1.2, 1.0], &free.map(|x| -x), &free, search());
        let (mut whole, mut pieces) = (new(), new());
        whole.advance(usize::MAX, rosenbrock);
        while !pieces.advance(1, rosenbrock) {}
        assert_eq!(whole.best(), pieces.best());
    }

    #[test]
    fn one_dimension_and_no_value_at_all_end() {
        let mut simplex = Simplex::new(&[3.0], &[0.0], &[10.0], search());
        simplex.advance(10_000, |x| (x[0] - 7.0) * (x[0] - 7.0));
        assert!((simplex.best()[0] - 7.0).abs() < 1e-4);
        let mut nowhere = Simplex::new(&[3.0], &[0.0], &[10.0], search());
        assert!(nowhere.advance(10_000, |_| f64::NAN));
        assert!(nowhere.value().is_infinite());
    }
}
