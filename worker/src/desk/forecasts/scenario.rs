//! What if: another price, promotions. Computed, shown, not kept.

use ledger::{
    Bands, Currency, Day, ForecastInput, Measure, NotLearned, PriceEffect, PromotionEffect,
    Scenario, ScenarioTotals, ScenarioView,
};
use protocol::{Failure, Findings, Task};

use super::{Waiting, task};

/// Changes of the price that can be tried, thousandths.
const CHANGES: std::ops::RangeInclusive<i32> = -900..=9_000;
/// Promotions at once.
const MOST_PROMOTIONS: usize = 50;
const MILLION: i64 = 1_000_000;

/// A scenario whose forecasts are being made.
pub(super) struct Trial {
    scenario: Scenario,
    currency: Currency,
    first: Day,
    /// Millionths of a minor unit per unit.
    price: Option<i64>,
}

/// Whether a scenario can be tried at all.
pub(super) fn check(scenario: &Scenario) -> Result<(), Failure> {
    let is_in_range = scenario.price_change.is_none_or(|change| CHANGES.contains(&change));
    let is_forwards = scenario.promotions.iter().all(|(first, last)| first <= last);
    if is_in_range && is_forwards && scenario.promotions.len() <= MOST_PROMOTIONS {
        return Ok(());
    }
    Err(Failure::new("scenario-out-of-range"))
}

/// What to ask an engine.
pub(super) fn begin(scenario: &Scenario, input: ForecastInput) -> (Waiting, Task) {
    let trial = Trial {
        scenario: scenario.clone(),
        currency: input.currency,
        first: input.ahead,
        price: input.prices.last().copied(),
    };
    (Waiting::Scenario(Box::new(trial)), task::try_out(scenario, input))
}

impl Trial {
    /// What an engine found, for the page; `None` if it did not try.
    pub(super) fn view(self, findings: Findings) -> Option<ScenarioView> {
        let tried = findings.what_if?;
        let total = ScenarioTotals { before: findings.total, after: tried.total };
        let measure = self.scenario.query.measure;
        let price_effect = self.scenario.price_change.map(|_| {
            // Without a price there is no column to learn from.
            self.price.ok_or(NotLearned::NoOnePrice)?;
            let effect = tried.price.unwrap_or(Err(NotLearned::NeverSeen))?;
            Ok(of_units(measure, effect))
        });
        let has_promotions = !self.scenario.promotions.is_empty();
        let promotion_effect: Option<Result<PromotionEffect, NotLearned>> =
            has_promotions.then(|| tried.promotion.unwrap_or(Err(NotLearned::NeverSeen)));
        Some(ScenarioView {
            revenue: self.revenue(&total),
            currency: self.currency,
            first: self.first,
            before: findings.steps,
            after: tried.steps,
            total,
            price: self.price.map(|price| (price + MILLION / 2) / MILLION),
            price_effect,
            promotion_effect,
            scenario: self.scenario,
        })
    }

    /// Revenue as things are and as tried.
    fn revenue(&self, total: &ScenarioTotals) -> Option<(i64, i64)> {
        if self.scenario.query.measure == Measure::Revenue {
            return Some((total.before.mean, total.after.mean));
        }
        let price = i128::from(self.price?);
        let changed = price * i128::from(1_000 + self.scenario.price_change.unwrap_or(0)) / 1_000;
        let at = |price: i128, sum: &Bands| {
            // Thousandths of units at millionths of a minor unit.
            i64::try_from(i128::from(sum.mean) * price / 1_000_000_000).ok()
        };
        Some((at(price, &total.before)?, at(changed, &total.after)?))
    }
}

/// The elasticity of units, from that of what was forecast: revenue moves with the price itself, besides.
const fn of_units(measure: Measure, effect: PriceEffect) -> PriceEffect {
    match measure {
        Measure::Units => effect,
        Measure::Revenue => PriceEffect { elasticity: effect.elasticity - 1_000, ..effect },
    }
}
