//! What a column's cells look like, whatever its header says.

use std::collections::BTreeSet;

use ledger::{DecimalMark, Field};

use super::dates::{self, DateError, Order, OrderEvidence, Style};
use super::numbers::{self, MarkEvidence};
use super::shape::Row;
use super::{countries, currencies, itemlist};

/// What the sample of a column holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    pub(crate) rows: usize,
    pub(crate) filled: usize,
    pub(crate) distinct: usize,
    dates: usize,
    /// In the shape of a date or of a number, but impossible.
    misshapen_dates: usize,
    misshapen_numbers: usize,
    currency_like: usize,
    pub(crate) times: usize,
    numbers: usize,
    pub(crate) percents: usize,
    currency_cells: usize,
    country_cells: usize,
    pub(crate) emails: usize,
    pub(crate) item_lists: usize,
    pub(crate) full_names: usize,
    codes: usize,
    with_letters: usize,
    pub(crate) event_words: usize,
    yes_or_no: usize,
    pub(crate) points: usize,
    pub(crate) commas: usize,
    /// Numbers such as `1.250` and `1,250`, which can be read with either mark.
    pub(crate) either_points: usize,
    pub(crate) either_commas: usize,
    /// Numbers without any mark.
    pub(crate) plain: usize,
    pub(crate) dmy: usize,
    pub(crate) mdy: usize,
    pub(crate) either_order: usize,
    pub(crate) style: Option<Style>,
    pub(crate) has_time: bool,
    /// The first currency that stands beside a number, as written.
    pub(crate) currency_word: Option<String>,
    pub(crate) samples: Vec<String>,
    pub(crate) ambiguous: Vec<String>,
}

impl Profile {
    /// Looks at up to `most` filled cells.
    pub(crate) fn of(rows: &[Row], column: usize, most: usize) -> Self {
        let mut profile = Self::default();
        let mut distinct = BTreeSet::new();
        for row in rows {
            if profile.filled >= most {
                break;
            }
            profile.rows += 1;
            let cell = row.cell(column);
            if cell.is_empty() {
                continue;
            }
            profile.filled += 1;
            if distinct.insert(cell) && profile.samples.len() < 3 {
                profile.samples.push(super::text::shorten(cell.as_bytes(), 60));
            }
            profile.look_at(cell);
        }
        profile.distinct = distinct.len();
        profile
    }

