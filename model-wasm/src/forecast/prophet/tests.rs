use super::likelihood::Posterior;
use super::*;
use crate::forecast::{
    Calendar, Column, EffectKind, FittedModel as _, Frequency, Levels, Name, Role, Spec, Window,
    event_columns,
};
use crate::math;

const LENGTH: usize = 800;
const AHEAD: usize = 28;
/// 2015-03-01.
const FIRST_DAY: i32 = 16_495;

/// Eight hundred days with a trend that bends, a week, a year, a fair of two days, prices, and a month not recorded.
fn shop() -> Series {
    let mut state = 12_345_u64;
    let week = [0.0, 2.0, 4.0, 3.0, 8.0, 20.0, -15.0];
    let price = |t: usize| 10.0 + 2.0 * ((t / 40) % 3) as f64;
    let mut value = |t: usize| {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        let noise = state as f64 / 2_147_483_648.0 - 0.5;
        let day = t as f64;
        let fair = [(60, 30.0), (61, 10.0)].iter().find(|(of, _)| t % 180 == *of);
        let year = 12.0 * math::sin(std::f64::consts::TAU * day / 365.25);
        let trend = 100.0 + 0.1 * day - 0.15 * (day - 400.0).max(0.0);
        trend + week[t % 7] + year + fair.map_or(0.0, |(_, more)| *more) - 1.5 * price(t)
            + 16.0 * noise
    };
    let observed = (0..LENGTH).map(|t| Some(value(t)).filter(|_| !(200..230).contains(&t)));
    let observed = observed.collect();
    let days: Vec<i32> = (0..5).map(|number| FIRST_DAY + 60 + 180 * number).collect();
    let window = Window { before: 0, after: 1 };
    let mut columns =
        event_columns("fair", &days, window, FIRST_DAY, LENGTH + AHEAD, Frequency::Daily);
    let values = (0..LENGTH + AHEAD).map(price).collect();
    columns.push(Column { name: "price".to_owned(), role: Role::Price, values });
    let calendar = Calendar { first_day: Some(FIRST_DAY), is_open: Vec::new(), columns };
    Series::new(observed, Frequency::Daily).unwrap().with_calendar(calendar)
}

fn fitted(options: ProphetOptions, series: &Series) -> FittedProphet {
    run(&Prophet { options }, series).unwrap()
}

/// Every third expected value of the peer, within half a percent of the history's range, and its spread at both ends.
fn check(options: ProphetOptions, expected: [f64; 10], spread: [f64; 2]) {
    let model = fitted(options, &shop());
    let mean = model.mean(AHEAD);
    for (step, expected) in expected.into_iter().enumerate() {
        let found = mean[3 * step];
        assert!((found - expected).abs() < 0.45, "step {}: {found} {expected}", 3 * step);
    }
    let found = model.theory(AHEAD);
    for (found, expected) in [found[0], found[AHEAD - 1]].iter().zip(spread) {
        assert!((found / expected - 1.0).abs() < 0.08, "{found} {expected}");
    }
}

/// The numbers of the four tests: Prophet 1.5.0 with `Prophet(holidays=fair)`, `add_regressor('price')` of the
/// logarithm, and the option named; the spread from 1000 paths.
#[test]
fn additive_forecasts_are_the_peers() {
    let expected =
        [114.122, 129.665, 112.244, 118.85, 110.631, 113.292, 95.779, 114.109, 129.039, 110.876];
    check(ProphetOptions::default(), expected, [4.52, 4.5]);
}

#[test]
fn multiplicative_forecasts_are_the_peers() {
    let options =
        ProphetOptions { combination: Combination::Multiplicative, ..ProphetOptions::default() };
    let expected =
        [114.225, 129.015, 112.568, 118.709, 110.78, 113.324, 96.806, 113.882, 127.925, 110.948];
    check(options, expected, [4.53, 4.48]);
}

#[test]
fn logistic_forecasts_are_the_peers() {
    let growth = Growth::Logistic { ceiling: 250.0, floor: 20.0 };
    let expected =
        [114.715, 130.309, 112.916, 119.566, 111.365, 114.067, 96.587, 114.932, 129.89, 111.736];
    check(ProphetOptions { growth, ..ProphetOptions::default() }, expected, [4.35, 4.57]);
}

#[test]
fn flat_forecasts_are_the_peers() {
    let expected =
        [117.831, 133.632, 116.004, 122.75, 114.269, 117.037, 99.72, 118.084, 133.409, 115.333];
    let options = ProphetOptions { growth: Growth::Flat, ..ProphetOptions::default() };
    check(options, expected, [11.51, 10.65]);
}

