//! Text to records: the tokeniser of csv-core with limits, line numbers and a check for what never closes.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use ledger::Delimiter;

use super::ImportError;

/// No export of any vendor comes near.
pub(crate) const MOST_COLUMNS: usize = 2_000;
/// One record, quoted line ends included.
pub(crate) const MOST_RECORD_BYTES: usize = 1 << 20;

/// The byte of a delimiter.
pub(crate) const fn delimiter_byte(delimiter: Delimiter) -> u8 {
    match delimiter {
        Delimiter::Comma => b',',
        Delimiter::Semicolon => b';',
        Delimiter::Tab => b'\t',
        Delimiter::Pipe => b'|',
    }
}

/// A record: its cells in one buffer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'a> {
    text: &'a [u8],
    ends: &'a [usize],
    /// The line it begins in, from 1.
    pub(crate) line: u64,
}

impl<'a> Record<'a> {
    /// Number of cells.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell, white space at its ends removed; empty beyond the last.
    pub(crate) fn cell(&self, column: usize) -> &'a [u8] {
        trim(self.raw(column))
    }

    fn raw(&self, column: usize) -> &'a [u8] {
        let Some(&end) = self.ends.get(column) else { return b"" };
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        self.text.get(start..end).unwrap_or(b"")
    }

    /// All cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let record = *self;
        (0..record.len()).map(move |column| record.cell(column))
    }

    /// All cells, one after the other.
    pub(crate) const fn bytes(&self) -> &'a [u8] {
        self.text
    }

    /// Whether no cell holds anything.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells().all(<[u8]>::is_empty)
    }

    /// Number of cells up to the last filled one.
    pub(crate) fn filled_len(&self) -> usize {
        (0..self.len()).rev().find(|&column| !self.cell(column).is_empty()).map_or(0, |at| at + 1)
    }
}

/// Without white space, no-break spaces, zero-width characters and byte order marks at both ends.
pub(crate) fn trim(mut cell: &[u8]) -> &[u8] {
    // Most cells have nothing to take off.
    if cell.first().is_none_or(u8::is_ascii_graphic) && cell.last().is_none_or(u8::is_ascii_graphic)
    {
        return cell;
    }
    loop {
        let before = cell.len();
        cell = cell.trim_ascii();
        for blank in BLANKS {
            cell = cell.strip_prefix(blank).unwrap_or(cell);
            cell = cell.strip_suffix(blank).unwrap_or(cell);
        }
        if cell.len() == before {
            return cell;
        }
        // Nothing but ASCII white space went: the loop ends on the next turn.
    }
}

/// NBSP, narrow NBSP, thin and figure space, zero-width space, byte order mark.
const BLANKS: [&[u8]; 6] = [
    "\u{a0}".as_bytes(),
    "\u{202f}".as_bytes(),
    "\u{2009}".as_bytes(),
    "\u{2007}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{feff}".as_bytes(),
];

/// What a call of [`Tokeniser::next`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A whole record: see [`Tokeniser::record`].
    Record,
    /// The text is used up; the record goes on in the next slice.
    More,
}

/// A streaming tokeniser.
#[derive(Debug)]
pub(crate) struct Tokeniser {
    reader: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    filled: usize,
    fields: usize,
    is_inside: bool,
    line: u64,
    start: u64,
    records: u64,
}

impl Tokeniser {
    pub(crate) fn new(delimiter: Delimiter, is_quoted: bool) -> Self {
        let reader =
            ReaderBuilder::new().delimiter(delimiter_byte(delimiter)).quoting(is_quoted).build();
        Self {
            reader,
            text: vec![0; 4_096],
            ends: vec![0; 64],
            filled: 0,
            fields: 0,
            is_inside: false,
            line: 1,
            start: 1,
            records: 0,
        }
    }