    fn look_at(&mut self, cell: &str) {
        let bytes = cell.as_bytes();
        self.look_for_date(bytes, cell);
        self.times += usize::from(dates::parse_time(bytes).is_some());
        self.look_for_number(bytes);
        let is_code = cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_uppercase());
        self.currency_like += usize::from(is_code);
        self.currency_cells += usize::from(currencies::from_text(cell).is_some());
        self.country_cells += usize::from(countries::code(cell).is_some());
        self.emails += usize::from(cell.contains('@') && cell.contains('.') && !cell.contains(' '));
        self.item_lists += usize::from(itemlist::is_list(cell));
        let has_letters = cell.chars().any(char::is_alphabetic);
        let has_digits = cell.bytes().any(|byte| byte.is_ascii_digit());
        self.with_letters += usize::from(has_letters);
        self.full_names += usize::from(has_letters && !has_digits && cell.contains([' ', ',']));
        let is_code = has_digits && cell.len() <= 24 && !cell.contains(' ');
        self.codes += usize::from(is_code);
        self.yes_or_no += usize::from(is_yes_or_no(cell));
        self.event_words += usize::from(super::status::event(cell).is_some());
    }

    fn look_for_date(&mut self, bytes: &[u8], cell: &str) {
        match dates::parse(bytes, None) {
            // A serial number is a date only in a column that says so.
            Ok(stamp) => {
                self.dates += 1;
                self.has_time |= stamp.time_ms.is_some();
                self.style.get_or_insert(stamp.style);
            }
            Err(DateError::Ambiguous) => {
                self.dates += 1;
                self.style.get_or_insert(Style::Numbers);
                if self.ambiguous.len() < 3 {
                    self.ambiguous.push(cell.to_owned());
                }
            }
            Err(DateError::Impossible) => self.misshapen_dates += 1,
            Err(DateError::Unreadable) => {}
        }
        match dates::order_evidence(bytes) {
            OrderEvidence::Dmy => self.dmy += 1,
            OrderEvidence::Mdy => self.mdy += 1,
            OrderEvidence::Either => self.either_order += 1,
            OrderEvidence::None => {}
        }
    }

    fn look_for_number(&mut self, bytes: &[u8]) {
        match numbers::mark_evidence(bytes) {
            MarkEvidence::Point => self.points += 1,
            MarkEvidence::Comma => self.commas += 1,
            MarkEvidence::Either if bytes.contains(&b'.') => self.either_points += 1,
            MarkEvidence::Either => self.either_commas += 1,
            MarkEvidence::None => {
                self.plain += usize::from(bytes.iter().all(u8::is_ascii_digit));
            }
        }
        let read = [DecimalMark::Point, DecimalMark::Comma].map(|mark| numbers::parse(bytes, mark));
        let Some(number) = read.into_iter().find_map(Result::ok) else {
            self.misshapen_numbers += usize::from(is_no_number(bytes));
            return;
        };
        self.numbers += 1;
        self.percents += usize::from(number.is_percent);
        if self.currency_word.is_none() {
            self.currency_word = numbers::currency_word(bytes);
        }
    }

    fn share(&self, count: usize) -> f64 {
        if self.filled == 0 { 0.0 } else { count as f64 / self.filled as f64 }
    }

    /// Whether most cells are dates.
    pub(crate) fn is_date(&self) -> bool {
        self.share(self.dates + self.misshapen_dates) >= 0.6 && self.dates > 0
    }

    /// Whether most cells are numbers.
    pub(crate) fn is_number(&self) -> bool {
        self.share(self.numbers) >= 0.7
    }

    /// Whether most cells are percentages.
    pub(crate) fn is_percent(&self) -> bool {
        self.share(self.percents) >= 0.5
    }

    /// Whether most cells list items with their quantities.
    pub(crate) fn is_item_list(&self) -> bool {
        self.share(self.item_lists) >= 0.6
    }

    /// Whether most cells look like a code rather than a name.
    pub(crate) fn is_code(&self) -> bool {
        self.share(self.codes) >= 0.6
    }

    /// Whether most cells look like a person's or a company's full name.
    pub(crate) fn is_full_name(&self) -> bool {
        self.share(self.full_names) >= 0.4
    }

    /// Whether most cells name a country.
    pub(crate) fn is_country(&self) -> bool {
        self.share(self.country_cells) >= 0.6
    }

    /// Whether most cells are words such as `Sale` and `Refund`.
    pub(crate) fn is_event(&self) -> bool {
        self.share(self.event_words) >= 0.6
    }

    /// The order the column itself proves.
    pub(crate) fn order(&self) -> Option<Order> {
        match self.dmy.cmp(&self.mdy) {
            std::cmp::Ordering::Greater => Some(Order::Dmy),
            std::cmp::Ordering::Less => Some(Order::Mdy),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The decimal mark the column itself proves.
    pub(crate) fn mark(&self) -> Option<DecimalMark> {
        match self.points.cmp(&self.commas) {
            std::cmp::Ordering::Greater => Some(DecimalMark::Point),
            std::cmp::Ordering::Less => Some(DecimalMark::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// How well the cells suit a field, 0 (not at all) to 1.
    pub(crate) fn suits(&self, field: Field) -> f64 {
        if self.filled == 0 {
            // Empty in the sample: the header alone has to do.
            return if field == Field::Date { 0.0 } else { 0.7 };
        }
        let most = |share: f64, least: f64| if share >= least { 1.0 } else { 0.0 };
        match field {
            Field::CancelledAt => most(self.share(self.dates + self.yes_or_no), 0.5),
            Field::Date | Field::UpdatedAt => {
                most(self.share(self.dates + self.misshapen_dates), 0.5)
            }
            Field::Time => most(self.share(self.times), 0.6),
            field if is_numeric(field) => {
                most(self.share(self.numbers + self.misshapen_numbers), 0.6)
            }
            Field::Currency | Field::RateFrom | Field::RateTo => {
                most(self.share(self.currency_cells.max(self.currency_like)), 0.6)
            }
            Field::Country => {
                if self.share(self.country_cells) >= 0.5 {
                    1.0
                } else {
                    most(self.share(self.with_letters), 0.5) * 0.8
                }
            }
            Field::ItemName => most(self.share(self.with_letters), 0.4),
            Field::ItemList => most(self.share(self.item_lists), 0.5),
            Field::CustomerEmail => most(self.share(self.emails), 0.5),
            // Numbers of something that only some orders have.
            Field::OrderNumber if self.filled * 2 < self.rows => 0.6,
            Field::OrderNumber if self.is_date() && !self.is_code() => 0.0,
            Field::OrderNumber
                if self.style.is_some() && self.share(self.dates) > 0.9 && self.points > 0 =>
            {
                0.0
            }
            Field::EventType => {
                if self.is_event() {
                    1.0
                } else {
                    0.6
                }
            }
            _ => 1.0,
        }
    }
}

/// Whether a field's cells are numbers.
pub(crate) const fn is_numeric(field: Field) -> bool {
    matches!(
        field,
        Field::Quantity
            | Field::UnitPrice
            | Field::LineAmount
            | Field::LineDiscount
            | Field::LineTax
            | Field::TaxRate
            | Field::OrderSubtotal
            | Field::OrderDiscount
            | Field::Shipping
            | Field::OrderTax
            | Field::OrderTotal
            | Field::Refunded
            | Field::Tip
            | Field::Fee
            | Field::Cost
            | Field::OnHand
            | Field::Committed
            | Field::Available
            | Field::Rate
            | Field::OrderNet
    )
}

fn is_yes_or_no(cell: &str) -> bool {
    const WORDS: [&str; 17] = [
        "true", "false", "yes", "no", "y", "n", "ja", "nein", "j", "oui", "non", "vrai", "faux",
        "si", "sí", "1", "0",
    ];
    WORDS.contains(&cell.to_lowercase().as_str())
}

/// What programs write where a calculation failed.
fn is_no_number(cell: &[u8]) -> bool {
    let words = [
        "nan",
        "inf",
        "-inf",
        "+inf",
        "infinity",
        "-infinity",
        "n/a",
        "#n/a",
        "null",
        "#value!",
        "#ref!",
        "#div/0!",
    ];
    let has_exponent = || {
        cell[0].is_ascii_digit()
            && cell.iter().all(|byte| {
                byte.is_ascii_digit() || matches!(byte, b'e' | b'E' | b'+' | b'-' | b'.')
            })
    };
    words.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes())) || has_exponent()
}
