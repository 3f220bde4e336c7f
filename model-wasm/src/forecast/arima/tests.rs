use super::candidate::{Candidate, Found};
use super::fitted::FittedArima;
use super::order::{Order, Seasonal};
use super::polynomial::partials;
use super::problem::Problem;
use crate::forecast::{FittedModel, Frequency, Name, Series, Step};

/// Forty quarters that rise, with a season and noise, made by a rule that other tools can follow.
fn quarters() -> Vec<f64> {
    let season = [12.0, -5.0, 3.0, -10.0];
    let noise = |t: usize| ((t * 7919) % 23) as f64 - 11.0;
    (0..40).map(|t| 100.0 + 1.5 * t as f64 + season[t % 4] + 0.8 * noise(t)).collect()
}

fn series(values: &[f64]) -> Series {
    Series::new(values.iter().copied().map(Some).collect(), Frequency::Quarterly).unwrap()
}

/// The free numbers behind coefficients.
fn free(coefficients: &[f64]) -> impl Iterator<Item = f64> {
    partials(coefficients)
        .unwrap()
        .into_iter()
        .map(|partial| partial / (1.0 - partial * partial).sqrt())
}

/// What statsforecast 2.1.1 said with these parameters: `arima(y, order, fixed, method="ML")` and `predict_arima`.
struct Peer {
    order: Order,
    /// ar, ma, seasonal ar, seasonal ma.
    terms: [&'static [f64]; 4],
    constant: f64,
    log_likelihood: f64,
    mean: [f64; 6],
    spread: [f64; 6],
}

fn check(peer: &Peer) {
    let y = quarters();
    let series = series(&y);
    let problem = Problem::with_scale(&series, 1.0);
    let [ar, ma, seasonal_ar, seasonal_ma] = peer.terms;
    let turned = |ma: &[f64]| ma.iter().map(|theta| -theta).collect::<Vec<f64>>();
    let (ma, seasonal_ma) = (turned(ma), turned(seasonal_ma));
    let free: Vec<f64> = [ar, &ma, seasonal_ar, &seasonal_ma].into_iter().flat_map(free).collect();
    let (deviance, square) =
        Candidate::new(peer.order, &problem).deviance(&free, peer.constant).unwrap();
    let left = (y.len() - peer.order.lost()) as f64;
    let found_likelihood = -0.5 * deviance;
    assert!((found_likelihood - peer.log_likelihood).abs() < 1e-4, "{found_likelihood}");
    let found = Found {
        order: peer.order,
        free,
        constant: peer.constant,
        variance: square / left,
        aicc: 0.0,
        lookahead: 0.0,
    };
    let fitted = FittedArima::new(found, &problem).unwrap();
    for (found, expected) in fitted.mean(6).iter().zip(peer.mean) {
        assert!((found - expected).abs() < 1e-5 * expected, "{found} {expected}");
    }
    for (found, expected) in fitted.spread(6).iter().zip(peer.spread) {
        assert!((found - expected).abs() < 2e-5 * expected, "{found} {expected}");
    }
}

const fn order(
    short: (usize, usize, usize),
    long: (usize, usize, usize),
    has_constant: bool,
) -> Order {
    let seasonal = Seasonal { p: long.0, d: long.1, q: long.2, m: 4 };
    Order { p: short.0, d: short.1, q: short.2, seasonal, has_constant }
}

#[test]
fn with_the_peers_parameters_it_says_what_the_peer_says() {
    check(&Peer {
        order: order((2, 0, 1), (0, 0, 0), true),
        terms: [&[0.5, 0.2], &[0.3], &[], &[]],
        constant: 130.0,
        log_likelihood: -170.765_393_349_456_96,
        mean: [
            149.342_319,
            144.811_159_6,
            141.274_043_6,
            138.599_253_7,
            136.554_435_6,
            134.997_068_5,
        ],
        spread: [
            17.093_626_93,
            21.890_523_38,
            24.174_039_03,
            25.420_700_37,
            26.115_235_73,
            26.511_047_11,
        ],
    });
    check(&Peer {
        order: order((1, 1, 1), (0, 1, 1), false),
        terms: [&[0.4], &[-0.6], &[], &[-0.3]],
        constant: 0.0,
        log_likelihood: -129.571_817_822_902_52,
        mean: [
            184.104_258,
            157.192_840_3,
            171.026_976_8,
            164.636_239_7,
            193.202_474_9,
            166.355_848,
        ],
        spread: [
            9.735_570_775,
            12.467_613_84,
            14.303_008_1,
            15.793_676_53,
            20.704_789_78,
            23.918_646_7,
        ],
    });
    check(&Peer {
        order: order((0, 1, 2), (1, 0, 1), false),
        terms: [&[], &[-0.4, 0.25], &[0.6], &[-0.2]],
        constant: 0.0,
        log_likelihood: -146.173_220_078_721_47,
        mean: [
            170.256_512_6,
            156.586_373_2,
            163.841_407_5,
            160.820_732_8,
            169.550_977_8,
            161.326_051_1,
        ],
        spread: [
            10.115_371_47,
            11.796_448_89,
            14.597_360_75,
            16.941_359_91,
            21.139_674_35,
            23.842_254_57,
        ],
    });
    check(&Peer {
        order: order((1, 0, 0), (0, 1, 1), true),
        terms: [&[0.4], &[], &[], &[-0.5]],
        constant: 1.5,
        log_likelihood: -124.544_228_098_748_22,
        mean: [
            180.097_160_8,
            154.482_151_9,
            166.411_923_95,
            158.484_585_2,
            184.810_994_8,
            159.967_685_5,
        ],
        spread: [
            7.557_782_882,
            8.139_980_067,
            8.229_310_156,
            8.243_512_842,
            9.150_695_293,
            9.287_625_031,
        ],
    });
}

fn fit(series: &Series) -> Box<dyn FittedModel> {
    let mut fitting = Name::AutoArima.method().begin(series).unwrap();
    loop {
        if let Step::Done(model) = fitting.step().unwrap() {
            return model;
        }
    }
}

#[test]
fn a_line_with_a_season_goes_on() {
    let season = [12.0, -5.0, 3.0, -10.0];
    let at = |t: usize| 100.0 + 2.0 * t as f64 + season[t % 4];
    let values: Vec<f64> = (0..40).map(at).collect();
    let mean = fit(&series(&values)).mean(8);
    for (step, mean) in mean.iter().enumerate() {
        assert!((mean - at(40 + step)).abs() < 1e-6, "{step}: {mean}");
    }
}

#[test]
fn the_same_history_again_gives_the_same_forecast() {
    let series = series(&quarters());
    let fitted = fit(&series);
    let again = fitted.rebase(&series).unwrap();
    assert_eq!(fitted.mean(9), again.mean(9));
    assert_eq!(fitted.spread(9), again.spread(9));
    assert!(fitted.rebase(&series.until(30).unwrap()).unwrap().mean(9) != fitted.mean(9));
}

#[test]
fn a_gap_teaches_nothing_and_hides_nothing() {
    let at = |t: usize| [112.0, 95.0, 103.0, 90.0][t % 4] + t as f64;
    let noise = |t: usize| 0.1 * (((t * 7919) % 23) as f64 - 11.0);
    let observed = (0..40).map(|t| (t % 11 != 8 && t != 38).then_some(at(t) + noise(t)));
    let series = Series::new(observed.collect(), Frequency::Quarterly).unwrap();
    for (step, mean) in fit(&series).mean(8).iter().enumerate() {
        assert!((mean - at(40 + step)).abs() < 3.0, "{step}: {mean}");
    }
}
