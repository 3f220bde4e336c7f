//! Columns of integers and texts inside a CBOR map.
//!
//! Texts: a count, then for each the bytes shared with the one before (at most 63), the number of bytes that follow,
//! and those bytes. Integers: see [`super::ints`].

use minicbor::{Decoder, Encoder};

use super::ints::{decode_ints, encode_ints, push_varint, varint};
use super::{ChunkError, MOST_CHUNK_RECORDS, MOST_TEXT_CHARS};
use crate::imports::ChunkKind;

const VERSION: u64 = 1;
const FIELD_VERSION: u8 = 0;
const FIELD_KIND: u8 = 1;

/// Bytes a text may share with the one before; bounds what a reader unfolds from few bytes.
const MOST_SHARED: usize = 63;

/// The number a chunk carries for what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Content(u64);

impl Content {
    pub(super) const FORECASTS: Self = Self(6);
}

impl From<ChunkKind> for Content {
    fn from(kind: ChunkKind) -> Self {
        Self(match kind {
            ChunkKind::Orders => 0,
            ChunkKind::Items => 1,
            ChunkKind::Costs => 2,
            ChunkKind::Counts => 3,
            ChunkKind::Customers => 4,
            ChunkKind::Rates => 5,
        })
    }
}

/// Writes the fields of one chunk.
pub(super) struct Writer {
    body: Vec<u8>,
    fields: u64,
}

impl Writer {
    pub(super) fn new(content: impl Into<Content>) -> Self {
        let mut writer = Self { body: Vec::with_capacity(1_024), fields: 0 };
        writer.uint(FIELD_VERSION, VERSION);
        writer.uint(FIELD_KIND, content.into().0);
        writer
    }

    pub(super) fn uint(&mut self, field: u8, value: u64) {
        self.put(field, |encoder| encoder.u64(value).map(|_| ()));
    }

    pub(super) fn text(&mut self, field: u8, text: &str) {
        self.put(field, |encoder| encoder.str(text).map(|_| ()));
    }

    /// A column; one of nothing but zeros is left out.
    pub(super) fn ints(&mut self, field: u8, values: &[i64]) {
        if values.iter().all(|value| *value == 0) {
            return;
        }
        let bytes = encode_ints(values);
        self.put(field, |encoder| encoder.bytes(&bytes).map(|_| ()));
    }

    /// A dictionary whose first entry is ""; one of nothing else is left out.
    pub(super) fn names(&mut self, field: u8, names: &[String]) {
        if names.len() > 1 {
            let bytes = encode_texts(&mut names.iter().map(String::as_str));
            self.put(field, |encoder| encoder.bytes(&bytes).map(|_| ()));
        }
    }

    /// One text per record; nothing but empty ones are left out.
    pub(super) fn texts<'a>(
        &mut self,
        field: u8,
        mut texts: impl ExactSizeIterator<Item = &'a str> + Clone,
    ) {
        if texts.clone().any(|text| !text.is_empty()) {
            let bytes = encode_texts(&mut texts);
            self.put(field, |encoder| encoder.bytes(&bytes).map(|_| ()));
        }
    }

    fn put(
        &mut self,
        field: u8,
        value: impl FnOnce(
            &mut Encoder<&mut Vec<u8>>,
        ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>>,
    ) {
        let mut encoder = Encoder::new(&mut self.body);
        encoder
            .u8(field)
            .map(|_| ())
            .and_then(|()| value(&mut encoder))
            .unwrap_or_else(|never| match *never.as_write().expect("a Vec is the only writer") {});
        self.fields += 1;
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.body.len() + 2);
        Encoder::new(&mut out)
            .map(self.fields)
            .map(|_| ())
            .unwrap_or_else(|never| match *never.as_write().expect("a Vec is the only writer") {});
        out.extend_from_slice(&self.body);
        out
    }
}

/// The fields of one chunk, found but not yet decoded.
pub(super) struct Reader<'b> {
    fields: Vec<(u64, &'b [u8])>,
}

