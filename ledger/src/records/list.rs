//! The order list: windows of orders, searched and filtered.

use std::cmp::Ordering;

use super::sales::Wanted;
use super::{Context, Records, Row};
use crate::day::{Day, Moment};
use crate::sales::{Lead, OrderFlags, OrderRow, OrdersPage, OrdersQuery, Period};

/// Rows at most in a window.
const MOST_ROWS: usize = 500;

/// The rows of the list last asked for, so that scrolling does not search again.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    query: OrdersQuery,
    reads_people: bool,
    rows: Vec<Row>,
}

/// One word of a search, looked up in the dictionaries.
struct Word {
    text: String,
    items: Vec<bool>,
    has_items: bool,
    customers: Vec<bool>,
}

/// The search itself.
struct Search {
    words: Vec<Word>,
    wanted: Wanted,
    period: Option<Period>,
}

impl Search {
    fn needs_lines(&self) -> bool {
        self.wanted.is_about_lines() || self.words.iter().any(|word| word.has_items)
    }

    fn touches(&self, first: Day, last: Day) -> bool {
        self.period.is_none_or(|period| period.first <= last && first <= period.last)
    }
}

impl Records {
    pub(super) fn orders(&mut self, query: &OrdersQuery, context: &Context<'_>) -> OrdersPage {
        let same = OrdersQuery { offset: 0, limit: 0, ..query.clone() };
        let reads_people = context.can_read_people;
        let is_listed = self
            .listed
            .as_ref()
            .is_some_and(|listed| listed.query == same && listed.reads_people == reads_people);
        if !is_listed {
            let rows = self.list(query, reads_people);
            self.listed = Some(Listed { query: same, reads_people, rows });
        }
        let rows = self.listed.as_ref().map_or(&[][..], |listed| &listed.rows);
        let from = usize::try_from(query.offset).unwrap_or(usize::MAX).min(rows.len());
        let limit = usize::from(query.limit.max(1)).min(MOST_ROWS);
        let window = &rows[from..(from + limit).min(rows.len())];
        OrdersPage {
            total: rows.len() as u64,
            rows: window.iter().map(|row| self.order_row(*row, reads_people)).collect(),
        }
    }

    pub(super) fn missing_for_list(&self, query: &OrdersQuery) -> Vec<[u8; 32]> {
        let search = self.search(query, false);
        if !search.needs_lines() {
            return Vec::new();
        }
        let can_match = |chunk: &super::Chunk| {
            search.wanted.is_about_lines()
                || chunk
                    .items
                    .iter()
                    .any(|local| search.words.iter().any(|word| word.items[local.item as usize]))
        };
        self.chunks
            .iter()
            .filter(|chunk| chunk.lines.is_none())
            .filter(|chunk| search.touches(chunk.first, chunk.last) || !self.joined.is_empty())
            .filter(|chunk| can_match(chunk))
            .map(|chunk| chunk.digest)
            .collect()
    }

    fn search(&self, query: &OrdersQuery, reads_people: bool) -> Search {
        let words = query.search.split_whitespace().map(str::to_lowercase);
        let words = words.map(|text| {
            let holds = |own: &str| own.to_lowercase().contains(&text);
            let items: Vec<bool> = self
                .names
                .items
                .iter()
                .map(|(id, _)| holds(self.names.sku(id)) || holds(self.item_name(id)))
                .collect();
            let customers = if reads_people {
                self.names.customers.iter().map(|(_, name)| holds(name)).collect()
            } else {
                Vec::new()
            };
            let has_items = items.contains(&true);
            Word { items, has_items, customers, text }
        });
        Search { words: words.collect(), wanted: self.wanted(&query.filter), period: query.period }
    }

