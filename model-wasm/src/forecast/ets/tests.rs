//! Against the peer and the textbook, on the international airline passengers of Box & Jenkins (1949–1960).

use super::candidate::{Candidate, Found};
use super::filter::{Smoothing, State, Trace, pass};
use super::form::{Errors, Form, Season, Trend};
use super::likelihood::Problem;
use super::*;
use crate::Random;
use crate::forecast::{FittedModel, Frequency};
use crate::math::ln;

const PASSENGERS: [f64; 144] = [
    112., 118., 132., 129., 121., 135., 148., 148., 136., 119., 104., 118., 115., 126., 141., 135.,
    125., 149., 170., 170., 158., 133., 114., 140., 145., 150., 178., 163., 172., 178., 199., 199.,
    184., 162., 146., 166., 171., 180., 193., 181., 183., 218., 230., 242., 209., 191., 172., 194.,
    196., 196., 236., 235., 229., 243., 264., 272., 237., 211., 180., 201., 204., 188., 235., 227.,
    234., 264., 302., 293., 259., 229., 203., 229., 242., 233., 267., 269., 270., 315., 364., 347.,
    312., 274., 237., 278., 284., 277., 317., 313., 318., 374., 413., 405., 355., 306., 271., 306.,
    315., 301., 356., 348., 355., 422., 465., 467., 404., 347., 305., 336., 340., 318., 362., 348.,
    363., 435., 491., 505., 404., 359., 310., 337., 360., 342., 406., 396., 420., 472., 548., 559.,
    463., 407., 362., 405., 417., 391., 419., 461., 472., 535., 622., 606., 508., 461., 390., 432.,
];

fn passengers() -> Series {
    series(&PASSENGERS, Frequency::Monthly)
}

fn series(values: &[f64], frequency: Frequency) -> Series {
    Series::new(values.iter().map(|y| Some(*y)).collect(), frequency).unwrap()
}

fn fit(series: &Series) -> Box<dyn FittedModel> {
    let mut fitting = AutoEts.begin(series).unwrap();
    loop {
        if let Step::Done(fitted) = fitting.step().unwrap() {
            return fitted;
        }
    }
}

fn form(errors: Errors, trend: Trend, season: Season) -> Form {
    Form { errors, trend, season }
}

/// Parameters, AICc and first forecasts of statsforecast 2.1.1, `ets_f(y, 12, model=…, damped=False)`; its states
/// have the newest season first.
#[test]
fn with_the_peer_s_parameters_likelihood_and_forecasts_are_the_peer_s() {
    check_peer(
        form(Errors::Additive, Trend::None, Season::Additive),
        [0.395960921445, 0.0, 0.866129565869],
        (123.777090219, 0.0),
        [
            -10.7847577141,
            -29.0023837958,
            -11.4813112629,
            -5.97548010054,
            8.87942862793,
            15.2440500643,
            1.74758147781,
            28.4565662646,
            3.08042400369,
            23.2312834027,
            -5.91809750965,
            -17.477303458,
        ],
        (1505.4035325217862, [439.98168143905906, 413.96018268228744, 447.3217543224777]),
    );
    check_peer(
        form(Errors::Multiplicative, Trend::Additive, Season::Additive),
        [0.15289649264, 0.000188780788494, 0.649313664318],
        (119.353832576, 1.92033910548),
        [
            -17.2454792286,
            -31.7122390564,
            -16.525065294,
            5.1541164291,
            16.764803932,
            20.9301248434,
            9.8997094454,
            6.43718487751,
            13.6639701721,
            10.2285270739,
            -6.10520194126,
            -11.4904512533,
        ],
        (1470.6866643661356, [450.9091128630681, 426.8261455255089, 465.49294684985176]),
    );
    check_peer(
        form(Errors::Multiplicative, Trend::Additive, Season::Multiplicative),
        [0.0139131504183, 0.0033853516521, 0.00729198577493],
        (111.428805158, 1.66121365964),
        [
            0.89141141456,
            0.792758107338,
            0.916844913768,
            1.05291437883,
            1.21459203935,
            1.22777528881,
            1.10773757005,
            0.980902284746,
            0.985426851977,
            1.02024246174,
            0.896490692427,
            0.912903996388,
        ],
        (1511.9926471560232, [448.3131652687572, 442.99380334467816, 507.41997950029696]),
    );
}

