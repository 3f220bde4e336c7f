//! The shape of a year of days, of which a history rarely holds more than two or three.

use super::{Frequency, Series};

/// Days of a year.
pub(super) const DAYS: usize = 365;
/// Days on either side that a day of the year is smoothed over, twice: what two years can tell apart from chance.
const HALF_WINDOW: usize = 10;
/// Days over which the moves of a year are compared with those of the year before: levels that wander look alike by
/// chance, their moves do not.
const MOVE: usize = 28;
/// A year whose moves are less like those of the one before than this says nothing.
const LEAST_LIKENESS: f64 = 0.5;
/// A year whose moves are like those of the one before by this returns beyond doubt.
const UNDOUBTED: f64 = 0.7;

/// The season over the history, around 0: the mean over the years of the smoothed values without the line that leads
/// from year to year, as much of it as a year is like the one before; all 0 if it is not. `y` must hold two seasons.
pub(super) fn season(y: &[f64], m: usize) -> Vec<f64> {
    let n = y.len();
    // What a value grows by in a year, whatever the season.
    let growth = y[m..].iter().zip(y).map(|(late, early)| late - early).sum::<f64>()
        / (n - m) as f64
        / m as f64;
    let flat: Vec<f64> = y.iter().enumerate().map(|(t, y)| y - growth * t as f64).collect();
    // Whole years only, or the part of a year that comes twice would bend the mean.
    let mean = flat[n - n / m * m..].iter().sum::<f64>() / (n / m * m) as f64;
    let flat: Vec<f64> = flat.iter().map(|y| y - mean).collect();
    let smooth = average(&average(&flat));
    let likeness = likeness_of_moves(&smooth, m);
    if likeness < LEAST_LIKENESS {
        return vec![0.0; n];
    }
    let place = |place: usize| {
        let years = || smooth.iter().skip(place).step_by(m);
        likeness * years().sum::<f64>() / years().count() as f64
    };
    let shape: Vec<f64> = (0..m).map(place).collect();
    (0..n).map(|t| shape[t % m]).collect()
}

/// Whether a history of days shows beyond doubt that its year returns, though it holds but a year and a half.
pub(super) fn returns(series: &Series) -> bool {
    let y = series.filled();
    series.frequency() == Frequency::Daily
        && y.len() >= DAYS + MOVE + DAYS / 2
        && likeness_of_moves(&average(&average(y)), DAYS) >= UNDOUBTED
}

/// How much the moves of smoothed values are like those `m` values earlier.
fn likeness_of_moves(smooth: &[f64], m: usize) -> f64 {
    let moves: Vec<f64> =
        smooth[MOVE..].iter().zip(smooth).map(|(late, early)| late - early).collect();
    likeness(&moves[m..], &moves[..moves.len() - m])
}

/// Means around each value, narrower near the ends.
fn average(y: &[f64]) -> Vec<f64> {
    let mean = |t: usize| {
        let half = HALF_WINDOW.min(t).min(y.len() - 1 - t);
        let window = &y[t - half..=t + half];
        window.iter().sum::<f64>() / window.len() as f64
    };
    (0..y.len()).map(mean).collect()
}

/// Correlation of the values with those a season earlier, both around 0; −1 to 1.
fn likeness(late: &[f64], early: &[f64]) -> f64 {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let size = (product(late, late) * product(early, early)).sqrt();
    if size > 0.0 { product(late, early) / size } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;

    fn series(next: impl FnMut(usize) -> f64) -> Series {
        let observed = (0..700).map(next).map(Some).collect();
        Series::new(observed, Frequency::Daily).unwrap()
    }

    #[test]
    fn a_year_that_returns_is_told_from_a_level_that_wanders() {
        let mut random = Random::new(4);
        let mut noise = Random::new(5);
        let returning = series(|t| {
            let angle = t as f64 / DAYS as f64 * std::f64::consts::TAU;
            100.0 + 20.0 * crate::math::sin(angle) + 10.0 * noise.normal()
        });
        assert!(returns(&returning));
        let mistaken = (0..20).filter(|_| {
            let mut level = 100.0;
            returns(&series(|_| {
                level += random.normal();
                level
            }))
        });
        assert!(mistaken.count() <= 2);
    }
}
