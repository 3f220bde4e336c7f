//! Columns to fields: what the header says, checked against what the cells are.

mod amounts;
mod relations;

use ledger::{Confidence, Field, FileKind};

use super::layouts::Layout;
use super::profile::Profile;
use super::shape::Row;
use super::words::{Match, Meaning, Words};

/// What a table's columns were taken for.
#[derive(Debug)]
pub(crate) struct Mapping {
    pub(crate) fields: Vec<Field>,
    pub(crate) confidence: Vec<Confidence>,
    pub(crate) kind: FileKind,
    pub(crate) layout: &'static str,
    pub(crate) source: &'static str,
}

/// The table whose columns are to be understood.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<'a> {
    /// Empty strings where there is no header.
    pub(crate) headers: &'a [String],
    pub(crate) profiles: &'a [Profile],
    pub(crate) rows: &'a [Row],
}

/// Finds out what the columns mean.
pub(crate) fn map(table: Table<'_>, words: &Words) -> Mapping {
    if let Some(layout) = Layout::of(table.headers) {
        return by_layout(table, layout);
    }
    if is_translated_woocommerce(table) {
        return translated_woocommerce();
    }
    if is_rate_table(table) {
        return rate_table(table);
    }
    let mut matches: Vec<Option<Match>> =
        (0..table.headers.len()).map(|column| candidate(table, column, words)).collect();
    let mut chosen = amounts::resolve(table, &mut matches);
    keep_best(&mut chosen);
    fill_gaps(table, &mut chosen);
    let kind = kind_of(&mut chosen);
    let fields: Vec<Field> = chosen.iter().map(|choice| choice.field).collect();
    let confidence = chosen.iter().map(Choice::confidence).collect();
    Mapping { fields, confidence, kind, layout: "", source: "" }
}

/// What a column is taken for, and how well it fits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    pub(crate) field: Field,
    pub(crate) score: f64,
}

impl Choice {
    const NONE: Self = Self { field: Field::Ignore, score: 0.0 };

    fn confidence(&self) -> Confidence {
        match self.score {
            score if score >= 80.0 => Confidence::Sure,
            score if score > 0.0 => Confidence::Likely,
            _ => Confidence::Unknown,
        }
    }
}

fn by_layout(table: Table<'_>, layout: &'static Layout) -> Mapping {
    let fields: Vec<Field> = table.headers.iter().map(|header| layout.field(header)).collect();
    let confidence = fields.iter().map(|_| Confidence::Sure).collect();
    Mapping { fields, confidence, kind: layout.kind, layout: layout.id, source: layout.source }
}

/// The best meaning of a column by its header that its cells allow.
fn candidate(table: Table<'_>, column: usize, words: &Words) -> Option<Match> {
    let found = words.look_up(&table.headers[column])?;
    let profile = &table.profiles[column];
    let suits = match found.meaning {
        Meaning::Field(field) => profile.suits(field),
        Meaning::Amount
        | Meaning::AmountNet
        | Meaning::AmountGross
        | Meaning::Discount
        | Meaning::Tax => profile.suits(Field::LineAmount),
        Meaning::Customer | Meaning::Type => 1.0,
    };
    let found = if suits == 0.0 { second_meaning(profile, found)? } else { found };
    Some(Match { score: found.score * suits.max(0.5), ..found })
}

/// What a column with the wrong content for its header may be after all.
fn second_meaning(profile: &Profile, found: Match) -> Option<Match> {
    let field = match found.meaning {
        Meaning::Field(Field::Time) if profile.is_date() => Field::Date,
        Meaning::Field(Field::Date) if profile.times > profile.filled / 2 => Field::Time,
        // A column headed `Items` or `Products` that counts them, and the other way round.
        Meaning::Field(Field::ItemList) if profile.is_number() => Field::Quantity,
        Meaning::Field(Field::ItemList) => Field::ItemName,
        Meaning::Field(Field::ItemName) if profile.is_code() => Field::ItemCode,
        Meaning::Field(_) if profile.is_country() => Field::Country,
        // `Shipping` may name a method, `Land` a plot, `Refund` a yes or no.
        _ => return None,
    };
    Some(Match { meaning: Meaning::Field(field), score: found.score * 0.8 })
}

/// Each field once, but those that may be spread over columns: the best column keeps it.
fn keep_best(chosen: &mut [Choice]) {
    for column in 0..chosen.len() {
        let field = chosen[column].field;
        if matches!(field, Field::Ignore | Field::Variant) {
            continue;
        }
        let is_beaten = chosen.iter().enumerate().any(|(other, choice)| {
            choice.field == field
                && (choice.score > chosen[column].score
                    || (choice.score >= chosen[column].score && other < column))
        });
        if is_beaten {
            chosen[column] = Choice::NONE;
        }
    }
}

fn has(chosen: &[Choice], field: Field) -> bool {
    chosen.iter().any(|choice| choice.field == field)
}

