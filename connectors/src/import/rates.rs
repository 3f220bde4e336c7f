//! Rows to exchange rates.

use std::collections::BTreeMap;

use ledger::{ChunkKind, Currency, Decimal, Field, Plan, RateRecord, Severity};

use super::cells::{Columns, is_nothing};
use super::items::pack;
use super::problems::Finding;
use super::records::Record;
use super::sales::{Counted, Outcome};
use super::{Settings, currencies, dates, numbers};
use crate::chunk::Chunk;

/// The most a rate may be: fifteen digits.
const MOST_VALUE: i64 = 1_000_000_000_000_000;

/// Rates as they are read.
#[derive(Debug)]
pub(crate) struct Rates {
    /// Columns headed by a currency, in a table with one row per day.
    table: Vec<usize>,
    mark: ledger::DecimalMark,
    base: Currency,
    rates: Vec<RateRecord>,
}

impl Rates {
    pub(crate) fn new(plan: &Plan, settings: &Settings) -> Self {
        let is_table = plan.layout == "rate-table";
        let rate_columns =
            plan.fields.iter().enumerate().filter(|(_, field)| **field == Field::Rate);
        let told = plan.answers.get("currency").and_then(|code| Currency::from_code(code).ok());
        let table: Vec<usize> =
            if is_table { rate_columns.map(|(column, _)| column).collect() } else { Vec::new() };
        // Tables of central banks: one unit of their currency is so many of each; the euro's unless told.
        let euro = Currency::from_code("EUR").unwrap_or(settings.currency);
        let base = told.unwrap_or(if is_table { euro } else { settings.currency });
        let mark = table
            .first()
            .and_then(|&column| plan.decimals.get(column))
            .copied()
            .unwrap_or_default();
        Self { table, mark, base, rates: Vec::new() }
    }

    /// Takes a row in.
    pub(crate) fn row(
        &mut self,
        columns: &mut Columns,
        record: Record<'_>,
        header: &[Vec<u8>],
        findings: &mut Vec<Finding>,
    ) -> Outcome {
        let column = columns.of(Field::Date).unwrap_or(0);
        let day = match columns.stamp(record, column) {
            Some(Ok(stamp)) => stamp.day,
            Some(Err(dates::DateError::Impossible)) => {
                findings.push(Finding::unreadable("date-impossible", column));
                return Outcome::Rejected;
            }
            _ => {
                findings.push(Finding::unreadable("date-unreadable", column));
                return Outcome::Rejected;
            }
        };
        if !self.table.is_empty() {
            return self.table_row(day, record, header, findings);
        }
        let rate = columns.number(record, Field::Rate, findings).filter(|rate| is_rate(*rate));
        let from = self.currency(columns, record, &[Field::RateFrom, Field::Currency], findings);
        let to = self.currency(columns, record, &[Field::RateTo], findings);
        match (rate, from, to) {
            (Some(rate), Some(from), Some(to)) if from != to => {
                self.rates.push(RateRecord { day, from, to, rate });
                Outcome::Accepted
            }
            _ => {
                if !findings.iter().any(|finding| finding.severity == Severity::Unreadable) {
                    let column = columns.of(Field::Rate).unwrap_or(0);
                    findings.push(Finding::unreadable("rate-unreadable", column));
                }
                Outcome::Rejected
            }
        }
    }

    fn currency(
        &self,
        columns: &Columns,
        record: Record<'_>,
        fields: &[Field],
        findings: &mut Vec<Finding>,
    ) -> Option<Currency> {
        let Some(column) = fields.iter().find_map(|&field| columns.of(field)) else {
            return Some(self.base);
        };
        let told = currencies::from_text(&String::from_utf8_lossy(record.cell(column)));
        if told.is_none() {
            findings.push(Finding::unreadable("currency-unknown", column));
        }
        told
    }

    fn table_row(
        &mut self,
        day: ledger::Day,
        record: Record<'_>,
        header: &[Vec<u8>],
        findings: &mut Vec<Finding>,
    ) -> Outcome {
        for &column in &self.table {
            let cell = record.cell(column);
            if is_nothing(cell) {
                continue;
            }
            let name = header.get(column).map(|name| String::from_utf8_lossy(name));
            let Some(to) = name.and_then(|name| Currency::from_code(&name).ok()) else { continue };
            match numbers::parse(cell, self.mark) {
                Ok(number) if is_rate(number.value) => {
                    self.rates.push(RateRecord { day, from: self.base, to, rate: number.value });
                }
                _ => findings.push(Finding::doubtful("rate-unreadable", column)),
            }
        }
        Outcome::Accepted
    }

    /// Everything counted, and the chunks, last first.
    pub(crate) fn finish(mut self) -> (Counted, Vec<Chunk>) {
        self.rates.retain(|rate| rate.from != rate.to);
        let days = self.rates.iter().map(|rate| rate.day.0);
        let facts = BTreeMap::from([("rates".to_owned(), self.rates.len().to_string())]);
        let counted =
            Counted { days: days.clone().min().zip(days.max()), facts, ..Counted::default() };
        let mut chunks = Vec::new();
        pack(&self.rates, ChunkKind::Rates, ledger::encode_rates, &mut chunks);
        chunks.reverse();
        (counted, chunks)
    }
}

const fn is_rate(rate: Decimal) -> bool {
    rate.value > 0 && rate.value <= MOST_VALUE
}
