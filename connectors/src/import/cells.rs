//! The cells of a row by their meaning, read as a plan says.

use ledger::{Currency, Decimal, DecimalMark, Field, Moment, Plan};

use super::currencies;
use super::dates::{self, DateError, Order, OrderEvidence};
use super::numbers::{self, MarkEvidence, NumberError};
use super::problems::Finding;
use super::profile::is_numeric;
use super::records::Record;

const DAY_MS: i64 = 86_400_000;

/// Where the fields of a plan stand.
#[derive(Debug)]
pub(crate) struct Columns {
    at: [Option<u16>; FIELDS],
    pub(crate) variants: Vec<usize>,
    numeric: Vec<usize>,
    marks: Vec<DecimalMark>,
    pub(crate) width: usize,
    order: Option<Order>,
    /// The header says that times are in UTC where a cell does not say otherwise.
    is_utc: bool,
    stamps: Vec<StampMemo>,
    date_style: Option<dates::Style>,
    pub(crate) evidence: Evidence,
}

const FIELDS: usize = Field::TimeZone as usize + 1;

/// What the rows have proved so far about what the plan assumes.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) dmy: u64,
    pub(crate) mdy: u64,
    /// The first cells that can be read both ways.
    pub(crate) either: Vec<String>,
    /// For and against each column's decimal mark.
    marks: Vec<(u32, u32)>,
    /// The first number that could be read with either mark, and its column.
    either_mark: Option<(usize, String)>,
}

/// The latest date cell of a column and what it was read as: rows of an order repeat it.
#[derive(Debug, Default, Clone)]
struct StampMemo {
    cell: Vec<u8>,
    read: Option<dates::Stamp>,
}

