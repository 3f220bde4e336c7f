//! The beginning of a file, looked at.

use ledger::{
    Answers, ColumnView, Confidence, Currency, DecimalMark, Description, Field, Plan, Question,
};

use super::dates::Order;
use super::encoding::{self, Decoder};
use super::layouts::Layout;
use super::mapping::{self, Table};
use super::profile::{Profile, is_numeric};
use super::records::MOST_RECORD_BYTES;
use super::shape::{self, Row, Shape};
use super::status::{self, RowType};
use super::text::normalise;
use super::words::{Words, header_currency};
use super::{ImportError, Settings, header};

/// Bytes that are enough to propose a plan.
const ENOUGH_BYTES: usize = 512 * 1024;
/// Records that are enough.
const MOST_ROWS: usize = 2_000;

/// Cells of all columns together that are looked at.
const MOST_CELLS: usize = 150_000;

/// Looks at the beginning of a file and proposes how to read it.
#[derive(Debug)]
pub struct Inspector {
    settings: Settings,
    sample: Vec<u8>,
    is_whole: bool,
}

/// A sample cut into a table.
struct Looked {
    shape: Shape,
    encoding: ledger::Encoding,
    skip: usize,
    has_header: bool,
    headers: Vec<String>,
    header_line: u64,
    rows: Vec<Row>,
    profiles: Vec<Profile>,
}

impl Inspector {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new(settings: Settings) -> Self {
        Self { settings, sample: Vec::new(), is_whole: false }
    }

