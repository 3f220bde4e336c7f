//! Rows to orders and lines, grouped over the whole file.

mod amounts;
mod emit;
mod kinds;
mod lines;
mod orders;
mod tally;
mod totals;

pub(crate) use emit::{Emitter, Frozen};
pub(crate) use tally::{Counted, Tally, decimal};

use ledger::{Answers, Currency, Field, Moment, OrderFlags, Plan};

use super::cells::{Columns, is_no, is_nothing};
use super::countries;
use super::intern::{Interner, Memo};
use super::layouts::Layout;
use super::problems::Finding;
use super::records::Record;
use super::status::{self, Event, RowType, State};
use super::text::normalise;
use super::{Settings, currencies};
use amounts::Amounts;
use orders::{LEVELS, LineTable, NewLine, NewOrder, OrderTable};

/// Lines held at once: some 60 bytes each.
const WINDOW: usize = 1_500_000;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is in.
    Accepted,
    /// It cannot be read.
    Rejected,
    /// The file has it already.
    Duplicate,
}

/// How much of orders a file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Lines, with or without amounts of the order.
    Lines,
    /// A row is an order; what was sold stands in one cell.
    ItemList,
    /// A row is an order, and that is all.
    Summary,
}

/// Orders and lines as they are read.
#[derive(Debug)]
pub(crate) struct Sales {
    layout: &'static Layout,
    detail: Detail,
    source: String,
    currency: Currency,
    is_currency_told: bool,
    wants_customers: bool,
    has_events: bool,
    place: String,
    channel: String,
    items: Interner,
    places: Interner,
    channels: Interner,
    countries: Interner,
    customers: Interner,
    currencies: Vec<(Currency, u8)>,
    orders: OrderTable,
    lines: LineTable,
    /// Lines that were cancelled; of orders that otherwise stand they are no sales.
    voided: Vec<u32>,
    /// For and against: the line amount has the discount in it; the line amount has the tax in it.
    discount_votes: (u32, u32),
    tax_votes: (u32, u32),
    /// Receipts, lines and payments are rows of the same file.
    has_row_types: bool,
    row_types: Memo<RowType>,
    events: Memo<Option<Event>>,
    states: Memo<State>,
    country_codes: Memo<Option<&'static str>>,
    foreign: Memo<bool>,
    /// Codes listed in cells of a layout that names its items so.
    listed: u64,
    /// What was decided when the file was read before, or over its first window.
    pub(crate) frozen: Option<Frozen>,
    /// Lines, or orders without lines, that are held at once.
    pub(crate) window: usize,
    /// The last order of the window before: rows without a number go on with it.
    before: Option<(Option<u32>, Moment)>,
    /// The greatest instant of any date in the file.
    pub(crate) latest_ms: i64,
    scratch: Vec<u8>,
    pub(crate) answers: Answers,
}

impl Sales {
    pub(crate) fn new(plan: &Plan, columns: &Columns, settings: &Settings) -> Self {
        let layout = Layout::by_id(&plan.layout);
        let told = plan.answers.get("currency").and_then(|code| Currency::from_code(code).ok());
        let has_items = columns.has_any(&[Field::ItemCode, Field::ItemName, Field::Barcode]);
        let has_prices = columns.has_any(&[Field::LineAmount, Field::UnitPrice]);
        let detail = if has_items || has_prices {
            Detail::Lines
        } else if columns.of(Field::ItemList).is_some() && !layout.lists_codes {
            Detail::ItemList
        } else {
            Detail::Summary
        };
        let has_row_types = plan.answers.contains_key("row_types");
        let answer = |name: &str| plan.answers.get(name).cloned().unwrap_or_default();
        let channel = answer("channel");
        Self {
            layout,
            detail,
            source: plan.source.clone(),
            currency: told.unwrap_or(settings.currency),
            is_currency_told: told.is_some() || columns.of(Field::Currency).is_some(),
            wants_customers: answer("customers") == "yes",
            has_events: columns.of(Field::EventType).is_some(),
            place: answer("place"),
            channel: if channel.is_empty() { layout.channel.to_owned() } else { channel },
            items: Interner::default(),
            places: Interner::with_empty(),
            channels: Interner::with_empty(),
            countries: Interner::with_empty(),
            customers: Interner::with_empty(),
            currencies: Vec::new(),
            orders: OrderTable::new(columns, has_row_types),
            lines: LineTable::new(columns),
            voided: Vec::new(),
            discount_votes: (0, 0),
            tax_votes: (0, 0),
            has_row_types,
            row_types: Memo::default(),
            events: Memo::default(),
            states: Memo::default(),
            country_codes: Memo::default(),
            foreign: Memo::default(),
            listed: 0,
            frozen: None,
            window: WINDOW,
            before: None,
            latest_ms: i64::MIN,
            scratch: Vec::new(),
            answers: plan.answers.clone(),
        }
    }