impl<'b> Reader<'b> {
    pub(super) fn open(bytes: &'b [u8], content: impl Into<Content>) -> Result<Self, ChunkError> {
        let damaged = |_| ChunkError::Damaged { field: "map" };
        let mut decoder = Decoder::new(bytes);
        let count = decoder.map().map_err(damaged)?.ok_or(ChunkError::Damaged { field: "map" })?;
        let mut fields = Vec::new();
        for _ in 0..count {
            let key = decoder.u64().map_err(damaged)?;
            fields.push((key, &bytes[decoder.position().min(bytes.len())..]));
            decoder.skip().map_err(damaged)?;
        }
        let reader = Self { fields };
        match reader.uint(FIELD_VERSION, "version")? {
            VERSION => {}
            version if version > VERSION => return Err(ChunkError::Newer { version }),
            _ => return Err(ChunkError::Damaged { field: "version" }),
        }
        if reader.uint(FIELD_KIND, "kind")? != content.into().0 {
            return Err(ChunkError::Damaged { field: "kind" });
        }
        Ok(reader)
    }

    fn find(&self, field: u8) -> Option<&'b [u8]> {
        self.fields.iter().find(|(key, _)| *key == u64::from(field)).map(|(_, value)| *value)
    }

    pub(super) fn has(&self, field: u8) -> bool {
        self.find(field).is_some()
    }

    /// A number; 0 if absent.
    pub(super) fn uint(&self, field: u8, name: &'static str) -> Result<u64, ChunkError> {
        self.find(field).map_or(Ok(0), |value| {
            Decoder::new(value).u64().map_err(|_| ChunkError::Damaged { field: name })
        })
    }

    /// A number of records, within what a chunk may hold.
    pub(super) fn count(&self, field: u8, name: &'static str) -> Result<usize, ChunkError> {
        usize::try_from(self.uint(field, name)?)
            .ok()
            .filter(|count| *count <= MOST_CHUNK_RECORDS)
            .ok_or(ChunkError::OutOfRange { field: name })
    }

    /// A text; empty if absent.
    pub(super) fn text(&self, field: u8, name: &'static str) -> Result<String, ChunkError> {
        let Some(value) = self.find(field) else { return Ok(String::new()) };
        let text =
            Decoder::new(value).str().map_err(|_| ChunkError::Damaged { field: name })?.to_owned();
        checked_text(text, name)
    }

    fn bytes(&self, field: u8, name: &'static str) -> Result<Option<&'b [u8]>, ChunkError> {
        self.find(field)
            .map(|value| Decoder::new(value).bytes())
            .transpose()
            .map_err(|_| ChunkError::Damaged { field: name })
    }

    /// A column of `count` integers, each within `range`.
    pub(super) fn ints(
        &self,
        field: u8,
        name: &'static str,
        count: usize,
        range: std::ops::RangeInclusive<i64>,
    ) -> Result<Vec<i64>, ChunkError> {
        let Some(bytes) = self.bytes(field, name)? else {
            let is_fine = count == 0 || range.contains(&0);
            return if is_fine { Ok(vec![0; count]) } else { Err(out_of_range(name)) };
        };
        let values = decode_ints(bytes, count).ok_or(ChunkError::Damaged { field: name })?;
        let is_outside =
            values.iter().fold(false, |outside, value| outside | !range.contains(value));
        if is_outside { Err(out_of_range(name)) } else { Ok(values) }
    }

    /// A column of `count` indices below `bound`.
    pub(super) fn indices(
        &self,
        field: u8,
        name: &'static str,
        count: usize,
        bound: usize,
    ) -> Result<Vec<u32>, ChunkError> {
        let values = self.ints(field, name, count, 0..=bound as i64 - 1)?;
        Ok(values.into_iter().map(|value| value as u32).collect())
    }

    /// A dictionary whose first entry is "".
    pub(super) fn names(&self, field: u8, name: &'static str) -> Result<Vec<String>, ChunkError> {
        let names = self.texts(field, name, 1)?;
        match names.first() {
            Some(first) if first.is_empty() => Ok(names),
            _ => Err(ChunkError::Damaged { field: name }),
        }
    }

    /// A list of texts; as many empty ones as `absent` says if the field is not there.
    pub(super) fn texts(
        &self,
        field: u8,
        name: &'static str,
        absent: usize,
    ) -> Result<Vec<String>, ChunkError> {
        match self.bytes(field, name)? {
            None => Ok(vec![String::new(); absent]),
            Some(bytes) => decode_texts(bytes, name),
        }
    }

    /// As many texts as there are records.
    pub(super) fn texts_of(
        &self,
        field: u8,
        name: &'static str,
        count: usize,
    ) -> Result<Vec<String>, ChunkError> {
        let texts = self.texts(field, name, count)?;
        if texts.len() == count { Ok(texts) } else { Err(ChunkError::Damaged { field: name }) }
    }
}