fn check_peer(
    form: Form,
    [alpha, beta, gamma]: [f64; 3],
    (level, growth): (f64, f64),
    mut season: [f64; 12],
    (aicc, forecasts): (f64, [f64; 3]),
) {
    season.reverse();
    let problem = Problem::with_scale(&passengers(), 1.0);
    let start = State { level, growth, season: season.to_vec(), at: 0 };
    let smoothing = Smoothing { alpha, beta, gamma, phi: 1.0 };
    let (mut state, mut trace) = (start.clone(), Trace::new(144));
    let passed = pass(form, smoothing, &problem.values, &mut state, &mut trace).unwrap();
    let k = form.estimated(12) as f64 + 1.0;
    let ours = passed.deviance() + 2.0 * k + 2.0 * k * (k + 1.0) / (143.0 - k);
    assert!((ours - aicc).abs() < 1e-6, "{form} {ours} {aicc}");
    let found = Found { form, smoothing, start, aicc, lookahead: 0.0 };
    let fitted = FittedEts::new(found, &problem, Rc::from([])).unwrap();
    for (ours, peer) in fitted.mean(3).iter().zip(forecasts) {
        assert!((ours - peer).abs() < 1e-6, "{form} {ours} {peer}");
    }
}

/// AICc of statsforecast 2.1.1 for each form on the same series; R's `forecast::ets` chooses ETS(M,Ad,M) at 1400.6.
/// Holding the initial growth costs up to 2.
#[test]
fn no_form_is_less_likely_than_the_peer_s() {
    use {Errors::Additive as A, Errors::Multiplicative as M};
    use {Season as S, Trend as T};
    for (form, peer) in [
        (form(A, T::None, S::None), 1733.958),
        (form(M, T::None, S::None), 1674.072),
        (form(A, T::Additive, S::None), 1737.600),
        (form(M, T::Additive, S::None), 1673.411),
        (form(A, T::None, S::Additive), 1505.404),
        (form(M, T::None, S::Additive), 1502.252),
        (form(A, T::Additive, S::Additive), 1518.689),
        (form(M, T::Additive, S::Additive), 1470.687),
        (form(A, T::Damped, S::Additive), 1550.894),
        (form(M, T::None, S::Multiplicative), 1458.102),
        (form(M, T::Additive, S::Multiplicative), 1511.993),
        (form(M, T::Damped, S::Multiplicative), 1400.638),
    ] {
        let problem = Problem::new(&passengers());
        let mut trace = Trace::new(144);
        let mut candidate = Candidate::new(form, MOST_ALPHA, &problem, &mut trace).unwrap();
        while !candidate.advance(&problem, &mut trace, 100) {}
        let found = candidate.found(&problem, &mut trace).unwrap();
        let aicc = found.aicc + 2.0 * 144.0 * ln(problem.scale);
        assert!(aicc < peer + 2.0, "{form} {aicc} {peer}");
    }
}

#[test]
fn the_passengers_have_a_trend_and_seasons_in_proportion() {
    let fitted = fit(&passengers());
    assert!(fitted.notation().ends_with("M)"), "{}", fitted.notation());
    let mean = fitted.mean(12);
    // July is the highest month, November the lowest.
    let highest = mean.iter().copied().fold(f64::MIN, f64::max);
    let lowest = mean.iter().copied().fold(f64::MAX, f64::min);
    assert!((mean[6] - highest).abs() < 1e-12 && (mean[10] - lowest).abs() < 1e-12);
    let spread = fitted.spread(24);
    assert!(spread.iter().all(|s| *s > 5.0 && *s < 150.0) && spread[23] > spread[11]);
}

