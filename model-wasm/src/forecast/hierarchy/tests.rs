use super::*;
use crate::Random;

/// Total, two groups, four parts.
fn tree() -> Hierarchy {
    Hierarchy::new(4, vec![vec![0, 1, 2, 3], vec![0, 1], vec![3, 2]]).unwrap()
}

fn assert_adds_up(all: &[f64], horizon: usize) {
    let row = |series: usize| &all[series * horizon..(series + 1) * horizon];
    for step in 0..horizon {
        let parts: Vec<f64> = (3..7).map(|series| row(series)[step]).collect();
        assert!((row(0)[step] - parts.iter().sum::<f64>()).abs() < 1e-6, "{all:?}");
        assert!((row(1)[step] - parts[0] - parts[1]).abs() < 1e-6, "{all:?}");
        assert!((row(2)[step] - parts[2] - parts[3]).abs() < 1e-6, "{all:?}");
    }
}

#[test]
fn paths_make_the_levels() {
    let path = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
    let paths = ["north/tea/a", "south/tea/b", "north/tea/c", "north/mugs/d"].map(path);
    let (hierarchy, names) = Hierarchy::of_paths(&paths).unwrap();
    let names: Vec<String> = names.iter().map(|name| name.join("/")).collect();
    assert_eq!(names, ["", "north", "south", "north/tea", "south/tea", "north/mugs"]);
    assert_eq!(hierarchy.wholes[1], [0, 2, 3]);
    assert_eq!((hierarchy.wholes(), hierarchy.len()), (6, 10));
}

#[test]
fn what_already_adds_up_stays() {
    let mean = [10.0, 3.0, 7.0, 1.0, 2.0, 3.0, 4.0];
    let ones = [1.0; 7];
    for how in [Reconciliation::BottomUp, Reconciliation::Ols, Reconciliation::Wls(&ones)] {
        let all = tree().reconcile(&mean, 1, how).unwrap();
        for (found, expected) in all.iter().zip(mean) {
            assert!((found - expected).abs() < 1e-6, "{how:?} {all:?}");
        }
    }
}

#[test]
fn least_squares_are_those_of_the_textbook() {
    // One whole of two parts, 1 too much: with equal weights each of the three gives way by a third.
    let pair = Hierarchy::new(2, vec![vec![0, 1]]).unwrap();
    let all = pair.reconcile(&[6.0, 2.0, 3.0], 1, Reconciliation::Ols).unwrap();
    for (found, expected) in all.iter().zip([17.0 / 3.0, 7.0 / 3.0, 10.0 / 3.0]) {
        assert!((found - expected).abs() < 1e-6, "{all:?}");
    }
    // Who is sure hardly moves.
    let all = pair.reconcile(&[6.0, 2.0, 3.0], 1, Reconciliation::Wls(&[1e-6, 1.0, 3.0])).unwrap();
    for (found, expected) in all.iter().zip([6.0, 2.25, 3.75]) {
        assert!((found - expected).abs() < 1e-4, "{all:?}");
    }
}

#[test]
fn errors_that_are_known_make_forecasts_better() {
    let (tree, mut random) = (tree(), Random::new(8));
    let (mut before, mut after) = (0.0, 0.0);
    for _ in 0..30 {
        // Parts err together; wholes are forecast well by themselves.
        let mut error = |scale: f64| scale * random.normal();
        let mut errors = vec![0.0; 7 * 60];
        let mut draw = || {
            let shared = error(2.0);
            let own: Vec<f64> = (0..4).map(|_| shared + error(1.0)).collect();
            [vec![error(0.5), error(0.5), error(0.5)], own].concat()
        };
        for period in 0..60 {
            for (series, value) in draw().into_iter().enumerate() {
                errors[series * 60 + period] = value;
            }
        }
        let truth = [100.0, 30.0, 70.0, 10.0, 20.0, 30.0, 40.0];
        let mean: Vec<f64> = truth.iter().zip(draw()).map(|(truth, error)| truth + error).collect();
        let all = tree.reconcile(&mean, 1, Reconciliation::MinTShrink(&errors)).unwrap();
        assert_adds_up(&all, 1);
        let square = |found: &[f64]| {
            found
                .iter()
                .zip(truth)
                .map(|(found, truth)| (found - truth) * (found - truth))
                .sum::<f64>()
        };
        before += square(&mean);
        after += square(&all);
    }
    assert!(after < 0.4 * before, "{after} {before}");
}

#[test]
fn nothing_is_sold_less_than_nothing() {
    let mean = [1.0, 1.0, 1.0, 0.0, 5.0, 0.0, 5.0];
    let all = tree().reconcile(&mean, 1, Reconciliation::Ols).unwrap();
    assert!(all.iter().all(|value| *value >= 0.0), "{all:?}");
    assert_adds_up(&all, 1);
}

#[test]
fn what_does_not_fit_is_refused() {
    assert_eq!(Hierarchy::new(2, vec![vec![0, 2]]), Err(Error::BadHierarchy));
    assert_eq!(Hierarchy::new(2, vec![vec![1, 1]]), Err(Error::BadHierarchy));
    assert_eq!(Hierarchy::new(0, Vec::new()), Err(Error::BadHierarchy));
    let pair = Hierarchy::new(2, vec![vec![0, 1]]).unwrap();
    let bad = |how| pair.reconcile(&[1.0; 3], 1, how).is_err();
    assert!(pair.reconcile(&[1.0; 4], 1, Reconciliation::Ols).is_err());
    assert!(bad(Reconciliation::Wls(&[1.0, 0.0, 1.0])) && bad(Reconciliation::Wls(&[1.0])));
    assert!(bad(Reconciliation::MinTShrink(&[1.0; 3])));
    assert!(bad(Reconciliation::MinTShrink(&[f64::NAN; 6])));
    // Errors of nothing at all still leave a result.
    assert!(!bad(Reconciliation::MinTShrink(&[0.0; 6])));
}
