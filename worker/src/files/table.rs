//! Tables that leave as files.

use connectors::{Cell, ProblemRow, TableError, write_csv, write_xlsx};
use protocol::{Failure, FromFiles, Table, TableCell, TableFormat};

const CSV: &str = "text/csv;charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// # Errors
/// More rows, columns or text than the format holds.
pub(super) fn write(format: TableFormat, table: &Table) -> Result<FromFiles, Failure> {
    let rows = table.rows.iter().map(|row| row.iter().map(cell));
    let (extension, mime, bytes) = match format {
        TableFormat::Csv => ("csv", CSV, write_csv(&table.heads, rows)),
        TableFormat::Xlsx => {
            let bytes = write_xlsx(&table.name, &table.heads, rows).map_err(|e| failure(&e))?;
            ("xlsx", XLSX, bytes)
        }
    };
    let name = format!("{}.{extension}", table.name);
    Ok(FromFiles::File { name, mime: mime.to_owned(), bytes })
}

/// The rows with problems, to be put right and read again.
pub(super) fn problems(
    file: &str,
    heads: &[String],
    reasons: &[(String, String)],
    rows: &[ProblemRow],
) -> FromFiles {
    let reason = |code: &str| {
        let known = reasons.iter().find(|(known, _)| known == code);
        known.map_or_else(|| code.to_owned(), |(_, sentence)| sentence.clone())
    };
    let sentences: Vec<String> = rows.iter().map(|row| reason(row.code)).collect();
    let cells = rows.iter().zip(&sentences).map(|(row, sentence)| {
        let line = i64::try_from(row.line).unwrap_or(i64::MAX);
        [
            Cell::Number { digits: line, scale: 0 },
            Cell::Text(&row.header),
            Cell::Text(&row.value),
            Cell::Text(sentence),
        ]
    });
    let stem = file.split('.').next().unwrap_or_default();
    FromFiles::File {
        name: format!("{stem}-problems.csv"),
        mime: CSV.to_owned(),
        bytes: write_csv(heads, cells),
    }
}

fn cell(cell: &TableCell) -> Cell<'_> {
    match cell {
        TableCell::Text(text) => Cell::Text(text),
        TableCell::Number { digits, scale } => Cell::Number { digits: *digits, scale: *scale },
        TableCell::Day(day) => Cell::Day(*day),
        TableCell::Empty => Cell::Empty,
    }
}

fn failure(error: &TableError) -> Failure {
    Failure::new(error.code())
}