const fn out_of_range(field: &'static str) -> ChunkError {
    ChunkError::OutOfRange { field }
}

/// `text`, if it is no longer than a text may be.
fn checked_text(text: String, field: &'static str) -> Result<String, ChunkError> {
    let is_long = text.len() > MOST_TEXT_CHARS && text.chars().count() > MOST_TEXT_CHARS;
    if is_long { Err(out_of_range(field)) } else { Ok(text) }
}

fn encode_texts(texts: &mut dyn ExactSizeIterator<Item = &str>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(texts.len() * 8);
    push_varint(&mut bytes, texts.len() as u64);
    let mut last = "";
    for text in texts {
        let shared = last.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
        let shared = shared.min(MOST_SHARED);
        push_varint(&mut bytes, shared as u64);
        push_varint(&mut bytes, (text.len() - shared) as u64);
        bytes.extend_from_slice(&text.as_bytes()[shared..]);
        last = text;
    }
    bytes
}

fn decode_texts(bytes: &[u8], name: &'static str) -> Result<Vec<String>, ChunkError> {
    let damaged = ChunkError::Damaged { field: name };
    let mut at = 0;
    let count = varint(bytes, &mut at)
        .and_then(|count| usize::try_from(count).ok())
        .filter(|count| *count <= MOST_CHUNK_RECORDS && *count <= bytes.len() / 2)
        .ok_or_else(|| damaged.clone())?;
    let mut texts: Vec<String> = Vec::with_capacity(count);
    for _ in 0..count {
        let last = texts.last().map_or(&[][..], String::as_bytes);
        let text = next_text(bytes, &mut at, last).ok_or_else(|| damaged.clone())?;
        texts.push(checked_text(text, name)?);
    }
    if at == bytes.len() { Ok(texts) } else { Err(damaged) }
}

fn next_text(bytes: &[u8], at: &mut usize, last: &[u8]) -> Option<String> {
    let shared =
        usize::try_from(varint(bytes, at)?).ok().filter(|shared| *shared <= MOST_SHARED)?;
    let more = usize::try_from(varint(bytes, at)?).ok()?;
    let prefix = last.get(..shared)?;
    let suffix = bytes.get(*at..at.checked_add(more)?)?;
    *at += more;
    let mut text = Vec::with_capacity(shared + more);
    text.extend_from_slice(prefix);
    text.extend_from_slice(suffix);
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_come_back(texts in prop::collection::vec(".{0,20}", 0..20)) {
            let mut writer = Writer::new(ChunkKind::Items);
            writer.texts(7, texts.iter().map(String::as_str));
            let bytes = writer.finish();
            let reader = Reader::open(&bytes, ChunkKind::Items).unwrap();
            prop_assert_eq!(reader.texts_of(7, "x", texts.len()), Ok(texts));
        }
    }

    #[test]
    fn a_declared_length_alone_is_refused() {
        assert!(decode_texts(&[0xff, 0xff, 3], "x").is_err());
    }
}
