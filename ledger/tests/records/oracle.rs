//! The questions answered in the plainest way, to compare with.

use std::collections::BTreeMap;

use ledger::{
    Answer, By, Comparison, Figures, LineKind, OrderFlags, Period, Query, RowKey, SalesAnswer,
    SalesFilter, SalesQuery,
};
use proptest::prelude::*;

use crate::made::{
    FIRST_DAY, Line, Order, any_order, channel, columns, country, currency, customer, distinct,
    item, place,
};
use crate::questions::{EVERY_BY, filters, orders, period, sales};
use crate::world::World;

fn add(sum: &mut Figures, more: &Figures) {
    sum.revenue += more.revenue;
    sum.returns += more.returns;
    sum.discounts += more.discounts;
    sum.tax += more.tax;
    sum.shipping += more.shipping;
    sum.fees += more.fees;
    sum.other += more.other;
    sum.orders += more.orders;
    sum.units += more.units;
    sum.returned_units += more.returned_units;
    sum.lines += more.lines;
}

fn is_goods(line: &Line) -> bool {
    matches!(line.kind, LineKind::Product | LineKind::WholeOrder)
}

fn counts(order: &Order) -> bool {
    !order.has(OrderFlags::CANCELLED) && !order.has(OrderFlags::NOT_REVENUE)
}

fn is_sale(order: &Order, line: &Line) -> bool {
    is_goods(line) && (line.quantity > 0 || line.amount > 0) && !order.has(OrderFlags::RETURN)
}

/// A line of goods by itself.
fn line_figures(line: &Line) -> Figures {
    Figures {
        revenue: line.amount,
        returns: (-line.amount).max(0),
        discounts: line.discount,
        tax: line.tax,
        units: line.quantity,
        returned_units: (-line.quantity).max(0),
        lines: 1,
        ..Figures::default()
    }
}

/// A whole order.
fn order_figures(order: &Order) -> Figures {
    let sum_of = |kinds: &[LineKind]| -> i64 {
        order.lines.iter().filter(|line| kinds.contains(&line.kind)).map(|line| line.amount).sum()
    };
    let totals = order.totals;
    let mut figures = Figures::default();
    for line in order.lines.iter().filter(|line| is_goods(line)) {
        add(&mut figures, &line_figures(line));
    }
    let given = -sum_of(&[LineKind::Discount]) + totals.discount.unwrap_or(0);
    let net = figures.revenue - given;
    let refunded = match (totals.refunded, totals.total) {
        (Some(refunded), _) if refunded <= 0 || net <= 0 => 0,
        (Some(refunded), Some(total)) if total > 0 && refunded < total => {
            (refunded * net + total / 2) / total
        }
        (Some(_), Some(total)) if total > 0 => net,
        (Some(refunded), _) => refunded.min(net),
        (None, _) => 0,
    };
    figures.revenue = net - refunded;
    figures.returns += refunded;
    figures.discounts = order.lines.iter().map(|line| line.discount).sum::<i64>() + given;
    figures.tax = totals.tax.unwrap_or_else(|| order.lines.iter().map(|line| line.tax).sum());
    figures.shipping = sum_of(&[LineKind::Shipping]) + totals.shipping.unwrap_or(0);
    figures.fees = -sum_of(&[LineKind::Fee]) + totals.fees.unwrap_or(0);
    let others = [LineKind::Tip, LineKind::GiftCard, LineKind::Other, LineKind::StockCorrection];
    figures.other = sum_of(&others) + totals.tip.unwrap_or(0);
    figures.orders = u64::from(order.lines.iter().any(|line| is_sale(order, line)));
    figures
}

fn minus(a: &Figures, b: &Figures) -> Figures {
    Figures {
        revenue: a.revenue - b.revenue,
        returns: a.returns - b.returns,
        discounts: a.discounts - b.discounts,
        tax: a.tax - b.tax,
        shipping: a.shipping - b.shipping,
        fees: a.fees - b.fees,
        other: a.other - b.other,
        orders: 0,
        units: a.units - b.units,
        returned_units: a.returned_units - b.returned_units,
        lines: a.lines - b.lines,
    }
}

fn takes(filter: &SalesFilter, order: &Order) -> bool {
    let fits = |wanted: &Option<String>, own: &str| wanted.as_ref().is_none_or(|w| w == own);
    fits(&filter.place, place(order.place))
        && fits(&filter.channel, channel(order.channel))
        && fits(&filter.country, country(order.country))
}

fn takes_line(filter: &SalesFilter, line: &Line) -> bool {
    let item = item(line.item);
    let key = if item.sku.is_empty() { &item.name } else { &item.sku };
    filter.category.as_ref().is_none_or(|wanted| *wanted == item.category)
        && filter.item.as_ref().is_none_or(|wanted| wanted == key)
}

