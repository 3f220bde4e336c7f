//! What importing promises.

use ledger::{OrderFlags, Orders};
use proptest::prelude::*;

use crate::made::{Order, any_order, columns};
use crate::questions::everything;
use crate::world::World;

/// How a source tells its orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    Lines,
    Whole,
    Unnumbered,
    Mixed,
}

const TELLINGS: [Telling; 4] =
    [Telling::Lines, Telling::Whole, Telling::Unnumbered, Telling::Mixed];

/// One file: each order once, all known at the same time, or each at a time of its own.
fn file(telling: Telling, known_ms: i64, orders: Vec<Order>) -> Vec<Order> {
    let mut seen = std::collections::BTreeSet::new();
    orders
        .into_iter()
        .filter_map(|mut order| {
            order.known_ms = known_ms;
            let telling = match telling {
                Telling::Mixed if order.number % 3 == 0 => Telling::Whole,
                Telling::Mixed => Telling::Lines,
                telling => telling,
            };
            match telling {
                Telling::Whole => order.flags |= OrderFlags::WHOLE.0,
                Telling::Unnumbered => {
                    order.flags |= OrderFlags::UNNUMBERED.0;
                    order.lines.truncate(1);
                }
                _ => {}
            }
            if telling == Telling::Mixed || telling == Telling::Lines {
                // One line per item, so that it is known which line a later reading is about.
                order.lines.sort_by_key(|line| (line.item, line.kind));
                order.lines.dedup_by_key(|line| (line.item, line.kind));
            }
            let is_new =
                telling == Telling::Unnumbered || seen.insert((order.number, order.currency));
            is_new.then_some(order)
        })
        .collect()
}

fn any_file(known_ms: i64) -> impl Strategy<Value = (Telling, Vec<Order>)> {
    (prop::sample::select(TELLINGS.to_vec()), prop::collection::vec(any_order(6), 0..10))
        .prop_map(move |(telling, orders)| (telling, file(telling, known_ms, orders)))
}

/// Files of one way of telling, known at times of their own.
fn any_files(count: usize) -> impl Strategy<Value = Vec<Vec<Order>>> {
    let orders = prop::collection::vec(prop::collection::vec(any_order(6), 0..8), count);
    (prop::sample::select(TELLINGS.to_vec()), orders).prop_map(|(telling, files)| {
        let known = (1..).map(|at| at * 1_000);
        files.into_iter().zip(known).map(|(orders, known)| file(telling, known, orders)).collect()
    })
}

fn imported(files: &[&[Order]]) -> World {
    let mut world = World::new();
    for orders in files {
        world.import(&[columns("till", orders)]);
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_imports_does_not_matter(files in any_files(3)) {
        let [a, b, c] = [&files[0][..], &files[1][..], &files[2][..]];
        let expected = everything(&mut imported(&[a, b, c]));
        for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
            prop_assert_eq!(&everything(&mut imported(&order)), &expected);
        }
    }

    #[test]
    fn the_same_file_again_adds_nothing((_, orders) in any_file(1_000)) {
        let mut once = imported(&[&orders]);
        let mut twice = imported(&[&orders]);
        let totals = twice.import(&[columns("till", &orders)]);
        prop_assert_eq!((totals.added, totals.updated, totals.lines), (0, 0, 0));
        prop_assert_eq!(totals.skipped, totals.rows);
        prop_assert_eq!(everything(&mut twice), everything(&mut once));
    }

    #[test]
    fn what_overlaps_counts_once((_, orders) in any_file(1_000), cut in 0..10_usize, back in 0..10_usize) {
        let cut = cut.min(orders.len());
        let from = cut.saturating_sub(back);
        let mut whole = imported(&[&orders]);
        let mut parts = imported(&[&orders[..cut], &orders[cut..]]);
        prop_assert_eq!(&everything(&mut parts), &everything(&mut whole));
        // Rows without a number that occur twice in a file cannot be told from rows told twice.
        if orders.iter().all(|order| !order.has(OrderFlags::UNNUMBERED)) {
            let mut overlapping = imported(&[&orders[..cut], &orders[from..]]);
            prop_assert_eq!(everything(&mut overlapping), everything(&mut whole));
        }
    }

    #[test]
    fn a_file_cut_at_any_line_is_the_whole_file(
        (telling, orders) in any_file(1_000), cut in 0..40_usize, is_one_import in any::<bool>(),
    ) {
        prop_assume!(telling == Telling::Lines || is_one_import);
        let orders: Vec<Order> =
            orders.into_iter().filter(|order| !order.lines.is_empty()).collect();
        let (first, second) = cut_at_line(&orders, cut);
        let mut whole = imported(&[&orders]);
        let mut parts = World::new();
        let (first, second) = (columns("till", &first), columns("till", &second));
        if is_one_import {
            parts.import(&[first, second]);
        } else {
            parts.import(&[first]);
            parts.import(&[second]);
        }
        prop_assert_eq!(everything(&mut parts), everything(&mut whole));
    }

    #[test]
    fn adopting_is_replaying_and_memory_does_not_matter(files in any_files(3)) {
        let mut world = World::new();
        let mut short = World::new();
        short.is_short_of_memory = true;
        for orders in &files {
            let chunks: Vec<Orders> = orders.chunks(2).map(|part| columns("till", part)).collect();
            world.import(&chunks);
            short.import(&chunks);
        }
        let expected = everything(&mut world);
        prop_assert_eq!(&everything(&mut world.replayed()), &expected);
        prop_assert_eq!(&everything(&mut short.replayed()), &expected);
        prop_assert_eq!(&everything(&mut short), &expected);
    }

    #[test]
    fn summaries_and_lines_meet_whichever_comes_first(
        details in prop::collection::vec(any_order(4), 0..6),
        summaries in prop::collection::vec(any_order(4), 0..6),
    ) {
        let details = file(Telling::Whole, 1_000, details);
        let mut summaries = file(Telling::Whole, 2_000, summaries);
        for order in &mut summaries {
            order.flags |= OrderFlags::SUMMARY.0;
            order.lines.truncate(1);
        }
        let forth = everything(&mut imported(&[&details, &summaries]));
        prop_assert_eq!(everything(&mut imported(&[&summaries, &details])), forth);
    }
}

