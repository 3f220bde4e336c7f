//! Where the table begins: what stands before the header, and whether there is one.

use ledger::DecimalMark;

use super::shape::Row;
use super::words::Words;
use super::{dates, numbers};

/// Rows in which a header is looked for.
const MOST_ROWS: usize = 40;

/// Where the table begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Start {
    /// Records before the header, or before the data if there is none.
    pub(crate) skip: usize,
    pub(crate) has_header: bool,
}

/// Finds the header among the first rows.
pub(crate) fn find(rows: &[Row], words: &Words) -> Start {
    let width = common_width(rows);
    let best = rows
        .iter()
        .take(MOST_ROWS)
        .enumerate()
        .filter(|(_, row)| looks_like_header(row, width))
        .map(|(at, row)| (known_words(row, words), at))
        // The most known words; of equals the first.
        .max_by_key(|&(known, at)| (known, std::cmp::Reverse(at)));
    if let Some((known, at)) = best {
        let filled = filled(&rows[at]);
        if known >= 2 || known * 2 >= filled || differs_from_data(rows, at) {
            return Start { skip: at, has_header: true };
        }
    }
    let skip = rows.iter().position(|row| row.filled_len() * 2 > width).unwrap_or(0);
    Start { skip, has_header: false }
}

/// The commonest number of cells.
fn common_width(rows: &[Row]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    widths.sort_unstable();
    widths
        .chunk_by(|a, b| a == b)
        .map(|run| (run.len(), run[0]))
        .max()
        .map_or(0, |(_, width)| width)
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// Words only, filling half of the width, no two alike.
fn looks_like_header(row: &Row, width: usize) -> bool {
    let filled = filled(row);
    if filled * 2 < width || filled == 0 || (filled < 2 && width > 1) {
        return false;
    }
    let words = row.cells.iter().filter(|cell| !cell.is_empty() && !is_value(cell)).count();
    words * 10 >= filled * 9
}

fn is_value(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let is_number = |mark| numbers::parse(bytes, mark).is_ok();
    is_number(DecimalMark::Point)
        || is_number(DecimalMark::Comma)
        || !matches!(dates::parse(bytes, None), Err(dates::DateError::Unreadable))
        || cell.contains('@')
}

fn known_words(row: &Row, words: &Words) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty() && words.knows(cell)).count()
}

/// Whether numbers or dates stand below words.
fn differs_from_data(rows: &[Row], at: usize) -> bool {
    let below = rows.iter().skip(at + 1).take(10);
    let values = below
        .filter(|row| {
            (0..row.cells.len())
                .any(|column| is_value(row.cell(column)) && !rows[at].cell(column).is_empty())
        })
        .count();
    values >= 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::shape;

    fn check(text: &str, skip: usize, has_header: bool) {
        let bytes = text.as_bytes();
        let rows = shape::rows(bytes, shape::detect(bytes), 100, true).unwrap();
        assert_eq!(find(&rows, &Words::new()), Start { skip, has_header }, "{text}");
    }

    #[test]
    fn preambles_are_passed_over() {
        check("Order,Date,Total\n1,2026-01-02,3\n", 0, true);
        check(
            "Sales report,,\nGenerated,2026-11-20 08:00,\n,,\nOrder no ,Date ,Amount \n1,2026-01-02,3\n",
            3,
            true,
        );
        check("sep=;\nNr;Datum;Betrag\n1;02.01.2026;3\n", 1, true);
    }

    #[test]
    fn data_without_a_header_is_seen() {
        check("2026-01-02,Mug,3,24.00\n2026-01-03,Towel,1,18.50\n", 0, false);
        check("foo,bar\n2026-01-02,3\n", 0, true);
    }
}
