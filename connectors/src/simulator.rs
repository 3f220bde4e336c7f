//! The demo merchant: two years of a coffee and homeware business, made up from a seed.
//!
//! Pure: the same [`Spec`] gives the same bytes natively and in WebAssembly (four operations, `libm`, one integer
//! generator). Only sales, stock and people are made up; what a page shows is computed from them like from any
//! import. What does not follow from ordinary demand is told as [`OddEvent`] and [`StockOut`].

mod baskets;
mod calendar;
mod catalogue;
mod demand;
mod odd_events;
mod people;
mod random;
mod stock;
#[cfg(test)]
mod tests;
mod trade;
mod writing;

use ledger::{
    Checked, ControlTotals, CountRecord, Currency, CurrencyAmount, Day, Decimal, FileKind,
    ItemRecord, Moment, Orders, Plan,
};

use catalogue::PRODUCTS;
use demand::Market;
use trade::Trading;
use writing::Writer;

/// Days before the last one.
const DAYS: i32 = 730;
/// Days nobody is told of, in which the merchant learns how much to buy.
const WARM_UP_DAYS: i32 = 28;
const SOURCE: &str = "demo";
const PLACES: [&str; 3] = ["Croix-Rousse", "Annecy", "Web store"];
/// What order numbers begin with, by place.
const CODES: [&str; 3] = ["CR", "AN", "WEB"];
/// Index of the web store in [`PLACES`].
const WEB: usize = 2;

/// What random numbers are drawn for; one stream each.
mod purpose {
    pub(super) const TASTE: u64 = 1;
    pub(super) const WEATHER: u64 = 2;
    pub(super) const FASHION: u64 = 3;
    pub(super) const PROMOTION: u64 = 4;
    pub(super) const ORDERS: u64 = 5;
    pub(super) const SUPPLY: u64 = 6;
    pub(super) const ODD: u64 = 7;
    pub(super) const HAPPENING: u64 = 8;
    pub(super) const COUNTRY: u64 = 9;
}

/// Which merchant to make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// The same seed gives the same merchant.
    pub seed: u64,
    /// The last day; the first is 730 days earlier.
    pub today: Day,
    /// Wall-clock minute of today up to which was sold, 0 to 1,440.
    pub minute: u16,
    /// All prices are in it.
    pub currency: Currency,
}

/// What happened out of the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OddKind {
    /// A café bought for its own counter.
    WholesaleOrder,
    /// The card terminal was down for half a day: no sale at that place.
    TerminalDown,
    /// Money was paid out for goods nobody had bought.
    RefundWithoutReceipt,
    /// A price lost a digit.
    PriceTypo,
    /// The same order was charged twice within seconds.
    DoubleCharge,
    /// One shift gave large discounts again and again.
    DiscountRun,
    /// The days of a place were never recorded.
    DataGap,
    /// A festival made one product famous for a weekend.
    Festival,
    /// A delivery was broken; customers bring it back.
    FaultyBatch,
    /// A sale in the middle of the night.
    AfterHours,
    /// Stolen cards are tried out with tiny orders.
    CardTesting,
}

/// Something out of the ordinary, as the data have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddEvent {
    /// What it was.
    pub kind: OddKind,
    /// Where.
    pub place: &'static str,
    /// When it began.
    pub from: Moment,
    /// When it was over. For events of several days, each day between the two times of day.
    pub until: Moment,
    /// The product it was about.
    pub sku: Option<&'static str>,
    /// The orders it made or touched; empty for what shows in totals only.
    pub orders: Vec<String>,
}

/// Days on which a product in the range was missing at a place from morning to night.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockOut {
    /// Which product.
    pub sku: &'static str,
    /// Where.
    pub place: &'static str,
    /// The first such day.
    pub first: Day,
    /// The last.
    pub last: Day,
}

/// The merchant made up.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// The catalogue with prices of today and costs.
    pub items: Vec<ItemRecord>,
    /// Orders by calendar month, oldest first.
    pub months: Vec<Orders>,
    /// What lay on the shelves this morning.
    pub counts: Vec<CountRecord>,
    /// What was out of the ordinary, oldest first.
    pub odd_events: Vec<OddEvent>,
    /// What was missing, oldest first.
    pub stock_outs: Vec<StockOut>,
    /// As if a file had been checked.
    pub checked: Checked,
    /// As if a file had been read.
    pub plan: Plan,
    /// What must add up.
    pub totals: ControlTotals,
}

impl Simulation {
    /// FNV-1a over everything sold and counted: equal for the same [`Spec`], natively and in WebAssembly.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325;
        let mut mix = |value: i64| {
            hash = (hash ^ value.cast_unsigned()).wrapping_mul(0x0000_0100_0000_01b3);
        };
        for month in &self.months {
            month.placed.iter().for_each(|at| mix(at.local_ms));
            for column in
                [&month.customer, &month.place, &month.country, &month.first_line, &month.item]
            {
                column.iter().for_each(|index| mix(i64::from(*index)));
            }
            for column in [&month.quantity, &month.amount, &month.discount, &month.tax] {
                column.iter().for_each(|value| mix(*value));
            }
        }
        self.counts.iter().for_each(|count| mix(count.on_hand));
        hash
    }
}

