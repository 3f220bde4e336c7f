//! What a history teaches of prices, promotions and days, as far as it does.

use ledger::{Measure, NotLearned, PriceEffect, PromotionEffect};
use model_wasm::forecast::{Learned, Role, Scale, Series};

/// Seen to change less often, an effect may be anything else that happened at the time.
const LEAST_CHANGES: usize = 2;
/// An elasticity is no better than a guess if it is known no better than this.
const MOST_PRICE_ERROR: f64 = 1.0;
/// Nor is what a promotion brings, as a share of what is sold without.
const MOST_PROMOTION_ERROR: f64 = 0.5;
/// Standard errors from no effect within which one is no more than chance.
const CHANCE: f64 = 2.0;

/// What was learned of every column.
#[derive(Default)]
pub(super) struct Lessons {
    learned: Vec<Learned>,
    /// The mean of the series, which effects in its units are measured by.
    mean: f64,
}

/// An effect as a share of what is usual, with its error.
#[derive(Clone, Copy)]
pub(super) struct Share {
    pub(super) share: f64,
    pub(super) error: f64,
}

impl Lessons {
    pub(super) fn of(series: &Series) -> Self {
        let values = series.observed().iter().flatten();
        let (sum, count) =
            values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        // A history that teaches nothing of its columns is none to be wrong about.
        let learned = Learned::of(series).unwrap_or_default();
        Self { learned, mean: if count > 0.0 { sum / count } else { 0.0 } }
    }

    /// What the price does to the units that are sold, `measure` being what the series counts.
    pub(super) fn price(&self, measure: Measure) -> Result<PriceEffect, NotLearned> {
        let learned = self.first(Role::Price)?;
        // In units of the series a logarithm's coefficient is the change for e times the price.
        let size = match learned.scale {
            Scale::Logarithmic => 1.0,
            Scale::Level => self.mean.max(f64::MIN_POSITIVE),
        };
        // Revenue moves with the price itself, besides.
        let own = if measure == Measure::Revenue { 1.0 } else { 0.0 };
        let elasticity = learned.coefficient / size - own;
        let error = learned.standard_error / size;
        check(learned, error, MOST_PRICE_ERROR)?;
        if elasticity.abs() <= CHANCE * error {
            return Err(NotLearned::NoEffect { seen: count(learned.changes) });
        }
        Ok(PriceEffect {
            changes: count(learned.changes),
            elasticity: thousandths(elasticity),
            error: thousandths(error).unsigned_abs(),
        })
    }

    pub(super) fn promotion(&self) -> Result<PromotionEffect, NotLearned> {
        let learned = self.first(Role::Promotion)?;
        let Share { share, error } = self.share(learned);
        check(learned, error, MOST_PROMOTION_ERROR)?;
        if !is_beyond_chance(learned) {
            return Err(NotLearned::NoEffect { seen: count(learned.periods) });
        }
        Ok(PromotionEffect {
            periods: count(learned.periods),
            uplift: thousandths(share),
            error: thousandths(error).unsigned_abs(),
        })
    }

    /// Columns of days that are felt beyond chance, by their place, the strongest first.
    pub(super) fn felt(&self) -> Vec<(&Learned, Share)> {
        let is_day = |learned: &&Learned| {
            matches!(learned.role, Role::Holiday | Role::Promotion | Role::Event)
        };
        let is_felt =
            |learned: &&Learned| learned.changes >= LEAST_CHANGES && is_beyond_chance(learned);
        let days = self.learned.iter().filter(is_day).filter(is_felt);
        let mut felt: Vec<(&Learned, Share)> =
            days.map(|learned| (learned, self.share(learned))).collect();
        felt.sort_by(|(_, a), (_, b)| b.share.abs().total_cmp(&a.share.abs()));
        felt
    }

    fn first(&self, role: Role) -> Result<&Learned, NotLearned> {
        let mut of_role = self.learned.iter().filter(|learned| learned.role == role);
        of_role.find(|learned| learned.changes > 0).ok_or(NotLearned::NeverSeen)
    }

    fn share(&self, learned: &Learned) -> Share {
        match learned.scale {
            Scale::Logarithmic => {
                let factor = model_wasm::math::exp(learned.coefficient);
                Share { share: factor - 1.0, error: factor * learned.standard_error }
            }
            Scale::Level => {
                let mean = self.mean.max(f64::MIN_POSITIVE);
                Share { share: learned.coefficient / mean, error: learned.standard_error / mean }
            }
        }
    }
}

/// Refuses what is no better than a guess.
fn check(learned: &Learned, error: f64, most: f64) -> Result<(), NotLearned> {
    if learned.changes < LEAST_CHANGES || !error.is_finite() || error > most {
        return Err(NotLearned::TooSeldom { periods: count(learned.periods) });
    }
    Ok(())
}

fn is_beyond_chance(learned: &Learned) -> bool {
    learned.coefficient.abs() > CHANCE * learned.standard_error
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// `as` keeps what is beyond an integer at its end.
pub(super) fn thousandths(share: f64) -> i32 {
    (share * 1_000.0).round() as i32
}
