//! What the amounts of whole orders mean, decided over the whole file: repeated or summed, before or after the
//! discount, tax inside or on top.

use ledger::{Field, OrderFlags, Totals};

use super::Sales;
use super::orders::LEVELS;
use crate::import::layouts::TaxRule;

const SUBTOTAL: usize = 0;
const DISCOUNT: usize = 1;
const SHIPPING: usize = 2;
const TAX: usize = 3;
const TOTAL: usize = 4;
const REFUNDED: usize = 5;
const TIP: usize = 6;
const FEE: usize = 7;

/// What was decided over the whole file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Decisions {
    sums: [bool; LEVELS.len()],
    /// The subtotal is what it came to before the order's discount.
    is_subtotal_before_discount: bool,
    /// Most orders whose amounts tell have the tax inside.
    is_tax_included: bool,
    /// The line amounts have to be lessened by the lines' discounts.
    pub(super) subtracts_discounts: bool,
    fee_sign: i64,
}

/// An order's amounts.
pub(super) type Amounts = [Option<i64>; LEVELS.len()];

impl Decisions {
    pub(super) fn new(sales: &Sales, line_sums: &[i64]) -> Self {
        let orders = &sales.orders;
        let mut decisions = Self {
            sums: std::array::from_fn(|level| {
                sales.layout.sums_rows || (orders.is_told(level) && orders.varies(level))
            }),
            is_subtotal_before_discount: false,
            is_tax_included: false,
            subtracts_discounts: sales.layout.is_before_discount
                || sales.discount_votes.1 > sales.discount_votes.0,
            fee_sign: 1,
        };
        let (mut before, mut after, mut inside, mut on_top) = (0_u32, 0_u32, 0_u32, 0_u32);
        let (mut negative_fees, mut fees) = (0_u32, 0_u32);
        for order in 0..orders.len() {
            let amounts = decisions.amounts(sales, order);
            match is_before_discount(&amounts) {
                Some(true) => before += 1,
                Some(false) => after += 1,
                None => {}
            }
            match is_inside(&amounts, line_sums.get(order).copied()) {
                Some(true) => inside += 1,
                Some(false) => on_top += 1,
                None => {}
            }
            let fee = amounts[FEE].unwrap_or(0);
            fees += u32::from(fee != 0);
            negative_fees += u32::from(fee < 0);
        }
        decisions.is_subtotal_before_discount = before > after;
        decisions.is_tax_included = match inside.cmp(&on_top) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => {
                sales.tax_votes.0 > 0
                    || sales.answers.get("tax").is_some_and(|answer| answer == "included")
            }
        };
        if negative_fees * 2 > fees {
            decisions.fee_sign = -1;
        }
        decisions
    }

    /// The amounts of an order as the file tells them.
    pub(super) fn amounts(&self, sales: &Sales, order: usize) -> Amounts {
        std::array::from_fn(|level| {
            // Two rows about one summary, each with its own amounts, are parts of it.
            let is_split =
                sales.detail != super::Detail::Lines && sales.orders.differs(order, level);
            sales.orders.level(order, level, self.sums[level] || is_split)
        })
    }

    /// What the ledger keeps of them.
    pub(super) fn totals(&self, sales: &Sales, amounts: &Amounts, lines: LineSums) -> Totals {
        let mut refunded = amounts[REFUNDED].map(i64::abs);
        if sales.layout.refund_is_remainder {
            let left = refunded.filter(|&left| left != 0);
            refunded = left.and_then(|left| Some(amounts[TOTAL]? - left));
        }
        // Without lines the discount is in the one line that stands for the order.
        let has_lines = sales.detail == super::Detail::Lines;
        Totals {
            shipping: amounts[SHIPPING],
            tax: amounts[TAX],
            discount: discount_beyond(amounts, lines).filter(|_| has_lines),
            fees: amounts[FEE].map(|fee| fee * self.fee_sign),
            tip: amounts[TIP],
            refunded,
            total: amounts[TOTAL],
        }
    }

    /// Whether the prices of an order contain its tax.
    pub(super) fn tax_flag(
        &self,
        sales: &Sales,
        order: usize,
        amounts: &Amounts,
        lines: Option<i64>,
    ) -> OrderFlags {
        let is_included = match sales.layout.tax {
            TaxRule::OnTop => false,
            TaxRule::ByCurrency => {
                let currency = sales.currencies[sales.orders.currency_of(order)].0;
                !matches!(currency.code(), "USD" | "CAD")
            }
            TaxRule::Unknown => is_inside(amounts, lines).unwrap_or(self.is_tax_included),
        };
        if is_included { OrderFlags::TAX_INCLUDED } else { OrderFlags::default() }
    }

    /// What the goods of an order without lines came to, after discounts, and the discount in it.
    pub(super) fn goods(&self, amounts: &Amounts, is_tax_included: bool) -> (i64, i64) {
        let discount = amounts[DISCOUNT].map_or(0, i64::abs);
        if let Some(subtotal) = amounts[SUBTOTAL] {
            let goods = if self.is_subtotal_before_discount {
                subtotal - discount * subtotal.signum()
            } else {
                subtotal
            };
            return (goods, discount);
        }
        let tax = if is_tax_included { 0 } else { amounts[TAX].unwrap_or(0) };
        let extras = amounts[SHIPPING].unwrap_or(0) + amounts[TIP].unwrap_or(0) + tax;
        (amounts[TOTAL].unwrap_or(0) - extras, discount)
    }
}