    /// Takes a row in.
    pub(crate) fn row(
        &mut self,
        columns: &mut Columns,
        record: Record<'_>,
        findings: &mut Vec<Finding>,
    ) -> Outcome {
        let moment = columns.moment(record, findings);
        let currency = self.currency_of(columns, record, findings);
        let mut amounts = self.amounts(columns, record, currency, findings);
        if self.has_row_types {
            match self.row_types.get(columns.text(record, Field::EventType), status::row_type) {
                RowType::Line => {}
                RowType::Payment => return Outcome::Accepted,
                RowType::Order => amounts.become_order(),
            }
        }
        let mut is_bad = amounts.has_failed
            || findings.iter().any(|finding| finding.severity == ledger::Severity::Unreadable);
        let key = self.key(columns, record, findings);
        let known = key.order.and_then(|number| self.orders.by_number(number));
        let is_begun =
            key.is_continued || key.order.is_some_and(|number| self.orders.has_begun(number));
        if moment.is_none() && known.is_none() && !is_begun && !is_bad {
            let column = columns.of(Field::Date).unwrap_or(0);
            findings.push(Finding::unreadable("date-missing", column));
            is_bad = true;
        }
        if is_bad {
            return Outcome::Rejected;
        }
        if self.detail != Detail::Lines
            && let Some(order) = known
            && self.orders.is_repeated(order, record)
        {
            findings.push(Finding {
                code: "row-repeated",
                severity: ledger::Severity::Doubtful,
                column: None,
            });
            return Outcome::Duplicate;
        }
        let order = match known {
            Some(order) => order,
            None if key.is_continued && self.orders.len() > 0 => self.orders.len() - 1,
            None => {
                let (number, before) = match self.before {
                    Some((number, placed)) if key.is_continued => (number, Some(placed)),
                    Some((_, placed)) => (key.order, Some(placed)),
                    None => (key.order, None),
                };
                let placed = moment.or(before).unwrap_or_default();
                self.orders.push(number, NewOrder { placed, currency, record })
            }
        };
        let is_void = self.describe_order(order, columns, record, key.event);
        self.add_amounts(order, &amounts, key.event);
        let first = self.lines.len();
        self.add_lines(order, columns, record, &amounts, key.event);
        if is_void {
            self.voided.extend(first as u32..self.lines.len() as u32);
        }
        Outcome::Accepted
    }

    /// The currency that was taken because the file tells none.
    pub(crate) fn assumed_currency(&self) -> Option<String> {
        (!self.is_currency_told).then(|| self.currency.code().to_owned())
    }

    /// Whether what is held has to be handed out before more is read.
    pub(crate) fn is_full(&self) -> bool {
        self.lines.len().max(self.orders.len()) >= self.window
    }

    /// Forgets orders and lines, but not their numbers.
    fn begin_window(&mut self) {
        if let Some(last) = self.orders.len().checked_sub(1) {
            self.before = Some((self.orders.number_id_of(last), self.orders.placed_of(last)));
        }
        self.orders.clear();
        self.lines.clear();
        self.voided.clear();
    }

    /// Which order a row belongs to.
    fn key(&mut self, columns: &Columns, record: Record<'_>, findings: &mut Vec<Finding>) -> Key {
        let event = match columns.text(record, Field::EventType) {
            b"" => None,
            cell => self.events.get(cell, status::event),
        };
        let Some(column) = columns.of(Field::OrderNumber) else {
            return Key { order: None, is_continued: false, event };
        };
        let number = plain_number(columns.text(record, Field::OrderNumber));
        if is_nothing(number) {
            let has_date =
                columns.of(Field::Date).is_some_and(|date| !record.cell(date).is_empty());
            let is_continued = !has_date && (self.orders.len() > 0 || self.before.is_some());
            if !is_continued {
                findings.push(Finding::doubtful("order-number-missing", column));
            }
            return Key { order: None, is_continued, event };
        }
        if is_damaged(number) {
            findings.push(Finding::doubtful("order-number-damaged", column));
            return Key { order: None, is_continued: false, event };
        }
        let payment = columns.text(record, Field::PaymentId);
        self.orders.note_id(number, payment);
        self.scratch.clear();
        self.scratch.extend_from_slice(number);
        // A refund shares the number of what it refunds; its payment tells them apart.
        if event == Some(Event::Return) && !payment.is_empty() {
            self.scratch.push(b'/');
            self.scratch.extend_from_slice(payment);
        }
        Key { order: Some(self.orders.number_id(&self.scratch)), is_continued: false, event }
    }

    /// The currency of a row, as an index.
    fn currency_of(
        &mut self,
        columns: &Columns,
        record: Record<'_>,
        findings: &mut Vec<Finding>,
    ) -> u32 {
        let mut currency = self.currency;
        if let Some(column) = columns.of(Field::Currency) {
            let cell = record.cell(column);
            if !is_nothing(cell) {
                if let Some(latest) = self.currencies.last()
                    && latest.0.code().as_bytes() == cell
                {
                    return self.currencies.len() as u32 - 1;
                }
                match currencies::from_text(&String::from_utf8_lossy(cell)) {
                    Some(told) => currency = told,
                    None => findings.push(Finding::unreadable("currency-unknown", column)),
                }
            }
        } else {
            let amounts =
                [Field::OrderTotal, Field::LineAmount, Field::UnitPrice, Field::OrderSubtotal];
            let beside = amounts.iter().find_map(|&field| columns.currency_beside(record, field));
            currency = beside.unwrap_or(currency);
            self.is_currency_told |= beside.is_some();
        }
        self.currency_index(currency)
    }

