//! What people want on a day at a place: trend, week, season, feasts, weather, prices, promotions.

use ledger::Day;

use super::calendar;
use super::catalogue::{Category, Life, PRODUCTS, index_of};
use super::random::Random;
use super::{WEB, purpose};

/// Orders on a Saturday of the last November, by place.
const SATURDAY_ORDERS: [f64; 3] = [138.0, 100.0, 17.0];
/// Growth a year, by place.
const GROWTH: [f64; 3] = [0.11, 0.08, 0.34];
/// Monday to Sunday, beside Saturday.
const WEEK: [[f64; 7]; 3] = [
    [0.27, 0.47, 0.49, 0.56, 0.71, 1.0, 0.40],
    [0.25, 0.43, 0.46, 0.53, 0.69, 1.0, 0.52],
    [1.02, 0.96, 0.95, 0.96, 0.92, 1.0, 1.18],
];
/// Share of orders by category of their first item, by place.
const SHARES: [[f64; 8]; 3] = [
    [0.575, 0.095, 0.130, 0.025, 0.028, 0.068, 0.040, 0.039],
    [0.565, 0.095, 0.112, 0.028, 0.026, 0.084, 0.052, 0.038],
    [0.0, 0.0, 0.40, 0.09, 0.17, 0.17, 0.08, 0.09],
];
/// Orders by hour from 8 to 18 in the shops.
const SHOP_HOURS: [f64; 11] = [4.4, 9.6, 11.4, 11.4, 12.4, 12.9, 12.0, 8.2, 7.2, 5.4, 3.0];
/// Orders by hour of the whole day in the web store.
const WEB_HOURS: [f64; 24] = [
    1.4, 0.7, 0.4, 0.3, 0.3, 0.6, 1.4, 2.9, 4.4, 5.4, 5.7, 5.2, 6.0, 6.2, 5.0, 4.6, 4.6, 5.0, 5.6,
    6.8, 8.2, 8.6, 6.6, 3.4,
];
/// One percent cheaper sells so many percent more: lasting prices, and promotions that everyone sees.
const ELASTICITY: f64 = 1.4;
const PROMOTION_ELASTICITY: f64 = 2.4;

/// A price cut for some days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Promotion {
    first: Day,
    last: Day,
    percent: u8,
    scope: Scope,
}

#[derive(Debug, Clone, Copy)]
enum Scope {
    Category(Category),
    Product(usize),
}

/// What does not change from day to day.
#[derive(Debug)]
pub(super) struct Market {
    seed: u64,
    today: Day,
    /// How much a place likes a product, by place and product.
    tastes: Vec<Vec<f64>>,
    promotions: Vec<Promotion>,
    /// Weekends on which one product is on everyone's lips.
    festivals: Vec<(Day, usize)>,
}

/// What is wanted at one place on one day.
#[derive(Debug)]
pub(super) struct Demand {
    /// Expected number of orders.
    pub(super) orders: f64,
    /// Cumulative weights of the minutes' hours, 0 to 23.
    pub(super) hours: [f64; 24],
    /// Cumulative weights of categories: morning, noon, afternoon.
    pub(super) categories: [[f64; 8]; 3],
    /// Cumulative weights of products within each category.
    pub(super) products: Vec<Vec<f64>>,
}

impl Market {
    pub(super) fn new(seed: u64, first: Day, today: Day, festivals: Vec<(Day, usize)>) -> Self {
        let taste = |place| {
            let mut random = Random::new(seed, purpose::TASTE, 0, place);
            PRODUCTS.iter().map(|_| libm::exp(0.3 * random.normal())).collect()
        };
        let promotions = promotions(seed, first, today);
        Self { seed, today, tastes: (0..3).map(taste).collect(), promotions, festivals }
    }

    /// Whether a product is in the range on a day.
    pub(super) fn is_sold(&self, product: usize, day: Day) -> bool {
        let before = self.today.0 - day.0;
        match PRODUCTS[product].life {
            Life::Steady | Life::Summer | Life::Winter => true,
            Life::Season(from, to) => calendar::is_between(day, from, to),
            Life::Easter => {
                let (year, ..) = day.date();
                (0..28).contains(&(calendar::easter(year).0 - day.0))
            }
            Life::New(since) => before <= since,
            Life::Ended(since) => before >= since,
        }
    }

    /// The lasting price of a product on a day, in hundredths. Prices rose every winter; coffee rose once more.
    pub(super) fn price(&self, product: usize, day: Day) -> i64 {
        let before = self.today.0 - day.0;
        let item = &PRODUCTS[product];
        let coffee = matches!(item.category, Category::Bar | Category::Beans);
        let mut permille = 1_000;
        for (ago, rise, applies) in
            [(104, 35, coffee && item.price > 2_000), (321, 45, true), (590, 50, coffee)]
        {
            if before > ago && applies {
                permille -= rise;
            }
        }
        // Price tags end in 0 or 5.
        (item.price * permille / 1_000 + 2) / 5 * 5
    }

