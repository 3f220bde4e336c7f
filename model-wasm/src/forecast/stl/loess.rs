//! Local regression over equally spaced values.

/// What is fitted around each value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Degree {
    Constant,
    Linear,
}

/// A smoother that looks at the `window` nearest values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loess {
    window: usize,
    degree: Degree,
    /// Every which value is fitted; between them lies a straight line.
    jump: usize,
}

impl Loess {
    /// Fits ten values a window, as R's `stl` does.
    pub(super) const fn jumping(window: usize, degree: Degree) -> Self {
        Self { window, degree, jump: window.div_ceil(10) }
    }

    /// Fills `smooth`, as long as `y`.
    pub(super) fn smooth(&self, y: &[f64], weights: &[f64], smooth: &mut [f64]) {
        let n = y.len();
        if n < 2 {
            smooth.copy_from_slice(y);
            return;
        }
        let jump = self.jump.clamp(1, n - 1);
        let value = |at: usize| {
            let from = self.first_of_window(at, n);
            let to = (from + self.window).min(n);
            self.fit(y, weights, at as f64, from..to).unwrap_or(y[at])
        };
        let mut before = 0;
        smooth[0] = value(0);
        while before < n - 1 {
            let at = (before + jump).min(n - 1);
            smooth[at] = value(at);
            let slope = (smooth[at] - smooth[before]) / (at - before) as f64;
            for between in before + 1..at {
                smooth[between] = smooth[before] + slope * (between - before) as f64;
            }
            before = at;
        }
    }

    /// Fills `smooth`, two longer than `y`: one step before and one after it as well.
    pub(super) fn smooth_beyond(&self, y: &[f64], weights: &[f64], smooth: &mut [f64]) {
        let n = y.len();
        self.smooth(y, weights, &mut smooth[1..=n]);
        let window = self.window.min(n);
        smooth[0] = self.fit(y, weights, -1.0, 0..window).unwrap_or(smooth[1]);
        smooth[n + 1] = self.fit(y, weights, n as f64, n - window..n).unwrap_or(smooth[n]);
    }

    /// The window lies around the value, but inside the series.
    fn first_of_window(&self, at: usize, n: usize) -> usize {
        at.saturating_sub(self.window / 2).min(n.saturating_sub(self.window))
    }

    /// The weighted fit at `x`; `None` if nothing in the window weighs anything.
    fn fit(
        &self,
        y: &[f64],
        weights: &[f64],
        x: f64,
        inside: std::ops::Range<usize>,
    ) -> Option<f64> {
        let (first, last) = (inside.start as f64, (inside.end - 1) as f64);
        // A window wider than the series reaches further on both sides (page 5 of the paper).
        let wider = self.window.saturating_sub(y.len()) / 2;
        let reach = (x - first).max(last - x) + wider as f64;
        // The sums of w, w d, w d², w y and w d y, with d counted from x: the line's value there is its intercept.
        let mut sums = [0.0; 5];
        for at in inside {
            let d = at as f64 - x;
            let w = weights[at] * tricube(d.abs(), reach);
            let (wd, wy) = (w * d, w * y[at]);
            for (sum, term) in sums.iter_mut().zip([w, wd, wd * d, wy, wd * y[at]]) {
                *sum += term;
            }
        }
        let [w, wd, wdd, wy, wdy] = sums;
        if w <= 0.0 {
            return None;
        }
        let (mean_d, mean) = (wd / w, wy / w);
        let variance = wdd / w - mean_d * mean_d;
        let range = 0.001 * (y.len() - 1) as f64;
        if self.degree == Degree::Constant || reach <= 0.0 || variance.max(0.0).sqrt() <= range {
            return Some(mean);
        }
        let slope = (wdy / w - mean_d * mean) / variance;
        Some(mean - slope * mean_d)
    }
}

/// Full weight at the value itself, none at the edge of the reach.
fn tricube(distance: f64, reach: f64) -> f64 {
    if distance > 0.999 * reach {
        return 0.0;
    }
    if distance <= 0.001 * reach {
        return 1.0;
    }
    let u = distance / reach;
    let rest = 1.0 - u * u * u;
    rest * rest * rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_a_line() {
        let y: Vec<f64> = (0..40).map(|t| 3.0 - 2.0 * f64::from(t)).collect();
        let mut smooth = vec![0.0; 42];
        Loess::jumping(21, Degree::Linear).smooth_beyond(&y, &[1.0; 40], &mut smooth);
        for (t, value) in smooth.iter().enumerate() {
            assert!((value - (5.0 - 2.0 * t as f64)).abs() < 1e-9, "{t}: {value}");
        }
    }

    #[test]
    fn values_without_weight_are_not_looked_at() {
        let mut y = vec![1.0; 30];
        let mut weights = vec![1.0; 30];
        for t in 10..14 {
            y[t] = 1e9;
            weights[t] = 0.0;
        }
        let mut smooth = vec![0.0; 30];
        Loess::jumping(9, Degree::Linear).smooth(&y, &weights, &mut smooth);
        assert!(smooth.iter().all(|value| (value - 1.0).abs() < 1e-9), "{smooth:?}");
    }
}