#[test]
fn without_trend_or_season_forecasts_are_flat_and_spread_as_the_textbook_says() {
    let noise = [3.0, 7.0, 4.0, 6.0, 5.0, 8.0, 2.0, 5.0, 6.0, 4.0, 7.0, 3.0, 5.0, -1.0, 5.5];
    let problem = Problem::with_scale(&series(&noise, Frequency::Yearly), 1.0);
    let smoothing = Smoothing { alpha: 0.4, beta: 0.0, gamma: 0.0, phi: 1.0 };
    let start = State { level: 5.0, growth: 0.0, season: Vec::new(), at: 0 };
    let form = form(Errors::Additive, Trend::None, Season::None);
    let found = Found { form, smoothing, start, aicc: 0.0, lookahead: 0.0 };
    let fitted = FittedEts::new(found, &problem, Rc::from([])).unwrap();
    let level = noise.iter().fold(5.0, |l, y| l + 0.4 * (y - l));
    assert!(fitted.mean(3).iter().all(|mean| (mean - level).abs() < 1e-12));
    let spread = fitted.spread(10);
    assert!((spread[9] / spread[0] - f64::sqrt(1.0 + 9.0 * 0.16)).abs() < 1e-12);
}

#[test]
fn what_never_changes_stays_without_doubt() {
    for value in [0.0, 7.5, -3.0] {
        let fitted = fit(&series(&[value; 3], Frequency::Daily));
        assert_eq!(fitted.mean(4), [value; 4]);
        assert_eq!(fitted.spread(4), [0.0; 4]);
    }
}

#[test]
fn four_values_are_too_few() {
    let error = AutoEts.begin(&series(&[1.0, 3.0, 2.0, 4.0], Frequency::Yearly)).err();
    assert_eq!(error, Some(Error::TooShort { observed: 4, needed: 5 }));
}

#[test]
fn a_gap_costs_little() {
    let mut observed: Vec<Option<f64>> = PASSENGERS.iter().map(|y| Some(*y)).collect();
    observed[60..66].fill(None);
    let with_gap = fit(&Series::new(observed, Frequency::Monthly).unwrap());
    let whole = fit(&passengers());
    for (a, b) in with_gap.mean(12).iter().zip(whole.mean(12)) {
        assert!((a / b - 1.0).abs() < 0.1, "{a} {b}");
    }
}

#[test]
fn over_the_same_history_rebasing_changes_nothing_and_over_a_shorter_one_it_only_filters() {
    let (whole, fitted) = (passengers(), fit(&passengers()));
    assert_eq!(fitted.rebase(&whole).unwrap().mean(12), fitted.mean(12));
    let shorter = fitted.rebase(&whole.until(132).unwrap()).unwrap();
    assert_eq!(shorter.rebase(&whole).unwrap().mean(12), fitted.mean(12));
    for (ahead, y) in shorter.mean(12).iter().zip(&PASSENGERS[132..]) {
        assert!((ahead / y - 1.0).abs() < 0.15, "{ahead} {y}");
    }
    let negative = series(&[5.0, -3.0, 4.0, 2.0].repeat(20), Frequency::Monthly);
    assert_eq!(fitted.rebase(&negative).err(), Some(Error::NoFit));
}

#[test]
fn a_jump_to_a_hundredfold_does_not_become_a_season() {
    let wave = [0.0, 3.0, -2.0, 1.0, 4.0, -3.0, 0.5];
    let at = |t: usize| {
        let level = if t < 250 { 100.0 } else { 10_000.0 };
        level * (1.0 + 0.001 * wave[(t * 5) % 7] + 0.002 * wave[(t * t) % 7])
    };
    let values: Vec<f64> = (0..500).map(at).collect();
    let mean = fit(&series(&values, Frequency::Daily)).mean(14);
    assert!(mean.iter().all(|mean| (9_500.0..10_500.0).contains(mean)), "{mean:?}");
}

#[test]
fn a_level_that_always_returns_is_not_chased() {
    let mut random = Random::new(7);
    let mut away = 0.0;
    let mut values: Vec<f64> = (0..700)
        .map(|_| {
            away = 0.5 * away + 3.0 * random.normal();
            100.0 + away
        })
        .collect();
    // The history ends far from where it usually is.
    values.extend([106.0, 111.0, 114.0, 116.0]);
    let mean = fit(&series(&values, Frequency::Daily)).mean(14);
    assert!(mean.iter().all(|mean| (97.0..105.0).contains(mean)), "{mean:?}");
}
