use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use ledger::{OrderFlags, Quantity};

use super::*;

/// Saturday 21 November 2026, 14:32.
const TODAY: Day = Day(20_778);
const MINUTE: u16 = 14 * 60 + 32;

fn spec(seed: u64) -> Spec {
    Spec { seed, today: TODAY, minute: MINUTE, currency: Currency::from_code("EUR").unwrap() }
}

/// Seed 1, made up once for all tests.
fn merchant() -> &'static Simulation {
    static MERCHANT: OnceLock<Simulation> = OnceLock::new();
    MERCHANT.get_or_init(|| simulate(&spec(1)))
}

/// A line with what its order says of it.
struct Sold<'a> {
    number: &'a str,
    place: &'a str,
    at: Moment,
    flags: OrderFlags,
    sku: &'a str,
    quantity: i64,
    price: Decimal,
    amount: i64,
    discount: i64,
    tax: i64,
}

fn sold(simulation: &Simulation) -> impl Iterator<Item = Sold<'_>> {
    simulation.months.iter().flat_map(|month| {
        (0..month.len()).flat_map(move |order| {
            (month.first_line[order]..month.first_line[order + 1]).map(move |line| {
                let line = line as usize;
                Sold {
                    number: &month.number[order],
                    place: &month.places[month.place[order] as usize],
                    at: month.placed[order],
                    flags: month.flags[order],
                    sku: &month.items[month.item[line] as usize].sku,
                    quantity: month.quantity[line],
                    price: month.unit_price[line],
                    amount: month.amount[line],
                    discount: month.discount[line],
                    tax: month.tax[line],
                }
            })
        })
    })
}

fn revenue_by_day(simulation: &Simulation) -> BTreeMap<Day, i64> {
    let mut days = BTreeMap::new();
    for line in sold(simulation) {
        *days.entry(line.at.day()).or_default() += line.amount;
    }
    days
}

#[test]
fn a_seed_is_a_merchant() {
    assert_eq!(simulate(&spec(1)).fingerprint(), merchant().fingerprint());
    assert_eq!(format!("{:016x}", merchant().fingerprint()), "caee4d67254db9cf");
    assert_ne!(simulate(&spec(2)).fingerprint(), merchant().fingerprint());
}

#[test]
fn columns_have_one_length_and_times_go_on() {
    let mut last = Moment::default();
    for month in &merchant().months {
        let orders = month.len();
        assert!(orders > 0);
        for length in [
            month.placed.len(),
            month.known_ms.len(),
            month.place.len(),
            month.channel.len(),
            month.country.len(),
            month.currency.len(),
            month.customer.len(),
            month.flags.len(),
            month.totals.len(),
            month.first_line.len() - 1,
        ] {
            assert_eq!(length, orders);
        }
        assert_eq!(month.first_line[orders] as usize, month.lines());
        for at in &month.placed {
            assert!(*at >= last && at.day().month_number() == month.placed[0].day().month_number());
            last = *at;
        }
    }
}

#[test]
fn amounts_are_price_times_quantity_less_discount_and_orders_are_the_sum_of_their_lines() {
    for line in sold(merchant()) {
        let gross = line.price.times(Quantity { thousandths: line.quantity }, 2).unwrap();
        assert_eq!(line.amount, gross - line.discount, "{}", line.number);
        assert!(line.discount >= 0 && line.price.value > 0 && line.quantity != 0);
        assert_eq!(line.flags.has(OrderFlags::RETURN), line.quantity < 0, "{}", line.number);
        let share = line.tax as f64 / line.amount as f64;
        assert!((0.04..=0.18).contains(&share) || line.amount.abs() < 50, "{share}");
    }
    for month in &merchant().months {
        for order in 0..month.len() {
            let lines = month.first_line[order] as usize..month.first_line[order + 1] as usize;
            assert!(!lines.is_empty());
            let sum: i64 = month.amount[lines].iter().sum();
            let totals = month.totals[order];
            assert_eq!(totals.total, Some(sum + totals.shipping.unwrap_or(0)));
        }
    }
}