/// Sums by text of the row's key over one window.
fn groups(
    made: &[Order],
    query: &SalesQuery,
    window: Period,
    back: i32,
) -> BTreeMap<String, Figures> {
    let filter = &query.filter;
    let is_about_lines = filter.category.is_some() || filter.item.is_some();
    let own = query.currency.unwrap_or_else(|| currency(0));
    let mut groups: BTreeMap<String, Figures> = BTreeMap::new();
    for order in made.iter().filter(|order| counts(order) && takes(filter, order)) {
        let day = order.day();
        if day < window.first || day > window.last || currency(order.currency) != own {
            continue;
        }
        let shifted = ledger::Day(day.0 + back);
        let group_of = |line: Option<&Line>| match query.by {
            By::Hour => format!("{:02}", order.minute / 60),
            By::Day => format!("{}", shifted.0),
            By::Week => format!("{}", shifted.monday().0),
            By::Month => format!("{}", shifted.first_of_month().0),
            By::Place => place(order.place).to_owned(),
            By::Channel => channel(order.channel).to_owned(),
            By::Country => country(order.country).to_owned(),
            By::Category => line.map_or(String::new(), |line| item(line.item).category),
            By::Item => line.map_or(String::new(), |line| {
                let item = item(line.item);
                format!(
                    "{}{}",
                    item.sku,
                    if item.sku.is_empty() { item.name } else { String::new() }
                )
            }),
        };
        let goods: Vec<&Line> =
            order.lines.iter().filter(|line| is_goods(line) && takes_line(filter, line)).collect();
        let splits = is_about_lines || matches!(query.by, By::Item | By::Category);
        if !splits {
            add(groups.entry(group_of(None)).or_default(), &order_figures(order));
            continue;
        }
        let mut counted = std::collections::BTreeSet::new();
        let mut sum = Figures::default();
        for line in goods {
            let group = group_of(Some(line));
            let mut figures = line_figures(line);
            add(&mut sum, &figures);
            figures.orders = u64::from(is_sale(order, line) && counted.insert(group.clone()));
            add(groups.entry(group).or_default(), &figures);
        }
        if !is_about_lines {
            let rest = minus(&order_figures(order), &sum);
            add(groups.entry(String::new()).or_default(), &rest);
        }
    }
    groups
}

fn key_text(key: &RowKey) -> String {
    match key {
        RowKey::Hour(hour) => format!("{hour:02}"),
        RowKey::Day(day) => day.0.to_string(),
        RowKey::Name(name) => name.clone(),
        RowKey::Item { sku, name, .. } => if sku.is_empty() { name } else { sku }.clone(),
    }
}

