use super::*;
use crate::forecast::Frequency;

/// The last five years of Box & Jenkins' airline passengers.
const AIRLINE: [u16; 60] = [
    284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465,
    467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342,
    406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508,
    461, 390, 432,
];

fn airline() -> Vec<Option<f64>> {
    AIRLINE.iter().map(|y| Some(f64::from(*y))).collect()
}

fn series(values: Vec<Option<f64>>) -> Series {
    Series::new(values, Frequency::Monthly).unwrap()
}

/// Position, trend, season: from the authors' Fortran as statsmodels 0.15 wraps it, jumps of a tenth of the windows.
fn check(stl: Stl, expected: &[(usize, f64, f64)]) {
    let parts = stl.decompose(&series(airline()));
    for (t, trend, season) in expected {
        assert!((parts.trend[*t] - trend).abs() < 1e-6, "{t}: {} {trend}", parts.trend[*t]);
        assert!((parts.season[*t] - season).abs() < 1e-6, "{t}: {} {season}", parts.season[*t]);
    }
}

#[test]
fn it_is_the_authors_procedure() {
    check(
        Stl::with_season(12, Season::Window(11)),
        &[
            (0, 316.647_913, -37.564_765),
            (7, 333.476_546, 105.207_72),
            (23, 374.803_811, -47.766_264),
            (41, 425.351_281, 52.590_335),
            (59, 494.977_511, -49.869_525),
        ],
    );
    check(
        Stl::with_season(12, Season::LinearWindow(7)),
        &[
            (0, 311.381_075, -28.898_242),
            (7, 332.984_596, 76.512_261),
            (23, 375.063_238, -44.892_334),
            (41, 425.017_725, 54.637_537),
            (59, 495.598_463, -59.958_026),
        ],
    );
}

#[test]
fn outliers_lose_their_weight_as_the_authors_take_it() {
    check(
        Stl::with_season(12, Season::Window(11)).robust(),
        &[
            (0, 321.210_822, -39.357_994),
            (7, 339.930_607, 121.531_021),
            (23, 377.653_045, -49.805_387),
            (41, 425.583_065, 50.883_722),
            (59, 499.616_115, -51.349_424),
        ],
    );
}

#[test]
fn the_parts_add_up() {
    let series = series(airline());
    let parts = Stl::new(12).decompose(&series);
    for (t, y) in series.filled().iter().enumerate() {
        let sum = parts.trend[t] + parts.season[t] + parts.remainder[t];
        assert!((sum - y).abs() < 1e-9);
    }
    assert_eq!(parts.season_ahead(3), parts.season[48..51]);
}

#[test]
fn a_periodic_season_does_not_change() {
    let parts = Stl::with_season(12, Season::Periodic).decompose(&series(airline()));
    for (first, next) in parts.season.iter().zip(&parts.season[12..]) {
        assert!((first - next).abs() < 1e-12);
    }
}

#[test]
fn a_hole_does_not_bend_the_season() {
    let wave = |t: usize| 100.0 + t as f64 + [30.0, -10.0, -30.0, 10.0][t % 4];
    let mut values: Vec<Option<f64>> = (0..60).map(|t| Some(wave(t))).collect();
    values[20..31].fill(None);
    let parts = Stl::new(4).decompose(&series(values));
    for t in 0..60 {
        let smooth = parts.trend[t] + parts.season[t];
        assert!((smooth - wave(t)).abs() < 1.0, "{t}: {smooth}");
    }
    assert!(parts.remainder[20..31].iter().all(|rest| rest.to_bits() == 0));
}

#[test]
fn short_histories_have_a_trend_and_no_season() {
    for n in 1..24 {
        let values = (0..n).map(|t| Some(f64::from(t) * 2.0)).collect();
        let parts = Stl::new(12).robust().decompose(&series(values));
        assert!(parts.season.iter().all(|season| season.to_bits() == 0));
        for (t, trend) in parts.trend.iter().enumerate() {
            assert!((trend - 2.0 * t as f64).abs() < 1e-6, "{n} {t}: {trend}");
        }
        assert_eq!(parts.season_ahead(2), [0.0, 0.0]);
    }
}