#[test]
fn control_totals_add_up() {
    let simulation = merchant();
    assert_eq!(simulation.totals.lines, sold(simulation).count() as u64);
    assert_eq!(simulation.totals.units, sold(simulation).map(|line| line.quantity).sum::<i64>());
    let amount: i64 = sold(simulation).map(|line| line.amount).sum();
    assert_eq!(simulation.totals.amounts[0].minor, amount);
    assert_eq!(simulation.checked.days, Some((TODAY.0 - DAYS, TODAY.0)));
}

#[test]
fn chunks_hold_what_was_made_up() {
    let (mut lines, mut amount) = (0, 0);
    for chunk in merchant().months.iter().flat_map(ledger::chunk_orders) {
        let orders = ledger::decode_orders(&chunk).unwrap();
        lines += orders.lines() as u64;
        amount += orders.amount.iter().sum::<i64>();
    }
    assert_eq!(lines, merchant().totals.lines);
    assert_eq!(amount, merchant().totals.amounts[0].minor);
    let items = ledger::decode_items(&ledger::encode_items(&merchant().items)).unwrap();
    assert_eq!(items, merchant().items);
    let counts = ledger::decode_counts(&ledger::encode_counts(&merchant().counts)).unwrap();
    assert_eq!(counts, merchant().counts);
}

#[test]
fn nothing_is_sold_after_this_minute_and_another_minute_changes_nothing_before_it() {
    let until = i64::from(TODAY.0) * 86_400_000 + i64::from(MINUTE) * 60_000;
    assert!(sold(merchant()).all(|line| line.at.local_ms < until));
    let later = simulate(&Spec { minute: MINUTE + 60, ..spec(1) });
    let before = merchant().months.last().unwrap();
    let after = later.months.last().unwrap();
    assert!(after.len() > before.len());
    assert_eq!(after.number[..before.len()], before.number);
    assert_eq!(after.amount[..before.lines()], before.amount);
}

#[test]
fn order_numbers_are_unique_and_readable() {
    let numbers: Vec<&String> = merchant().months.iter().flat_map(|month| &month.number).collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
    assert!(numbers[0].len() <= 10 && numbers[0].contains("-0000"));
    assert!((85_000..125_000).contains(&numbers.len()), "{}", numbers.len());
}

#[test]
fn the_week_has_its_rhythm_and_the_year_its_season() {
    let days = revenue_by_day(merchant());
    let mut week = [0; 7];
    for (day, revenue) in &days {
        week[usize::from(day.weekday())] += revenue / 104;
    }
    assert!((300_000..600_000).contains(&week[5]), "{week:?}");
    assert!((120_000..300_000).contains(&week[0]), "{week:?}");
    assert!(week[..5].is_sorted() && week[4] < week[5] && week[6] < week[5], "{week:?}");

    let month = |year, month| {
        let days = days.iter().filter(|(day, _)| day.date().0 == year && day.date().1 == month);
        days.map(|(_, revenue)| revenue).sum::<i64>()
    };
    assert!(month(2025, 12) * 100 > month(2025, 10) * 140, "December");
    assert!(month(2026, 5) > month(2025, 5), "growth");
    for (day, revenue) in &days {
        assert!((10_000..1_400_000).contains(revenue), "{:?} {revenue}", day.date());
    }
    let black_friday = Day::from_date(2025, 11, 28).unwrap();
    assert!(days[&black_friday] * 10 > days[&Day(black_friday.0 - 7)] * 13);
}

#[test]
fn today_is_the_day_of_the_pictures() {
    let today: Vec<Sold<'_>> = sold(merchant()).filter(|line| line.at.day() == TODAY).collect();
    let revenue: i64 = today.iter().map(|line| line.amount).sum();
    let orders: BTreeSet<&str> = today.iter().map(|line| line.number).collect();
    assert!((280_000..400_000).contains(&revenue), "{revenue}");
    assert!((160..220).contains(&orders.len()), "{}", orders.len());
}