/// Looks for what a table of sales needs in the columns that no header explained.
fn fill_gaps(table: Table<'_>, chosen: &mut [Choice]) {
    let is_headerless = table.headers.iter().all(String::is_empty);
    let unknown = |chosen: &[Choice], column: usize| {
        let is_free = chosen[column].field == Field::Ignore && chosen[column].score == 0.0;
        is_free && table.profiles[column].filled > 0
    };
    let give = |field: Field, suits: &dyn Fn(&Profile) -> bool, chosen: &mut [Choice]| {
        if has(chosen, field) {
            return;
        }
        let columns = 0..table.profiles.len();
        if let Some(column) = columns
            .into_iter()
            .find(|&column| unknown(chosen, column) && suits(&table.profiles[column]))
        {
            chosen[column] = Choice { field, score: 30.0 };
        }
    };
    let is_true_date =
        |profile: &Profile| profile.is_date() && profile.style != Some(super::dates::Style::Serial);
    give(Field::Date, &is_true_date, chosen);
    give(Field::ItemList, &Profile::is_item_list, chosen);
    if !is_headerless {
        return;
    }
    let is_whole =
        |p: &Profile| p.is_number() && p.points + p.commas + p.either_points + p.either_commas == 0;
    let is_money = |p: &Profile| p.is_number() && p.points + p.commas > 0;
    let is_key = |p: &Profile| p.is_code() && !p.is_date() && p.points + p.commas == 0;
    let is_text = |p: &Profile| !p.is_number() && !p.is_date() && !p.is_code();
    give(Field::OrderNumber, &|p| is_key(p) && p.distinct * 5 > p.filled && !is_small(p), chosen);
    give(Field::ItemName, &is_text, chosen);
    give(Field::Quantity, &|p| is_whole(p), chosen);
    // The last amount of a row is what it came to; one before it is the price of a unit.
    let amounts: Vec<usize> = (0..chosen.len())
        .filter(|&column| unknown(chosen, column) && is_money(&table.profiles[column]))
        .collect();
    if let Some((&last, before)) = amounts.split_last() {
        chosen[last] = Choice { field: Field::LineAmount, score: 20.0 };
        if let Some(&price) = before.first() {
            chosen[price] = Choice { field: Field::UnitPrice, score: 20.0 };
        }
    }
}

/// Whether all cells are numbers of one or two digits: quantities rather than keys.
fn is_small(profile: &Profile) -> bool {
    profile.samples.iter().all(|sample| sample.len() <= 2)
}

/// What the table brings, by the fields it has; settles what `quantity` counts.
fn kind_of(chosen: &mut [Choice]) -> FileKind {
    let is_any =
        |chosen: &[Choice], fields: &[Field]| fields.iter().any(|&field| has(chosen, field));
    if has(chosen, Field::Rate)
        && is_any(chosen, &[Field::RateFrom, Field::RateTo, Field::Currency])
        && !is_any(chosen, &[Field::OrderNumber, Field::ItemCode, Field::ItemName])
    {
        return FileKind::Rates;
    }
    let has_item = is_any(chosen, &[Field::ItemCode, Field::ItemName, Field::Barcode]);
    let is_sale = has(chosen, Field::OrderNumber)
        || (has(chosen, Field::Date)
            && is_any(
                chosen,
                &[Field::LineAmount, Field::OrderTotal, Field::OrderSubtotal, Field::Quantity],
            ));
    let counts = is_any(chosen, &[Field::OnHand, Field::Available]);
    let has_amount = is_any(chosen, &[Field::LineAmount, Field::OrderTotal]);
    if !has_item || (is_sale && !counts) || (has_amount && (is_sale || !counts)) {
        return FileKind::Sales;
    }
    let has_price =
        is_any(chosen, &[Field::UnitPrice, Field::Cost, Field::ProductHandle, Field::Barcode]);
    if !counts && !is_sale && has(chosen, Field::Quantity) {
        for choice in chosen.iter_mut().filter(|choice| choice.field == Field::Quantity) {
            choice.field = Field::OnHand;
        }
        return if has_price { FileKind::Items } else { FileKind::Stock };
    }
    match (counts, has_price) {
        (true, true) if !has(chosen, Field::Place) => FileKind::Items,
        (true, _) => FileKind::Stock,
        (false, true) => FileKind::Items,
        (false, false) => FileKind::Sales,
    }
}

/// WooCommerce translates the headers of its only export of orders, but not its eleven columns.
fn is_translated_woocommerce(table: Table<'_>) -> bool {
    let [date, number, _, _, _, _, list, sold, _, net, _] = table.profiles else { return false };
    date.is_date()
        && number.is_number()
        && list.is_item_list()
        && list.samples.iter().all(|cell| cell.contains('×'))
        && sold.is_number()
        && net.is_number()
}

fn translated_woocommerce() -> Mapping {
    let layout = Layout::by_id("woocommerce-orders");
    let fields = vec![
        Field::Date,
        Field::OrderNumber,
        Field::Ignore,
        Field::Status,
        Field::CustomerName,
        Field::Ignore,
        Field::ItemList,
        Field::Quantity,
        Field::Ignore,
        Field::OrderSubtotal,
        Field::Channel,
    ];
    let confidence = fields.iter().map(|_| Confidence::Likely).collect();
    Mapping { fields, confidence, kind: layout.kind, layout: layout.id, source: layout.source }
}

/// A date and columns headed by currencies, as central banks publish their rates.
fn is_rate_table(table: Table<'_>) -> bool {
    let currencies = currency_columns(table).count();
    let has_date = table.profiles.iter().any(Profile::is_date);
    has_date && currencies >= 2 && currencies * 2 > table.headers.len()
}

fn currency_columns(table: Table<'_>) -> impl Iterator<Item = usize> {
    let is_code = |header: &str| header.len() == 3 && ledger::Currency::from_code(header).is_ok();
    (0..table.headers.len()).filter(move |&column| is_code(&table.headers[column]))
}

fn rate_table(table: Table<'_>) -> Mapping {
    let mut fields = vec![Field::Ignore; table.headers.len()];
    if let Some(date) = table.profiles.iter().position(Profile::is_date) {
        fields[date] = Field::Date;
    }
    for column in currency_columns(table) {
        fields[column] = Field::Rate;
    }
    let confidence = fields.iter().map(|_| Confidence::Sure).collect();
    Mapping { fields, confidence, kind: FileKind::Rates, layout: "rate-table", source: "" }
}