    fn list(&self, query: &OrdersQuery, reads_people: bool) -> Vec<Row> {
        let search = self.search(query, reads_people);
        let needs_lines = search.needs_lines();
        let mut found: Vec<(i64, Row)> = Vec::new();
        for (at, chunk) in self.chunks.iter().enumerate() {
            if !search.touches(chunk.first, chunk.last) {
                continue;
            }
            for row in self.live_rows(at) {
                if self.is_found(row, &search, needs_lines) {
                    found.push((self.lead_key(row, query.lead), row));
                }
            }
        }
        found.sort_unstable_by(|(a, row), (b, other)| {
            a.cmp(b).then_with(|| self.by_name(*row, *other))
        });
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// Ascending keys in the order of the list.
    fn lead_key(&self, row: Row, lead: Lead) -> i64 {
        let placed = self.chunk(row).placed.get(row.order as usize);
        match lead {
            Lead::Newest => placed.saturating_neg(),
            Lead::Oldest => placed,
            Lead::Largest => self.order_total(row).saturating_neg(),
        }
    }

    /// Between orders of the same moment or size, whatever the order of imports was.
    fn by_name(&self, row: Row, other: Row) -> Ordering {
        let (a, b) = (self.name_of(row), self.name_of(other));
        (a.number, a.source, a.currency)
            .cmp(&(b.number, b.source, b.currency))
            .then(row.cmp(&other))
    }

    fn is_found(&self, row: Row, search: &Search, needs_lines: bool) -> bool {
        let chunk = self.chunk(row);
        let order = row.order as usize;
        let placed = Moment { local_ms: chunk.placed.get(order), offset_min: None };
        let is_then =
            search.period.is_none_or(|period| (period.first..=period.last).contains(&placed.day()));
        if !is_then {
            return false;
        }
        if search.wanted != Wanted::default() {
            let head = self.head(row);
            if !search.wanted.takes(head.place, head.channel, head.country) {
                return false;
            }
        }
        if search.words.is_empty() && !needs_lines {
            return true;
        }
        let number = chunk.numbers.get(order);
        let customer = chunk.customer.as_ref().map_or(0, |customer| customer.id(order));
        let is_named = |word: &Word| {
            holds_text(number, &word.text)
                || word.customers.get(customer as usize).copied().unwrap_or(false)
        };
        let is_open = |word: &Word| !is_named(word);
        let fits_lines = !search.wanted.is_about_lines()
            || self.any_item(row, |item| {
                search.wanted.takes_item(item, self.catalogue.category_id(item))
            });
        fits_lines
            && search
                .words
                .iter()
                .filter(|word| is_open(word))
                .all(|word| word.has_items && self.any_item(row, |item| word.items[item as usize]))
    }

    /// Whether an item is on any line of an order, parts included.
    fn any_item(&self, row: Row, wanted: impl Fn(u32) -> bool) -> bool {
        self.rows_with_lines(row).any(|row| {
            let chunk = self.chunk(row);
            chunk.lines.as_ref().is_some_and(|lines| {
                chunk
                    .lines_of(row.order as usize)
                    .any(|line| wanted(chunk.items[lines.item.get(line) as usize].item))
            })
        })
    }

    /// What an order came to: what the source says, else the sum of what was posted.
    fn order_total(&self, row: Row) -> i64 {
        let totals = self.totals_of(row);
        totals.total.unwrap_or_else(|| {
            let sums = self.sums_of(row).0;
            use super::chunk::LineSums as S;
            let own = |amount: Option<i64>| amount.unwrap_or(0);
            let flags = self.flags_of(row);
            let tax = if flags.has(OrderFlags::TAX_INCLUDED) {
                0
            } else {
                totals.tax.unwrap_or(sums[S::TAX])
            };
            sums[S::PRODUCTS] - sums[S::DISCOUNT_LINES] - own(totals.discount) + sums[S::SHIPPING]
                - sums[S::FEES]
                + own(totals.shipping)
                + sums[S::OTHER]
                + own(totals.tip)
                + tax
        })
    }

    pub(super) fn order_row(&self, row: Row, reads_people: bool) -> OrderRow {
        let chunk = self.chunk(row);
        let order = row.order as usize;
        let head = self.head(row);
        let flags = self.flags_of(row);
        let sums = self.sums_of(row).0;
        let customer = self.customer(row).filter(|_| reads_people).map(str::to_owned);
        OrderRow {
            order: row.reference(),
            number: chunk.numbers.get(order).to_owned(),
            placed: head.placed,
            place: self.names.places.get(head.place).to_owned(),
            channel: self.names.channels.get(head.channel).to_owned(),
            customer,
            country: self.names.countries.get(head.country).to_owned(),
            lines: u32::try_from(sums[super::chunk::LineSums::LINES]).unwrap_or(u32::MAX),
            units: sums[super::chunk::LineSums::UNITS],
            total: self.order_total(row),
            currency: self.names.currencies[head.currency as usize],
            is_cancelled: flags.has(OrderFlags::CANCELLED),
            is_return: flags.has(OrderFlags::RETURN),
            is_pending: flags.has(OrderFlags::PENDING),
            refunded: self.totals_of(row).refunded.unwrap_or(0),
        }
    }

    /// The customer of a row as its own reading tells; empty for none.
    pub(crate) fn own_customer(&self, row: Row) -> &str {
        let customer = self.chunk(row).customer.as_ref();
        self.names.customers.get(customer.map_or(0, |customer| customer.id(row.order as usize)))
    }

    /// The customer of a live row, from its own reading or the summary that completes it.
    pub(crate) fn customer(&self, row: Row) -> Option<&str> {
        let joined = self.joined.get(&row).map_or(&[][..], Vec::as_slice);
        std::iter::once(&row)
            .chain(joined)
            .filter_map(|row| {
                let customer = self.chunk(*row).customer.as_ref()?.id(row.order as usize);
                (customer != 0).then(|| self.names.customers.get(customer))
            })
            .next()
    }
}

/// Whether `text` holds `word`, which is lower case; only ASCII letters fold, so that a million order numbers need
/// no allocation.
fn holds_text(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    text.len() >= word.len()
        && text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}
