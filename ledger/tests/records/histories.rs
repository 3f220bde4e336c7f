//! The histories forecasts are made from.

use ledger::{
    Answer, By, ChunkKind, ControlTotals, Day, Decimal, Demand, Every, Figures, ForecastError,
    ForecastInput, ForecastQuery, ForecastScope, ForecastView, LineKind, Measure, Moment,
    OrderFlags, Query, RateRecord, SalesFilter, Totals, encode_rates,
};
use proptest::prelude::*;

use crate::made::{FIRST_DAY, Line, Order, any_order, columns, currency, distinct};
use crate::questions::{forecast_queries, period, sales};
use crate::world::{World, now_on};

pub(crate) fn sold(number: u32, day: i32, item: u32, units: i64, amount: i64) -> Order {
    let line = Line {
        item,
        kind: LineKind::Product,
        quantity: units * 1_000,
        amount,
        discount: 0,
        tax: 0,
    };
    Order {
        number,
        day,
        minute: 600,
        place: 1,
        channel: 0,
        country: 0,
        currency: 0,
        customer: 0,
        flags: 0,
        known_ms: 0,
        totals: Totals::default(),
        lines: vec![line],
    }
}

/// One order per day given: that many units of the mug, 1.00 each.
pub(crate) fn world_of(units: &[(i32, i64)]) -> World {
    let mut world = World::new();
    let orders: Vec<Order> = (1..)
        .zip(units)
        .map(|(number, (day, units))| sold(number, *day, 1, *units, *units * 100))
        .collect();
    world.import(&[columns("till", &orders)]);
    world
}

pub(crate) fn asked(scope: ForecastScope, measure: Measure, every: Every) -> ForecastQuery {
    ForecastQuery { scope, measure, every, days: 28, model: None }
}

pub(crate) fn everything(measure: Measure, every: Every) -> ForecastQuery {
    asked(ForecastScope::default(), measure, every)
}

pub(crate) fn item(name: &str) -> ForecastScope {
    ForecastScope { item: Some(name.into()), ..ForecastScope::default() }
}

pub(crate) fn input(
    world: &mut World,
    query: &ForecastQuery,
    day: i32,
) -> Result<ForecastInput, ForecastError> {
    world.forecast_inputs(std::slice::from_ref(query), now_on(day)).pop().unwrap()
}

pub(crate) fn view(world: &mut World, query: &ForecastQuery, now: Moment) -> ForecastView {
    match world.ask_at(&Query::Forecast(query.clone()), now) {
        Answer::Forecast(view) => *view,
        other => panic!("no forecast but {other:?}"),
    }
}

fn day(at: i32) -> Day {
    Day(FIRST_DAY + at)
}

#[test]
fn a_day_without_a_sale_is_nought_and_the_history_ends_yesterday() {
    let mut world = world_of(&[(2, 3), (5, 1), (9, 4)]);
    let query = everything(Measure::Units, Every::Day);
    let known = input(&mut world, &query, 20).unwrap();
    assert_eq!((known.first, known.until, known.ahead), (day(2), day(9), day(10)));
    let units = [3, 0, 0, 1, 0, 0, 0, 4].map(|units| Some(units * 1_000));
    assert_eq!(known.values, units);
    // On the ninth itself the day is not over.
    let running = input(&mut world, &query, 9).unwrap();
    assert_eq!((running.until, &running.values[..]), (day(8), &units[..7]));
    assert_eq!(view(&mut world, &query, now_on(9)).running, Some((day(9), 4_000)));
    assert_eq!(view(&mut world, &query, now_on(20)).running, None);
    // Nothing was over yet on the second, and the third sells no tea.
    assert_eq!(input(&mut world, &query, 2), Err(ForecastError::NothingSold));
    let tea = asked(item("Loose tea"), Measure::Units, Every::Day);
    assert_eq!(input(&mut world, &tea, 20), Err(ForecastError::NothingSold));
    let far = ForecastQuery { days: 366, ..query };
    assert_eq!(input(&mut world, &far, 20), Err(ForecastError::Horizon { days: 366 }));
}

