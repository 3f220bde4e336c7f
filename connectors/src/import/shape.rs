//! What parts cells and records: the delimiter and the role of `"`, by which reading gives consistent widths.

use ledger::Delimiter;

use super::ImportError;
use super::records::{Record, Step, Tokeniser, delimiter_byte};

/// Records looked at.
const MOST_RECORDS: usize = 300;

/// How the sample of a file is cut into records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) delimiter: Delimiter,
    pub(crate) is_quoted: bool,
}

/// A record of the sample, kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) cells: Vec<String>,
}

impl Row {
    fn new(record: Record<'_>) -> Self {
        let cells = record.cells().map(|cell| String::from_utf8_lossy(cell).into_owned());
        Self { line: record.line, cells: cells.collect() }
    }

    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Cells up to the last filled one.
    pub(crate) fn filled_len(&self) -> usize {
        self.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1)
    }
}

/// The most consistent reading of a sample.
pub(crate) fn detect(sample: &[u8]) -> Shape {
    let candidates = [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab, Delimiter::Pipe];
    let named = named_delimiter(sample);
    let mut best = (Delimiter::Comma, f64::MIN);
    for delimiter in candidates {
        let is_quoted = has_proper_quotes(sample, delimiter);
        let shape = Shape { delimiter, is_quoted };
        let mut score = consistency(&widths(sample, shape));
        if named == Some(delimiter) {
            score += 100.0;
        }
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    Shape { delimiter: best.0, is_quoted: has_proper_quotes(sample, best.0) }
}

/// The first `most` records of a sample. A last record that the end of the sample cut off is left out unless
/// `is_whole`.
pub(crate) fn rows(
    sample: &[u8],
    shape: Shape,
    most: usize,
    is_whole: bool,
) -> Result<Vec<Row>, ImportError> {
    let mut tokeniser = Tokeniser::new(shape.delimiter, shape.is_quoted);
    let (mut rest, mut found) = (sample, Vec::new());
    while found.len() < most {
        if tokeniser.next(&mut rest)? == Step::More {
            if is_whole && tokeniser.finish()? == Step::Record {
                found.push(Row::new(tokeniser.record()));
            }
            break;
        }
        found.push(Row::new(tokeniser.record()));
    }
    Ok(found)
}

/// `sep=;` in the first line, as spreadsheets understand it.
fn named_delimiter(sample: &[u8]) -> Option<Delimiter> {
    let line = sample.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let named = line.strip_prefix(b"sep=").or_else(|| line.strip_prefix(b"SEP="))?;
    match named.first().copied().or_else(|| line.ends_with(b"=").then_some(b'\t'))? {
        b',' => Some(Delimiter::Comma),
        b';' => Some(Delimiter::Semicolon),
        b'\t' => Some(Delimiter::Tab),
        b'|' => Some(Delimiter::Pipe),
        _ => None,
    }
}

fn widths(sample: &[u8], shape: Shape) -> Vec<usize> {
    let mut tokeniser = Tokeniser::new(shape.delimiter, shape.is_quoted);
    let (mut rest, mut found) = (sample, Vec::new());
    while found.len() < MOST_RECORDS {
        match tokeniser.next(&mut rest) {
            Ok(Step::Record) => found.push(tokeniser.record().len()),
            Ok(Step::More) => {
                if found.is_empty() && tokeniser.finish() == Ok(Step::Record) {
                    found.push(tokeniser.record().len());
                }
                break;
            }
            Err(ImportError::TooManyColumns { most, .. }) => {
                found.push(most);
                break;
            }
            Err(_) => break,
        }
    }
    found
}

/// How alike the widths are: the share of the commonest width above one, favouring more columns.
fn consistency(widths: &[usize]) -> f64 {
    let mut sorted: Vec<usize> = widths.iter().copied().filter(|&width| width > 1).collect();
    sorted.sort_unstable();
    let common = sorted.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).max();
    let Some((count, width)) = common else { return 0.0 };
    let share = count as f64 / widths.len() as f64;
    share * share * (width as f64).ln().min(3.0)
}

/// Whether `"` encloses cells: more cells begin and end with it as they should than carry it otherwise.
///
/// Without any in the sample it is taken to enclose: exports quote when they must.
fn has_proper_quotes(sample: &[u8], delimiter: Delimiter) -> bool {
    let delimiter = delimiter_byte(delimiter);
    let is_end =
        |byte: Option<&u8>| byte.is_none_or(|&b| b == delimiter || matches!(b, b'\r' | b'\n'));
    let (mut proper, mut broken) = (0_u32, 0_u32);
    let mut at = 0;
    let mut is_start = true;
    while let Some(&byte) = sample.get(at) {
        if byte != b'"' {
            is_start = byte == delimiter || matches!(byte, b'\r' | b'\n');
            at += 1;
        } else if is_start {
            let close = closing_quote(sample, at + 1);
            let is_proper = close < sample.len() && is_end(sample.get(close + 1));
            if is_proper {
                proper += 1;
                at = close + 1;
            } else {
                broken += u32::from(close < sample.len());
                at += 1;
            }
            is_start = false;
        } else {
            broken += 1;
            at += 1;
        }
    }
    proper >= broken
}

/// Where the quote that closes a cell stands; doubled ones are data.
fn closing_quote(sample: &[u8], mut at: usize) -> usize {
    // A cell beyond this is no cell: the search stays linear however many quotes never close.
    let most = sample.len().min(at + 16_384);
    while at < most {
        match (sample[at], sample.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return at,
            _ => at += 1,
        }
    }
    sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sample: &str, delimiter: Delimiter, is_quoted: bool) {
        assert_eq!(detect(sample.as_bytes()), Shape { delimiter, is_quoted }, "{sample}");
    }

    #[test]
    fn the_delimiter_with_consistent_widths_wins() {
        check("a,b,c\n1,2,3\n", Delimiter::Comma, true);
        check("Nr;Preis;Menge\n1;24,00;1,5\n2;12,50;2\n", Delimiter::Semicolon, true);
        check("a|b\n1,5|2\n2,5|2\n", Delimiter::Pipe, true);
        check("sep=;\na;b,c\n1;2,3\n", Delimiter::Semicolon, true);
        check("Report, made today\n\na\tb\tc\n1\t2\t3\n1\t2\t3\n", Delimiter::Tab, true);
    }

    #[test]
    fn bare_quotation_marks_are_data() {
        check("name\tprice\nPlanter 6\" white\t36\nMug\t24\n", Delimiter::Tab, false);
        check("name\tprice\n\"Planter 6\"\" white\"\t36\n", Delimiter::Tab, true);
        check("\"a\",\"b\"\n\"x \"\"y\"\"\",2\n", Delimiter::Comma, true);
    }
}
