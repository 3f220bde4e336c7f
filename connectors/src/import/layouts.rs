//! Layouts of vendors: recognised by the set of their normalised headers, whatever the order and the file's name.
//! They settle what headers alone leave open and bring what only the vendor's manual tells.

mod vendors;

use ledger::{Field, FileKind};

use super::dates::Order;
use super::text::normalise;

/// Where taxes are, if the vendor says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum TaxRule {
    /// The amounts have to tell.
    #[default]
    Unknown,
    /// On top of the amounts.
    OnTop,
    /// On top in the United States and Canada, inside elsewhere.
    ByCurrency,
}

/// A vendor's layout.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) id: &'static str,
    pub(crate) source: &'static str,
    pub(crate) kind: FileKind,
    /// Headers that must be there; `|` parts alternatives.
    needs: &'static [&'static str],
    /// Meanings by normalised header; what is not named is ignored.
    fields: &'static [(&'static str, Field)],
    /// The order of day and month where numbers leave it open.
    pub(crate) date_order: Option<Order>,
    /// A row or a group of rows is always the whole order.
    pub(crate) is_whole: bool,
    /// Order-level amounts belong to the row and are added up.
    pub(crate) sums_rows: bool,
    /// The line amount is before the line's discount.
    pub(crate) is_before_discount: bool,
    pub(crate) tax: TaxRule,
    /// `Refunded` holds what is left of the total, if it is not zero.
    pub(crate) refund_is_remainder: bool,
    /// A channel of this name means: sold elsewhere.
    pub(crate) foreign_channel: &'static str,
    /// The channel where the file tells none.
    pub(crate) channel: &'static str,
    /// `ItemList` holds codes parted by commas, without quantities.
    pub(crate) lists_codes: bool,
    /// Names under which sums of fields are reported.
    pub(crate) facts: &'static [(&'static str, Field)],
}

/// What every layout starts from.
const PLAIN: Layout = Layout {
    id: "",
    source: "",
    kind: FileKind::Sales,
    needs: &[],
    fields: &[],
    date_order: None,
    is_whole: false,
    sums_rows: false,
    is_before_discount: false,
    tax: TaxRule::Unknown,
    refund_is_remainder: false,
    foreign_channel: "",
    channel: "",
    lists_codes: false,
    facts: &[],
};

impl Layout {
    /// The layout of a plan; the plain one if it names none.
    pub(crate) fn by_id(id: &str) -> &'static Self {
        vendors::ALL.iter().find(|layout| layout.id == id).unwrap_or(&vendors::NONE)
    }

    /// The layout a set of headers belongs to.
    pub(crate) fn of(headers: &[String]) -> Option<&'static Self> {
        let headers: Vec<String> = headers.iter().map(|header| normalise(header)).collect();
        let has =
            |need: &str| need.split('|').any(|name| headers.iter().any(|header| header == name));
        let fitting =
            vendors::ALL.iter().filter(|layout| layout.needs.iter().all(|need| has(need)));
        fitting.max_by_key(|layout| layout.needs.len())
    }

    /// What the layout says a header means.
    pub(crate) fn field(&self, header: &str) -> Field {
        let header = normalise(header);
        self.fields
            .iter()
            .find(|(name, _)| *name == header)
            .map_or(Field::Ignore, |(_, field)| *field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_need_no_order_of_columns() {
        let headers =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let shopify = headers(&[
            "Lineitem SKU",
            "Total",
            "Lineitem quantity",
            "Name",
            "Lineitem price",
            "Created at",
        ]);
        assert_eq!(Layout::of(&shopify).map(|layout| layout.id), Some("shopify-orders"));
        assert!(Layout::of(&headers(&["Date", "Total"])).is_none());
    }

    #[test]
    fn every_need_is_a_normalised_header() {
        for layout in &vendors::ALL {
            let names = layout.needs.iter().flat_map(|need| need.split('|'));
            for name in names.chain(layout.fields.iter().map(|(name, _)| *name)) {
                assert_eq!(normalise(name), name, "{}", layout.id);
            }
        }
    }
}
