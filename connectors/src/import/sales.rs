//! Rows to orders and lines, grouped over the whole file.

mod emit;
mod kinds;
mod orders;
mod tally;
mod totals;

pub(crate) use emit::{Emitter, Frozen};
pub(crate) use tally::{Counted, Tally, decimal};

use ledger::{
    Answers, Currency, Decimal, Field, LineKind, MOST_MINOR, Moment, OrderFlags, Plan, Quantity,
};

use super::cells::{Columns, is_no, is_nothing};
use super::countries;
use super::intern::{Interner, Memo};
use super::itemlist;
use super::layouts::Layout;
use super::problems::Finding;
use super::records::Record;
use super::status::{self, Event, RowType, State};
use super::text::normalise;
use super::{Settings, currencies};
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

/// The numbers of a row.
#[derive(Debug, Default)]
struct Amounts {
    quantity: Option<i64>,
    price: Option<Decimal>,
    line: Option<i64>,
    discount: Option<i64>,
    tax: Option<i64>,
    levels: [Option<i64>; LEVELS.len()],
    has_failed: bool,
}

impl Amounts {
    /// The amounts of a receipt stand in the same columns as those of its lines.
    fn become_order(&mut self) {
        let [_, _, _, tax, total, ..] = &mut self.levels;
        (*tax, *total) = (self.tax.take(), self.line.take());
        (self.quantity, self.price, self.discount) = (None, None, None);
    }
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

