//! A whole file, read by a plan.

use ledger::{
    Answers, Checked, ControlTotals, DecimalMark, Encoding, Field, FileKind, Plan, Question,
    Severity,
};

use super::cells::Columns;
use super::dates::Order;
use super::encoding::Decoder;
use super::items::Items;
use super::problems::{Finding, ProblemRow, Problems};
use super::rates::Rates;
use super::records::{Record, Step, Tokeniser};
use super::sales::{Counted, Emitter, Frozen, Outcome, Sales, Tally};
use super::text::{is_formula, normalise};
use super::{ImportError, Settings, inspect};
use crate::chunk::Chunk;

/// Reads a whole file by a plan; bytes in any slices.
#[derive(Debug)]
pub struct Reader {
    plan: Plan,
    settings: Settings,
    decoder: Decoder,
    /// Away only while a record of it is read.
    tokeniser: Option<Tokeniser>,
    text: Vec<u8>,
    columns: Columns,
    other_dates: OtherDates,
    records: u64,
    header: Vec<Vec<u8>>,
    rows: u64,
    rejected: u64,
    duplicates: u64,
    footer: Option<Footer>,
    problems: Problems,
    findings: Vec<Finding>,
    collected: Collected,
    /// What the windows before the last came to.
    tally: Tally,
    windows: u32,
}

/// What the rows become.
#[derive(Debug)]
enum Collected {
    Nothing,
    Sales(Box<Sales>),
    Items(Items),
    Rates(Rates),
}

/// A row that sums up the others.
#[derive(Debug)]
struct Footer {
    line: u64,
    total: Option<ledger::Decimal>,
}

/// Whether more can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Window {
    Open,
    Full,
}

/// What reading a whole file came to, and its records.
#[derive(Debug)]
pub struct Reading {
    /// What the merchant is shown before anything is written.
    pub checked: Checked,
    /// The plan with what was decided on the way: to be remembered.
    pub plan: Plan,
    /// What must add up.
    pub totals: ControlTotals,
    problem_rows: Vec<ProblemRow>,
    chunks: Chunks,
}

#[derive(Debug)]
enum Chunks {
    Nothing,
    /// The file has to be read once more.
    Windows(Frozen),
    Sales(Box<Emitter>),
    Ready(Vec<Chunk>),
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

    fn into_reading(mut self) -> Reading {
        self.note_file_problems();
        let questions = self.questions();
        let mut facts = self.facts();
        let latest_ms = self.other_dates.latest_ms;
        let (counted, chunks) = match std::mem::replace(&mut self.collected, Collected::Nothing) {
            Collected::Nothing => (Counted::default(), Chunks::Nothing),
            Collected::Sales(mut sales) => {
                if let Some(code) = sales.assumed_currency() {
                    self.problems.note_file("currency-assumed", Severity::Doubtful, code);
                }
                sales.latest_ms = latest_ms;
                let emitter = Emitter::new(*sales, &self.settings);
                let mut tally = std::mem::take(&mut self.tally);
                tally.add(&emitter);
                let counted = tally.finish(emitter.sales());
                if self.windows > 0 {
                    (counted, Chunks::Windows(emitter.frozen()))
                } else {
                    (counted, Chunks::Sales(Box::new(emitter)))
                }
            }
            Collected::Items(items) => {
                let (counted, chunks) = items.finish(latest_ms);
                (counted, Chunks::Ready(chunks))
            }
            Collected::Rates(rates) => {
                let (counted, chunks) = rates.finish();
                (counted, Chunks::Ready(chunks))
            }
        };
        compare_footer(self.footer.as_ref(), &counted, &mut self.problems, &mut facts);
        facts.extend(counted.facts);
        let totals = ControlTotals {
            rows: self.rows,
            rejected: self.rejected,
            skipped: self.duplicates,
            ..counted.control
        };
        let (problems, preview, problem_rows) = self.problems.into_parts();
        let chunks = if questions.is_empty() { chunks } else { Chunks::Nothing };
        let checked = Checked {
            rows: self.rows,
            accepted: self.rows - self.rejected - self.duplicates,
            rejected: self.rejected,
            duplicates: self.duplicates,
            orders: counted.orders,
            units: counted.units,
            totals: counted.totals,
            days: counted.days,
            problems,
            preview,
            facts,
            questions,
        };
        self.plan.answers.remove("read_again");
        Reading { checked, plan: self.plan, totals, problem_rows, chunks }
    }

    fn note_file_problems(&mut self) {
        let counted =
            [("text-undecodable", self.decoder.undecodable), ("nul-bytes", self.decoder.nuls)];
        for (code, count) in counted {
            if count > 0 {
                self.problems.note_file(code, Severity::Doubtful, count.to_string());
            }
        }
    }

    fn questions(&self) -> Vec<Question> {
        let mut questions = inspect::missing_columns(&self.plan);
        let either = &self.columns.evidence.either;
        if !either.is_empty() && !self.plan.answers.contains_key("date_order") {
            questions.push(Question {
                id: "date_order".to_owned(),
                column: self.columns.of(Field::Date).map(|column| column as u32),
                options: vec!["dmy".to_owned(), "mdy".to_owned()],
                examples: either.clone(),
            });
        }
        // Semicolons go with decimal commas: there the doubt is small.
        if let Some((column, cell)) = self.columns.undecided_mark()
            && self.plan.delimiter != ledger::Delimiter::Semicolon
            && !self.plan.answers.contains_key("decimal_mark")
        {
            questions.push(Question {
                id: "decimal_mark".to_owned(),
                column: Some(*column as u32),
                options: vec!["point".to_owned(), "comma".to_owned()],
                examples: vec![cell.clone()],
            });
        }
        questions
    }