    /// Percent off a product on a day.
    pub(super) fn percent_off(&self, product: usize, day: Day) -> u8 {
        let holds = |promotion: &&Promotion| {
            promotion.first <= day
                && day <= promotion.last
                && match promotion.scope {
                    Scope::Category(category) => PRODUCTS[product].category == category,
                    Scope::Product(only) => only == product,
                }
        };
        self.promotions.iter().filter(holds).map(|promotion| promotion.percent).max().unwrap_or(0)
    }

    /// What is wanted at a place on a day.
    pub(super) fn demand(&self, place: usize, day: Day) -> Demand {
        let mut weather = Random::new(self.seed, purpose::WEATHER, day.0 / 3, place);
        let noise = libm::exp(0.07 * weather.normal());
        let years = f64::from(self.today.0 - day.0) / 365.25;
        let growth = libm::pow(1.0 + GROWTH[place], -years);
        let calm = SATURDAY_ORDERS[place] * WEEK[place][usize::from(day.weekday())] * growth;
        let pulls = Category::ALL.map(|category| category_pull(category, place, day));
        let shares: Vec<f64> =
            SHARES[place].iter().zip(pulls).map(|(share, pull)| share * pull).collect();
        let pull: f64 = shares.iter().sum();
        Demand {
            orders: calm * place_pull(place, day) * pull * noise,
            hours: hours(place, day),
            categories: [
                [1.3, 1.6, 0.9, 0.9, 0.6, 0.5, 0.5, 0.6],
                [1.0; 8],
                [0.8, 0.5, 1.1, 1.1, 1.3, 1.4, 1.4, 1.3],
            ]
            .map(|part| cumulated(std::array::from_fn(|index| shares[index] * part[index]))),
            products: self.product_weights(place, day),
        }
    }

    fn product_weights(&self, place: usize, day: Day) -> Vec<Vec<f64>> {
        let mut week = Random::new(self.seed, purpose::FASHION, day.monday().0, place);
        let mut weights = vec![vec![0.0; PRODUCTS.len()]; Category::ALL.len()];
        let mut sums = [0.0; 8];
        for (index, product) in PRODUCTS.iter().enumerate() {
            // Drawn for every product, so that one leaving the range moves no other.
            let fashion = 1.0 + 0.12 * week.normal();
            let sold = f64::from(u8::from(self.is_sold(index, day)));
            let price = self.price(index, day) as f64 / product.price as f64;
            let off = 1.0 - f64::from(self.percent_off(index, day)) / 100.0;
            let weight = product.weight
                * sold
                * fashion.max(0.4)
                * self.tastes[place][index]
                * life_pull(product.life, self.today, day)
                * libm::pow(price, -ELASTICITY)
                * libm::pow(off, -PROMOTION_ELASTICITY)
                * self.festival_pull(index, day);
            sums[product.category as usize] += weight;
            for (row, sum) in weights.iter_mut().zip(sums) {
                row[index] = sum;
            }
        }
        weights
    }

    fn festival_pull(&self, product: usize, day: Day) -> f64 {
        let is_on =
            |(first, only): &(Day, usize)| *only == product && (0..2).contains(&(day.0 - first.0));
        if self.festivals.iter().any(is_on) { 4.0 } else { 1.0 }
    }
}

/// How much more or less a whole place sells.
fn place_pull(place: usize, day: Day) -> f64 {
    let (year, month, of_month) = day.date();
    let angle = calendar::angle(day);
    let to_christmas = calendar::days_to_christmas(day);
    let after_black_friday = day.0 - calendar::black_friday(year).0;
    if place == WEB {
        let friday = match after_black_friday {
            0 => 2.5,
            1 | 2 => 1.6,
            3 => 2.1,
            _ => 1.0,
        };
        // Parcels that come too late are not ordered.
        let christmas = match to_christmas {
            4..=24 => 1.45,
            0..=3 => 0.5,
            _ => 1.0,
        };
        return (1.0 + 0.10 * libm::cos(angle - 0.2)) * friday * christmas;
    }
    if calendar::is_closed(day) {
        return 0.0;
    }
    let holiday = if calendar::is_holiday(day) { 0.72 } else { 1.0 };
    let friday = if (0..3).contains(&after_black_friday) { 1.18 } else { 1.0 };
    let christmas = match to_christmas {
        1..=15 => 1.0 + f64::from(16 - to_christmas) * 0.028,
        _ => 1.0,
    };
    let local = match (place, month, of_month) {
        // The Festival of Lights fills Lyon; in August the city is empty, and at the lake.
        (0, 12, 5..=8) => 1.28,
        (0, 8, 1..=22) => 0.66,
        (1, 7, 8..=31) | (1, 8, _) => 1.34,
        (1, 2, 8..=28) => 1.12,
        _ => 1.0,
    };
    (1.0 + 0.05 * libm::cos(angle - 0.3)) * holiday * friday * christmas * local
}

