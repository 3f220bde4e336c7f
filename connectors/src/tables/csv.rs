use super::{Cell, push_date, push_decimal};

/// Writes a table as CSV: RFC 4180, UTF-8 with a byte order mark (spreadsheets take anything else for the local
/// code page), CRLF, decimal points, ISO dates.
///
/// A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage
/// return) gets an apostrophe in front; numbers are never touched.
///
/// # Source
/// RFC 4180; OWASP, CSV Injection.
#[must_use]
pub fn write_csv<'a, R, C>(heads: &[String], rows: R) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: IntoIterator<Item = Cell<'a>>,
{
    let mut out = String::from("\u{feff}");
    push_record(&mut out, heads.iter().map(|head| Cell::Text(head)));
    for row in rows {
        push_record(&mut out, row);
    }
    out.into_bytes()
}

fn push_record<'a>(out: &mut String, cells: impl IntoIterator<Item = Cell<'a>>) {
    let start = out.len();
    let mut count = 0;
    for cell in cells {
        if count > 0 {
            out.push(',');
        }
        count += 1;
        match cell {
            Cell::Text(text) => push_text(out, text),
            Cell::Number { digits, scale } => push_decimal(out, digits, scale),
            Cell::Day(day) => push_date(out, day),
            Cell::Empty => {}
        }
    }
    if count == 1 && out.len() == start {
        // A blank line would be taken for no record at all.
        out.push_str("\"\"");
    }
    out.push_str("\r\n");
}

fn push_text(out: &mut String, text: &str) {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_quoted =
        text.contains([',', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    if is_quoted {
        out.push('"');
    }
    if is_formula {
        out.push('\'');
    }
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            out.push_str("\"\"");
        }
        out.push_str(part);
    }
    if is_quoted {
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use ledger::Day;

    use super::*;

    fn check(cells: &[Cell<'_>], expected: &str) {
        let bytes = write_csv(&["Head".to_owned()], [cells.iter().copied()]);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, format!("\u{feff}Head\r\n{expected}\r\n"));
    }

    #[test]
    fn texts_are_quoted_where_they_must_be() {
        check(&[Cell::Text("plain"), Cell::Text("a,b")], "plain,\"a,b\"");
        check(&[Cell::Text("say \"hi\"")], "\"say \"\"hi\"\"\"");
        check(&[Cell::Text("two\r\nlines"), Cell::Text(" led")], "\"two\r\nlines\",\" led\"");
        check(&[Cell::Text("")], "\"\"");
        check(&[Cell::Empty, Cell::Text("")], ",");
        check(&[Cell::Text("Nørre mug, sand")], "\"Nørre mug, sand\"");
    }

    #[test]
    fn formulas_become_texts_and_negative_numbers_stay_numbers() {
        check(&[Cell::Text("=1+1")], "'=1+1");
        check(&[Cell::Text("=HYPERLINK(\"x\",\"y\")")], "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        for text in ["+1", "-1", "@a", "\ta"] {
            check(&[Cell::Text(text)], &format!("'{text}"));
        }
        check(&[Cell::Text("\ra")], "\"'\ra\"");
        check(&[Cell::Number { digits: -1_250, scale: 2 }], "-12.50");
    }

    #[test]
    fn days_are_written_as_iso_8601_has_them() {
        check(&[Cell::Day(Day(20_778))], "2026-11-21");
    }

    #[test]
    fn heads_are_texts_like_others() {
        let bytes = write_csv(&["=a".to_owned(), "b".to_owned()], Vec::<Vec<Cell<'_>>>::new());
        assert_eq!(bytes, "\u{feff}'=a,b\r\n".as_bytes());
    }

    proptest::proptest! {
        /// What a reader of RFC 4180 gets back is what was written, but for the guard.
        #[test]
        fn any_text_comes_back(cells in proptest::collection::vec("[a-z=+,\"\r\n é'-]{0,8}", 2..6)) {
            let row = cells.iter().map(|cell| Cell::Text(cell));
            let bytes = write_csv(&vec!["h".to_owned(); cells.len()], [row]);
            let body = bytes.splitn(2, |byte| *byte == b'\n').nth(1).unwrap();
            let read = read_record(body, cells.len());
            let guarded: Vec<String> = cells
                .iter()
                .map(|cell| match cell.chars().next() {
                    Some('=' | '+' | '-' | '\r') => format!("'{cell}"),
                    _ => cell.clone(),
                })
                .collect();
            proptest::prop_assert_eq!(read, guarded);
        }
    }

    fn read_record(bytes: &[u8], cells: usize) -> Vec<String> {
        let (mut out, mut ends) = (vec![0; bytes.len() + 1], vec![0; cells + 1]);
        let (_, _, written, ended) =
            csv_core::Reader::new().read_record(bytes, &mut out, &mut ends);
        let mut from = 0;
        let mut record = Vec::new();
        for end in &ends[..ended] {
            record.push(String::from_utf8(out[from..*end].to_vec()).unwrap());
            from = *end;
        }
        assert!(from <= written);
        record
    }
}