    fn facts(&self) -> std::collections::BTreeMap<String, String> {
        let mut facts = std::collections::BTreeMap::new();
        let mut tell = |name: &str, value: String| facts.insert(name.to_owned(), value);
        let encoding = match self.plan.encoding {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Windows1252 => "windows-1252",
        };
        tell("encoding", encoding.to_owned());
        let amounts =
            [Field::LineAmount, Field::OrderTotal, Field::UnitPrice, Field::OrderSubtotal];
        let amount = amounts.iter().find_map(|&field| self.columns.of(field));
        let is_comma =
            amount.and_then(|column| self.plan.decimals.get(column)) == Some(&DecimalMark::Comma);
        tell("decimal", if is_comma { "," } else { "." }.to_owned());
        tell("thousands", if is_comma { "." } else { "," }.to_owned());
        if let Some(style) = self.columns.date_style() {
            let order =
                self.plan.answers.get("date_order").and_then(|answer| Order::from_answer(answer));
            tell("date", style.format(order).to_owned());
        }
        tell("footer_total_row", self.footer.is_some().to_string());
        let of = |code| self.problems.rows_with(code).to_string();
        tell("damaged_ids", of("order-number-damaged"));
        tell("formula_injection_cells", of("formula-cell"));
        facts
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

fn compare_footer(
    footer: Option<&Footer>,
    counted: &Counted,
    problems: &mut Problems,
    facts: &mut std::collections::BTreeMap<String, String>,
) {
    let Some(footer) = footer else { return };
    facts.insert("footer_line".to_owned(), footer.line.to_string());
    let (Some(total), [(code, minor)]) = (footer.total, counted.totals.as_slice()) else { return };
    let digits = ledger::Currency::from_code(code).map_or(2, |currency| currency.digits());
    if total.to_minor(digits) != Some(*minor) {
        let value = super::sales::decimal(*minor, digits);
        problems.note_file("footer-difference", Severity::Doubtful, value);
    }
}

/// Dates in columns that are not imported: they tell how new a file is.
#[derive(Debug)]
struct OtherDates {
    columns: Vec<(usize, Option<bool>)>,
    latest_ms: i64,
}

impl OtherDates {
    fn new(plan: &Plan) -> Self {
        let known = [Field::Date, Field::UpdatedAt, Field::CancelledAt];
        let columns = plan.fields.iter().enumerate().filter_map(|(column, field)| {
            if known.contains(field) {
                return Some((column, Some(true)));
            }
            (*field == Field::Ignore).then_some((column, None))
        });
        Self { columns: columns.collect(), latest_ms: i64::MIN }
    }

    /// The first filled cell of a column decides whether the column is one of dates.
    fn look_at(&mut self, record: Record<'_>, columns: &mut Columns) {
        let mut latest = self.latest_ms;
        self.columns.retain_mut(|(column, is_date)| {
            let cell = record.cell(*column);
            if cell.is_empty() {
                return true;
            }
            let is_stamped = cell.len() >= 8 && is_date.unwrap_or_else(|| has_year(cell));
            match is_stamped.then(|| columns.stamp(record, *column)).flatten() {
                Some(Ok(stamp)) => {
                    let moment = super::cells::moment(stamp.day, stamp.time_ms, stamp.offset_min);
                    latest = latest.max(moment.instant_ms());
                    *is_date = Some(true);
                    true
                }
                _ => is_date.is_some(),
            }
        });
        self.latest_ms = latest;
    }
}

/// `2026-11-21…`: other ways to write dates prove too little about a column nobody named.
fn has_year(cell: &[u8]) -> bool {
    cell.len() >= 10
        && cell[4] == b'-'
        && cell[7] == b'-'
        && cell[..4].iter().all(u8::is_ascii_digit)
}

impl Reading {
    /// The next chunk, within the ledger's limits; `None` at the end, and while a question is open.
    pub fn next_chunk(&mut self) -> Option<Chunk> {
        match &mut self.chunks {
            Chunks::Nothing | Chunks::Windows(_) => None,
            Chunks::Sales(emitter) => emitter.next_chunk(),
            Chunks::Ready(chunks) => chunks.pop(),
        }
    }

    /// Whether the file is too large to be held: it has to be read once more, by [`crate::Windows`].
    #[must_use]
    pub const fn needs_second_pass(&self) -> bool {
        matches!(self.chunks, Chunks::Windows(_))
    }

    pub(super) const fn frozen(&self) -> Option<Frozen> {
        match self.chunks {
            Chunks::Windows(frozen) => Some(frozen),
            _ => None,
        }
    }

    /// Rows with problems, one by one, up to ten thousand.
    #[must_use]
    pub fn problem_rows(&self) -> &[ProblemRow] {
        &self.problem_rows
    }
}
