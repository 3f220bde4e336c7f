//! Series made up: what a merchant's sales may look like, drawn from a seed. The network learns from them in advance,
//! so that no real series has to leave its owner.

use crate::Random;
use crate::forecast::{Calendar, Column, Frequency, Role, Series};
use crate::math;

/// Periods at the end of each series that are for comparing with.
pub(super) const AHEAD: usize = 28;
/// Seasons and periods of history, at least and at most.
const SEASONS: (u64, u64) = (4, 9);
const PERIODS: (u64, u64) = (24, 80);
/// Probability that a whole history sells now and then instead of steadily.
const SELDOM: f64 = 0.25;

/// The next series of a stream.
pub(super) fn series(random: &mut Random) -> Series {
    let frequency = frequency(random);
    let m = frequency.usual_seasons().first().copied().unwrap_or(1);
    let seasons = SEASONS.0 + random.below(SEASONS.1 - SEASONS.0);
    let periods = PERIODS.0 + random.below(PERIODS.1 - PERIODS.0);
    let n = (seasons as usize * m).clamp(periods as usize, 420) + AHEAD;
    let promotions = promotions(random, n);
    let is_slow = !matches!(frequency, Frequency::Daily | Frequency::Hourly);
    let level = level(random, n, m, is_slow);
    let season = season(random, m);
    let uplift = 0.1 + 0.9 * random.uniform();
    let expected: Vec<f64> =
        (0..n).map(|t| level[t] * season[t % m] * (1.0 + uplift * promotions[t])).collect();
    let observed = sold(random, &expected, if is_slow { 0.5 } else { 1.0 });
    let first_day = Some(14_610 + random.below(8_000) as i32);
    let mut calendar = Calendar { first_day, ..Calendar::default() };
    if promotions.iter().any(|promotion| *promotion > 0.0) {
        let name = "promotion".to_owned();
        calendar.columns.push(Column { name, role: Role::Promotion, values: promotions });
    }
    let made = Series::new(observed, frequency);
    // Of nothing but gaps nothing can be made.
    let made = made.or_else(|_| Series::new(vec![Some(1.0); n], frequency));
    made.expect("every value is finite and one is observed").with_calendar(calendar)
}

fn frequency(random: &mut Random) -> Frequency {
    match random.below(20) {
        0..=9 => Frequency::Daily,
        10..=13 => Frequency::Monthly,
        14..=15 => Frequency::Quarterly,
        16 => Frequency::Weekly,
        17 => Frequency::Hourly,
        _ => Frequency::Yearly,
    }
}

/// A level that wanders, grows, and now and then jumps; around 1 times a size.
///
/// Weeks and longer wander farther from one to the next than days do, and are less noisy.
fn level(random: &mut Random, n: usize, m: usize, is_slow: bool) -> Vec<f64> {
    let size = math::exp(2.0 + 2.0 * random.normal());
    let growth = if is_slow { 0.5 } else { 0.25 } * random.normal() / (4 * m).max(16) as f64;
    let damping = 1.0 - 0.05 * random.uniform();
    let wander = if is_slow { 0.16 } else { 0.05 } * random.uniform() * random.uniform();
    let jumps = if random.uniform() < 0.3 { 1.5 / n as f64 } else { 0.0 };
    let (mut log, mut slope) = (0.0, growth);
    (0..n)
        .map(|t| {
            log += slope + wander * random.normal();
            slope = growth * 0.3 + (slope - growth * 0.3) * if t > n / 2 { damping } else { 1.0 };
            if random.uniform() < jumps {
                log += 0.5 * random.normal();
            }
            size * math::exp(log.clamp(-3.0, 3.0))
        })
        .collect()
}

/// Factors of the places of a season, of mean 1; closed places are 0.
fn season(random: &mut Random, m: usize) -> Vec<f64> {
    if m < 2 {
        return vec![1.0];
    }
    let strength = 0.6 * random.uniform() * random.uniform() + 0.02;
    let turn = std::f64::consts::TAU * random.uniform();
    let wave = 0.5 + random.uniform();
    let closed = if random.uniform() < 0.25 { random.below(m as u64) as usize } else { m };
    let mut factors: Vec<f64> = (0..m)
        .map(|place| {
            let angle = std::f64::consts::TAU * place as f64 / m as f64;
            let smooth = math::sin(angle + turn) + 0.5 * math::sin(2.0 * angle + 2.0 * turn);
            math::exp(strength * (wave * smooth + random.normal()))
        })
        .collect();
    if let Some(factor) = factors.get_mut(closed) {
        *factor = 0.0;
    }
    let mean = factors.iter().sum::<f64>() / m as f64;
    factors.iter().map(|factor| factor / mean.max(1e-9)).collect()
}

/// Runs of promoted periods, in some series.
fn promotions(random: &mut Random, n: usize) -> Vec<f64> {
    let mut is_on = false;
    let (begin, end) = if random.uniform() < 0.3 { (0.06, 0.25) } else { (0.0, 1.0) };
    (0..n)
        .map(|_| {
            is_on = if is_on { random.uniform() >= end } else { random.uniform() < begin };
            f64::from(u8::from(is_on))
        })
        .collect()
}

/// What is sold where so much is expected: with noise in proportion, in whole pieces, or now and then.
fn sold(random: &mut Random, expected: &[f64], noisiness: f64) -> Vec<Option<f64>> {
    let noise = 0.01 + 0.35 * noisiness * random.uniform() * random.uniform();
    let follows = 0.5 * random.uniform();
    let is_seldom = random.uniform() < SELDOM;
    let rate = if is_seldom { 0.1 + 0.5 * random.uniform() } else { 1.0 };
    let in_pieces = is_seldom || random.uniform() < 0.3;
    let gaps = if random.uniform() < 0.15 { 0.05 } else { 0.0 };
    let mean = expected.iter().sum::<f64>() / expected.len() as f64;
    // What sells seldom sells a few at a time.
    let size =
        if is_seldom { (1.0 + 6.0 * random.uniform() * random.uniform()) / mean } else { 1.0 };
    let mut error = 0.0;
    expected
        .iter()
        .map(|expected| {
            error = follows * error + noise * random.normal();
            let is_odd = random.uniform() < 0.004;
            let factor = math::exp(error + if is_odd { random.normal() } else { 0.0 });
            let mut value = expected * size * factor;
            if random.uniform() >= rate {
                value = 0.0;
            }
            if in_pieces {
                value = pieces(random, value);
            }
            (random.uniform() >= gaps).then_some(value)
        })
        .collect()
}

/// A number of pieces of that mean: Poisson by counting up, normal where there are many.
fn pieces(random: &mut Random, mean: f64) -> f64 {
    if mean > 30.0 {
        return (mean + mean.sqrt() * random.normal()).round().max(0.0);
    }
    let (mut left, mut count) = (random.uniform(), 0.0);
    let mut share = math::exp(-mean);
    while left > share && count < 200.0 {
        left -= share;
        count += 1.0;
        share *= mean / count;
    }
    count
}