    /// The record that [`Step::Record`] announced.
    pub(crate) fn record(&self) -> Record<'_> {
        Record {
            text: &self.text[..self.filled],
            ends: &self.ends[..self.fields],
            line: self.start,
        }
    }

    /// Reads on in `input`, which is moved past what was used.
    pub(crate) fn next(&mut self, input: &mut &[u8]) -> Result<Step, ImportError> {
        if !self.is_inside {
            self.skip_line_ends(input);
            (self.filled, self.fields) = (0, 0);
            // Files whose lines end with a lone carriage return: count records instead.
            self.start = if self.line == 1 { self.records + 1 } else { self.line };
        }
        while !input.is_empty() {
            self.is_inside = true;
            let before = self.reader.line();
            let (result, read, written, ended) = self.reader.read_record(
                input,
                &mut self.text[self.filled..],
                &mut self.ends[self.fields..],
            );
            *input = &input[read..];
            self.filled += written;
            self.fields += ended;
            self.line += self.reader.line() - before;
            match result {
                ReadRecordResult::InputEmpty => return Ok(Step::More),
                ReadRecordResult::OutputFull => self.grow_text()?,
                ReadRecordResult::OutputEndsFull => self.grow_ends()?,
                ReadRecordResult::Record => return Ok(self.ended()),
                ReadRecordResult::End => return Ok(Step::More),
            }
        }
        Ok(Step::More)
    }

    /// The last record, if the file does not end with a line end.
    pub(crate) fn finish(&mut self) -> Result<Step, ImportError> {
        if !self.is_inside {
            return Ok(Step::More);
        }
        let mut line_end: &[u8] = b"\n";
        match self.next(&mut line_end)? {
            Step::Record => Ok(Step::Record),
            // A line end that ends nothing stands inside quotation marks.
            Step::More => Err(ImportError::UnclosedQuote { line: self.start }),
        }
    }

    fn ended(&mut self) -> Step {
        self.is_inside = false;
        self.records += 1;
        Step::Record
    }

    fn skip_line_ends(&mut self, input: &mut &[u8]) {
        let skipped = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let (ends, rest) = input.split_at(skipped);
        self.line += ends.iter().filter(|&&byte| byte == b'\n').count() as u64;
        *input = rest;
    }

    fn grow_text(&mut self) -> Result<(), ImportError> {
        if self.text.len() >= MOST_RECORD_BYTES {
            return Err(ImportError::RecordTooLong { most: MOST_RECORD_BYTES, line: self.start });
        }
        let doubled = self.text.len() * 2;
        self.text.resize(doubled, 0);
        Ok(())
    }

    fn grow_ends(&mut self) -> Result<(), ImportError> {
        if self.ends.len() >= MOST_COLUMNS {
            return Err(ImportError::TooManyColumns { most: MOST_COLUMNS, line: self.start });
        }
        let doubled = (self.ends.len() * 2).min(MOST_COLUMNS);
        self.ends.resize(doubled, 0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, step: usize) -> Result<Vec<(u64, Vec<String>)>, ImportError> {
        let mut tokeniser = Tokeniser::new(Delimiter::Comma, true);
        let mut found = Vec::new();
        let take = |tokeniser: &Tokeniser, found: &mut Vec<_>| {
            let record = tokeniser.record();
            let cells = record.cells().map(|cell| String::from_utf8_lossy(cell).into_owned());
            found.push((record.line, cells.collect()));
        };
        for mut slice in text.as_bytes().chunks(step) {
            while tokeniser.next(&mut slice)? == Step::Record {
                take(&tokeniser, &mut found);
            }
        }
        if tokeniser.finish()? == Step::Record {
            take(&tokeniser, &mut found);
        }
        Ok(found)
    }

    fn check(text: &str, expected: &[(u64, &[&str])]) {
        for step in 1..=text.len() {
            let found = read(text, step).unwrap();
            let found: Vec<(u64, Vec<&str>)> = found
                .iter()
                .map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect()))
                .collect();
            let expected: Vec<(u64, Vec<&str>)> =
                expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
            assert_eq!(found, expected, "in slices of {step}");
        }
    }

    #[test]
    fn lines_are_counted_through_every_kind_of_line_end() {
        check(
            "a,b\r\n\r\n\"1\n2\",3\n4,5",
            &[(1, &["a", "b"]), (3, &["1\n2", "3"]), (5, &["4", "5"])],
        );
        check("a,b\r1,2\r", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a,\u{a0}b \u{feff}\n", &[(1, &["a", "b"])]);
    }

    #[test]
    fn what_never_ends_is_an_error_with_its_line() {
        assert_eq!(read("a,b\n1,\"x\n2,3\n", 7), Err(ImportError::UnclosedQuote { line: 2 }));
        let wide = ",".repeat(MOST_COLUMNS + 1);
        assert!(matches!(read(&wide, 4_096), Err(ImportError::TooManyColumns { line: 1, .. })));
        let long = "x".repeat(MOST_RECORD_BYTES + 1);
        assert!(matches!(read(&long, 4_096), Err(ImportError::RecordTooLong { line: 1, .. })));
    }
}