/// What the lines of an order sum up to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LineSums {
    pub(super) amount: i64,
    pub(super) discount: i64,
}

/// The discount of an order that its lines do not have already: some sources repeat in it what the lines gave.
fn discount_beyond(amounts: &Amounts, lines: LineSums) -> Option<i64> {
    let discount = amounts[DISCOUNT].map(i64::abs)?;
    let is_beside = amounts[SUBTOTAL].is_some_and(|base| is_near(base, lines.amount - discount));
    let is_repeated = lines.discount != 0 && discount >= lines.discount && !is_beside;
    Some(if is_repeated { discount - lines.discount } else { discount })
}

fn is_near(a: i64, b: i64) -> bool {
    (a - b).abs() <= 2
}

/// Whether total and subtotal differ by the discount.
fn is_before_discount(amounts: &Amounts) -> Option<bool> {
    let (subtotal, total) = (amounts[SUBTOTAL]?, amounts[TOTAL]?);
    let discount = amounts[DISCOUNT].map(i64::abs).filter(|&discount| discount != 0)?;
    let shipping = amounts[SHIPPING].unwrap_or(0) + amounts[TIP].unwrap_or(0);
    let tax = amounts[TAX].unwrap_or(0);
    let fits = |base: i64| is_near(total, base + shipping) || is_near(total, base + shipping + tax);
    match (fits(subtotal - discount), fits(subtotal)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Whether the total holds without adding the tax, or only with it.
fn is_inside(amounts: &Amounts, lines: Option<i64>) -> Option<bool> {
    let total = amounts[TOTAL]?;
    let tax = amounts[TAX].filter(|&tax| tax.abs() > 2)?;
    let extras = amounts[SHIPPING].unwrap_or(0) + amounts[TIP].unwrap_or(0);
    let discount = amounts[DISCOUNT].map_or(0, i64::abs);
    let bases = [
        amounts[SUBTOTAL],
        amounts[SUBTOTAL].map(|base| base - discount),
        lines.map(|sum| sum - discount),
    ];
    for base in bases.into_iter().flatten() {
        match (is_near(total, base + extras), is_near(total, base + extras + tax)) {
            (true, false) => return Some(true),
            (false, true) => return Some(false),
            _ => {}
        }
    }
    None
}

/// The level of a field.
pub(super) fn level_of(field: Field) -> Option<usize> {
    LEVELS.iter().position(|&level| level == field)
}
