//! Tables that leave as files.

use connectors::{Cell, TableError, write_csv, write_xlsx};
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