    fn currency_index(&mut self, currency: Currency) -> u32 {
        if let Some(known) = self.currencies.iter().position(|(known, _)| *known == currency) {
            return known as u32;
        }
        self.currencies.push((currency, currency.digits()));
        self.currencies.len() as u32 - 1
    }

    /// Place, channel, country, customer, state; tells whether the row is void.
    fn describe_order(
        &mut self,
        order: usize,
        columns: &mut Columns,
        record: Record<'_>,
        event: Option<Event>,
    ) -> bool {
        let place = or(columns.text(record, Field::Place), &self.place);
        let place = self.places.intern(place);
        let channel_cell = or(columns.text(record, Field::Channel), &self.channel);
        let channel = self.channels.intern(channel_cell);
        let country = match columns.text(record, Field::Country) {
            b"" => 0,
            cell => match self.country_codes.get(cell, countries::code) {
                Some(code) => self.countries.intern(code.as_bytes()),
                None => self.countries.intern(cell),
            },
        };
        let mut customer = plain_number(columns.text(record, Field::Customer));
        if customer.is_empty() && self.wants_customers {
            customer = columns.text(record, Field::CustomerName);
        }
        let customer = if is_nothing(customer) { 0 } else { self.customers.intern(customer) };
        let mut flags = OrderFlags::default();
        let foreign = self.layout.foreign_channel;
        if !foreign.is_empty() && self.foreign.get(channel_cell, |name| normalise(name) == foreign)
        {
            flags = flags.with(OrderFlags::NOT_REVENUE);
        }
        let state = self.state_of(columns, record);
        if state == Some(State::Pending) {
            flags = flags.with(OrderFlags::PENDING);
        }
        let is_void = state == Some(State::Cancelled) || event == Some(Event::Void);
        if is_void {
            flags = flags.with(OrderFlags::CANCELLED);
        } else if state.is_some() || event.is_some() {
            // One cancelled line does not cancel the others.
            self.orders.keep_alive(order);
        }
        match event {
            Some(Event::Return) => flags = flags.with(OrderFlags::RETURN),
            Some(Event::Sale | Event::Other | Event::Void) | None => {}
        }
        self.orders.describe(order, [place, channel, country, customer], flags);
        if let Some(column) = columns.of(Field::UpdatedAt)
            && let Some(Ok(stamp)) = columns.stamp(record, column)
        {
            let moment = super::cells::moment(stamp.day, stamp.time_ms, stamp.offset_min);
            self.orders.know(order, moment.instant_ms());
        }
        is_void
    }

    /// How the row says its order or its line stands; `None` if it says nothing.
    fn state_of(&mut self, columns: &Columns, record: Record<'_>) -> Option<State> {
        let cancelled = columns.text(record, Field::CancelledAt);
        if !is_nothing(cancelled) && !is_no(cancelled) {
            return Some(State::Cancelled);
        }
        match columns.text(record, Field::Status) {
            b"" if cancelled.is_empty() => None,
            b"" => Some(State::Done),
            cell => Some(self.states.get(cell, status::state)),
        }
    }

    fn add_amounts(&mut self, order: usize, amounts: &Amounts, event: Option<Event>) {
        for (level, amount) in amounts.levels.iter().enumerate() {
            let Some(mut amount) = *amount else { continue };
            if event == Some(Event::Return) && LEVELS[level] != Field::Refunded {
                amount = -amount.abs();
            }
            self.orders.add_level(order, level, amount);
        }
    }
}

struct Key {
    order: Option<u32>,
    /// A row without number and date goes on with the order above.
    is_continued: bool,
    event: Option<Event>,
}

fn or<'a>(cell: &'a [u8], otherwise: &'a str) -> &'a [u8] {
    if is_nothing(cell) { otherwise.as_bytes() } else { cell }
}

fn cell_text(cell: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(cell)
}

/// `17850.0` → `17850`: numbers that went through a floating column.
fn plain_number(cell: &[u8]) -> &[u8] {
    match cell.strip_suffix(b".0") {
        Some(whole) if !whole.is_empty() && whole.iter().all(u8::is_ascii_digit) => whole,
        _ => cell,
    }
}

/// `2.02611E+13`: what a spreadsheet made of a long number. It cannot be repaired.
fn is_damaged(number: &[u8]) -> bool {
    let Some(at) = number.iter().position(|byte| matches!(byte, b'E' | b'e')) else { return false };
    let (mantissa, exponent) = (&number[..at], &number[at + 1..]);
    let exponent = exponent.strip_prefix(b"+");
    mantissa.first().is_some_and(u8::is_ascii_digit)
        && mantissa.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        && exponent
            .is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

/// The wall-clock reading of an instant in the vault's zone.
fn in_zone(instant_ms: i64, settings: &Settings) -> Moment {
    let offset = (settings.offset)(instant_ms);
    Moment { local_ms: instant_ms + i64::from(offset) * 60_000, offset_min: Some(offset) }
}