/// Makes up a merchant.
#[must_use]
pub fn simulate(spec: &Spec) -> Simulation {
    let today = spec.today;
    let minute = i32::from(spec.minute.min(1_440));
    let first = Day(today.0 - DAYS);
    let plans = odd_events::plan(spec.seed, first, today, minute);
    let festivals = plans.iter().filter_map(odd_events::Planned::festival).collect();
    let market = Market::new(spec.seed, first, today, festivals);
    let mut trading = Trading::new(spec.seed, market, plans);
    let mut writer = Writer::new(spec.seed, spec.currency);
    let mut counts = Vec::new();
    for day in (first.0 - WARM_UP_DAYS..=today.0).map(Day) {
        let Trading { stock, market, .. } = &mut trading;
        stock.open(day, |product| market.is_sold(product, day));
        if day == today {
            counts = count(&trading, day);
        }
        let drafts = trading.day(day);
        if day >= first {
            let is_over = |second: i32| day < today || second < minute * 60;
            for draft in drafts.iter().filter(|draft| is_over(draft.second)) {
                let number = writer.write(day, draft);
                if let Some(plan) = draft.event.and_then(|event| trading.plans.get_mut(event)) {
                    plan.orders.push(number);
                }
            }
        }
        let Trading { stock, market, .. } = &mut trading;
        stock.close(day, |product| market.is_sold(product, day));
    }
    trading.stock.end(today);
    let months = writer.finish();
    let totals = totals(&months, spec.currency);
    let odd_events = trading.plans.into_iter().filter_map(odd_events::Planned::told).collect();
    let mut stock_outs = trading.stock.outs;
    stock_outs.retain(|out| out.last >= first);
    for out in &mut stock_outs {
        out.first = out.first.max(first);
    }
    Simulation {
        items: items(&trading.market, spec),
        checked: checked(&months, &totals),
        plan: Plan { source: SOURCE.to_owned(), kind: FileKind::Sales, ..Plan::default() },
        months,
        counts,
        odd_events,
        stock_outs,
        totals,
    }
}

fn items(market: &Market, spec: &Spec) -> Vec<ItemRecord> {
    let digits = spec.currency.digits();
    let decimal = |cents| Some(Decimal { value: writing::minor(cents, digits), scale: digits });
    let record = |(index, product): (usize, &catalogue::Product)| ItemRecord {
        sku: product.sku.to_owned(),
        name: product.name.to_owned(),
        category: product.category.name().to_owned(),
        barcode: product.barcode(index),
        vendor: product.vendor().to_owned(),
        handle: String::new(),
        price: decimal(market.price(index, spec.today)),
        currency: Some(spec.currency),
        cost: decimal(product.cost),
        is_active: market.is_sold(index, spec.today),
    };
    PRODUCTS.iter().enumerate().map(record).collect()
}

/// What lies on the shelves before the shops open at eight.
fn count(trading: &Trading, day: Day) -> Vec<CountRecord> {
    let at = Moment { local_ms: i64::from(day.0) * 86_400_000 + 7 * 3_600_000, offset_min: None };
    let counted = |product: &usize| !PRODUCTS[*product].category.is_fresh();
    let mut counts = Vec::new();
    for product in (0..PRODUCTS.len()).filter(counted) {
        for (place, name) in PLACES.iter().enumerate() {
            counts.push(CountRecord {
                sku: PRODUCTS[product].sku.to_owned(),
                name: PRODUCTS[product].name.to_owned(),
                place: (*name).to_owned(),
                on_hand: i64::from(trading.stock.on_hand(place, product)) * 1_000,
                available: None,
                at,
            });
        }
    }
    counts
}

fn totals(months: &[Orders], currency: Currency) -> ControlTotals {
    let lines = months.iter().map(|month| month.lines() as u64).sum();
    let sum = |column: fn(&Orders) -> &Vec<i64>| months.iter().flat_map(column).sum();
    ControlTotals {
        rows: lines,
        lines,
        units: sum(|month| &month.quantity),
        amounts: vec![CurrencyAmount { currency, minor: sum(|month| &month.amount) }],
        ..ControlTotals::default()
    }
}

fn checked(months: &[Orders], totals: &ControlTotals) -> Checked {
    let day_of = |moment: Option<&Moment>| moment.map(|moment| moment.day().0);
    let first = months.first().and_then(|month| day_of(month.placed.first()));
    let last = months.last().and_then(|month| day_of(month.placed.last()));
    Checked {
        rows: totals.rows,
        accepted: totals.rows,
        orders: months.iter().map(|month| month.len() as u64).sum(),
        units: totals.units,
        totals: totals
            .amounts
            .iter()
            .map(|sum| (sum.currency.code().to_owned(), sum.minor))
            .collect(),
        days: first.zip(last),
        ..Checked::default()
    }
}
