//! One order in full.

use super::{Context, Records, Row, RowState, ranked};
use crate::chunks::decode_orders;
use crate::money::Decimal;
use crate::sales::{OrderFlags, OrderLineView, OrderRef, OrderView, Orders, Totals};

impl Records {
    /// The live row a reference means.
    fn live_row(&self, reference: OrderRef) -> Option<Row> {
        let row = Row::of(reference);
        let chunk = self.chunks.get(row.chunk as usize)?;
        let order = row.order as usize;
        (order < chunk.len() && chunk.state(order) == RowState::Live).then_some(row)
    }

    pub(super) fn missing_for_detail(&self, reference: OrderRef) -> Vec<[u8; 32]> {
        let Some(row) = self.live_row(reference) else { return Vec::new() };
        let mut missing: Vec<[u8; 32]> = self
            .rows_with_lines(row)
            .filter(|row| self.content(*row).is_none())
            .map(|row| self.chunk(row).digest)
            .take(super::KEPT_CONTENTS)
            .collect();
        missing.dedup();
        missing
    }

    fn content(&self, row: Row) -> Option<&[u8]> {
        let (_, content) = self.contents.iter().find(|(chunk, _)| *chunk == row.chunk)?;
        Some(content)
    }

    pub(super) fn order(&self, reference: OrderRef, context: &Context<'_>) -> Option<OrderView> {
        let row = self.live_row(reference)?;
        let mut lines: Vec<OrderLineView> = Vec::new();
        for row in self.rows_with_lines(row) {
            match self.content(row).map(decode_orders) {
                Some(Ok(orders)) => push_read_lines(&mut lines, &orders, row),
                _ => self.push_resident_lines(&mut lines, row),
            }
        }
        let lines = ranked(lines, &|a, b| a.row.cmp(&b.row));
        let chunk = self.chunk(row);
        let (file, imported_ms) =
            context.state.import_origin(chunk.import).map_or(("", 0), |origin| origin);
        Some(OrderView {
            order: self.order_row(row, context.can_read_people),
            lines,
            amounts: told(&self.totals_of(row)),
            is_tax_included: self.flags_of(row).has(OrderFlags::TAX_INCLUDED),
            source: self.names.sources.get(chunk.source).to_owned(),
            file: file.to_owned(),
            imported_ms,
        })
    }

    /// Lines without their place in the file: it is only in the chunk's content.
    fn push_resident_lines(&self, out: &mut Vec<OrderLineView>, row: Row) {
        let chunk = self.chunk(row);
        let Some(lines) = &chunk.lines else { return };
        out.extend(chunk.lines_of(row.order as usize).map(|line| {
            let local = chunk.items[lines.item.get(line) as usize];
            OrderLineView {
                sku: self.names.sku(local.item).to_owned(),
                name: self.names.item_names.get(local.name).to_owned(),
                kind: lines.kind.get(line) as u8,
                quantity: lines.quantity.get(line),
                unit_price: told_price(lines.price_of(line)),
                amount: lines.amount.get(line),
                discount: lines.discount.get(line),
                tax: lines.tax.get(line),
                row: 0,
            }
        }));
    }
}

fn push_read_lines(out: &mut Vec<OrderLineView>, orders: &Orders, row: Row) {
    let order = row.order as usize;
    if order >= orders.len() {
        return;
    }
    let range = orders.first_line[order] as usize..orders.first_line[order + 1] as usize;
    out.extend(range.map(|line| {
        let item = &orders.items[orders.item[line] as usize];
        OrderLineView {
            sku: item.sku.clone(),
            name: item.name.clone(),
            kind: orders.kind[line] as u8,
            quantity: orders.quantity[line],
            unit_price: told_price(orders.unit_price[line]),
            amount: orders.amount[line],
            discount: orders.discount[line],
            tax: orders.tax[line],
            row: orders.row[line],
        }
    }));
}

fn told_price(price: Decimal) -> Option<(i64, u8)> {
    (price != Decimal::ZERO).then_some((price.value, price.scale))
}

/// The amounts a source told, by stable name.
fn told(totals: &Totals) -> Vec<(String, i64)> {
    [
        ("shipping", totals.shipping),
        ("tax", totals.tax),
        ("discount", totals.discount),
        ("fees", totals.fees),
        ("tip", totals.tip),
        ("refunded", totals.refunded),
        ("total", totals.total),
    ]
    .into_iter()
    .filter_map(|(name, amount)| Some((name.to_owned(), amount?)))
    .collect()
}