    /// All numbers of a row.
    fn amounts(
        &self,
        columns: &mut Columns,
        record: Record<'_>,
        currency: u32,
        findings: &mut Vec<Finding>,
    ) -> Amounts {
        let digits = self.currencies[currency as usize].1;
        let mut found = Amounts::default();
        let mut money = |field: Field, columns: &mut Columns| -> Option<i64> {
            let told = columns.number(record, field, findings)?;
            let minor = told.to_minor(digits).filter(|minor| minor.abs() <= MOST_MINOR);
            if minor.is_none() {
                let column = columns.of(field).unwrap_or(0);
                findings.push(Finding::unreadable("number-out-of-range", column));
            }
            minor
        };
        found.line = money(Field::LineAmount, columns);
        found.tax = money(Field::LineTax, columns);
        for (level, &field) in LEVELS.iter().enumerate() {
            if columns.of(field).is_some() {
                found.levels[level] = money(field, columns);
            }
        }
        let is_rate = columns.is_percent(record, Field::LineDiscount)
            || self.answers.get("discount").is_some_and(|answer| answer == "percent");
        let share =
            if is_rate { columns.number(record, Field::LineDiscount, findings) } else { None };
        if !is_rate && columns.of(Field::LineDiscount).is_some() {
            let mut money = |columns: &mut Columns| {
                columns.number(record, Field::LineDiscount, findings)?.to_minor(digits)
            };
            found.discount = money(columns).map(i64::abs);
        }
        let quantity = columns.number(record, Field::Quantity, findings);
        found.quantity = quantity.and_then(|quantity| quantity.to_minor(3));
        if quantity.is_some()
            && found.quantity.is_none_or(|quantity| quantity.abs() > 1_000_000_000_000)
        {
            let column = columns.of(Field::Quantity).unwrap_or(0);
            findings.push(Finding::unreadable("number-out-of-range", column));
        }
        found.price = columns.number(record, Field::UnitPrice, findings);
        if let Some(share) = share {
            found.discount = discount_of(share, &found, digits);
        }
        if found.line.is_none()
            && let Some(price) = found.price
        {
            let quantity = Quantity { thousandths: found.quantity.unwrap_or(1_000) };
            found.line =
                price.times(quantity, digits).map(|gross| gross - found.discount.unwrap_or(0));
            if found.line.is_none_or(|line| line.abs() > MOST_MINOR) {
                let column = columns.of(Field::UnitPrice).unwrap_or(0);
                findings.push(Finding::unreadable("number-out-of-range", column));
            }
        }
        found
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

    fn add_lines(
        &mut self,
        order: usize,
        columns: &Columns,
        record: Record<'_>,
        amounts: &Amounts,
        event: Option<Event>,
    ) {
        match self.detail {
            Detail::Lines => self.add_line(order, columns, record, amounts, event),
            Detail::Summary => {
                self.orders.add_units(order, amounts.quantity.unwrap_or(0));
                if self.layout.lists_codes {
                    let list = columns.text(record, Field::ItemList);
                    let codes = list.split(|&byte| byte == b',').filter(|code| !code.is_empty());
                    self.listed += codes.count() as u64;
                }
            }
            Detail::ItemList => {
                let cell = cell_text(columns.text(record, Field::ItemList));
                for listed in itemlist::parse(&cell) {
                    let item = self.items.intern(format!("\0{}\0", listed.name).as_bytes());
                    let quantity = listed.quantity.saturating_mul(1_000);
                    let row = record.line as u32;
                    self.lines.push(NewLine { order, item, quantity, row, ..NewLine::default() });
                }
            }
        }
    }

    fn add_line(
        &mut self,
        order: usize,
        columns: &Columns,
        record: Record<'_>,
        amounts: &Amounts,
        event: Option<Event>,
    ) {
        let item = self.item(columns, record);
        let has_line = amounts.line.is_some() || amounts.quantity.is_some();
        if !has_line && (self.has_row_types || self.is_nameless(item)) {
            return;
        }
        let (mut quantity, mut amount) =
            (amounts.quantity.unwrap_or(1_000), amounts.line.unwrap_or(0));
        if amounts.quantity.is_none() && amount < 0 {
            quantity = -quantity;
        }
        if event == Some(Event::Return) {
            (quantity, amount) = (-quantity.abs(), -amount.abs());
        }
        let price = amounts.price.unwrap_or(Decimal::ZERO);
        self.vote(amounts, quantity, order);
        let mut kind = LineKind::Product;
        if event == Some(Event::Other) {
            kind = LineKind::Other;
        } else if self.is_stock_correction(columns, record, amounts, amount) {
            kind = LineKind::StockCorrection;
        }
        self.lines.push(NewLine {
            order,
            item,
            kind,
            quantity,
            price,
            amount,
            discount: amounts.discount.unwrap_or(0),
            tax: amounts.tax.unwrap_or(0),
            row: record.line as u32,
        });
    }

    /// Whether the amounts told have discount and tax in them: quantity times price shows it.
    fn vote(&mut self, amounts: &Amounts, quantity: i64, order: usize) {
        let (Some(line), Some(price), Some(_)) = (amounts.line, amounts.price, amounts.quantity)
        else {
            return;
        };
        let digits = self.currencies[self.orders.currency_of(order)].1;
        let Some(gross) = price.times(Quantity { thousandths: quantity }, digits) else { return };
        let (discount, tax) = (amounts.discount.unwrap_or(0), amounts.tax.unwrap_or(0));
        let near = |a: i64, b: i64| (a - b).abs() <= 1;
        if discount != 0 && near(line, gross) {
            self.discount_votes.1 += 1;
        } else if discount != 0
            && (near(line, gross - discount) || near(line, gross - discount + tax))
        {
            self.discount_votes.0 += 1;
        }
        if tax != 0 && (near(line, gross - discount + tax) || near(line, gross + tax)) {
            self.tax_votes.0 += 1;
        }
    }

    /// Units without price and buyer under a number that is no return's: found, lost, broken.
    fn is_stock_correction(
        &self,
        columns: &Columns,
        record: Record<'_>,
        amounts: &Amounts,
        amount: i64,
    ) -> bool {
        let people = [Field::Customer, Field::CustomerName, Field::CustomerEmail];
        if amount != 0
            || amounts.price.is_none_or(|price| price.value != 0)
            || !columns.has_any(&people)
        {
            return false;
        }
        let is_return = match plain_number(columns.text(record, Field::OrderNumber)) {
            [letter, rest @ ..] => {
                letter.is_ascii_alphabetic()
                    && !rest.is_empty()
                    && rest.iter().all(u8::is_ascii_digit)
                    && amounts.quantity.is_some_and(|quantity| quantity < 0)
            }
            [] => false,
        };
        !is_return && people.iter().all(|&field| is_nothing(columns.text(record, field)))
    }

    /// The item of a row: SKU, name with variant, category, parted by NUL.
    fn item(&mut self, columns: &Columns, record: Record<'_>) -> u32 {
        let mut code = plain_number(columns.text(record, Field::ItemCode));
        if is_nothing(code) {
            code = columns.text(record, Field::Barcode);
        }
        self.scratch.clear();
        self.scratch.extend_from_slice(code);
        self.scratch.push(0);
        let name = columns.text(record, Field::ItemName);
        self.scratch.extend_from_slice(name);
        for &column in &columns.variants {
            let variant = record.cell(column);
            let says_nothing = matches!(variant, b"" | b"Default Title" | b"Regular" | b"Default");
            if !says_nothing && !contains(name, variant_value(variant)) {
                self.scratch.extend_from_slice(b" - ");
                self.scratch.extend_from_slice(variant);
            }
        }
        self.scratch.push(0);
        self.scratch.extend_from_slice(columns.text(record, Field::Category));
        self.items.intern(&self.scratch)
    }

    fn is_nameless(&self, item: u32) -> bool {
        self.items.text(item).starts_with("\0\0")
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

/// `Color:Moss` → `Moss`.
fn variant_value(variant: &[u8]) -> &[u8] {
    variant
        .iter()
        .rposition(|&byte| byte == b':')
        .map_or(variant, |at| variant[at + 1..].trim_ascii())
}

fn contains(name: &[u8], part: &[u8]) -> bool {
    // The search of `str` is linear whatever the texts are.
    match (std::str::from_utf8(name), std::str::from_utf8(part)) {
        (Ok(name), Ok(part)) => !part.is_empty() && name.contains(part),
        _ => false,
    }
}

/// What a percentage takes off a line: the price of its units less the net amount, which is rounded once.
fn discount_of(share: Decimal, found: &Amounts, digits: u8) -> Option<i64> {
    let hundred = 10_i64.checked_pow(u32::from(share.scale) + 2)?;
    let left = hundred.checked_sub(share.value.checked_abs()?)?;
    let Some(price) = found.price else {
        let net = Decimal { value: found.line?.checked_mul(left)?, scale: share.scale + 2 };
        return Some((found.line? - net.to_minor(0)?).abs());
    };
    let quantity = Quantity { thousandths: found.quantity.unwrap_or(1_000) };
    let gross = price.times(quantity, digits)?;
    let net_price = Decimal {
        value: price.value.checked_mul(left)?,
        scale: price.scale.checked_add(share.scale + 2).filter(|&scale| scale <= 18)?,
    };
    Some((gross - net_price.times(quantity, digits)?).abs())
}

/// The wall-clock reading of an instant in the vault's zone.
fn in_zone(instant_ms: i64, settings: &Settings) -> Moment {
    let offset = (settings.offset)(instant_ms);
    Moment { local_ms: instant_ms + i64::from(offset) * 60_000, offset_min: Some(offset) }
}
