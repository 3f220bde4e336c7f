use super::zip::Archive;
use super::{Cell, TableError, push_date, push_decimal};

/// Rows of a sheet, the heads included.
const MOST_ROWS: usize = 1_048_576;
/// Columns of a sheet: A to XFD.
const MOST_COLUMNS: usize = 16_384;
/// UTF-16 units of a cell.
const MOST_TEXT: usize = 32_767;
/// Spreadsheets compute in doubles: beyond 15 digits a number would silently become another.
const MOST_DIGITS: i64 = 999_999_999_999_999;
/// 1970-01-01 as spreadsheets count days, and the first of them that all agree on: 1900-03-01.
const EPOCH: i32 = 25_569;
const FIRST_SERIAL: i32 = 61;

/// Indices into `cellXfs` of [`STYLES`]; a number's style is `STYLE_NUMBER` + its decimals.
const STYLE_HEAD: usize = 1;
const STYLE_DAY: usize = 2;
const STYLE_NUMBER: usize = 3;
const MOST_DECIMALS: u8 = 9;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const PACKAGE_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Writes a table as a workbook of Office Open XML with one sheet: heads bold and fixed, texts as texts (never
/// run), decimals exact and shown with all their decimals, days as dates.
///
/// `name` becomes the sheet's name as far as spreadsheets allow it. Numbers of more than 15 digits are written as
/// text, because a spreadsheet would round them; so are days before March 1900, about which spreadsheets disagree.
/// Characters that XML cannot hold become U+FFFD.
///
/// # Errors
/// [`TableError`] where the format ends: rows, columns, length of a text, size of the file.
///
/// # Source
/// ECMA-376, Office Open XML, part 1, §18.
pub fn write_xlsx<'a, R, C>(name: &str, heads: &[String], rows: R) -> Result<Vec<u8>, TableError>
where
    R: IntoIterator<Item = C>,
    C: IntoIterator<Item = Cell<'a>>,
{
    if heads.len() > MOST_COLUMNS {
        return Err(TableError::TooManyColumns { columns: heads.len(), most: MOST_COLUMNS });
    }
    let mut sheet = Sheet::default();
    sheet.push_row(heads.iter().map(|head| Cell::Text(head)))?;
    for row in rows {
        sheet.push_row(row)?;
    }
    let mut archive = Archive::default();
    let mut add =
        |name: &str, content: &str| archive.add(name, [DECLARATION, content].concat().as_bytes());
    add("[Content_Types].xml", CONTENT_TYPES)?;
    add("_rels/.rels", PACKAGE_RELATIONS)?;
    add("xl/workbook.xml", &workbook(name))?;
    add("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS)?;
    add("xl/styles.xml", &styles())?;
    add("xl/worksheets/sheet1.xml", &sheet.finish())?;
    archive.finish()
}

/// The rows written so far.
#[derive(Debug, Default)]
struct Sheet {
    xml: String,
    rows: usize,
    /// Characters of the longest cell by column.
    widths: Vec<usize>,
}

impl Sheet {
    fn push_row<'a>(
        &mut self,
        cells: impl IntoIterator<Item = Cell<'a>>,
    ) -> Result<(), TableError> {
        if self.rows == MOST_ROWS {
            return Err(TableError::TooManyRows { most: MOST_ROWS - 1 });
        }
        self.rows += 1;
        let row = self.rows;
        self.xml.push_str(&format!("<row r=\"{row}\">"));
        for (column, cell) in cells.into_iter().enumerate() {
            if column == MOST_COLUMNS {
                return Err(TableError::TooManyColumns { columns: column + 1, most: MOST_COLUMNS });
            }
            if column == self.widths.len() {
                self.widths.push(0);
            }
            let width = self.push_cell(column, cell)?;
            self.widths[column] = self.widths[column].max(width);
        }
        self.xml.push_str("</row>");
        Ok(())
    }

    /// Returns how many characters wide the cell is shown, about.
    fn push_cell(&mut self, column: usize, cell: Cell<'_>) -> Result<usize, TableError> {
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => {
                let style = if self.rows == 1 { STYLE_HEAD } else { 0 };
                self.push_text(style, column, text)?;
                return Ok(text.chars().count());
            }
            Cell::Number { digits, scale } => {
                let mut number = String::new();
                push_decimal(&mut number, digits, scale);
                if (-MOST_DIGITS..=MOST_DIGITS).contains(&digits) {
                    let style = STYLE_NUMBER + usize::from(scale.min(MOST_DECIMALS));
                    self.push_value(style, column, &number);
                } else {
                    self.push_text(0, column, &number)?;
                }
                // Room for the marks between thousands.
                return Ok(number.len() + number.len() / 3);
            }
            Cell::Day(day) => {
                match day.0.checked_add(EPOCH).filter(|serial| *serial >= FIRST_SERIAL) {
                    Some(serial) => self.push_value(STYLE_DAY, column, &serial.to_string()),
                    None => {
                        let mut date = String::new();
                        push_date(&mut date, day);
                        self.push_text(0, column, &date)?;
                    }
                }
                return Ok(10);
            }
        }
        Ok(0)
    }

    fn push_value(&mut self, style: usize, column: usize, value: &str) {
        let (letters, row) = (column_letters(column), self.rows);
        self.xml.push_str(&format!("<c r=\"{letters}{row}\" s=\"{style}\"><v>{value}</v></c>"));
    }

    fn push_text(&mut self, style: usize, column: usize, text: &str) -> Result<(), TableError> {
        if text.encode_utf16().count() > MOST_TEXT {
            return Err(TableError::TextTooLong { row: self.rows - 1, column: column + 1 });
        }
        let (letters, row) = (column_letters(column), self.rows);
        self.xml.push_str(&format!(
            r#"<c r="{letters}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"#
        ));
        push_escaped(&mut self.xml, text);
        self.xml.push_str("</t></is></c>");
        Ok(())
    }

    fn finish(self) -> String {
        let columns: String = self
            .widths
            .iter()
            .enumerate()
            .map(|(index, width)| {
                let number = index + 1;
                let width = width.clamp(&8, &60) + 2;
                format!(r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#)
            })
            .collect();
        let columns = if columns.is_empty() { columns } else { format!("<cols>{columns}</cols>") };
        format!(
            r#"<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>{columns}<sheetData>{}</sheetData></worksheet>"#,
            self.xml
        )
    }
}

/// A, B, …, Z, AA, … for columns from 0.
fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest % 26]);
        rest /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