#[test]
fn only_whole_weeks_and_months_count() {
    // 2026-01-05 is a Monday; the first sale is on the Wednesday.
    let mut world = world_of(&[(2, 1), (7, 2), (13, 3), (14, 4), (21, 5), (40, 6)]);
    let weeks = everything(Measure::Units, Every::Week);
    let known = input(&mut world, &weeks, 60).unwrap();
    assert_eq!((known.first, known.ahead, known.until), (day(7), day(35), day(34)));
    assert_eq!(known.values, [5, 4, 5, 0].map(|units| Some(units * 1_000)));
    let page = view(&mut world, &weeks, now_on(60));
    assert_eq!(page.running, Some((day(35), 6_000)));
    assert_eq!(page.history.last(), Some(&(day(28), Some(0))));
    // January began before the first sale, February is not over in what is known.
    let months = everything(Measure::Revenue, Every::Month);
    assert_eq!(input(&mut world, &months, 60), Err(ForecastError::NoWholePeriod));
    let page = view(&mut world, &months, now_on(60));
    assert_eq!((page.history.len(), page.running), (0, Some((day(27), 600))));
}

#[test]
fn four_weeks_without_any_sale_are_a_gap_for_everything() {
    let mut orders = vec![sold(1, 0, 1, 1, 100), sold(2, 28, 2, 1, 100), sold(3, 57, 1, 1, 100)];
    let mut world = World::new();
    world.import(&[columns("till", &orders)]);
    // From the first to the 28th day 27 pass without a sale, from then on 28.
    let daily = input(&mut world, &everything(Measure::Units, Every::Day), 70).unwrap();
    let is_known = |at: usize| daily.values[at].is_some();
    assert!((0..29).all(is_known) && !(29..57).any(is_known) && is_known(57));
    let mug = input(&mut world, &asked(item("MUG-1"), Measure::Units, Every::Day), 70).unwrap();
    assert_eq!(mug.values.iter().filter(|value| value.is_none()).count(), 28);
    let weekly = input(&mut world, &everything(Measure::Units, Every::Week), 70).unwrap();
    let units = [Some(1_000), Some(0), Some(0), Some(0), None, None, None, None];
    assert_eq!(weekly.values, units);
    // A mistyped year before everything is no history.
    orders.push(sold(4, -60_000, 1, 1, 100));
    let mut typo = World::new();
    typo.import(&[columns("till", &orders)]);
    assert_eq!(input(&mut typo, &everything(Measure::Units, Every::Day), 70), Ok(daily));
}

#[test]
fn returns_count_against_sales_and_cancelled_orders_for_nothing() {
    let mut back = sold(2, 1, 1, -3, -300);
    back.flags = OrderFlags::RETURN.0;
    let mut cancelled = sold(3, 2, 1, 9, 900);
    cancelled.flags = OrderFlags::CANCELLED.0;
    let mut world = World::new();
    world.import(&[columns(
        "till",
        &[sold(1, 0, 1, 2, 200), back, cancelled, sold(4, 3, 1, 1, 100)],
    )]);
    for scope in [ForecastScope::default(), item("MUG-1")] {
        let known = input(&mut world, &asked(scope, Measure::Revenue, Every::Day), 9).unwrap();
        assert_eq!(known.values, [Some(200), Some(-300), Some(0), Some(100)]);
    }
}

#[test]
fn foreign_revenue_is_converted_or_told_apart_and_units_are_units() {
    let mut dollars = sold(1, 0, 1, 1, 1_000);
    dollars.currency = 1;
    let mut later = Order { number: 2, day: 2, ..dollars.clone() };
    later.lines[0].amount = 2_000;
    let mut world = World::new();
    world.import(&[columns("till", &[dollars, later, sold(3, 1, 1, 1, 500)])]);
    let rate = RateRecord {
        day: day(2),
        from: currency(1),
        to: currency(0),
        rate: Decimal { value: 9, scale: 1 },
    };
    let rates = [(ChunkKind::Rates, encode_rates(&[rate]))];
    world.import_contents(&rates, &ControlTotals::default()).unwrap();
    for scope in [ForecastScope::default(), item("MUG-1")] {
        let revenue = asked(scope.clone(), Measure::Revenue, Every::Day);
        let known = input(&mut world, &revenue, 9).unwrap();
        assert_eq!((known.first, known.values), (day(1), vec![Some(500), Some(1_800)]));
        assert_eq!(view(&mut world, &revenue, now_on(9)).others, [(currency(1), 1_000)]);
        let units = input(&mut world, &asked(scope, Measure::Units, Every::Day), 9).unwrap();
        assert_eq!(units.values, [Some(1_000); 3]);
    }
}

