//! Rows typed by hand, as the file they stand for.

/// Rows as comma-separated values, every cell enclosed: what the importer then reads like any other file.
#[must_use]
pub fn grid_bytes(rows: &[Vec<String>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())) {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                bytes.push(b',');
            }
            bytes.push(b'"');
            bytes.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            bytes.push(b'"');
        }
        bytes.push(b'\n');
    }
    bytes
}
