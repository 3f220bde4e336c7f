//! A whole file, read by a plan.

use ledger::{Answers, DecimalMark, Encoding, Field, FileKind, Plan, Severity};

use super::cells::Columns;
use super::dates::Order;
use super::encoding::Decoder;
use super::items::Items;
use super::other_dates::OtherDates;
use super::problems::{Finding, Problems};
use super::rates::Rates;
use super::reading::{Footer, Reading};
use super::records::{Record, Step, Tokeniser};
use super::sales::{Emitter, Frozen, Outcome, Sales, Tally};
use super::text::{is_formula, normalise};
use super::{ImportError, Settings};

/// Reads a whole file by a plan; bytes in any slices.
#[derive(Debug)]
pub struct Reader {
    pub(super) plan: Plan,
    pub(super) settings: Settings,
    pub(super) decoder: Decoder,
    /// Away only while a record of it is read.
    tokeniser: Option<Tokeniser>,
    text: Vec<u8>,
    pub(super) columns: Columns,
    pub(super) other_dates: OtherDates,
    records: u64,
    header: Vec<Vec<u8>>,
    pub(super) rows: u64,
    pub(super) rejected: u64,
    pub(super) duplicates: u64,
    pub(super) footer: Option<Footer>,
    pub(super) problems: Problems,
    findings: Vec<Finding>,
    pub(super) collected: Collected,
    /// What the windows before the last came to.
    pub(super) tally: Tally,
    pub(super) windows: u32,
}

/// What the rows become.
#[derive(Debug)]
pub(super) enum Collected {
    Nothing,
    Sales(Box<Sales>),
    Items(Items),
    Rates(Rates),
}

/// Whether more can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Window {
    Open,
    Full,
}

impl Reader {
    /// Begins to read by a plan; `answers` come on top of those in it.
    ///
    /// # Errors
    /// If the plan is no plan for any file.
    pub fn new(plan: &Plan, answers: &Answers, settings: &Settings) -> Result<Self, ImportError> {
        let mut plan = plan.clone();
        plan.answers.extend(answers.iter().map(|(id, answer)| (id.clone(), answer.clone())));
        if plan.fields.is_empty() {
            return Err(ImportError::PlanMismatch { planned: 0, found: 0 });
        }
        apply_decimal_answer(&mut plan);
        let columns = Columns::new(&plan);
        let collected = match plan.kind {
            FileKind::Sales => Collected::Sales(Box::new(Sales::new(&plan, &columns, settings))),
            FileKind::Items | FileKind::Stock => Collected::Items(Items::new(&plan, settings)),
            FileKind::Rates => Collected::Rates(Rates::new(&plan, settings)),
        };
        Ok(Self {
            decoder: Decoder::new(plan.encoding),
            tokeniser: Some(Tokeniser::new(plan.delimiter, plan.is_quoted)),
            text: Vec::new(),
            other_dates: OtherDates::new(&plan),
            columns,
            records: 0,
            header: Vec::new(),
            rows: 0,
            rejected: 0,
            duplicates: 0,
            footer: None,
            problems: Problems::new(vec![String::new(); plan.fields.len()]),
            findings: Vec::new(),
            collected,
            tally: Tally::default(),
            windows: 0,
            settings: settings.clone(),
            plan,
        })
    }

    /// Rows read so far.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Rows with problems so far.
    #[must_use]
    pub const fn problems(&self) -> u64 {
        self.problems.count
    }