#[test]
fn demand_is_told_by_intervals_and_sizes() {
    let of = |units: &[(i32, i64)]| {
        let mut world = world_of(units);
        view(&mut world, &everything(Measure::Revenue, Every::Day), now_on(100)).demand
    };
    let daily = |size: fn(i32) -> i64| (0..40).map(|day| (day, size(day))).collect::<Vec<_>>();
    let weekly =
        |size: fn(i32) -> i64| (0..8).map(|week| (week * 7, size(week))).collect::<Vec<_>>();
    assert_eq!(of(&daily(|_| 5)), Some(Demand::Smooth));
    assert_eq!(of(&daily(|day| if day % 8 == 0 { 40 } else { 1 })), Some(Demand::Erratic));
    assert_eq!(of(&weekly(|_| 5)), Some(Demand::Intermittent));
    assert_eq!(of(&weekly(|week| if week == 3 { 90 } else { 1 })), Some(Demand::Lumpy));
    assert_eq!(of(&daily(|_| 5)[..20]), None);
}

/// Day by day what a report over the same sales says.
fn reported(world: &mut World, scope: &ForecastScope, first: i32, last: i32) -> Vec<Figures> {
    let filter = SalesFilter {
        place: scope.place.clone(),
        category: scope.category.clone(),
        item: scope.item.clone(),
        ..SalesFilter::default()
    };
    let mut query = sales(By::Day, Some(period(first, last)), filter);
    query.convert = true;
    match world.ask(&Query::Sales(query)) {
        Answer::Sales(answer) => answer.rows.iter().map(|row| row.figures.now).collect(),
        other => panic!("no report but {other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_history_is_what_reports_say(orders in prop::collection::vec(any_order(40), 1..30), has_rates in any::<bool>()) {
        let mut orders = distinct(orders);
        if !has_rates {
            orders.iter_mut().for_each(|order| order.currency = 0);
        }
        let mut world = World::new();
        world.import(&[columns("till", &orders)]);
        if has_rates {
            let rate = |from: u32| RateRecord {
                day: Day(FIRST_DAY - 400),
                from: currency(from),
                to: currency(0),
                rate: Decimal { value: 83, scale: 2 },
            };
            let rates = [(ChunkKind::Rates, encode_rates(&[rate(1), rate(2)]))];
            world.import_contents(&rates, &ControlTotals::default()).unwrap();
        }
        for query in forecast_queries() {
            let Ok(input) = input(&mut world, &query, 60) else { continue };
            let (first, last) = (input.first.0 - FIRST_DAY, input.until.0 - FIRST_DAY);
            let figures = reported(&mut world, &query.scope, first, last);
            let mut start = input.first;
            for value in &input.values {
                let end = query.every.next(start);
                let days = (start.0 - input.first.0) as usize..(end.0 - input.first.0) as usize;
                let sum: i64 = figures[days].iter().map(|figures| match query.measure {
                    Measure::Revenue => figures.revenue,
                    Measure::Units => figures.units,
                }).sum();
                // Of a week that lies partly in a gap nothing is said.
                prop_assert!(value.is_none() || *value == Some(sum), "{query:?} {start:?} {value:?} {sum}");
                prop_assert!(value.is_some() || query.every != Every::Day || sum == 0);
                start = end;
            }
            prop_assert_eq!(start, input.ahead);
        }
    }

    #[test]
    fn many_at_once_are_as_one_by_one(orders in prop::collection::vec(any_order(40), 1..20)) {
        let mut world = World::new();
        world.import(&[columns("till", &distinct(orders))]);
        let queries = forecast_queries();
        let together = world.forecast_inputs(&queries, now_on(60));
        for (query, together) in queries.iter().zip(together) {
            prop_assert_eq!(input(&mut world, query, 60), together);
        }
    }
}
