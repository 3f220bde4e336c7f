//! Texts by number: each different text is kept once.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Different texts in the order of their first appearance.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    latest: Option<u32>,
}

impl Interner {
    /// With the empty text as number 0.
    pub(crate) fn with_empty() -> Self {
        let mut interner = Self::default();
        interner.intern(b"");
        interner
    }

    /// The number of a text.
    pub(crate) fn intern(&mut self, text: &[u8]) -> u32 {
        // Rows of an order stand together, and most columns repeat what the row above has.
        if let Some(latest) = self.latest
            && self.bytes_of(latest) == text
        {
            return latest;
        }
        let hash = self.hasher.hash_one(text);
        let (bytes, ends) = (&self.bytes, &self.ends);
        let found = self.table.find(hash, |&id| slice(bytes, ends, id) == text).copied();
        let id = found.unwrap_or_else(|| self.add(text, hash));
        self.latest = Some(id);
        id
    }

    fn add(&mut self, text: &[u8], hash: u64) -> u32 {
        let id = self.ends.len() as u32;
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len());
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        self.table.insert_unique(hash, id, |&id| hasher.hash_one(slice(bytes, ends, id)));
        id
    }

    fn bytes_of(&self, id: u32) -> &[u8] {
        slice(&self.bytes, &self.ends, id)
    }

    /// The text of a number.
    pub(crate) fn text(&self, id: u32) -> String {
        String::from_utf8_lossy(self.bytes_of(id)).into_owned()
    }

    /// Number of different texts.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

fn slice<'a>(bytes: &'a [u8], ends: &[usize], id: u32) -> &'a [u8] {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] };
    &bytes[start..ends[id]]
}

/// What was made of each different text.
#[derive(Debug)]
pub(crate) struct Memo<T> {
    texts: Interner,
    values: Vec<T>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { texts: Interner::default(), values: Vec::new() }
    }
}

impl<T: Copy> Memo<T> {
    /// What `make` made of the text when it was new.
    pub(crate) fn get(&mut self, text: &[u8], make: impl FnOnce(&str) -> T) -> T {
        let id = self.texts.intern(text) as usize;
        if id == self.values.len() {
            self.values.push(make(&String::from_utf8_lossy(text)));
        }
        self.values[id]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number() {
        let mut interner = Interner::with_empty();
        let numbers: Vec<u32> =
            ["a", "b", "a", "", "b"].iter().map(|text| interner.intern(text.as_bytes())).collect();
        assert_eq!(numbers, [1, 2, 1, 0, 2]);
        assert_eq!((interner.text(2), interner.len()), ("b".to_owned(), 3));
    }
}
