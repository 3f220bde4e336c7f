//! What reading a whole file came to.

use std::collections::BTreeMap;

use ledger::{Checked, ControlTotals, DecimalMark, Encoding, Field, Plan, Question, Severity};

use super::dates::Order;
use super::inspect;
use super::problems::{ProblemRow, Problems};
use super::reader::{Collected, Reader};
use super::sales::{Counted, Emitter, Frozen, decimal};
use crate::chunk::Chunk;

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

/// A row that sums up the others.
#[derive(Debug)]
pub(super) struct Footer {
    pub(super) line: u64,
    pub(super) total: Option<ledger::Decimal>,
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

impl Reader {
    pub(super) fn into_reading(mut self) -> Reading {
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

    fn facts(&self) -> BTreeMap<String, String> {
        let mut facts = BTreeMap::new();
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

fn compare_footer(
    footer: Option<&Footer>,
    counted: &Counted,
    problems: &mut Problems,
    facts: &mut BTreeMap<String, String>,
) {
    let Some(footer) = footer else { return };
    facts.insert("footer_line".to_owned(), footer.line.to_string());
    let (Some(total), [(code, minor)]) = (footer.total, counted.totals.as_slice()) else { return };
    let digits = ledger::Currency::from_code(code).map_or(2, |currency| currency.digits());
    if total.to_minor(digits) != Some(*minor) {
        let value = decimal(*minor, digits);
        problems.note_file("footer-difference", Severity::Doubtful, value);
    }
}