/// The slope of every form against differences of the value.
#[test]
fn slopes_are_those_of_the_values() {
    let logistic = Growth::Logistic { ceiling: 250.0, floor: 20.0 };
    for growth in [Growth::Linear, logistic, Growth::Flat] {
        for combination in [Combination::Additive, Combination::Multiplicative] {
            let options = ProphetOptions { growth, combination, ..ProphetOptions::default() };
            let mut source = Source::new(&shop(), &options).unwrap();
            while !source.collect(100) {}
            let priors = source.priors(source.periods.len());
            let mut x = source.line();
            for (i, x) in x.iter_mut().enumerate() {
                *x += 0.1 * math::sin(i as f64);
            }
            let near = vec![0.0; x.len() - 1];
            let mut posterior = source.posterior(&priors, &near);
            check_slope(&mut posterior, &priors, &x);
        }
    }
}

fn check_slope(posterior: &mut Posterior<'_>, priors: &Priors, x: &[f64]) {
    use super::lbfgs::Objective as _;
    let mut slope = vec![0.0; x.len()];
    let mut unused = vec![0.0; x.len()];
    posterior.value(x, &mut slope);
    let most = slope.iter().fold(1.0, |most: f64, slope| most.max(slope.abs()));
    // Some of every kind, and the noise, which is the last.
    let some = (0..x.len()).step_by(4);
    for i in some.filter(|i| priors.free.get(*i).is_none_or(|free| *free)) {
        let mut moved = x.to_vec();
        moved[i] += 1e-6;
        let above = posterior.value(&moved, &mut unused);
        moved[i] -= 2e-6;
        let below = posterior.value(&moved, &mut unused);
        let expected = (above - below) / 2e-6;
        assert!((slope[i] - expected).abs() < 1e-5 * most, "{i}: {} {expected}", slope[i]);
    }
}

#[test]
fn parts_add_up_to_the_whole() {
    let model = fitted(ProphetOptions::default(), &shop());
    let effects = model.effects(AHEAD);
    let names: Vec<&str> = effects.iter().map(|effect| effect.name.as_str()).collect();
    assert_eq!(names, ["", "365", "7", "fair", "fair+1", "price"]);
    assert_eq!(effects[4].kind, EffectKind::Column(Role::Event));
    for (step, mean) in model.mean(AHEAD).iter().enumerate() {
        let sum: f64 = effects.iter().map(|effect| effect.values[LENGTH + step]).sum();
        assert!((sum - mean).abs() < 1e-9, "{step} {sum} {mean}");
    }
    // The fair was worth 30 on its first day.
    assert!((effects[3].values[60] - 30.0).abs() < 6.0, "{}", effects[3].values[60]);
    assert!(effects[3].values[59].abs() < 1e-12);
}

/// Put back to an earlier origin it says about what a fit there says, though its changepoints lie elsewhere.
#[test]
fn an_earlier_origin_is_as_if_fitted_there() {
    let series = shop();
    let multiplicative =
        ProphetOptions { combination: Combination::Multiplicative, ..ProphetOptions::default() };
    let origins = [400, 600, 790];
    for (options, origins) in
        [(ProphetOptions::default(), &origins[..]), (multiplicative, &origins[2..])]
    {
        let model = fitted(options.clone(), &series);
        for origin in origins.iter().copied() {
            let past = series.until(origin).unwrap();
            let rebased = model.rebase(&past).unwrap();
            let anew = fitted(options.clone(), &past);
            let all = rebased.mean(14).into_iter().zip(anew.mean(14));
            let apart = all.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(apart < 5.0, "{origin}: {apart}");
        }
    }
}

#[test]
fn another_history_is_fitted_anew() {
    let series = shop();
    let model = fitted(ProphetOptions::default(), &series);
    let other: Vec<Option<f64>> =
        series.observed()[..500].iter().map(|value| value.map(|value| 2.0 * value)).collect();
    let other = Series::new(other, Frequency::Daily).unwrap();
    let expected = fitted(ProphetOptions::default(), &other).mean(7);
    assert_eq!(model.rebase(&other).unwrap().mean(7), expected);
}