#[test]
fn shops_close_and_the_web_store_never_does() {
    let christmas = Day::from_date(2025, 12, 25).unwrap();
    let places: BTreeSet<&str> =
        sold(merchant()).filter(|line| line.at.day() == christmas).map(|line| line.place).collect();
    assert_eq!(places, ["Web store"].into());
    let at_night = sold(merchant()).filter(|line| line.at.hour() < 8 && line.place != "Web store");
    let numbers: BTreeSet<&str> = at_night.map(|line| line.number).collect();
    let told = merchant().odd_events.iter().filter(|event| event.kind == OddKind::AfterHours);
    assert_eq!(numbers, told.flat_map(|event| &event.orders).map(String::as_str).collect());
}

#[test]
fn every_product_is_sold_and_only_while_it_is_in_the_range() {
    let mut days: BTreeMap<&str, BTreeSet<Day>> = BTreeMap::new();
    for line in sold(merchant()).filter(|line| line.quantity > 0) {
        days.entry(line.sku).or_default().insert(line.at.day());
    }
    for item in &merchant().items {
        assert!(days.get(item.sku.as_str()).is_some_and(|days| days.len() >= 15), "{}", item.sku);
    }
    let (first, last) =
        (|sku: &str| *days[sku].first().unwrap(), |sku: &str| *days[sku].last().unwrap());
    assert!(first("DR-MAT").0 >= TODAY.0 - 260);
    assert!(last("CF-SUM-MAN-250").0 <= TODAY.0 - 210);
    assert!(days["GS-ADV-24"].iter().all(|day| [10, 11, 12].contains(&day.date().1)));
    // Intermittent: on fewer than one day in six.
    assert!(days["AC-GRI-ELE"].len() < 122);
}

#[test]
fn what_is_missing_is_not_sold() {
    let mut outs: BTreeSet<(&str, &str, Day)> = BTreeSet::new();
    for out in &merchant().stock_outs {
        assert!(out.first <= out.last && out.last <= TODAY);
        outs.extend((out.first.0..=out.last.0).map(|day| (out.sku, out.place, Day(day))));
    }
    assert!((1_500..12_000).contains(&outs.len()), "{}", outs.len());
    for line in sold(merchant()).filter(|line| line.quantity > 0) {
        assert!(
            !outs.contains(&(line.sku, line.place, line.at.day())),
            "{} {}",
            line.sku,
            line.number
        );
    }
    for count in &merchant().counts {
        let is_out = outs.contains(&(count.sku.as_str(), count.place.as_str(), TODAY));
        assert!(count.on_hand >= 0 && (!is_out || count.on_hand == 0), "{}", count.sku);
    }
}

#[test]
fn few_lines_come_back() {
    let (back, all) = sold(merchant())
        .fold((0, 0), |(back, all), line| (back + i32::from(line.quantity < 0), all + 1));
    let percent = f64::from(back) / f64::from(all) * 100.0;
    assert!((0.3..2.5).contains(&percent), "{percent}");
}

#[test]
fn some_products_go_together() {
    let mut baskets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in sold(merchant()).filter(|line| line.quantity > 0) {
        baskets.entry(line.number).or_default().insert(line.sku);
    }
    let count = |skus: &[&str]| {
        baskets.values().filter(|basket| skus.iter().all(|sku| basket.contains(sku))).count() as f64
    };
    for (one, other) in [("AC-CHX-6", "AC-FIL-CHX-100"), ("HW-CAN-BWX-30", "HW-MAT-LNG")] {
        let lift = count(&[one, other]) * baskets.len() as f64 / (count(&[one]) * count(&[other]));
        assert!(lift > 5.0, "{one} and {other}: {lift}");
    }
}

