//! The canonical form of orders from anywhere: one struct of columns, so that a million lines are a dozen
//! allocations.

use crate::currency::Currency;
use crate::day::Moment;
use crate::money::Decimal;

/// What a line is. Only products count as revenue; the rest is kept as what it is and shown apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum LineKind {
    /// Goods or services sold, or (negative) taken back.
    #[default]
    Product = 0,
    /// Postage and packing charged to the customer.
    Shipping = 1,
    /// What a bank, card scheme or marketplace charged or refunded.
    Fee = 2,
    /// A discount written as a line.
    Discount = 3,
    /// Stock found, lost, broken: units without a sale.
    StockCorrection = 4,
    /// Anything else that is not a product: manual postings, bad debt, samples, deposits.
    Other = 5,
    /// A gift card or voucher: a debt, not revenue.
    GiftCard = 6,
    /// A whole order of which the source tells no lines.
    WholeOrder = 7,
    /// A tip.
    Tip = 8,
}

impl LineKind {
    /// Every kind; its number is its position.
    pub const ALL: [Self; 9] = [
        Self::Product,
        Self::Shipping,
        Self::Fee,
        Self::Discount,
        Self::StockCorrection,
        Self::Other,
        Self::GiftCard,
        Self::WholeOrder,
        Self::Tip,
    ];

    /// Whether it counts for revenue and units.
    #[must_use]
    pub const fn is_goods(self) -> bool {
        matches!(self, Self::Product | Self::WholeOrder)
    }

    /// The kind of a number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// What is true of an order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct OrderFlags(pub u16);

impl OrderFlags {
    /// Cancelled: kept and listed, counts for nothing.
    pub const CANCELLED: Self = Self(1);
    /// Not paid or not priced yet.
    pub const PENDING: Self = Self(1 << 1);
    /// The whole order is a return, a cancellation note or a refund.
    pub const RETURN: Self = Self(1 << 2);
    /// Prices contain the tax.
    pub const TAX_INCLUDED: Self = Self(1 << 3);
    /// Sold elsewhere and only fulfilled through this source: not revenue here.
    pub const NOT_REVENUE: Self = Self(1 << 4);
    /// The source told the order only, not its lines.
    pub const SUMMARY: Self = Self(1 << 5);
    /// The source always tells the whole order: a newer reading replaces the older one, lines included.
    pub const WHOLE: Self = Self(1 << 6);
    /// More lines of an order that this import has already brought.
    pub const CONTINUED: Self = Self(1 << 7);
    /// The source gave no order number: the key is made from the row itself.
    pub const UNNUMBERED: Self = Self(1 << 8);
    /// The ledger's own mark: an older reading of the order lies in an earlier chunk and counts no more.
    pub const REPLACES: Self = Self(1 << 9);
    /// The ledger's own mark: no reading, only the news that the one there was still true at `known_ms`.
    pub const CONFIRMED: Self = Self(1 << 10);
    /// What an importer may set.
    pub(crate) const OF_IMPORTERS: u16 = (1 << 9) - 1;

    /// Whether all bits of `other` are set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// An item as lines name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemName {
    /// SKU; empty if the source has none (then the name stands for it).
    pub sku: String,
    /// What it is called, variant included; empty if not told.
    pub name: String,
    /// Category; empty if not told.
    pub category: String,
}

/// Order-level amounts in minor units of the order's currency; `None` where the source does not tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Shipping charged that is not a line.
    pub shipping: Option<i64>,
    /// Tax of the order.
    pub tax: Option<i64>,
    /// Discount on the whole order that is not in the lines, positive.
    pub discount: Option<i64>,
    /// Fees kept by others, positive.
    pub fees: Option<i64>,
    /// Tip.
    pub tip: Option<i64>,
    /// Given back, positive, that is not a line.
    pub refunded: Option<i64>,
    /// What the order came to.
    pub total: Option<i64>,
}

/// Orders and their lines as columns. All order columns have one length, all line columns another;
/// `first_line` has one entry more than there are orders, and order `o` owns the lines
/// `first_line[o]..first_line[o + 1]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orders {
    /// Names the source: part of every order's key.
    pub source: String,
    /// Items, referred to by `item`.
    pub items: Vec<ItemName>,
    /// Places, referred to by `place`; index 0 is "" (not told).
    pub places: Vec<String>,
    /// Channels, referred to by `channel`; index 0 is "".
    pub channels: Vec<String>,
    /// Countries as ISO 3166 alpha-2 where recognised, else as told; index 0 is "".
    pub countries: Vec<String>,
    /// Currencies, referred to by `currency`.
    pub currencies: Vec<Currency>,
    /// Customers as numbers or short names, referred to by `customer`; index 0 is "". Never sealed with the
    /// orders: written to a [`crate::ChunkKind::Customers`] chunk.
    pub customers: Vec<String>,

    /// Order numbers as people write them.
    pub number: Vec<String>,
    /// When each was placed.
    pub placed: Vec<Moment>,
    /// When the source last knew about it, milliseconds since 1970: the newer reading wins.
    pub known_ms: Vec<i64>,
    /// Index into `places`.
    pub place: Vec<u32>,
    /// Index into `channels`.
    pub channel: Vec<u32>,
    /// Index into `countries`.
    pub country: Vec<u32>,
    /// Index into `currencies`.
    pub currency: Vec<u32>,
    /// Index into `customers`.
    pub customer: Vec<u32>,
    /// What is true of each.
    pub flags: Vec<OrderFlags>,
    /// Order-level amounts.
    pub totals: Vec<Totals>,
    /// Where each order's lines begin; starts with 0.
    pub first_line: Vec<u32>,

    /// Index into `items`.
    pub item: Vec<u32>,
    /// What each line is.
    pub kind: Vec<LineKind>,
    /// Units in thousandths, negative for returns.
    pub quantity: Vec<i64>,
    /// Price of one unit as told.
    pub unit_price: Vec<Decimal>,
    /// What the line came to after its own discount, minor units; tax inside iff `TAX_INCLUDED`.
    pub amount: Vec<i64>,
    /// Discount already taken off `amount`, positive.
    pub discount: Vec<i64>,
    /// Tax of the line, inside `amount` iff `TAX_INCLUDED`.
    pub tax: Vec<i64>,
    /// Line of the file it was read from, from 1; 0 if there is none.
    pub row: Vec<u32>,
    /// When the source last knew about each line, milliseconds since 1970; empty: as long as about the orders.
    /// Only orders that were merged from several readings need it.
    pub line_known_ms: Vec<i64>,
}

impl Orders {
    /// Without any order yet.
    #[must_use]
    pub fn new(source: impl Into<String>) -> Self {
        let nothing = || vec![String::new()];
        Self {
            source: source.into(),
            places: nothing(),
            channels: nothing(),
            countries: nothing(),
            customers: nothing(),
            first_line: vec![0],
            ..Self::default()
        }
    }

    /// Number of orders.
    #[must_use]
    pub fn len(&self) -> usize {
        self.number.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.number.is_empty()
    }

    /// Number of lines.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.item.len()
    }
}