    /// Takes the next bytes of the file, unpacked.
    ///
    /// # Errors
    /// If the file cannot be read at all, or has to be read again by another plan.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        self.decoder.decode(bytes, &mut text);
        let result = self.check_encoding().and_then(|()| self.read(&text));
        self.text = text;
        result
    }

    fn read(&mut self, mut text: &[u8]) -> Result<(), ImportError> {
        while self.read_window(&mut text)? == Window::Full {
            self.count_window();
        }
        Ok(())
    }

    /// Reads until the text is used up or what is held has to go.
    pub(super) fn read_window(&mut self, text: &mut &[u8]) -> Result<Window, ImportError> {
        // The tokeniser is borrowed by the record it shows, the rest by those who read it.
        let Some(mut tokeniser) = self.tokeniser.take() else { return Ok(Window::Open) };
        let result = loop {
            match tokeniser.next(text) {
                Ok(Step::Record) => {
                    if let Err(error) = self.record(tokeniser.record()) {
                        break Err(error);
                    }
                    if matches!(&self.collected, Collected::Sales(sales) if sales.is_full()) {
                        break Ok(Window::Full);
                    }
                }
                Ok(Step::More) => break Ok(Window::Open),
                Err(error) => break Err(error),
            }
        };
        self.tokeniser = Some(tokeniser);
        result
    }

    /// Counts what is held and forgets it: it will be read again to be written.
    fn count_window(&mut self) {
        if let Some(emitter) = self.take_window() {
            self.tally.add(&emitter);
            self.go_on(*emitter);
        }
    }

    /// What is held, ready to be handed out.
    pub(super) fn take_window(&mut self) -> Option<Box<Emitter>> {
        let Collected::Sales(sales) = std::mem::replace(&mut self.collected, Collected::Nothing)
        else {
            return None;
        };
        let mut sales = *sales;
        sales.latest_ms = self.other_dates.latest_ms;
        Some(Box::new(Emitter::new(sales, &self.settings)))
    }

    /// Goes on after a window was handed out.
    pub(super) fn go_on(&mut self, emitter: Emitter) {
        self.windows += 1;
        self.collected = Collected::Sales(Box::new(emitter.into_rest()));
    }

    /// Reads as the first reading decided.
    pub(super) fn freeze(&mut self, frozen: Frozen, window: Option<usize>) {
        if let Collected::Sales(sales) = &mut self.collected {
            sales.frozen = Some(frozen);
            sales.window = window.unwrap_or(sales.window);
        }
    }

    /// Holds no more lines than this: for tests of large files.
    #[cfg(test)]
    pub(super) fn hold(&mut self, window: usize) {
        if let Collected::Sales(sales) = &mut self.collected {
            sales.window = window;
        }
    }

    pub(super) fn decode(&mut self, bytes: &[u8], text: &mut Vec<u8>) {
        self.decoder.decode(bytes, text);
    }

    /// A file that began in ASCII may turn out to be in another encoding.
    fn check_encoding(&self) -> Result<(), ImportError> {
        let is_wrong = self.plan.encoding == Encoding::Utf8
            && self.decoder.undecodable > 0
            && !self.decoder.has_wide
            && !self.was_read_again("encoding");
        if !is_wrong {
            return Ok(());
        }
        let mut plan = self.plan.clone();
        plan.encoding = Encoding::Windows1252;
        Err(read_again(plan, "encoding"))
    }

    fn was_read_again(&self, why: &str) -> bool {
        self.plan
            .answers
            .get("read_again")
            .is_some_and(|reasons| reasons.split(' ').any(|w| w == why))
    }

    fn record(&mut self, record: Record<'_>) -> Result<(), ImportError> {
        self.records += 1;
        if self.records <= u64::from(self.plan.skip_records) {
            return Ok(());
        }
        if self.plan.has_header && self.header.is_empty() {
            self.header = record.cells().map(<[u8]>::to_vec).collect();
            let headers = self.header.iter().map(|cell| String::from_utf8_lossy(cell).into_owned());
            self.problems = Problems::new(headers.collect());
            if self.header.len() != self.plan.fields.len() {
                let (planned, found) = (self.plan.fields.len(), self.header.len());
                return Err(ImportError::PlanMismatch { planned, found });
            }
            return Ok(());
        }
        if record.is_blank() {
            return Ok(());
        }
        self.findings.clear();
        if self.is_header_again(record) {
            self.findings.push(Finding {
                code: "header-repeated",
                severity: Severity::Doubtful,
                column: None,
            });
            self.problems.note(record, &self.findings);
            return Ok(());
        }
        if self.is_footer(record) {
            self.note_footer(record);
            return Ok(());
        }
        if self.is_remark(record) {
            self.findings.push(Finding {
                code: "text-row",
                severity: Severity::Doubtful,
                column: None,
            });
            self.problems.note(record, &self.findings);
            return Ok(());
        }
        self.row(record);
        self.check_evidence()
    }

    fn row(&mut self, record: Record<'_>) {
        self.rows += 1;
        let mut findings = std::mem::take(&mut self.findings);
        let outcome = if record.filled_len() > self.columns.width {
            findings.push(Finding {
                code: "row-width",
                severity: Severity::Unreadable,
                column: None,
            });
            Outcome::Rejected
        } else {
            flag_texts(record, &self.plan, &mut findings);
            match &mut self.collected {
                Collected::Nothing => Outcome::Rejected,
                Collected::Sales(sales) => sales.row(&mut self.columns, record, &mut findings),
                Collected::Items(items) => items.row(&mut self.columns, record, &mut findings),
                Collected::Rates(rates) => {
                    rates.row(&mut self.columns, record, &self.header, &mut findings)
                }
            }
        };
        match outcome {
            Outcome::Accepted => self.other_dates.look_at(record, &mut self.columns),
            Outcome::Rejected => self.rejected += 1,
            Outcome::Duplicate => self.duplicates += 1,
        }
        self.problems.note(record, &findings);
        self.findings = findings;
    }

    fn is_header_again(&self, record: Record<'_>) -> bool {
        !self.header.is_empty()
            && record.len() == self.header.len()
            && self.header.iter().zip(record.cells()).all(|(header, cell)| header == cell)
    }

    /// A row that begins with a word for "total" and has neither a date nor an item.
    fn is_footer(&self, record: Record<'_>) -> bool {
        if self.plan.kind == FileKind::Rates {
            return false;
        }
        let first = record.cells().find(|cell| !cell.is_empty()).unwrap_or(b"");
        if first.len() > 24 || !first.first().is_some_and(|b| b.is_ascii_alphabetic()) {
            return false;
        }
        let is_empty = |field| {
            self.columns.of(field).is_none_or(|column| {
                let cell = record.cell(column);
                cell.is_empty() || cell == first
            })
        };
        is_empty(Field::Date) && is_empty(Field::ItemCode) && is_total_word(first)
    }

    /// A few words below or between the rows: neither date nor item nor any amount, and no number of an order.
    fn is_remark(&self, record: Record<'_>) -> bool {
        let filled = record.cells().filter(|cell| !cell.is_empty()).count();
        if self.plan.kind != FileKind::Sales || filled * 3 > self.columns.width {
            return false;
        }
        let number = self.columns.text(record, Field::OrderNumber);
        let named = [Field::Date, Field::ItemCode, Field::ItemName, Field::ItemList];
        (number.is_empty() || number.contains(&b' '))
            && named.iter().all(|&field| self.columns.text(record, field).is_empty())
            && self.columns.numeric().all(|column| record.cell(column).is_empty())
    }

    fn note_footer(&mut self, record: Record<'_>) {
        let amounts = [Field::OrderTotal, Field::LineAmount, Field::OrderSubtotal];
        let mut findings = Vec::new();
        let total =
            amounts.iter().find_map(|&field| self.columns.number(record, field, &mut findings));
        self.footer = Some(Footer { line: record.line, total });
        self.findings.push(Finding {
            code: "total-row",
            severity: Severity::Doubtful,
            column: None,
        });
        self.problems.note(record, &self.findings);
    }

    /// Whether the rows prove another order of dates than the plan knows.
    fn check_evidence(&self) -> Result<(), ImportError> {
        let evidence = &self.columns.evidence;
        if evidence.dmy == 0 && evidence.mdy == 0 {
            return Ok(());
        }
        let order = if evidence.dmy > evidence.mdy { Order::Dmy } else { Order::Mdy };
        let mut plan = self.plan.clone();
        plan.answers.insert("date_order".to_owned(), order.answer().to_owned());
        Err(read_again(plan, "date_order"))
    }

    /// Whether the rows prove other decimal marks than the plan has.
    fn check_marks(&self) -> Result<(), ImportError> {
        let misread = self.columns.misread_columns();
        if misread.is_empty() || self.was_read_again("decimals") {
            return Ok(());
        }
        let mut plan = self.plan.clone();
        plan.decimals.resize(plan.fields.len(), DecimalMark::Point);
        for column in misread {
            plan.decimals[column] = match plan.decimals[column] {
                DecimalMark::Point => DecimalMark::Comma,
                DecimalMark::Comma => DecimalMark::Point,
            };
        }
        plan.answers.remove("decimal_mark");
        Err(read_again(plan, "decimals"))
    }

    /// The end of the file.
    ///
    /// # Errors
    /// As for [`Reader::feed`].
    pub fn finish(mut self) -> Result<Reading, ImportError> {
        self.end()?;
        self.check_marks()?;
        if self.rows == 0 {
            return Err(if self.records == 0 {
                ImportError::Empty
            } else {
                ImportError::HeaderOnly
            });
        }
        Ok(self.into_reading())
    }

    pub(super) const fn has_ended(&self) -> bool {
        self.tokeniser.is_none()
    }

    /// The last record.
    pub(super) fn end(&mut self) -> Result<(), ImportError> {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        self.decoder.finish(&mut text);
        self.check_encoding()?;
        self.read(&text)?;
        if let Some(mut tokeniser) = self.tokeniser.take()
            && tokeniser.finish()? == Step::Record
        {
            self.record(tokeniser.record())?;
        }
        Ok(())
    }
}