#[test]
fn promotions_sell_more_at_a_discount() {
    let is_mug = |line: &Sold<'_>| line.sku.starts_with("HW-MUG") && line.place == "Annecy";
    let days = |first: Day| {
        let lines =
            sold(merchant()).filter(move |line| (0..14).contains(&(line.at.day().0 - first.0)));
        lines
            .filter(is_mug)
            .fold((0, 0), |(units, off), line| (units + line.quantity, off + line.discount))
    };
    let sales = Day::from_date(2026, 1, 7).unwrap();
    let ((units, off), (usual, little)) = (days(sales), days(Day(sales.0 + 35)));
    assert!(units * 10 > usual * 13 && off > little * 3, "{units} {usual} {off} {little}");
}

#[test]
fn odd_events_are_where_they_are_told_to_be() {
    let events = &merchant().odd_events;
    let kinds: BTreeSet<OddKind> = events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds.len(), 11, "{kinds:?}");
    let mut by_number: BTreeMap<&str, Vec<Sold<'_>>> = BTreeMap::new();
    for line in sold(merchant()) {
        by_number.entry(line.number).or_default().push(line);
    }
    let total =
        |number: &String| by_number[number.as_str()].iter().map(|line| line.amount).sum::<i64>();
    for event in events {
        let (from, until) = (event.from, event.until);
        assert!(from < until && until.local_ms <= i64::from(TODAY.0 + 1) * 86_400_000);
        for number in &event.orders {
            let line = &by_number[number.as_str()][0];
            assert_eq!(line.place, event.place);
            assert!(from.day() <= line.at.day() && line.at.day() <= until.day(), "{event:?}");
        }
        let sum: i64 = event.orders.iter().map(total).sum();
        match event.kind {
            OddKind::TerminalDown | OddKind::DataGap => {
                let inside = |line: &Sold<'_>| {
                    line.place == event.place && from <= line.at && line.at < until
                };
                assert!(!sold(merchant()).any(|line| inside(&line)), "{event:?}");
            }
            OddKind::WholesaleOrder => assert!(sum > 60_000, "{sum}"),
            OddKind::RefundWithoutReceipt | OddKind::FaultyBatch => assert!(sum < -8_000, "{sum}"),
            OddKind::DoubleCharge => {
                assert_eq!(event.orders.len(), 2);
                assert_eq!(total(&event.orders[0]), total(&event.orders[1]));
            }
            OddKind::CardTesting => assert_eq!(event.orders.len(), 24),
            OddKind::DiscountRun | OddKind::PriceTypo | OddKind::AfterHours => {
                assert!(!event.orders.is_empty());
            }
            OddKind::Festival => assert!(event.sku.is_some()),
        }
    }
}

#[test]
fn currencies_without_hundredths_and_with_thousandths_add_up_too() {
    for (code, price) in [("JPY", 420), ("TND", 4_200)] {
        let currency = Currency::from_code(code).unwrap();
        let simulation = simulate(&Spec { currency, ..spec(3) });
        let flat_white = simulation.items.iter().find(|item| item.sku == "DR-FLW").unwrap();
        assert_eq!(flat_white.price, Some(Decimal { value: price, scale: currency.digits() }));
        for line in sold(&simulation).take(5_000) {
            let gross =
                line.price.times(Quantity { thousandths: line.quantity }, currency.digits());
            assert_eq!(gross, Some(line.amount + line.discount));
        }
    }
}

#[test]
fn other_days_are_as_good_as_this_one() {
    // Closed shops, leap day, first minute, the day after Christmas.
    for (year, month, day, minute) in
        [(2027, 1, 1, 700), (2028, 2, 29, 0), (2026, 12, 25, 1_440), (2026, 12, 26, 600)]
    {
        let today = Day::from_date(year, month, day).unwrap();
        let simulation = simulate(&Spec { today, minute, ..spec(5) });
        assert!(simulation.checked.orders > 80_000);
        assert!(simulation.odd_events.len() > 30);
        assert!(sold(&simulation).all(|line| line.at.day() <= today));
    }
}