impl Columns {
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut at = [None; FIELDS];
        let mut variants = Vec::new();
        for (column, &field) in plan.fields.iter().enumerate() {
            if field == Field::Variant {
                variants.push(column);
            }
            at[field as usize].get_or_insert(column as u16);
        }
        at[Field::Ignore as usize] = None;
        let mut marks = plan.decimals.clone();
        marks.resize(plan.fields.len(), DecimalMark::Point);
        let width = plan.fields.len();
        Self {
            at,
            variants,
            numeric: (0..width).filter(|&column| is_numeric(plan.fields[column])).collect(),
            marks,
            width,
            order: plan.answers.get("date_order").and_then(|answer| Order::from_answer(answer)),
            is_utc: plan.answers.get("date_zone").is_some_and(|zone| zone == "utc"),
            stamps: vec![StampMemo::default(); width],
            date_style: None,
            evidence: Evidence { marks: vec![(0, 0); width], ..Evidence::default() },
        }
    }

    /// Where a field stands.
    pub(crate) fn of(&self, field: Field) -> Option<usize> {
        self.at[field as usize].map(usize::from)
    }

    /// The columns that hold numbers.
    pub(crate) fn numeric(&self) -> impl Iterator<Item = usize> + use<'_> {
        self.numeric.iter().copied()
    }

    /// Whether any of the fields is there.
    pub(crate) fn has_any(&self, fields: &[Field]) -> bool {
        fields.iter().any(|&field| self.of(field).is_some())
    }

    /// The text of a field; empty if there is no such column. The apostrophe by which spreadsheets are told that
    /// something is text is taken off.
    pub(crate) fn text<'a>(&self, record: Record<'a>, field: Field) -> &'a [u8] {
        let cell = self.of(field).map_or(&b""[..], |column| record.cell(column));
        cell.strip_prefix(b"'").unwrap_or(cell)
    }

    /// The number of a field, if its cell holds one.
    pub(crate) fn number(
        &mut self,
        record: Record<'_>,
        field: Field,
        findings: &mut Vec<Finding>,
    ) -> Option<Decimal> {
        let column = self.of(field)?;
        let cell = record.cell(column);
        if is_nothing(cell) {
            return None;
        }
        match numbers::parse(cell, self.marks[column]) {
            Ok(number) => {
                self.weigh(cell, column);
                Some(number.value)
            }
            Err(error) => {
                self.weigh(cell, column);
                let code = match error {
                    NumberError::Unreadable => "number-unreadable",
                    NumberError::OutOfRange => "number-out-of-range",
                };
                findings.push(Finding::unreadable(code, column));
                None
            }
        }
    }

    /// Whether the cell of a field is a percentage.
    pub(crate) fn is_percent(&self, record: Record<'_>, field: Field) -> bool {
        self.of(field).is_some_and(|column| record.cell(column).ends_with(b"%"))
    }

    /// The currency that stands beside the amount of a field, unless several share its sign.
    pub(crate) fn currency_beside(&self, record: Record<'_>, field: Field) -> Option<Currency> {
        let cell = record.cell(self.of(field)?);
        if cell.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-')) {
            return None;
        }
        let word = numbers::currency_word(cell)?;
        if currencies::is_shared_symbol(&word) { None } else { currencies::from_text(&word) }
    }

    fn weigh(&mut self, cell: &[u8], column: usize) {
        let (known, against) = &mut self.evidence.marks[column];
        // Once it is plain, more of the same proves no more.
        if *known > 1_000 || !cell.iter().any(|byte| matches!(byte, b'.' | b',')) {
            return;
        }
        match (numbers::mark_evidence(cell), self.marks[column]) {
            (MarkEvidence::Point, DecimalMark::Point)
            | (MarkEvidence::Comma, DecimalMark::Comma) => {
                *known += 1;
            }
            (MarkEvidence::Point | MarkEvidence::Comma, _) => *against += 1,
            // Read as thousands, as almost all such numbers are; only the other reading is a guess.
            (MarkEvidence::Either, DecimalMark::Point) if !cell.contains(&b'.') => {}
            (MarkEvidence::Either, DecimalMark::Comma) if !cell.contains(&b',') => {}
            (MarkEvidence::Either, _) => {
                let seen = &mut self.evidence.either_mark;
                if seen.is_none() {
                    *seen = Some((column, String::from_utf8_lossy(cell).into_owned()));
                }
            }
            (MarkEvidence::None, _) => {}
        }
    }

    /// A number that may be a thousand times larger, if no number of the file tells its decimal mark.
    pub(crate) fn undecided_mark(&self) -> Option<&(usize, String)> {
        let is_told = self.evidence.marks.iter().any(|&(known, against)| known + against > 0);
        self.evidence.either_mark.as_ref().filter(|_| !is_told)
    }

    /// Columns whose rows prove the other mark.
    pub(crate) fn misread_columns(&self) -> Vec<usize> {
        let marks = self.evidence.marks.iter().enumerate();
        marks.filter(|(_, (known, against))| against > known).map(|(column, _)| column).collect()
    }

    /// The date of a column, if its cell holds one.
    pub(crate) fn stamp(
        &mut self,
        record: Record<'_>,
        column: usize,
    ) -> Option<Result<dates::Stamp, DateError>> {
        let cell = record.cell(column);
        if is_nothing(cell) {
            return None;
        }
        let memo = &mut self.stamps[column];
        if let Some(stamp) = memo.read
            && memo.cell == cell
        {
            return Some(Ok(stamp));
        }
        if self.order.is_none() {
            match dates::order_evidence(cell) {
                OrderEvidence::Dmy => self.evidence.dmy += 1,
                OrderEvidence::Mdy => self.evidence.mdy += 1,
                OrderEvidence::Either if self.evidence.either.len() < 3 => {
                    self.evidence.either.push(String::from_utf8_lossy(cell).into_owned());
                }
                OrderEvidence::Either | OrderEvidence::None => {}
            }
        }
        // Until the order is proved, either reading does: nothing is written by it.
        let read = dates::parse(cell, Some(self.order.unwrap_or(Order::Dmy))).or_else(|error| {
            if self.order.is_none() { dates::parse(cell, None) } else { Err(error) }
        });
        if let Ok(stamp) = read {
            memo.cell.clear();
            memo.cell.extend_from_slice(cell);
            memo.read = Some(stamp);
        }
        Some(read)
    }

    /// How the dates of the rows are written.
    pub(crate) const fn date_style(&self) -> Option<dates::Style> {
        self.date_style
    }

    /// When a row says it was: its date with the time from a column of its own.
    pub(crate) fn moment(
        &mut self,
        record: Record<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Moment> {
        let column = self.of(Field::Date)?;
        let stamp = match self.stamp(record, column)? {
            Ok(stamp) => stamp,
            Err(error) => {
                let code = match error {
                    DateError::Impossible => "date-impossible",
                    DateError::Unreadable | DateError::Ambiguous => "date-unreadable",
                };
                findings.push(Finding::unreadable(code, column));
                return None;
            }
        };
        self.date_style = Some(stamp.style);
        let mut time_ms = stamp.time_ms;
        if let (None, Some(column)) = (time_ms, self.of(Field::Time)) {
            let cell = record.cell(column);
            time_ms = dates::parse_time(cell);
            if time_ms.is_none() && !is_nothing(cell) {
                findings.push(Finding::doubtful("time-unreadable", column));
            }
        }
        let offset_min = stamp.offset_min.or((self.is_utc && time_ms.is_some()).then_some(0));
        Some(moment(stamp.day, time_ms, offset_min))
    }
}

/// A wall-clock reading.
pub(crate) fn moment(day: ledger::Day, time_ms: Option<i32>, offset_min: Option<i16>) -> Moment {
    let local_ms = i64::from(day.0) * DAY_MS + i64::from(time_ms.unwrap_or(0));
    Moment { local_ms, offset_min }
}

/// Cells by which programs say no.
pub(crate) fn is_no(cell: &[u8]) -> bool {
    let words = ["false", "no", "0", "n", "nein", "non", "falsch", "faux", "falso"];
    words.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()))
}

/// Cells by which programs say that there is nothing.
pub(crate) fn is_nothing(cell: &[u8]) -> bool {
    match cell {
        [] => true,
        [b'-'] => true,
        [first, ..] if first.is_ascii_digit() || cell.len() > 12 => false,
        _ => ["n/a", "na", "null", "none", "--", "—", "–", "nil", "#n/a"]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word.as_bytes())),
    }
}
