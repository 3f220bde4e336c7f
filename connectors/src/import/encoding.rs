//! Bytes to UTF-8, in any slices.

use ledger::Encoding;

use super::ImportError;

/// Refuses what is no text at all.
pub(crate) fn refuse_binary(sample: &[u8]) -> Result<(), ImportError> {
    let refused = [
        (&b"PK\x03\x04"[..], ImportError::Zip),
        (b"PK\x05\x06", ImportError::Zip),
        (b"\x1f\x8b", ImportError::Gzip),
        (b"\xd0\xcf\x11\xe0", ImportError::Spreadsheet),
        (b"%PDF-", ImportError::Binary),
        (b"\x89PNG", ImportError::Binary),
        (b"\xff\xd8\xff", ImportError::Binary),
        (b"SQLite format 3", ImportError::Binary),
    ];
    for (magic, error) in refused {
        if sample.starts_with(magic) {
            return Err(error);
        }
    }
    if matches!(detect(sample), Encoding::Utf8 | Encoding::Windows1252) {
        let controls = sample
            .iter()
            .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c))
            .count();
        if controls * 20 > sample.len() {
            return Err(ImportError::Binary);
        }
    }
    Ok(())
}

/// The encoding of a file by its first bytes: byte order mark, else where its NUL bytes stand, else whether it
/// is valid UTF-8, else windows-1252.
pub(crate) fn detect(sample: &[u8]) -> Encoding {
    match sample {
        [0xef, 0xbb, 0xbf, ..] => return Encoding::Utf8,
        [0xff, 0xfe, ..] => return Encoding::Utf16Le,
        [0xfe, 0xff, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    let nuls_at = |parity| sample.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (nuls_at(0), nuls_at(1), sample.len() / 2);
    if half >= 2 && odd * 2 > half && even * 10 < odd {
        return Encoding::Utf16Le;
    }
    if half >= 2 && even * 2 > half && odd * 10 < even {
        return Encoding::Utf16Be;
    }
    match std::str::from_utf8(sample) {
        Ok(_) => Encoding::Utf8,
        // The sample may end inside a character.
        Err(error) if error.error_len().is_none() => Encoding::Utf8,
        Err(_) => Encoding::Windows1252,
    }
}

/// A streaming decoder.
#[derive(Debug)]
pub(crate) struct Decoder {
    encoding: Encoding,
    /// Bytes of a character that the next slice completes.
    carry: Vec<u8>,
    /// A high surrogate that waits for its partner.
    surrogate: Option<u16>,
    has_begun: bool,
    /// Whether a character beyond ASCII was decoded well.
    pub(crate) has_wide: bool,
    /// Characters that could not be decoded.
    pub(crate) undecodable: u64,
    /// NUL characters left out.
    pub(crate) nuls: u64,
}

impl Decoder {
    pub(crate) fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            carry: Vec::new(),
            surrogate: None,
            has_begun: false,
            has_wide: false,
            undecodable: 0,
            nuls: 0,
        }
    }

    /// Appends the text of `input` to `out`.
    pub(crate) fn decode(&mut self, input: &[u8], out: &mut Vec<u8>) {
        if self.carry.is_empty() {
            self.decode_joined(input, out);
        } else {
            let mut joined = std::mem::take(&mut self.carry);
            joined.extend_from_slice(input);
            self.decode_joined(&joined, out);
        }
    }

    /// Whatever is left at the end of the file.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        if !self.carry.is_empty() || self.surrogate.is_some() {
            self.carry.clear();
            self.surrogate = None;
            self.replace(out);
        }
    }

    fn decode_joined(&mut self, input: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        match self.encoding {
            Encoding::Utf8 => self.utf8(input, out),
            Encoding::Windows1252 => self.windows_1252(input, out),
            Encoding::Utf16Le => self.utf16(input, u16::from_le_bytes, out),
            Encoding::Utf16Be => self.utf16(input, u16::from_be_bytes, out),
        }
        self.strip_mark(start, out);
        self.strip_nuls(start, out);
    }

    /// A byte order mark counts only as the very first character.
    fn strip_mark(&mut self, start: usize, out: &mut Vec<u8>) {
        if self.has_begun || out.len() == start {
            return;
        }
        self.has_begun = true;
        if out[start..].starts_with("\u{feff}".as_bytes()) {
            out.drain(start..start + 3);
        }
    }

    fn strip_nuls(&mut self, start: usize, out: &mut Vec<u8>) {
        if !out[start..].contains(&0) {
            return;
        }
        let mut kept = start;
        for at in start..out.len() {
            if out[at] != 0 {
                out[kept] = out[at];
                kept += 1;
            }
        }
        self.nuls += (out.len() - kept) as u64;
        out.truncate(kept);
    }

    fn replace(&mut self, out: &mut Vec<u8>) {
        self.undecodable += 1;
        out.extend_from_slice("\u{fffd}".as_bytes());
    }

    fn utf8(&mut self, mut input: &[u8], out: &mut Vec<u8>) {
        loop {
            match std::str::from_utf8(input) {
                Ok(text) => {
                    self.has_wide |= !text.is_ascii();
                    out.extend_from_slice(input);
                    return;
                }
                Err(error) => {
                    let (valid, rest) = input.split_at(error.valid_up_to());
                    self.has_wide |= !valid.is_ascii();
                    out.extend_from_slice(valid);
                    let Some(length) = error.error_len() else {
                        self.carry.extend_from_slice(rest);
                        return;
                    };
                    self.replace(out);
                    input = &rest[length..];
                }
            }
        }
    }

    fn windows_1252(&mut self, input: &[u8], out: &mut Vec<u8>) {
        let mut buffer = [0_u8; 4];
        for run in input.chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
            if run.first().is_some_and(u8::is_ascii) {
                out.extend_from_slice(run);
                continue;
            }
            for &byte in run {
                let character = match byte {
                    0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
                    _ => char::from(byte),
                };
                out.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
            }
            self.has_wide = true;
        }
    }

    fn utf16(&mut self, input: &[u8], unit: fn([u8; 2]) -> u16, out: &mut Vec<u8>) {
        let pairs = input.chunks_exact(2);
        self.carry.extend_from_slice(pairs.remainder());
        let mut buffer = [0_u8; 4];
        for pair in pairs {
            let unit = unit([pair[0], pair[1]]);
            let character = match (self.surrogate.take(), unit) {
                (None, 0xd800..=0xdbff) => {
                    self.surrogate = Some(unit);
                    continue;
                }
                (Some(high), 0xdc00..=0xdfff) => {
                    let code =
                        0x1_0000 + ((u32::from(high) - 0xd800) << 10) + (u32::from(unit) - 0xdc00);
                    char::from_u32(code)
                }
                (Some(_), _) => {
                    self.replace(out);
                    if (0xd800..=0xdbff).contains(&unit) {
                        self.surrogate = Some(unit);
                        continue;
                    }
                    char::from_u32(u32::from(unit))
                }
                (None, _) => char::from_u32(u32::from(unit)),
            };
            match character {
                Some(character) => {
                    out.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
                }
                None => self.replace(out),
            }
        }
    }
}

