//! Items, stock, rates and customers.

use std::collections::BTreeMap;

use ledger::{
    Answer, By, ChunkKind, Context, ControlTotals, CountRecord, Day, Decimal, ItemRecord, Moment,
    Query, RateRecord, Records, RowKey, SalesAnswer, SalesFilter, StageError, decode_items,
    encode_counts, encode_items, encode_orders, encode_rates,
};
use proptest::prelude::*;

use crate::made::{FIRST_DAY, Order, any_order, columns, currency, distinct};
use crate::questions::{orders, sales};
use crate::world::{World, context, now_on, totals_of};

fn mug() -> ItemRecord {
    ItemRecord {
        sku: "MUG-1".into(),
        name: "Stoneware mug".into(),
        category: "Kitchen".into(),
        price: Some(Decimal { value: 550, scale: 2 }),
        cost: Some(Decimal { value: 210, scale: 2 }),
        currency: Some(currency(0)),
        is_active: true,
        ..ItemRecord::default()
    }
}

fn sold() -> Order {
    Order {
        number: 1,
        day: 3,
        minute: 600,
        place: 1,
        channel: 1,
        country: 1,
        currency: 0,
        customer: 2,
        flags: 0,
        known_ms: 0,
        totals: ledger::Totals::default(),
        lines: vec![crate::made::Line {
            item: 1,
            kind: ledger::LineKind::Product,
            quantity: 2_000,
            amount: 1_100,
            discount: 0,
            tax: 0,
        }],
    }
}

fn report(world: &mut World, by: By) -> Box<SalesAnswer> {
    match world.ask(&Query::Sales(sales(by, None, SalesFilter::default()))) {
        Answer::Sales(answer) => answer,
        other => panic!("no report but {other:?}"),
    }
}

#[test]
fn the_catalogue_names_what_was_sold_whichever_comes_first() {
    let items = [(ChunkKind::Items, encode_items(&[mug()]))];
    let nothing = ControlTotals::default();
    let mut sales_first = World::new();
    sales_first.import(&[columns("till", &[sold()])]);
    sales_first.import_contents(&items, &nothing).unwrap();
    let mut items_first = World::new();
    items_first.import_contents(&items, &nothing).unwrap();
    items_first.import(&[columns("till", &[sold()])]);
    for world in [&mut sales_first, &mut items_first] {
        let answer = report(world, By::Item);
        let expected = RowKey::Item {
            sku: "MUG-1".into(),
            name: "Stoneware mug".into(),
            category: "Kitchen".into(),
        };
        assert_eq!(answer.rows[0].key, expected);
        assert_eq!(answer.categories, ["Kitchen"]);
    }
}

#[test]
fn costs_are_sealed_apart_and_nothing_is_written_twice() {
    let mut world = World::new();
    let items = [(ChunkKind::Items, encode_items(&[mug()]))];
    let nothing = ControlTotals::default();
    let first = world.import_contents(&items, &nothing).unwrap();
    assert_eq!((first.added, first.updated, first.skipped), (1, 0, 0));
    let kinds: Vec<ChunkKind> = world.state.chunks().map(|(_, _, chunk)| chunk.kind).collect();
    assert_eq!(kinds, [ChunkKind::Items, ChunkKind::Costs]);
    let sealed = world.content(0);
    assert_eq!(decode_items(&sealed).unwrap()[0].cost, None);

    let again = world.import_contents(&items, &nothing).unwrap();
    assert_eq!((again.added, again.updated, again.skipped), (0, 0, 1));
    // What a later file leaves empty stays.
    let dearer = ItemRecord {
        sku: "MUG-1".into(),
        price: Some(Decimal { value: 600, scale: 2 }),
        currency: Some(currency(0)),
        is_active: true,
        ..ItemRecord::default()
    };
    let items = [(ChunkKind::Items, encode_items(&[dearer]))];
    let third = world.import_contents(&items, &nothing).unwrap();
    assert_eq!((third.added, third.updated), (0, 1));
    let content = world.content(2);
    assert_eq!(decode_items(&content).unwrap()[0].name, "Stoneware mug");
}

#[test]
fn the_latest_count_of_an_item_at_a_place_stands() {
    let count = |hour: i64, on_hand: i64| CountRecord {
        sku: "MUG-1".into(),
        place: "Lyon".into(),
        on_hand,
        at: Moment { local_ms: hour * 3_600_000, offset_min: None },
        ..CountRecord::default()
    };
    let staged = |count: CountRecord| [(ChunkKind::Counts, encode_counts(&[count]))];
    let nothing = ControlTotals::default();
    let mut world = World::new();
    for (count, written) in [(count(5, 7_000), 1), (count(4, 9_000), 0), (count(6, 3_000), 1)] {
        let totals = world.import_contents(&staged(count), &nothing).unwrap();
        assert_eq!(totals.added + totals.updated, written);
    }
    let expected = BTreeMap::from([(("MUG-1".to_owned(), "Lyon".to_owned()), (3_000, None))]);
    assert_eq!(world.records.stock_on_hand(), expected);
    assert_eq!(world.replayed().records.stock_on_hand(), expected);
}