    /// Takes the next bytes of the file, unpacked, in any slices.
    pub fn feed(&mut self, bytes: &[u8]) {
        let room = ENOUGH_BYTES.saturating_sub(self.sample.len());
        self.sample.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    /// Whether more would not help.
    #[must_use]
    pub fn has_enough(&self) -> bool {
        self.sample.len() >= ENOUGH_BYTES
    }

    /// The file ended before there was enough: what was seen is all of it.
    pub fn end(&mut self) {
        self.is_whole = !self.has_enough();
    }

    /// How the file would be read.
    ///
    /// # Errors
    /// If it is no text, holds nothing, or no table can be made out.
    pub fn describe(&self) -> Result<Description, ImportError> {
        let looked = self.look(None)?;
        let words = Words::new();
        let table =
            Table { headers: &looked.headers, profiles: &looked.profiles, rows: &looked.rows };
        let mapping = mapping::map(table, &words);
        let mut plan = Plan {
            fingerprint: fingerprint(&looked.headers),
            source: mapping.source.to_owned(),
            kind: mapping.kind,
            encoding: looked.encoding,
            delimiter: looked.shape.delimiter,
            is_quoted: looked.shape.is_quoted,
            skip_records: looked.skip as u32,
            has_header: looked.has_header,
            fields: mapping.fields,
            decimals: Vec::new(),
            answers: Answers::new(),
            layout: mapping.layout.to_owned(),
        };
        self.remember(&mut plan);
        if plan.source.is_empty() {
            plan.source = format!("file-{}", &plan.fingerprint[..8]);
        }
        self.decide(&looked, &mut plan);
        Ok(self.view(&looked, plan, &mapping.confidence))
    }

    /// How the file would be read by a plan that the merchant changed: encoding, delimiter, quotation marks and the
    /// header are kept as they are there, the meanings of the columns as long as their number fits.
    ///
    /// # Errors
    /// As for [`Inspector::describe`].
    pub fn describe_as(&self, plan: &Plan) -> Result<Description, ImportError> {
        let looked = self.look(Some(plan))?;
        let mut plan = plan.clone();
        if plan.fields.len() != looked.headers.len() {
            let words = Words::new();
            let table =
                Table { headers: &looked.headers, profiles: &looked.profiles, rows: &looked.rows };
            let mapping = mapping::map(table, &words);
            plan.fields = mapping.fields;
            plan.kind = mapping.kind;
            plan.layout = mapping.layout.to_owned();
            plan.decimals.clear();
            plan.fingerprint = fingerprint(&looked.headers);
        }
        self.decide(&looked, &mut plan);
        let confidence = vec![Confidence::Sure; plan.fields.len()];
        Ok(self.view(&looked, plan, &confidence))
    }

    fn look(&self, plan: Option<&Plan>) -> Result<Looked, ImportError> {
        encoding::refuse_binary(&self.sample)?;
        let encoding = plan.map_or_else(|| encoding::detect(&self.sample), |plan| plan.encoding);
        let mut decoder = Decoder::new(encoding);
        let mut text = Vec::with_capacity(self.sample.len());
        decoder.decode(&self.sample, &mut text);
        if text.iter().all(u8::is_ascii_whitespace) {
            return Err(ImportError::Empty);
        }
        let shape = plan.map_or_else(
            || shape::detect(&text),
            |plan| Shape { delimiter: plan.delimiter, is_quoted: plan.is_quoted },
        );
        let rows = shape::rows(&text, shape, MOST_ROWS, self.is_whole)?;
        let start = plan.map_or_else(
            || header::find(&rows, &Words::new()),
            |plan| header::Start { skip: plan.skip_records as usize, has_header: plan.has_header },
        );
        self.cut(rows, shape, encoding, start)
    }

    fn cut(
        &self,
        mut rows: Vec<Row>,
        shape: Shape,
        encoding: ledger::Encoding,
        start: header::Start,
    ) -> Result<Looked, ImportError> {
        if start.skip >= rows.len() {
            return Err(ImportError::NoTable);
        }
        let mut data = rows.split_off(start.skip);
        let header_line = data.first().map_or(1, |row| row.line);
        let header = if start.has_header { Some(data.remove(0)) } else { None };
        data.retain(|row| row.filled_len() > 0);
        if data.is_empty() {
            return Err(self.nothing_below(shape, header_line));
        }
        let width = header.as_ref().map_or_else(
            || data.iter().map(|row| row.cells.len()).max().unwrap_or(0),
            |header| header.cells.len(),
        );
        let headers = header.map_or_else(|| vec![String::new(); width], |header| header.cells);
        // Wide tables are looked at less deeply, so that the first look stays quick.
        let most = (MOST_CELLS / width.max(1)).clamp(40, 600);
        let profiles = (0..width).map(|column| Profile::of(&data, column, most)).collect();
        Ok(Looked {
            shape,
            encoding,
            skip: start.skip,
            has_header: start.has_header,
            headers,
            header_line,
            rows: data,
            profiles,
        })
    }

    /// Why there is no row below the header: it is all there is, or its next record does not end within the sample.
    fn nothing_below(&self, shape: Shape, header_line: u64) -> ImportError {
        let line = header_line + 1;
        if self.is_whole {
            ImportError::HeaderOnly
        } else if shape.is_quoted && self.sample.contains(&b'"') {
            ImportError::UnclosedQuote { line }
        } else {
            ImportError::RecordTooLong { most: MOST_RECORD_BYTES, line }
        }
    }

    /// A file of the same source was read before: read this one alike.
    fn remember(&self, plan: &mut Plan) {
        let known = self.settings.remembered.iter().rev();
        let mut known = known.filter(|known| known.fields.len() == plan.fields.len());
        let Some(known) = known.find(|known| known.fingerprint == plan.fingerprint) else { return };
        plan.source.clone_from(&known.source);
        plan.kind = known.kind;
        plan.fields.clone_from(&known.fields);
        plan.layout.clone_from(&known.layout);
        for answer in
            ["date_order", "decimal_mark", "currency", "place", "channel", "discount", "customers"]
        {
            if let Some(value) = known.answers.get(answer) {
                plan.answers.insert(answer.to_owned(), value.clone());
            }
        }
    }

    /// Decimal marks, the order of dates and the currency, as far as the sample proves them.
    fn decide(&self, looked: &Looked, plan: &mut Plan) {
        Self::note_row_types(looked, plan);
        Self::note_headers(looked, plan);
        if let Some(order) = date_order(looked, plan) {
            plan.answers.insert("date_order".to_owned(), order.answer().to_owned());
        }
        if !plan.answers.contains_key("currency")
            && !plan.fields.contains(&Field::Currency)
            && let Some(currency) = currency_of(looked, plan)
        {
            plan.answers.insert("currency".to_owned(), currency.code().to_owned());
        }
        if plan.decimals.len() != plan.fields.len() {
            plan.decimals = decimals(looked, plan);
        }
    }

    /// Receipts, their lines and their payments in one file, told apart by a column.
    fn note_row_types(looked: &Looked, plan: &mut Plan) {
        let Some(column) = plan.fields.iter().position(|&field| field == Field::EventType) else {
            return;
        };
        let types = looked.rows.iter().map(|row| status::row_type(row.cell(column)));
        let (mut lines, mut others) = (0_usize, 0_usize);
        for row_type in types {
            *if row_type == RowType::Line { &mut lines } else { &mut others } += 1;
        }
        if lines > 0 && others > 0 {
            plan.answers.insert("row_types".to_owned(), "mixed".to_owned());
        }
    }

    /// What headers say about how their cells are meant.
    fn note_headers(looked: &Looked, plan: &mut Plan) {
        let says = |field: Field, words: &[&str]| {
            let column = plan.fields.iter().position(|&known| known == field);
            column.is_some_and(|column| {
                let header = normalise(&looked.headers[column]);
                header.split(' ').any(|word| words.contains(&word))
            })
        };
        let is_percent = says(Field::LineDiscount, &["percent", "pct", "prozent", "pourcent"]);
        let is_utc = says(Field::Date, &["utc", "gmt"]);
        let included = ["ttc", "brutto", "incl", "inkl", "gross"];
        let is_included = says(Field::LineAmount, &included) || says(Field::OrderTotal, &included);
        let mut note = |is_true: bool, id: &str, answer: &str| {
            if is_true && !plan.answers.contains_key(id) {
                plan.answers.insert(id.to_owned(), answer.to_owned());
            }
        };
        note(is_percent, "discount", "percent");
        note(is_utc, "date_zone", "utc");
        note(is_included, "tax", "included");
    }

    fn view(&self, looked: &Looked, plan: Plan, confidence: &[Confidence]) -> Description {
        let columns = (0..looked.headers.len()).map(|column| ColumnView {
            header: looked.headers[column].clone(),
            samples: looked.profiles[column].samples.clone(),
            field: plan.fields[column],
            confidence: confidence.get(column).copied().unwrap_or(Confidence::Unknown),
            format: format_of(looked, &plan, column),
        });
        let columns = columns.collect();
        // What a longer file may still prove is not asked yet.
        let questions =
            if self.is_whole { questions(looked, &plan) } else { missing_columns(&plan) };
        Description {
            columns,
            questions,
            preamble_lines: looked.header_line.saturating_sub(1) as u32,
            plan,
        }
    }
}

/// FNV-1a over the sorted normalised headers: the order of columns does not matter.
fn fingerprint(headers: &[String]) -> String {
    let mut names: Vec<String> = headers.iter().map(|header| normalise(header)).collect();
    names.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in names.join("\n").bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

/// The mark of each column: its own proof, else what the other columns prove, else what goes with the delimiter.
fn decimals(looked: &Looked, plan: &Plan) -> Vec<DecimalMark> {
    let numeric: Vec<usize> =
        (0..plan.fields.len()).filter(|&c| is_numeric(plan.fields[c])).collect();
    let votes = |mark| numeric.iter().filter(|&&c| looked.profiles[c].mark() == Some(mark)).count();
    let answered = plan.answers.get("decimal_mark").map(String::as_str);
    let common = match (answered, votes(DecimalMark::Point), votes(DecimalMark::Comma)) {
        (Some("comma"), ..) => DecimalMark::Comma,
        (Some("point"), ..) => DecimalMark::Point,
        (_, points, commas) if commas > points => DecimalMark::Comma,
        (_, 0, 0) if looked.shape.delimiter == ledger::Delimiter::Semicolon => DecimalMark::Comma,
        (_, 0, 0) if has_grouped_points(looked, plan) => DecimalMark::Comma,
        _ => DecimalMark::Point,
    };
    (0..plan.fields.len()).map(|column| looked.profiles[column].mark().unwrap_or(common)).collect()
}

/// Whether `1.250` is more than a thousand: it stands beside `380` in a column of money, where fractions of three
/// digits would be written on both; or it is what a line or an order came to, in a currency without such fractions.
fn has_grouped_points(looked: &Looked, plan: &Plan) -> bool {
    let told = plan.answers.get("currency").and_then(|code| Currency::from_code(code).ok());
    let has_mills = told.is_some_and(|currency| currency.digits() > 2)
        || plan.fields.contains(&Field::Currency);
    let totals = [Field::LineAmount, Field::OrderTotal, Field::OrderSubtotal];
    let money = (0..plan.fields.len()).filter(|&column| is_money(plan.fields[column]));
    let mut columns = money.map(|column| (plan.fields[column], &looked.profiles[column]));
    columns.any(|(field, profile)| {
        let is_mixed = profile.either_points >= 2 && profile.plain >= 2;
        is_mixed || (profile.either_points > 0 && !has_mills && totals.contains(&field))
    })
}

/// The order of day and month: answered, proved by the column, by another column, or known of the vendor.
fn date_order(looked: &Looked, plan: &Plan) -> Option<Order> {
    let answered = plan.answers.get("date_order").and_then(|answer| Order::from_answer(answer));
    let column = plan.fields.iter().position(|&field| field == Field::Date)?;
    let own = looked.profiles[column].order();
    let others =
        looked.profiles.iter().filter(|profile| profile.is_date()).find_map(Profile::order);
    answered.or(own).or(others).or(Layout::by_id(&plan.layout).date_order)
}

/// The one currency that headers and symbols of amounts name.
fn currency_of(looked: &Looked, plan: &Plan) -> Option<Currency> {
    let amounts = (0..plan.fields.len()).filter(|&c| is_money(plan.fields[c]));
    let mut named = amounts.clone().filter_map(|column| header_currency(&looked.headers[column]));
    if let Some(currency) = named.next() {
        return Some(currency);
    }
    let mut words = amounts.filter_map(|column| looked.profiles[column].currency_word.as_deref());
    words.find_map(super::currencies::from_text)
}

const fn is_money(field: Field) -> bool {
    is_numeric(field)
        && !matches!(
            field,
            Field::Quantity
                | Field::TaxRate
                | Field::OnHand
                | Field::Committed
                | Field::Available
                | Field::Rate
        )
}

fn format_of(looked: &Looked, plan: &Plan, column: usize) -> String {
    let profile = &looked.profiles[column];
    let field = plan.fields[column];
    if is_numeric(field) {
        return match plan.decimals.get(column) {
            Some(DecimalMark::Comma) => "1.234,56".to_owned(),
            _ => "1,234.56".to_owned(),
        };
    }
    if !matches!(field, Field::Date | Field::UpdatedAt | Field::CancelledAt) {
        return String::new();
    }
    let order = plan.answers.get("date_order").and_then(|answer| Order::from_answer(answer));
    let date = profile.style.map_or("", |style| style.format(order));
    let time = if profile.has_time { " HH:MM" } else { "" };
    format!("{date}{time}")
}

fn questions(looked: &Looked, plan: &Plan) -> Vec<Question> {
    let mut questions = missing_columns(plan);
    let date = plan.fields.iter().position(|&field| field == Field::Date);
    if let Some(column) = date
        && !plan.answers.contains_key("date_order")
        && looked.profiles[column].either_order > 0
    {
        questions.push(Question {
            id: "date_order".to_owned(),
            column: Some(column as u32),
            options: vec!["dmy".to_owned(), "mdy".to_owned()],
            examples: looked.profiles[column].ambiguous.clone(),
        });
    }
    questions
}

/// What a file of this kind cannot do without.
pub(crate) fn missing_columns(plan: &Plan) -> Vec<Question> {
    let has = |fields: &[Field]| plan.fields.iter().any(|field| fields.contains(field));
    let amounts = [
        Field::LineAmount,
        Field::OrderTotal,
        Field::OrderSubtotal,
        Field::UnitPrice,
        Field::Quantity,
    ];
    let items = [Field::ItemCode, Field::ItemName, Field::Barcode, Field::ProductHandle];
    let needed: &[(&str, &[Field])] = match plan.kind {
        ledger::FileKind::Sales => &[("column_date", &[Field::Date]), ("column_amount", &amounts)],
        ledger::FileKind::Items | ledger::FileKind::Stock => &[("column_item", &items)],
        ledger::FileKind::Rates => {
            &[("column_date", &[Field::Date]), ("column_rate", &[Field::Rate])]
        }
    };
    let missing = needed.iter().filter(|(_, fields)| !has(fields));
    missing
        .map(|(id, _)| Question {
            id: (*id).to_owned(),
            column: None,
            options: Vec::new(),
            examples: Vec::new(),
        })
        .collect()
}