fn check(made: &[Order], query: &SalesQuery, answer: &SalesAnswer) -> Result<(), TestCaseError> {
    let period = answer.period;
    let days = period.last.0 - period.first.0 + 1;
    let window = |back: i32| {
        let window = Period {
            first: ledger::Day(period.first.0 - back),
            last: ledger::Day(period.last.0 - back),
        };
        groups(made, query, window, back)
    };
    let (now, before, year) = (window(0), window(days), window(364));
    let mut told = BTreeMap::new();
    for row in &answer.rows {
        let text = key_text(&row.key);
        let at =
            |groups: &BTreeMap<String, Figures>| groups.get(&text).copied().unwrap_or_default();
        let expected = Comparison { now: at(&now), before: at(&before), year_before: at(&year) };
        prop_assert_eq!(row.figures, expected, "{:?} of {:?}", row.key, query);
        prop_assert!(told.insert(text, ()).is_none(), "two rows for one key");
    }
    for (text, figures) in &now {
        let is_there = told.contains_key(text) || *figures == Figures::default();
        prop_assert!(is_there, "no row for {text:?} of {query:?}");
    }
    prop_assert_eq!(answer.row_count, answer.rows.len() as u64);
    let splits = matches!(query.by, By::Item | By::Category);
    let by_day = SalesQuery { by: By::Day, ..query.clone() };
    let total = |back: i32| {
        let window = Period {
            first: ledger::Day(period.first.0 - back),
            last: ledger::Day(period.last.0 - back),
        };
        let mut sum = Figures::default();
        for figures in groups(made, &by_day, window, back).values() {
            add(&mut sum, figures);
        }
        sum
    };
    let expected = Comparison { now: total(0), before: total(days), year_before: total(364) };
    prop_assert_eq!(answer.total, expected, "total of {:?}", query);
    if splits {
        let sum: i64 = answer.rows.iter().map(|row| row.figures.now.revenue).sum();
        prop_assert_eq!(sum, answer.total.now.revenue, "rows add up");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn reports_are_what_adding_up_by_hand_gives(
        made in prop::collection::vec(any_order(1), 0..40), first in 0..60_i32, days in 1..30_i32,
    ) {
        let made = distinct(made);
        let mut world = World::new();
        world.import(&made.chunks(7).map(|part| columns("till", part)).collect::<Vec<_>>());
        for by in EVERY_BY {
            for filter in filters() {
                for period in [None, Some(period(first, first + days))] {
                    let query = sales(by, period, filter.clone());
                    let Answer::Sales(answer) = world.ask(&Query::Sales(query.clone())) else {
                        panic!("no report")
                    };
                    check(&made, &query, &answer)?;
                }
            }
        }
    }

    #[test]
    fn the_list_holds_every_order_that_matches(made in prop::collection::vec(any_order(1), 0..40)) {
        let made = distinct(made);
        let mut world = World::new();
        world.import(&[columns("till", &made)]);
        for words in [vec![], vec!["n1"], vec!["mug"], vec!["bean", "n2"], vec!["zoé"], vec!["c-", "towel"]] {
            let matches = |order: &&Order| words.iter().all(|word| {
                let mut texts = vec![format!("n{}", order.number), customer(order.customer).to_lowercase()];
                for line in &order.lines {
                    texts.push(item(line.item).sku.to_lowercase());
                    texts.push(item(line.item).name.to_lowercase());
                }
                texts.iter().any(|text| text.contains(word))
            });
            let mut expected: Vec<&Order> = made.iter().filter(matches).collect();
            expected.sort_by_key(|order| {
                (-(i64::from(order.day) * 1_440 + order.minute), format!("N{}", order.number))
            });
            let Answer::Orders(page) = world.ask(&Query::Orders(orders(&words.join(" ")))) else {
                panic!("no list")
            };
            let got: Vec<&str> = page.rows.iter().map(|row| row.number.as_str()).collect();
            let wanted: Vec<String> = expected.iter().map(|order| format!("N{}", order.number)).collect();
            prop_assert_eq!(got, wanted);
            prop_assert_eq!(page.total, expected.len() as u64);
        }
    }

    #[test]
    fn today_is_what_adding_up_by_hand_gives(
        made in prop::collection::vec(any_order(1), 1..60), hour in 0..24_i64,
    ) {
        let made = distinct(made);
        let mut world = World::new();
        world.import(&[columns("till", &made)]);
        let today = FIRST_DAY + 60;
        let now = ledger::Moment {
            local_ms: i64::from(today) * 86_400_000 + hour * 3_600_000 + 60_000,
            offset_min: None,
        };
        let Answer::Today(view) = world.ask_at(&Query::Today { place: None }, now) else {
            panic!("no page")
        };
        let eur: Vec<&Order> =
            made.iter().filter(|order| counts(order) && order.currency == 0).collect();
        let on = |day: i32, cut: i64| {
            let mut sum = Figures::default();
            for order in eur.iter().filter(|order| order.day().0 == day && order.minute <= cut) {
                add(&mut sum, &order_figures(order));
            }
            sum
        };
        if view.is_today {
            let cut = hour * 60 + 1;
            let this = on(today, cut);
            prop_assert_eq!(view.revenue.value, this.revenue);
            prop_assert_eq!(view.orders.value, this.orders as i64);
            prop_assert_eq!(view.units.value, this.units);
            prop_assert_eq!(view.revenue.path.len() as i64, hour + 1);
            prop_assert_eq!(view.revenue.path.last().copied(), Some(this.revenue));
            let known = made
                .iter()
                .filter(|order| order_figures(order) != Figures::default() && counts(order))
                .map(|order| order.day().0)
                .min();
            let weeks: Vec<i32> =
                (1..=4).map(|week| today - 7 * week).filter(|day| known.is_some_and(|k| *day >= k)).collect();
            let usual = (!weeks.is_empty()).then(|| {
                let sum: i64 = weeks.iter().map(|day| on(*day, cut).revenue).sum();
                let count = weeks.len() as i64;
                if sum < 0 { (sum - count / 2) / count } else { (sum + count / 2) / count }
            });
            prop_assert_eq!(view.revenue.usual, usual);
        }
        let all = |first: i32, last: i32| (first..=last).map(|day| on(day, 1_440).revenue).sum::<i64>();
        prop_assert_eq!(view.days.len(), 56);
        prop_assert_eq!(view.weeks.len(), 52);
        prop_assert_eq!(view.months.len(), 24);
        for (day, revenue) in &view.days {
            prop_assert_eq!(*revenue, on(day.0, 1_440).revenue);
        }
        for (monday, revenue) in &view.weeks {
            prop_assert_eq!(*revenue, all(monday.0, (monday.0 + 6).min(view.day.0)));
        }
    }
}
