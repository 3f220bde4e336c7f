//! A day at a place: who comes when, what they take, what they bring back.

use ledger::Day;

use super::baskets::{Filling, Pairs};
use super::catalogue::{Category, PRODUCTS};
use super::demand::Market;
use super::odd_events::Planned;
use super::people::Customers;
use super::random::Random;
use super::stock::Stock;
use super::{WEB, purpose};

/// Percent off homeware for those who give their name at the counter.
const LOYALTY_PERCENT: u8 = 10;

/// Who an order belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Buyer {
    Nobody,
    Customer(usize),
    Named(&'static str),
}

/// A line before it is written. Price in hundredths; negative units came back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) product: usize,
    pub(super) units: i32,
    pub(super) price: i64,
    /// Percent off.
    pub(super) percent: u8,
}

impl Line {
    /// What was taken off, hundredths, rounded half up.
    pub(super) fn discount(&self) -> i64 {
        (self.price * i64::from(self.units.max(0)) * i64::from(self.percent) + 50) / 100
    }

    /// What the line comes to, hundredths.
    pub(super) fn cents(&self) -> i64 {
        self.price * i64::from(self.units) - self.discount()
    }
}

/// An order before it is written.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) place: usize,
    /// Of the day.
    pub(super) second: i32,
    pub(super) buyer: Buyer,
    pub(super) lines: Vec<Line>,
    /// The odd event it belongs to.
    pub(super) event: Option<usize>,
}

impl Draft {
    /// What it comes to, hundredths.
    pub(super) fn cents(&self) -> i64 {
        self.lines.iter().map(Line::cents).sum()
    }
}

/// What will be brought back.
#[derive(Debug)]
struct Return {
    due: Day,
    place: usize,
    buyer: Buyer,
    line: Line,
}

/// What lasts from day to day.
#[derive(Debug)]
pub(super) struct Trading {
    pub(super) seed: u64,
    pub(super) market: Market,
    pub(super) stock: Stock,
    pub(super) plans: Vec<Planned>,
    customers: Customers,
    returns: Vec<Return>,
    pairs: Pairs,
}

/// The hands with which an odd event takes part in a day.
pub(super) struct Trade<'a> {
    pub(super) day: Day,
    pub(super) place: usize,
    pub(super) market: &'a Market,
    pub(super) stock: &'a Stock,
    pub(super) random: &'a mut Random,
}

impl Trade<'_> {
    /// A line at the day's lasting price.
    pub(super) fn line(&self, product: usize, units: i32) -> Line {
        Line { product, units, price: self.market.price(product, self.day), percent: 0 }
    }

    /// Lines of what is on the shelf; supplied from elsewhere, so the shelf keeps it.
    pub(super) fn lines_in_stock(&self, wanted: &[(usize, i32)]) -> Vec<Line> {
        let there = wanted.iter().filter(|(product, _)| self.stock.has(self.place, *product));
        there.map(|(product, units)| self.line(*product, *units)).collect()
    }
}

impl Trading {
    pub(super) fn new(seed: u64, market: Market, plans: Vec<Planned>) -> Self {
        Self {
            seed,
            market,
            stock: Stock::new(seed),
            plans,
            customers: Customers::default(),
            returns: Vec::new(),
            pairs: Pairs::new(),
        }
    }

    /// All orders of a day in the order of their times.
    pub(super) fn day(&mut self, day: Day) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for place in 0..super::PLACES.len() {
            let mut orders = self.orders(day, place);
            self.odd(day, place, &mut orders);
            drafts.append(&mut orders);
        }
        drafts.retain(|draft| !draft.lines.is_empty());
        drafts.sort_by_key(|draft| (draft.second, draft.place));
        drafts
    }

    fn orders(&mut self, day: Day, place: usize) -> Vec<Draft> {
        let mut random = Random::new(self.seed, purpose::ORDERS, day.0, place);
        let demand = self.market.demand(place, day);
        let plans: Vec<&Planned> =
            self.plans.iter().filter(|plan| plan.is_on(day, place)).collect();
        let second = |random: &mut Random| {
            let hour = random.pick(&demand.hours)? as i32;
            let second = hour * 3_600 + random.between(0, 3_599);
            plans.iter().all(|plan| !plan.blocks(second / 60)).then_some(second)
        };
        let count = random.poisson(demand.orders);
        let mut seconds: Vec<i32> = (0..count).filter_map(|_| second(&mut random)).collect();
        seconds.sort_unstable();
        let returned_at = second(&mut random);
        let mut orders = Vec::with_capacity(seconds.len());
        for second in seconds {
            let (stock, random) = (&mut self.stock, &mut random);
            let mut filling = Filling { place, demand: &demand, pairs: &self.pairs, stock, random };
            let basket = filling.basket(second / 3_600);
            orders.push(self.draft(day, place, second, &basket, random));
        }
        self.bring_back(day, place, returned_at, &mut orders);
        orders
    }

    fn draft(
        &mut self,
        day: Day,
        place: usize,
        second: i32,
        basket: &[(usize, i32)],
        random: &mut Random,
    ) -> Draft {
        let is_known = place == WEB
            || random.chance(0.16)
                && basket.iter().any(|(product, _)| !PRODUCTS[*product].category.is_fresh());
        let buyer = if is_known && !basket.is_empty() {
            Buyer::Customer(self.customers.next(random))
        } else {
            Buyer::Nobody
        };
        let mut lines = Vec::with_capacity(basket.len());
        for (product, units) in basket.iter().copied() {
            let category = PRODUCTS[product].category;
            let homeware = matches!(category, Category::Tableware | Category::Home);
            let loyalty = if is_known && homeware && place != WEB { LOYALTY_PERCENT } else { 0 };
            let percent = self.market.percent_off(product, day).max(loyalty);
            let line = Line { product, units, price: self.market.price(product, day), percent };
            if random.chance(category.return_rate()) {
                let days = if place == WEB { random.between(6, 21) } else { random.between(1, 14) };
                // One unit at what was really paid for it.
                let price = (line.cents() + i64::from(units) / 2) / i64::from(units);
                let line = Line { product, units: -1, price, percent: 0 };
                self.returns.push(Return { due: Day(day.0 + days), place, buyer, line });
            }
            lines.push(line);
        }
        Draft { place, second, buyer, lines, event: None }
    }

    /// Returns due at a place, from `second` on; on a day without business they wait.
    fn bring_back(&mut self, day: Day, place: usize, second: Option<i32>, orders: &mut Vec<Draft>) {
        let Some(mut second) = second.filter(|_| !orders.is_empty()) else { return };
        self.returns.retain(|back| {
            if back.place != place || back.due > day {
                return true;
            }
            orders.push(Draft {
                place,
                second,
                buyer: back.buyer,
                lines: vec![back.line],
                event: None,
            });
            // A minute and a half a piece; never past closing.
            second = (second + 90).min(second / 3_600 * 3_600 + 3_599);
            false
        });
    }

    fn odd(&mut self, day: Day, place: usize, orders: &mut Vec<Draft>) {
        for (event, plan) in
            self.plans.iter().enumerate().filter(|(_, plan)| plan.is_on(day, place))
        {
            let mut random = Random::new(self.seed, purpose::HAPPENING, day.0, place);
            let (market, stock) = (&self.market, &self.stock);
            let mut trade = Trade { day, place, market, stock, random: &mut random };
            plan.happen(event, &mut trade, orders);
        }
    }
}