fn workbook(name: &str) -> String {
    let mut escaped = String::new();
    push_escaped(&mut escaped, &sheet_name(name));
    format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{escaped}" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    )
}

fn styles() -> String {
    // 164 is the first number a format of one's own may have; 14 is the reader's own short date.
    let format_ids = (0..=MOST_DECIMALS).map(|decimals| 164 + u32::from(decimals));
    let formats: String = (0..=MOST_DECIMALS)
        .map(|decimals| {
            let id = 164 + u32::from(decimals);
            let mark = if decimals > 0 { "." } else { "" };
            let zeros = "0".repeat(usize::from(decimals));
            format!(r##"<numFmt numFmtId="{id}" formatCode="#,##0{mark}{zeros}"/>"##)
        })
        .collect();
    let numbers: String = format_ids
        .map(|id| format!(r#"<xf numFmtId="{id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#))
        .collect();
    let (format_count, xf_count) =
        (MOST_DECIMALS + 1, STYLE_NUMBER + usize::from(MOST_DECIMALS) + 1);
    format!(
        r#"<styleSheet xmlns="{MAIN}"><numFmts count="{format_count}">{formats}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="{xf_count}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>{numbers}</cellXfs></styleSheet>"#
    )
}

/// What spreadsheets allow of a name: 1 to 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at its ends.
fn sheet_name(name: &str) -> String {
    let mut allowed = String::new();
    let mut units = 0;
    for char in name.chars() {
        let char = if "[]:*?/\\".contains(char) || char.is_control() { '-' } else { char };
        units += char.len_utf16();
        if units > 31 {
            break;
        }
        allowed.push(char);
    }
    let trimmed = allowed.trim_matches(|char: char| char == '\'' || char.is_whitespace());
    // Excel keeps "History" for itself.
    if trimmed.is_empty() || trimmed.eq_ignore_ascii_case("history") {
        return "Sheet1".to_owned();
    }
    trimmed.to_owned()
}

/// Writes text for XML 1.0, inside elements and attributes.
fn push_escaped(out: &mut String, text: &str) {
    for (index, char) in text.char_indices() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Bare, a parser would turn it into a line feed.
            '\r' => out.push_str("&#13;"),
            // Spreadsheets read `_x0041_` as `A`; escaping its underscore keeps it as it stands.
            '_' if is_escape(&text.as_bytes()[index..]) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(char),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(char),
        }
    }
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', a, b, c, d, b'_', ..]
        if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
    use ledger::Day;

    use super::*;

    fn heads(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// The sheet's name and cells as another library reads them.
    fn read(bytes: Vec<u8>) -> (String, Range<Data>) {
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let name = book.sheet_names()[0].clone();
        let range = book.worksheet_range(&name).unwrap();
        (name, range)
    }

    #[test]
    fn another_reader_finds_what_was_written() {
        let rows = [
            vec![
                Cell::Text("Nørre mug, \"sand\" & <moss>"),
                Cell::Number { digits: -123_405, scale: 2 },
                Cell::Day(Day(20_778)),
                Cell::Empty,
            ],
            vec![
                Cell::Empty,
                Cell::Text("=1+1"),
                Cell::Number { digits: 3, scale: 0 },
                Cell::Text(" x "),
            ],
        ];
        let bytes = write_xlsx("Sales", &heads(&["Item", "Revenue", "Day", "Note"]), rows).unwrap();
        let (name, range) = read(bytes);
        assert_eq!(name, "Sales");
        let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(cell(0, 3), Data::String("Note".to_owned()));
        assert_eq!(cell(1, 0), Data::String("Nørre mug, \"sand\" & <moss>".to_owned()));
        assert_eq!(cell(1, 1), Data::Float(-1_234.05));
        let Data::DateTime(day) = cell(1, 2) else { panic!("{:?} is no date", cell(1, 2)) };
        // 2026-11-21 in every spreadsheet.
        assert!((day.as_f64() - 46_347.0).abs() < f64::EPSILON);
        assert_eq!(cell(1, 3), Data::Empty);
        assert_eq!(cell(2, 0), Data::Empty);
        assert_eq!(cell(2, 1), Data::String("=1+1".to_owned()));
        assert_eq!(cell(2, 3), Data::String(" x ".to_owned()));
    }

    #[test]
    fn any_text_survives_or_shows_a_replacement() {
        for (text, expected) in [
            ("tab\tand\nline", "tab\tand\nline"),
            ("return\r", "return\r"),
            ("nul\0, bell\u{7}", "nul\u{fffd}, bell\u{fffd}"),
            ("\u{ffff}", "\u{fffd}"),
            ("😀 é 日本", "😀 é 日本"),
        ] {
            let bytes = write_xlsx("s", &heads(&["h"]), [[Cell::Text(text)]]).unwrap();
            let (_, range) = read(bytes);
            assert_eq!(range.get_value((1, 0)), Some(&Data::String(expected.to_owned())));
        }
        let mut escaped = String::new();
        push_escaped(&mut escaped, "_x0041_ _x41_ __x00e9_");
        assert_eq!(escaped, "_x005F_x0041_ _x41_ __x005F_x00e9_");
    }

    #[test]
    fn numbers_beyond_fifteen_digits_and_days_before_1900_are_texts() {
        let cells =
            [Cell::Number { digits: 1_234_567_890_123_456_789, scale: 2 }, Cell::Day(Day(-30_000))];
        let (_, range) = read(write_xlsx("s", &heads(&["a", "b"]), [cells]).unwrap());
        let texts = ["12345678901234567.89", "1887-11-12"];
        for (column, text) in (0..).zip(texts) {
            assert_eq!(range.get_value((1, column)), Some(&Data::String(text.to_owned())));
        }
    }

    #[test]
    fn names_of_sheets_are_what_spreadsheets_allow() {
        for (name, expected) in [
            ("Sales by day", "Sales by day"),
            ("A/B: [c]*?\\", "A-B- -c----"),
            ("'quoted'", "quoted"),
            ("", "Sheet1"),
            ("HISTORY", "Sheet1"),
            ("a very long name of a sheet indeed, too long", "a very long name of a sheet ind"),
        ] {
            let (found, _) = read(write_xlsx(name, &heads(&["h"]), [[Cell::Empty]]).unwrap());
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn columns_are_lettered() {
        for (column, letters) in
            [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let rows = std::iter::repeat_n([Cell::Empty], MOST_ROWS);
        let error = write_xlsx("s", &heads(&["h"]), rows).unwrap_err();
        assert_eq!(
            (error.code(), &error),
            ("table-rows", &TableError::TooManyRows { most: 1_048_575 })
        );
        let most = std::iter::repeat_n([Cell::Empty], MOST_ROWS - 1);
        assert!(write_xlsx("s", &heads(&["h"]), most).is_ok());

        let wide = vec!["h".to_owned(); MOST_COLUMNS + 1];
        let error = write_xlsx("s", &wide, Vec::<Vec<Cell<'_>>>::new()).unwrap_err();
        assert_eq!(error.code(), "table-columns");

        let long = "x".repeat(MOST_TEXT + 1);
        let error = write_xlsx("s", &heads(&["h"]), [[Cell::Text(&long)]]).unwrap_err();
        assert_eq!(
            (error.code(), error),
            ("table-text", TableError::TextTooLong { row: 1, column: 1 })
        );
    }

    #[test]
    fn equal_tables_are_equal_bytes() {
        let write =
            || write_xlsx("s", &heads(&["h"]), [[Cell::Number { digits: 1, scale: 2 }]]).unwrap();
        assert_eq!(write(), write());
    }
}
