//! What if: another price, promotions. Computed, shown, not kept.

use ledger::{
    Bands, Currency, Day, Decimal, ForecastInput, Measure, NotLearned, PromotionEffect, Quantity,
    Scenario, ScenarioTotals, ScenarioView,
};
use protocol::{Failure, Findings, Task};

use super::{Waiting, task};

/// Changes of the price that can be tried, thousandths.
const CHANGES: std::ops::RangeInclusive<i32> = -900..=9_000;
/// Promotions at once.
const MOST_PROMOTIONS: usize = 50;
const MILLION: i64 = 1_000_000;
/// Thousandths of units at millionths of a minor unit make so many of each minor unit.
const BILLION: i128 = 1_000_000_000;

/// A scenario whose forecasts are being made.
pub(super) struct Trial {
    scenario: Scenario,
    currency: Currency,
    first: Day,
    /// Millionths of a minor unit per unit.
    price: Option<i64>,
    cost: Option<Decimal>,
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
        cost: input.cost,
    };
    (Waiting::Scenario(Box::new(trial)), task::try_out(scenario, input))
}

impl Trial {
    /// What an engine found, for the page; `None` if it did not try.
    pub(super) fn view(self, findings: Findings) -> Option<ScenarioView> {
        let mut tried = findings.what_if?;
        let measure = self.scenario.query.measure;
        let price_effect = self.scenario.price_change.map(|_| {
            // Without a price there is no column to learn from.
            self.price.ok_or(NotLearned::NoOnePrice)?;
            tried.price.unwrap_or(Err(NotLearned::NeverSeen))
        });
        if let (Some(Err(_)), Measure::Revenue) = (price_effect, measure) {
            // As many are sold, at another price.
            let steps = tried.steps.iter_mut().chain(std::iter::once(&mut tried.total));
            steps.for_each(|bands| *bands = self.at_price(*bands));
        }
        let total = ScenarioTotals { before: findings.total, after: tried.total };
        let has_promotions = !self.scenario.promotions.is_empty();
        let promotion_effect: Option<Result<PromotionEffect, NotLearned>> =
            has_promotions.then(|| tried.promotion.unwrap_or(Err(NotLearned::NeverSeen)));
        let revenue = self.revenue(&total);
        Some(ScenarioView {
            revenue,
            margin: revenue.and_then(|revenue| self.margin(&total, revenue)),
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
        let [now, then] = self.prices()?;
        let at =
            |price: i128, sum: &Bands| i64::try_from(i128::from(sum.mean) * price / BILLION).ok();
        Some((at(now, &total.before)?, at(then, &total.after)?))
    }

    /// What is left of revenue once the goods are paid.
    fn margin(&self, total: &ScenarioTotals, (before, after): (i64, i64)) -> Option<(i64, i64)> {
        let cost = self.cost?;
        let [now, then] = self.prices()?;
        let units = |sum: &Bands, price: i128| match self.scenario.query.measure {
            Measure::Units => Some(sum.mean),
            Measure::Revenue => i64::try_from(i128::from(sum.mean) * BILLION / price).ok(),
        };
        let spent = |thousandths: i64| cost.times(Quantity { thousandths }, self.currency.digits());
        Some((
            before.checked_sub(spent(units(&total.before, now)?)?)?,
            after.checked_sub(spent(units(&total.after, then)?)?)?,
        ))
    }

    /// The price as it is and as tried, millionths of a minor unit per unit, above 0.
    fn prices(&self) -> Option<[i128; 2]> {
        let now = i128::from(self.price?);
        let then = now * self.share() / 1_000;
        (now > 0 && then > 0).then_some([now, then])
    }

    /// As many units at the price as tried.
    fn at_price(&self, bands: Bands) -> Bands {
        let at =
            |value: i64| i64::try_from(i128::from(value) * self.share() / 1_000).unwrap_or(value);
        Bands { mean: at(bands.mean), quantiles: bands.quantiles.map(at) }
    }

    /// The price as tried, thousandths of what it is.
    fn share(&self) -> i128 {
        i128::from(1_000 + self.scenario.price_change.unwrap_or(0))
    }
}
