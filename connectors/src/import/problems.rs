//! What is wrong with single rows, grouped and listed.

use std::collections::BTreeMap;

use ledger::{CellMark, PreviewCell, PreviewRow, ProblemGroup, Severity};

use super::records::Record;
use super::text::shorten;

/// Rows listed one by one.
const MOST_ROWS: usize = 10_000;
/// Rows shown from the top of the file, and of those with problems.
const PREVIEW_ROWS: usize = 20;

/// A row with a problem, for a list the merchant can keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemRow {
    /// Line of the file where the row begins, from 1.
    pub line: u64,
    /// The column concerned.
    pub column: Option<u32>,
    /// Its header; empty if there is none.
    pub header: String,
    /// The offending cell, shortened.
    pub value: String,
    /// Stable code of the problem.
    pub code: &'static str,
}

/// One thing found in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    pub(crate) column: Option<usize>,
}

impl Finding {
    pub(crate) const fn unreadable(code: &'static str, column: usize) -> Self {
        Self { code, severity: Severity::Unreadable, column: Some(column) }
    }

    pub(crate) const fn doubtful(code: &'static str, column: usize) -> Self {
        Self { code, severity: Severity::Doubtful, column: Some(column) }
    }
}

#[derive(Debug)]
struct Group {
    rows: u64,
    first_line: u64,
    value: String,
}

/// Everything found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    headers: Vec<String>,
    groups: BTreeMap<(std::cmp::Reverse<Severity>, &'static str, Option<usize>), Group>,
    rows: Vec<ProblemRow>,
    first: Vec<PreviewRow>,
    bad: Vec<PreviewRow>,
    /// Rows with a problem.
    pub(crate) count: u64,
}

impl Problems {
    pub(crate) fn new(headers: Vec<String>) -> Self {
        Self { headers, ..Self::default() }
    }

    /// Takes note of a row and of what was found in it.
    pub(crate) fn note(&mut self, record: Record<'_>, findings: &[Finding]) {
        if self.first.len() < PREVIEW_ROWS {
            let row = self.preview(record, findings);
            self.first.push(row);
        } else if !findings.is_empty() && self.bad.len() < PREVIEW_ROWS {
            let row = self.preview(record, findings);
            self.bad.push(row);
        }
        self.count += u64::from(!findings.is_empty());
        for finding in findings {
            let value = finding.column.map_or_else(String::new, |c| shorten(record.cell(c), 80));
            self.add(*finding, record.line, value);
        }
    }

    /// Takes note of something that concerns no single row.
    pub(crate) fn note_file(&mut self, code: &'static str, severity: Severity, value: String) {
        self.add(Finding { code, severity, column: None }, 0, value);
    }

    fn add(&mut self, finding: Finding, line: u64, value: String) {
        if self.rows.len() < MOST_ROWS && line > 0 {
            let header = finding.column.and_then(|column| self.headers.get(column).cloned());
            self.rows.push(ProblemRow {
                line,
                column: finding.column.map(|column| column as u32),
                header: header.unwrap_or_default(),
                value: value.clone(),
                code: finding.code,
            });
        }
        let key = (std::cmp::Reverse(finding.severity), finding.code, finding.column);
        let group = self.groups.entry(key).or_insert(Group { rows: 0, first_line: line, value });
        group.rows += 1;
    }

    fn preview(&self, record: Record<'_>, findings: &[Finding]) -> PreviewRow {
        let width = self.headers.len().max(record.len()).min(200);
        let cells = (0..width).map(|column| {
            let mut of_cell = findings.iter().filter(|finding| finding.column == Some(column));
            let mark = match of_cell.by_ref().map(|finding| finding.severity).max() {
                Some(Severity::Unreadable) => CellMark::Unreadable,
                Some(Severity::Doubtful) => CellMark::Doubtful,
                None => CellMark::Plain,
            };
            PreviewCell { text: shorten(record.cell(column), 60), mark }
        });
        PreviewRow { line: record.line, cells: cells.collect() }
    }

    /// How many rows have this problem.
    pub(crate) fn rows_with(&self, code: &str) -> u64 {
        self.groups
            .iter()
            .filter(|((_, known, _), _)| *known == code)
            .map(|(_, group)| group.rows)
            .sum()
    }

    /// Groups worst first, rows to show, and the list.
    pub(crate) fn into_parts(mut self) -> (Vec<ProblemGroup>, Vec<PreviewRow>, Vec<ProblemRow>) {
        let groups =
            self.groups.into_iter().map(|((severity, code, column), group)| ProblemGroup {
                code: code.to_owned(),
                severity: severity.0,
                column: column.map(|column| column as u32),
                rows: group.rows,
                first_line: group.first_line,
                value: group.value,
            });
        self.first.append(&mut self.bad);
        (groups.collect(), self.first, self.rows)
    }
}