/// Cuts between two lines; an order that is cut goes on behind the cut.
fn cut_at_line(orders: &[Order], cut: usize) -> (Vec<Order>, Vec<Order>) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let mut left = cut;
    for order in orders {
        let here = order.lines.len().min(left);
        left -= here;
        let (head, tail) = order.lines.split_at(here);
        if !head.is_empty() {
            first.push(Order { lines: head.to_vec(), ..order.clone() });
        }
        if !tail.is_empty() {
            let is_cut = !head.is_empty();
            let more = if is_cut { OrderFlags::CONTINUED.0 } else { 0 };
            second.push(Order { lines: tail.to_vec(), flags: order.flags | more, ..order.clone() });
        }
    }
    (first, second)
}

fn told(known_ms: i64, flags: u16, lines: &[(u32, i64)]) -> Order {
    Order {
        number: 1,
        day: 3,
        minute: 600,
        place: 1,
        channel: 1,
        country: 1,
        currency: 0,
        customer: 0,
        flags,
        known_ms,
        totals: ledger::Totals::default(),
        lines: lines
            .iter()
            .map(|(item, units)| crate::made::Line {
                item: *item,
                kind: ledger::LineKind::Product,
                quantity: units * 1_000,
                amount: units * 100,
                discount: 0,
                tax: 0,
            })
            .collect(),
    }
}

#[test]
fn later_lines_of_the_same_item_win_and_missing_ones_stay() {
    let early = told(1_000, 0, &[(1, 2), (2, 1)]);
    let late = told(2_000, 0, &[(1, 3), (5, 1)]);
    let expected = told(2_000, 0, &[(1, 3), (2, 1), (5, 1)]);
    let mut whole = imported(&[&[expected]]);
    for files in [[&early, &late], [&late, &early]] {
        let mut merged = imported(&[&[files[0].clone()], &[files[1].clone()]]);
        assert_eq!(everything(&mut merged), everything(&mut whole));
    }
}

#[test]
fn a_cancellation_taken_back_stays_taken_back() {
    let readings =
        [told(1_000, 0, &[(1, 2)]), told(2_000, OrderFlags::CANCELLED.0, &[]), told(3_000, 0, &[])];
    let mut expected = imported(&[&[told(3_000, 0, &[(1, 2)])]]);
    for [a, b, c] in [[0, 1, 2], [0, 2, 1], [2, 1, 0]] {
        let files = [&readings[a..=a], &readings[b..=b], &readings[c..=c]];
        assert_eq!(everything(&mut imported(&files)), everything(&mut expected));
    }
}

#[test]
fn an_order_too_long_for_a_chunk_goes_on_in_the_next() {
    let line = |at: u32| crate::made::Line {
        item: at % 6,
        kind: ledger::LineKind::Product,
        quantity: 1_000,
        amount: i64::from(at) * 7 % 900_000_000,
        discount: 0,
        tax: i64::from(at),
    };
    let long = Order { lines: (0..90_000).map(line).collect(), ..told(1_000, 0, &[]) };
    let orders: Orders = columns("till", std::slice::from_ref(&long));
    let mut world = World::new();
    let totals = world.import(std::slice::from_ref(&orders));
    assert_eq!((totals.added, totals.lines), (1, 90_000));
    let again = world.import(&[orders]);
    assert_eq!((again.added, again.updated, again.lines), (0, 0, 0));
    let answer = world.ask(&ledger::Query::Orders(crate::questions::orders("")));
    let ledger::Answer::Orders(page) = answer else { panic!("no list") };
    assert_eq!((page.total, page.rows[0].lines), (1, 90_000));
}
