//! Made-up orders.

use ledger::{Currency, Day, Decimal, ItemName, LineKind, Moment, OrderFlags, Orders, Totals};
use proptest::prelude::*;

pub(crate) const DAY_MS: i64 = 86_400_000;
/// 2026-01-05, a Monday.
pub(crate) const FIRST_DAY: i32 = 20_458;

/// A line before it is a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) item: u32,
    pub(crate) kind: LineKind,
    pub(crate) quantity: i64,
    pub(crate) amount: i64,
    pub(crate) discount: i64,
    pub(crate) tax: i64,
}

/// An order before it is columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) number: u32,
    pub(crate) day: i32,
    pub(crate) minute: i64,
    pub(crate) place: u32,
    pub(crate) channel: u32,
    pub(crate) country: u32,
    pub(crate) currency: u32,
    pub(crate) customer: u32,
    pub(crate) flags: u16,
    pub(crate) known_ms: i64,
    pub(crate) totals: Totals,
    pub(crate) lines: Vec<Line>,
}

impl Order {
    pub(crate) fn day(&self) -> Day {
        Day(FIRST_DAY + self.day)
    }

    pub(crate) fn has(&self, flags: OrderFlags) -> bool {
        OrderFlags(self.flags).has(flags)
    }
}

pub(crate) fn currency(at: u32) -> Currency {
    Currency::from_code(["EUR", "USD", "JPY"][at as usize]).unwrap()
}

pub(crate) fn place(at: u32) -> &'static str {
    ["", "Marais", "Lyon", "Web"][at as usize]
}

pub(crate) fn channel(at: u32) -> &'static str {
    ["", "till", "web"][at as usize]
}

pub(crate) fn country(at: u32) -> &'static str {
    ["", "FR", "DE"][at as usize]
}

pub(crate) fn customer(at: u32) -> &'static str {
    ["", "C-100", "Zoé", "C-200"][at as usize]
}

pub(crate) fn item(at: u32) -> ItemName {
    let (sku, name, category) = [
        ("", "", ""),
        ("MUG-1", "Mug", "Homeware"),
        ("BEAN-1", "Beans 250 g", "Coffee"),
        ("BEAN-2", "Beans 1 kg", "Coffee"),
        ("", "Loose tea", ""),
        ("TOWEL", "Towel", "Homeware"),
    ][at as usize];
    ItemName { sku: sku.into(), name: name.into(), category: category.into() }
}

/// Orders as columns.
pub(crate) fn columns(source: &str, made: &[Order]) -> Orders {
    let mut orders = Orders::new(source);
    orders.items = (0..6).map(item).collect();
    orders.places = (0..4).map(|at| place(at).to_owned()).collect();
    orders.channels = (0..3).map(|at| channel(at).to_owned()).collect();
    orders.countries = (0..3).map(|at| country(at).to_owned()).collect();
    orders.customers = (0..4).map(|at| customer(at).to_owned()).collect();
    orders.currencies = (0..3).map(currency).collect();
    for order in made {
        let is_numbered = !order.has(OrderFlags::UNNUMBERED);
        orders.number.push(if is_numbered { format!("N{}", order.number) } else { String::new() });
        let local_ms = i64::from(order.day().0) * DAY_MS + order.minute * 60_000;
        orders.placed.push(Moment { local_ms, offset_min: Some(60) });
        orders.known_ms.push(order.known_ms);
        orders.place.push(order.place);
        orders.channel.push(order.channel);
        orders.country.push(order.country);
        orders.currency.push(order.currency);
        orders.customer.push(order.customer);
        orders.flags.push(OrderFlags(order.flags));
        orders.totals.push(order.totals);
        for line in &order.lines {
            orders.item.push(line.item);
            orders.kind.push(line.kind);
            orders.quantity.push(line.quantity);
            orders.unit_price.push(Decimal { value: line.amount, scale: 2 });
            orders.amount.push(line.amount);
            orders.discount.push(line.discount);
            orders.tax.push(line.tax);
            orders.row.push(orders.row.len() as u32 + 2);
        }
        orders.first_line.push(orders.item.len() as u32);
    }
    orders
}

pub(crate) fn any_line() -> impl Strategy<Value = Line> {
    let kind = prop_oneof![
        6 => Just(LineKind::Product),
        1 => (0..9_u8).prop_map(|kind| LineKind::from_number(kind).unwrap()),
    ];
    (0..6_u32, kind, -2..5_i64, 0..500_i64, 0..3_i64, 0..20_i64).prop_map(
        |(item, kind, units, price, discount, tax)| Line {
            item,
            kind,
            quantity: units * 1_000,
            amount: units * price,
            discount,
            tax,
        },
    )
}

fn any_totals() -> impl Strategy<Value = Totals> {
    let amount = || prop_oneof![3 => Just(None), 1 => (0..900_i64).prop_map(Some)];
    (amount(), amount(), amount(), amount(), amount(), amount()).prop_map(
        |(shipping, tax, discount, tip, refunded, total)| Totals {
            shipping,
            tax,
            discount,
            fees: None,
            tip,
            refunded,
            total,
        },
    )
}

/// What may be true of an order besides how it was told.
fn any_facts() -> impl Strategy<Value = u16> {
    prop_oneof![
        6 => Just(0),
        1 => Just(OrderFlags::CANCELLED.0),
        1 => Just(OrderFlags::RETURN.0),
        1 => Just(OrderFlags::NOT_REVENUE.0),
        1 => Just(OrderFlags::TAX_INCLUDED.0),
    ]
}

pub(crate) fn any_order(numbers: u32) -> impl Strategy<Value = Order> {
    let head = (0..numbers, 0..75_i32, 0..1_440_i64, 0..4_u32, 0..3_u32, 0..3_u32);
    let rest = (
        prop_oneof![5 => Just(0_u32), 1 => 0..3_u32],
        0..4_u32,
        any_facts(),
        any_totals(),
        prop::collection::vec(any_line(), 0..4),
    );
    (head, rest).prop_map(
        |(
            (number, day, minute, place, channel, country),
            (currency, customer, flags, totals, lines),
        )| {
            Order {
                number,
                day,
                minute,
                place,
                channel,
                country,
                currency,
                customer,
                flags,
                known_ms: 0,
                totals,
                lines,
            }
        },
    )
}

/// Orders with numbers of their own.
pub(crate) fn distinct(mut orders: Vec<Order>) -> Vec<Order> {
    for (at, order) in orders.iter_mut().enumerate() {
        order.number = at as u32;
    }
    orders
}