fn read_again(mut plan: Plan, why: &str) -> ImportError {
    let reasons = plan.answers.entry("read_again".to_owned()).or_default();
    if !reasons.is_empty() {
        reasons.push(' ');
    }
    reasons.push_str(why);
    ImportError::ReadAgain(Box::new(plan))
}

fn apply_decimal_answer(plan: &mut Plan) {
    let mark = match plan.answers.get("decimal_mark").map(String::as_str) {
        Some("comma") => DecimalMark::Comma,
        Some("point") => DecimalMark::Point,
        _ => return,
    };
    plan.decimals = vec![mark; plan.fields.len()];
}

/// Texts that a spreadsheet would run, and such as are beyond every measure.
fn flag_texts(record: Record<'_>, plan: &Plan, findings: &mut Vec<Finding>) {
    for (column, cell) in record.cells().enumerate() {
        if matches!(cell.first(), Some(b'=' | b'@' | b'+' | b'-')) && is_formula(cell) {
            findings.push(Finding::doubtful("formula-cell", column));
        }
        if cell.len() > ledger::MOST_TEXT_CHARS
            && plan.fields.get(column).is_some_and(|&field| is_kept_text(field))
            && String::from_utf8_lossy(cell).chars().count() > ledger::MOST_TEXT_CHARS
        {
            findings.push(Finding::unreadable("text-too-long", column));
        }
    }
}

const fn is_kept_text(field: Field) -> bool {
    matches!(
        field,
        Field::OrderNumber
            | Field::PaymentId
            | Field::ItemCode
            | Field::ItemName
            | Field::ItemList
            | Field::Variant
            | Field::Barcode
            | Field::Category
            | Field::Place
            | Field::Channel
            | Field::Customer
            | Field::Country
            | Field::ProductHandle
    )
}

fn is_total_word(cell: &[u8]) -> bool {
    const WORDS: [&str; 18] = [
        "total",
        "totals",
        "grand total",
        "sum",
        "subtotal",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "totaux",
        "total general",
        "somme",
        "sous total",
        "suma",
        "total ventas",
        "totales",
        "gesamtbetrag",
        "summe gesamt",
    ];
    WORDS.contains(&normalise(&String::from_utf8_lossy(cell)).as_str())
}
