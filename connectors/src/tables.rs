//! Tables that leave as files: CSV for programs, XLSX for people.
//!
//! Both writers are deterministic: the same cells give the same bytes, whenever and wherever they are written.

mod csv;
mod xlsx;
mod zip;

pub use csv::write_csv;
pub use xlsx::write_xlsx;

use ledger::Day;

/// A cell on its way into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Text, never a formula.
    Text(&'a str),
    /// An exact decimal `digits / 10^scale`.
    Number {
        /// Signed digits.
        digits: i64,
        /// Digits after the decimal mark.
        scale: u8,
    },
    /// A day.
    Day(Day),
    /// Nothing.
    Empty,
}

/// Why a table does not fit into a file of the asked format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// A sheet ends at 1,048,576 rows, the heads included.
    #[error("a sheet has at most {most} rows of data")]
    TooManyRows {
        /// Rows of data that fit.
        most: usize,
    },
    /// A sheet ends at column XFD.
    #[error("a sheet has at most {most} columns, the table has {columns}")]
    TooManyColumns {
        /// Columns of the table.
        columns: usize,
        /// Columns that fit.
        most: usize,
    },
    /// A cell ends at 32,767 characters.
    #[error("the text in row {row}, column {column} is longer than a cell holds")]
    TextTooLong {
        /// Row of data, from 1; 0 for the heads.
        row: usize,
        /// Column, from 1.
        column: usize,
    },
    /// The file would have 4 GiB or more.
    #[error("the file would be too large")]
    TooLarge,
}

impl TableError {
    /// Stable name for the page's sentence.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooManyRows { .. } => "table-rows",
            Self::TooManyColumns { .. } => "table-columns",
            Self::TextTooLong { .. } => "table-text",
            Self::TooLarge => "table-size",
        }
    }
}

/// Writes `digits / 10^scale` with all its decimals and a point.
fn push_decimal(out: &mut String, digits: i64, scale: u8) {
    let scale = usize::from(scale);
    let written = digits.unsigned_abs().to_string();
    if digits < 0 {
        out.push('-');
    }
    let whole = written.len().saturating_sub(scale);
    out.push_str(if whole == 0 { "0" } else { &written[..whole] });
    if scale > 0 {
        out.push('.');
        out.extend(std::iter::repeat_n('0', scale.saturating_sub(written.len())));
        out.push_str(&written[whole..]);
    }
}

/// Writes a day as ISO 8601 has it.
fn push_date(out: &mut String, day: Day) {
    let (year, month, of_month) = day.date();
    out.push_str(&format!("{year:04}-{month:02}-{of_month:02}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        for (digits, scale, expected) in [
            (0, 0, "0"),
            (0, 2, "0.00"),
            (5, 2, "0.05"),
            (-5, 2, "-0.05"),
            (12_345, 2, "123.45"),
            (-120, 1, "-12.0"),
            (7, 0, "7"),
            (1, 9, "0.000000001"),
            (i64::MIN, 3, "-9223372036854775.808"),
        ] {
            let mut out = String::new();
            push_decimal(&mut out, digits, scale);
            assert_eq!(out, expected);
        }
    }
}
