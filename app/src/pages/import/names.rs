//! What fields, kinds and problems are called.

use ledger::{Field, FileKind};
use yew::AttrValue;

use crate::i18n::I18n;

/// Fields as a list offers them: the catalogue has a name for each group.
pub(super) const GROUPS: [(&str, &[Field]); 7] = [
    (
        "fields-order",
        &[
            Field::Date,
            Field::Time,
            Field::OrderNumber,
            Field::Status,
            Field::EventType,
            Field::Place,
            Field::Channel,
            Field::Seller,
            Field::Note,
            Field::UpdatedAt,
            Field::CancelledAt,
            Field::TimeZone,
            Field::PaymentId,
            Field::LineId,
        ],
    ),
    (
        "fields-item",
        &[
            Field::ItemCode,
            Field::ItemName,
            Field::Variant,
            Field::Barcode,
            Field::Category,
            Field::ProductHandle,
            Field::ItemList,
        ],
    ),
    (
        "fields-line",
        &[
            Field::Quantity,
            Field::UnitPrice,
            Field::LineAmount,
            Field::LineDiscount,
            Field::LineTax,
            Field::TaxRate,
            Field::Currency,
        ],
    ),
    (
        "fields-total",
        &[
            Field::OrderSubtotal,
            Field::OrderDiscount,
            Field::Shipping,
            Field::OrderTax,
            Field::OrderTotal,
            Field::OrderNet,
            Field::Refunded,
            Field::Tip,
            Field::Fee,
        ],
    ),
    (
        "fields-customer",
        &[Field::Customer, Field::CustomerName, Field::CustomerEmail, Field::Country],
    ),
    ("fields-stock", &[Field::Cost, Field::OnHand, Field::Committed, Field::Available]),
    ("fields-rates", &[Field::RateFrom, Field::RateTo, Field::Rate]),
];

/// The number by which the catalogue and the lists know a field.
pub(super) const fn number(field: Field) -> u8 {
    field as u8
}

/// The field of a number that a list gave.
pub(super) fn field_of(number: &str) -> Field {
    let wanted = number.parse().unwrap_or(0);
    GROUPS
        .iter()
        .flat_map(|(_, fields)| fields.iter())
        .copied()
        .find(|field| self::number(*field) == wanted)
        .unwrap_or(Field::Ignore)
}

/// What a field is called.
pub(super) fn field_name(i18n: &I18n, field: Field) -> AttrValue {
    i18n.with("field-name", &[("number", number(field).into())])
}

/// What a kind of file is called.
pub(super) fn kind_name(i18n: &I18n, kind: FileKind) -> AttrValue {
    i18n.t(match kind {
        FileKind::Sales => "kind-sales",
        FileKind::Items => "kind-items",
        FileKind::Stock => "kind-stock",
        FileKind::Rates => "kind-rates",
    })
}

/// The sentence of a problem with a line.
pub(super) fn problem_sentence(i18n: &I18n, code: &str) -> AttrValue {
    i18n.coded("row", code, &[])
        .unwrap_or_else(|| i18n.with("problem-of-line", &[("code", code.into())]))
}

/// Whether figures stand in a column.
pub(super) const fn is_amount(field: Field) -> bool {
    use Field as F;
    matches!(
        field,
        F::Quantity
            | F::UnitPrice
            | F::LineAmount
            | F::LineDiscount
            | F::LineTax
            | F::TaxRate
            | F::OrderSubtotal
            | F::OrderDiscount
            | F::Shipping
            | F::OrderTax
            | F::OrderTotal
            | F::OrderNet
            | F::Refunded
            | F::Tip
            | F::Fee
            | F::Cost
            | F::OnHand
            | F::Committed
            | F::Available
            | F::Rate
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_offered_once() {
        let mut offered: Vec<u8> = GROUPS
            .iter()
            .flat_map(|(_, fields)| fields.iter().map(|field| number(*field)))
            .collect();
        offered.sort_unstable();
        assert_eq!(offered, (1..=number(Field::TimeZone)).collect::<Vec<_>>());
        assert_eq!(field_of("46"), Field::Rate);
        assert_eq!(field_of("x"), Field::Ignore);
    }
}