#[test]
fn customers_show_only_to_those_who_may_read_people() {
    let mut world = World::new();
    world.import(&[columns("till", &[sold()])]);
    let (_, _, reference) = world.state.chunks().next().unwrap();
    assert_eq!(reference.kind, ChunkKind::Orders);
    let sealed = world.content(0);
    assert!(!sealed.windows(3).any(|window| window == "Zoé".as_bytes().get(..3).unwrap()));
    for (can_read_people, customer, found) in [(true, Some("Zoé"), 1), (false, None, 0)] {
        let context = Context {
            state: &world.state,
            now: Moment::default(),
            can_read_people,
            can_make_forecasts: true,
            engine: 1,
        };
        let mut list =
            |search: &str| match world.records.answer(&Query::Orders(orders(search)), &context) {
                Some(Answer::Orders(page)) => page,
                other => panic!("no list but {other:?}"),
            };
        assert_eq!(list("").rows[0].customer.as_deref(), customer);
        assert_eq!(list("zoé").total, found);
    }
}

#[test]
fn what_arrives_must_be_what_was_counted() {
    let made = columns("till", &[sold()]);
    let contents = [(ChunkKind::Orders, encode_orders(&made))];
    let right = totals_of(std::slice::from_ref(&made));
    let wrong = |change: fn(&mut ControlTotals)| {
        let mut totals = right.clone();
        change(&mut totals);
        World::new().import_contents(&contents, &totals)
    };
    let differs = |result| matches!(result, Err(StageError::TotalsDiffer { .. }));
    assert!(differs(wrong(|totals| totals.lines += 1)));
    assert!(differs(wrong(|totals| totals.units -= 1)));
    assert!(differs(wrong(|totals| totals.amounts[0].minor += 1)));
    assert!(differs(wrong(|totals| totals.amounts.clear())));
    assert!(wrong(|_| ()).is_ok());
    let foreign = [(ChunkKind::Customers, Vec::new())];
    let staged = World::new().import_contents(&foreign, &ControlTotals::default());
    assert_eq!(staged, Err(StageError::NotStaged));
}

#[test]
fn nothing_at_all_can_be_asked_about() {
    let mut world = World::new();
    let answer = report(&mut world, By::Day);
    assert_eq!((answer.known, answer.rows.len()), (None, 1));
    let Answer::Today(today) = world.ask(&Query::Today { place: None }) else { panic!("no page") };
    assert!(!today.has_sales && today.is_today && today.revenue.usual.is_none());
    let order = Query::Order(ledger::OrderRef(7));
    let context = context(&world.state, now_on(0), 1);
    assert_eq!(Records::new().missing(&order, &context), Vec::<[u8; 32]>::new());
}

fn half_away(numerator: i128, denominator: i128) -> i64 {
    let half = denominator / 2;
    let rounded = if numerator < 0 {
        (numerator - half) / denominator
    } else {
        (numerator + half) / denominator
    };
    rounded as i64
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn conversion_rounds_once_per_day_and_row(
        made in prop::collection::vec(any_order(1), 0..30), rate in 1..3_000_i64, from_day in 0..75_i32,
    ) {
        let mut made = distinct(made);
        for order in &mut made {
            order.currency %= 2;
        }
        let mut world = World::new();
        world.import(&[columns("till", &made)]);
        let day = Day(FIRST_DAY + from_day);
        let record = RateRecord {
            day,
            from: currency(1),
            to: currency(0),
            rate: Decimal { value: rate, scale: 3 },
        };
        let rates = [(ChunkKind::Rates, encode_rates(&[record]))];
        world.import_contents(&rates, &ControlTotals::default()).unwrap();
        for by in [By::Day, By::Place] {
            let plain = report(&mut world, by);
            let mut query = sales(by, Some(plain.period), SalesFilter::default());
            let dollars = |world: &mut World, period| {
                let mut query = sales(by, Some(period), SalesFilter::default());
                query.currency = Some(currency(1));
                match world.ask(&Query::Sales(query)) {
                    Answer::Sales(answer) => answer,
                    other => panic!("no report but {other:?}"),
                }
            };
            query.convert = true;
            let Answer::Sales(converted) = world.ask(&Query::Sales(query)) else { panic!("no report") };
            // Day by day, because that is how rates and roundings go.
            let mut expected: BTreeMap<String, i64> = plain
                .rows
                .iter()
                .map(|row| (format!("{:?}", row.key), row.figures.now.revenue))
                .collect();
            let mut total = plain.total.now.revenue;
            for at in day.0.max(plain.period.first.0)..=plain.period.last.0 {
                let answer = dollars(&mut world, ledger::Period { first: Day(at), last: Day(at) });
                for row in &answer.rows {
                    let revenue = i128::from(row.figures.now.revenue) * i128::from(rate);
                    *expected.entry(format!("{:?}", row.key)).or_default() += half_away(revenue, 1_000);
                }
                let revenue = i128::from(answer.total.now.revenue) * i128::from(rate);
                total += half_away(revenue, 1_000);
            }
            for row in &converted.rows {
                prop_assert_eq!(Some(&row.figures.now.revenue), expected.get(&format!("{:?}", row.key)));
            }
            prop_assert_eq!(converted.total.now.revenue, total);
        }
    }
}