/// How much more or less of a category is wanted.
fn category_pull(category: Category, place: usize, day: Day) -> f64 {
    let (year, month, of_month) = day.date();
    let to_christmas = calendar::days_to_christmas(day);
    let to_mothers_day = calendar::mothers_day(year).0 - day.0;
    let winter = libm::cos(calendar::angle(day) - 0.1);
    let gifts = match to_christmas {
        1..=24 => 1.2 + f64::from(25 - to_christmas) * 0.055,
        25..=40 => 1.2,
        _ => 1.0,
    } * if (1..=8).contains(&to_mothers_day) || (month, of_month) == (2, 14) {
        1.5
    } else {
        1.0
    };
    let black_friday = (0..4).contains(&(day.0 - calendar::black_friday(year).0));
    let sales =
        calendar::sales_begin(year).iter().any(|first| (0..28).contains(&(day.0 - first.0)));
    let bargain = |is_on, pull| if is_on { pull } else { 1.0 };
    match category {
        Category::Bar if place == WEB => 0.0,
        Category::Bar => 1.0 + 0.02 * winter,
        Category::Bakery => 1.0 + 0.04 * winter,
        Category::Beans => 1.0 + 0.10 * winter,
        Category::Tea => 1.0 + 0.28 * winter,
        Category::Brewing => bargain(black_friday, 1.7) * (0.5 + 0.5 * gifts),
        Category::Tableware | Category::Home => {
            gifts * bargain(black_friday || sales, 1.45) * (1.0 + 0.06 * winter)
        }
        Category::Gifts => gifts * 1.1,
    }
}

/// How much more or less of a product is wanted, by its nature.
fn life_pull(life: Life, today: Day, day: Day) -> f64 {
    let winter = libm::cos(calendar::angle(day) - 0.1);
    match life {
        Life::Summer => 1.0 - 0.72 * winter,
        Life::Winter => 1.0 + 0.55 * winter,
        // New things take ten weeks to be known.
        Life::New(since) => f64::from(since - (today.0 - day.0) + 10).clamp(0.0, 70.0) / 70.0,
        _ => 1.0,
    }
}

fn hours(place: usize, day: Day) -> [f64; 24] {
    let sunday = day.weekday() == 6;
    cumulated(std::array::from_fn(|hour| match place {
        WEB => WEB_HOURS[hour],
        // On Sundays the shop in Lyon closes after lunch.
        0 if sunday && hour >= 13 => 0.0,
        _ => hour.checked_sub(8).and_then(|at| SHOP_HOURS.get(at)).copied().unwrap_or(0.0),
    }))
}

fn cumulated<const N: usize>(mut weights: [f64; N]) -> [f64; N] {
    let mut sum = 0.0;
    for weight in &mut weights {
        sum += *weight;
        *weight = sum;
    }
    weights
}

/// The legal sales, Black Friday, and a coffee of the month.
fn promotions(seed: u64, first: Day, today: Day) -> Vec<Promotion> {
    let mut promotions = Vec::new();
    let mut add = |first: Day, days: i32, percent, scope| {
        promotions.push(Promotion { first, last: Day(first.0 + days - 1), percent, scope });
    };
    for year in first.date().0..=today.date().0 {
        let [winter, summer] = calendar::sales_begin(year);
        for category in [Category::Tableware, Category::Home] {
            add(winter, 28, 20, Scope::Category(category));
            add(summer, 28, 20, Scope::Category(category));
        }
        let friday = calendar::black_friday(year);
        for category in [Category::Brewing, Category::Tableware] {
            add(friday, 4, 20, Scope::Category(category));
        }
        add(friday, 4, 10, Scope::Category(Category::Beans));
    }
    let coffees = [
        "CF-ETH-GUJ-250",
        "CF-COL-HUI-250",
        "CF-KEN-NYE-250",
        "CF-BRA-CER-250",
        "CF-ETH-GUJ-1K",
        "CF-GUA-ANT-250",
    ];
    let mut random = Random::new(seed, purpose::PROMOTION, 0, 0);
    for month in first.month_number()..=today.month_number() {
        let coffee = coffees[random.between(0, coffees.len() as i32 - 1) as usize];
        let begin =
            Day::from_date(1970 + month.div_euclid(12), (month.rem_euclid(12) + 1) as u8, 3);
        add(begin.unwrap_or(first), 9, 15, Scope::Product(index_of(coffee)));
    }
    promotions
}