/// What windows-1252 has at 0x80 to 0x9f; the five gaps stay what they are in ISO 8859-1.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoding: Encoding, bytes: &[u8], expected: &str) {
        for step in 1..=bytes.len().max(1) {
            let mut decoder = Decoder::new(encoding);
            let mut out = Vec::new();
            for slice in bytes.chunks(step) {
                decoder.decode(slice, &mut out);
            }
            decoder.finish(&mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "in slices of {step}");
        }
    }

    #[test]
    fn any_slicing_gives_the_same_text() {
        check(Encoding::Utf8, "\u{feff}Größe\0 – ok".as_bytes(), "Größe – ok");
        check(Encoding::Utf8, b"a\xffb\xe2\x82", "a\u{fffd}b\u{fffd}");
        check(Encoding::Windows1252, b"24,00 \x80 \x96 Gr\xf6\xdfe", "24,00 € – Größe");
        let wide: Vec<u8> = "\u{feff}Né𝄞;1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(Encoding::Utf16Le, &wide, "Né𝄞;1");
    }

    #[test]
    fn encodings_are_told_by_marks_nuls_and_validity() {
        assert_eq!(detect(b"a;b\n1;2"), Encoding::Utf8);
        assert_eq!(detect("Größe".as_bytes()), Encoding::Utf8);
        assert_eq!(detect(b"Gr\xf6\xdfe;1"), Encoding::Windows1252);
        assert_eq!(detect(b"\xff\xfea\0"), Encoding::Utf16Le);
        assert_eq!(detect(b"D\0a\0t\0e\0\t\0"), Encoding::Utf16Le);
        assert_eq!(detect(b"\0D\0a\0t\0e"), Encoding::Utf16Be);
        assert_eq!(detect("Größ".as_bytes().split_last().unwrap().1), Encoding::Utf8);
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        assert_eq!(refuse_binary(b"PK\x03\x04rest"), Err(ImportError::Zip));
        assert_eq!(refuse_binary(b"\x1f\x8b\x08"), Err(ImportError::Gzip));
        assert_eq!(refuse_binary(&[1, 2, 3, 4, 5, 6, 200]), Err(ImportError::Binary));
        assert_eq!(refuse_binary(b"Date,Total\n"), Ok(()));
    }
}
