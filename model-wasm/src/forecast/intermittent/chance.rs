//! How likely a sale is in a coming period.

use std::f64::consts::LN_2;

use super::is_sale;
use crate::math;

/// The shortest memory: the weight of a period halves over so many.
const SHORTEST: f64 = 2.0;
/// Weight of "as likely as everywhere" beside what a place in the season shows, in periods.
const PLACE_COUNT: f64 = 3.0;
/// Chances are held so far from certainty when they are judged.
const DOUBT: f64 = 0.005;
/// Log scores by which a memory must lead, over all origins, to weigh e times as much.
const TEMPERATURE: f64 = 4.0;
/// The memory usual for items that sell now and then: its half-life as a share of the history …
const USUAL: f64 = 0.05;
/// … and the log scores by which one twice or half as long must lead to weigh as much.
const UNUSUAL: f64 = 3.0;
/// Share of the whole history, as it was: what sold long ago may sell again.
const WHOLE: f64 = 0.1;
/// Origins at which memories are judged, at most.
const MOST_ORIGINS: usize = 300;

/// How fast a chance forgets: the shares of memories of different length in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Memory {
    /// Periods over which the weight of a sale halves, and the share of this memory.
    shares: Vec<(f64, f64)>,
}

/// Chances of a sale at each place of the season.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chances(Vec<f64>);

impl Memory {
    /// Memories weighed by how well they would have foretold, up to `reach` periods ahead, in which periods something
    /// is sold.
    pub(super) fn learned(observed: &[Option<f64>], season: usize, reach: usize) -> Self {
        let n = observed.len();
        let mut half_lives = vec![SHORTEST];
        while let Some(next) = half_lives.last().map(|last| 2.0 * last)
            && next < n as f64
        {
            half_lives.push(next);
        }
        let factors = factors(observed, season);
        let mut scores = scores(observed, &factors, &half_lives, reach);
        for (score, half_life) in scores.iter_mut().zip(&half_lives) {
            *score += UNUSUAL * (math::ln(half_life / (USUAL * n as f64)) / LN_2).abs();
        }
        let best = scores.iter().copied().fold(f64::INFINITY, f64::min);
        let weights: Vec<f64> =
            scores.iter().map(|score| math::exp((best - score) / TEMPERATURE)).collect();
        let sum: f64 = weights.iter().sum();
        let shares = half_lives.into_iter().zip(weights).map(|(half, weight)| (half, weight / sum));
        Self { shares: shares.collect() }
    }

    /// The chances after the last period.
    pub(super) fn chances(&self, observed: &[Option<f64>], season: usize) -> Chances {
        let factors = factors(observed, season);
        let rate = |half_life: f64| {
            let mut rate = Rate::new(half_life);
            for (t, value) in observed.iter().enumerate() {
                rate.see(*value, factors[t % season]);
            }
            rate.now()
        };
        let recent: f64 =
            self.shares.iter().map(|(half_life, share)| share * rate(*half_life)).sum();
        let level = (1.0 - WHOLE) * recent + WHOLE * rate(f64::INFINITY);
        Chances(factors.iter().map(|factor| (level * factor).clamp(0.0, 1.0)).collect())
    }
}

impl Chances {
    /// The chance in period `t`, counted as the history is.
    pub(super) fn at(&self, t: usize) -> f64 {
        self.0[t % self.0.len()]
    }
}

/// A discounted share of periods with a sale, had all places in the season been alike.
#[derive(Debug, Clone, Copy)]
struct Rate {
    keep: f64,
    sold: f64,
    periods: f64,
}

impl Rate {
    fn new(half_life: f64) -> Self {
        Self { keep: math::pow(0.5, 1.0 / half_life), sold: 0.0, periods: 0.0 }
    }

    fn see(&mut self, value: Option<f64>, factor: f64) {
        self.sold *= self.keep;
        self.periods *= self.keep;
        if let Some(value) = value {
            self.sold += f64::from(u8::from(is_sale(value)));
            self.periods += factor;
        }
    }

    fn now(&self) -> f64 {
        if self.periods > 0.0 { self.sold / self.periods } else { 0.0 }
    }
}

/// How many times as likely as on average a sale is at each place of the season.
fn factors(observed: &[Option<f64>], season: usize) -> Vec<f64> {
    let mut seen = vec![(0.0, 0.0); season];
    for (t, value) in observed.iter().enumerate() {
        let Some(value) = value else { continue };
        seen[t % season].0 += f64::from(u8::from(is_sale(*value)));
        seen[t % season].1 += 1.0;
    }
    let (sold, periods) = seen.iter().fold((0.0, 0.0), |all, at| (all.0 + at.0, all.1 + at.1));
    if sold <= 0.0 {
        return vec![1.0; season];
    }
    let share = sold / periods;
    let factor = |(sold, periods): &(f64, f64)| {
        (sold + PLACE_COUNT * share) / (periods + PLACE_COUNT) / share
    };
    seen.iter().map(factor).collect()
}

/// Log score of each memory, a mean over the steps ahead added up over the origins: less is better.
fn scores(observed: &[Option<f64>], factors: &[f64], half_lives: &[f64], reach: usize) -> Vec<f64> {
    let (n, season) = (observed.len(), factors.len());
    let first = (n / 4).max(season.min(6));
    let stride = n.saturating_sub(first).div_ceil(MOST_ORIGINS).max(1);
    let score = |half_life: &f64| {
        let mut rate = Rate::new(*half_life);
        let mut score = 0.0;
        for t in 0..n {
            if t >= first && (t - first).is_multiple_of(stride) {
                score += stride as f64 * score_at(observed, factors, rate.now(), t, reach);
            }
            rate.see(observed[t], factors[t % season]);
        }
        score
    };
    half_lives.iter().map(score).collect()
}

fn score_at(
    observed: &[Option<f64>],
    factors: &[f64],
    rate: f64,
    origin: usize,
    reach: usize,
) -> f64 {
    let (mut score, mut count) = (0.0, 0.0);
    for (t, value) in observed.iter().enumerate().skip(origin).take(reach) {
        let Some(value) = value else { continue };
        let chance = (rate * factors[t % factors.len()]).clamp(DOUBT, 1.0 - DOUBT);
        score -= math::ln(if is_sale(*value) { chance } else { 1.0 - chance });
        count += 1.0;
    }
    if count > 0.0 { score / count } else { 0.0 }
}