/// The paths of a logistic trend with a ceiling far away move like those of a line, whose spread is known.
#[test]
fn drawn_paths_spread_as_their_variance_says() {
    let linear = fitted(ProphetOptions::default(), &shop()).theory(400);
    let growth = Growth::Logistic { ceiling: 250.0, floor: 20.0 };
    let logistic = fitted(ProphetOptions { growth, ..ProphetOptions::default() }, &shop());
    let drawn = logistic.spread(400);
    assert!(drawn.windows(2).all(|pair| pair[1] >= 0.97 * pair[0]));
    assert!((drawn[399] / linear[399] - 1.0).abs() < 0.5, "{} {}", drawn[399], linear[399]);
    assert_eq!(drawn, logistic.spread(400));
}

/// A walk bends more often than any trend: errors are far larger than what a line leaves.
#[test]
fn where_the_theory_is_too_sure_errors_widen_it() {
    let spread = |step: f64| {
        let mut random = crate::Random::new(3);
        let mut level = 0.0;
        let mut next = || {
            level += step * random.normal();
            level + random.normal()
        };
        let observed = (0..300).map(|_| Some(next())).collect();
        let series = Series::new(observed, Frequency::Weekly).unwrap();
        let model = fitted(ProphetOptions::default(), &series);
        model.spread(1)[0] / model.theory(1)[0]
    };
    assert!(spread(0.0) < 1.3 && spread(3.0) > 2.0, "{} {}", spread(0.0), spread(3.0));
}

#[test]
fn a_season_must_have_been_seen_twice() {
    let observed = |length: usize| (0..length).map(|t| Some((t % 7) as f64)).collect();
    for (length, expected) in [(14, ""), (15, ", 3/7"), (730, ", 3/7"), (731, ", 10/365, 3/7")] {
        let series = Series::new(observed(length), Frequency::Daily).unwrap();
        let notation = fitted(ProphetOptions::default(), &series).notation();
        assert!(notation.ends_with(&format!("bends{expected}")), "{length} {notation}");
    }
    let series = Series::new(observed(60), Frequency::Monthly).unwrap();
    let notation = fitted(ProphetOptions::default(), &series).notation();
    assert!(notation.ends_with("bends, 6/12"), "{notation}");
}

#[test]
fn a_season_the_caller_knows_is_found() {
    let observed = (0..140).map(|t| Some(if t % 10 < 3 { 30.0 } else { 10.0 })).collect();
    let series = Series::new(observed, Frequency::Daily).unwrap();
    let series = series.with_seasons(vec![7, 10]).unwrap();
    let mean = fitted(ProphetOptions::default(), &series).mean(10);
    assert!(mean[1] > 24.0 && mean[7] < 14.0, "{mean:?}");
}

#[test]
fn columns_of_any_size_are_survived() {
    let observed = (0..60).map(|t| Some(f64::from(t % 9))).collect();
    let column = |name: &str, role, value: fn(usize) -> f64| Column {
        name: name.to_owned(),
        role,
        values: (0..70).map(value).collect(),
    };
    let columns = vec![
        column("huge", Role::Other, |t| if t % 2 == 0 { 1e300 } else { -1e300 }),
        column("tiny", Role::Other, |t| 1e-300 * t as f64),
        column("constant", Role::Price, |_| 5.0),
        column("free", Role::Price, |t| (t % 3) as f64),
        column("once more", Role::Holiday, |t| f64::from(u8::from(t % 9 == 0))),
        column("again", Role::Event, |t| f64::from(u8::from(t % 9 == 0))),
    ];
    let calendar = Calendar { first_day: Some(i32::MAX - 80), is_open: Vec::new(), columns };
    let series = Series::new(observed, Frequency::Daily).unwrap();
    let error = run(&Prophet::default(), &series.clone().with_calendar(calendar.clone())).err();
    assert_eq!(error, Some(Error::NoFit));
    let series = series.with_calendar(Calendar { first_day: None, ..calendar });
    let forecast = Spec::new(Name::Prophet, 10).fit(&series).unwrap();
    let forecast = forecast.forecast(10, &Levels::bands()).unwrap();
    assert!(forecast.quantiles.iter().all(|value| value.is_finite()));
}

#[test]
fn a_ceiling_below_its_floor_fits_nothing() {
    let growth = Growth::Logistic { ceiling: 1.0, floor: 2.0 };
    let method = Prophet { options: ProphetOptions { growth, ..ProphetOptions::default() } };
    assert_eq!(method.begin(&shop()).err(), Some(Error::NoFit));
    let single = Series::new(vec![Some(1.0)], Frequency::Daily).unwrap();
    let expected = Error::TooShort { observed: 1, needed: 2 };
    assert_eq!(Prophet::default().begin(&single).err(), Some(expected));
}
