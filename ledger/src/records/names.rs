//! Dictionaries of texts, and the hash their keys are found by.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// FNV-1a with a final mix: short keys, no adversary, one multiplication per byte.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Goes on with a text; its end is part of it.
    pub(crate) fn text(self, text: &str) -> Self {
        let mixed = text
            .bytes()
            .fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self((mixed ^ 0xff).wrapping_mul(0x0100_0000_01b3))
    }

    pub(crate) fn number(self, number: i64) -> Self {
        let mixed = (self.0 ^ number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self(mixed ^ (mixed >> 32))
    }

    pub(crate) const fn finish(self) -> u64 {
        let hash = (self.0 ^ (self.0 >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^ (hash >> 33)
    }

    /// Where to look next when another key has this hash.
    pub(crate) const fn next(hash: u64) -> u64 {
        hash.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1)
    }
}

/// The keys are hashes already.
#[derive(Debug, Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// From hashes to something.
pub(crate) type HashIndex<T> = HashMap<u64, T, BuildHasherDefault<AsIs>>;

/// Texts one after the other in one allocation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    pub(crate) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len() as u32);
    }

    pub(crate) fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.all[start..self.ends[at] as usize]
    }

    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub(crate) const fn heap_bytes(&self) -> usize {
        self.all.capacity() + self.ends.capacity() * 4
    }
}

/// A dictionary: each text once, by number; number 0 is "".
#[derive(Debug, Clone)]
pub(crate) struct Names {
    texts: Texts,
    index: HashIndex<u32>,
}

impl Default for Names {
    fn default() -> Self {
        let mut names = Self { texts: Texts::default(), index: HashIndex::default() };
        names.intern("");
        names
    }
}

impl Names {
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.locate(text).ok()
    }

    /// The number of a text, or the hash under which it is to be entered.
    fn locate(&self, text: &str) -> Result<u32, u64> {
        let mut hash = Hash::new().text(text).finish();
        loop {
            match self.index.get(&hash) {
                None => return Err(hash),
                Some(at) if self.get(*at) == text => return Ok(*at),
                Some(_) => hash = Hash::next(hash),
            }
        }
    }

    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        match self.locate(text) {
            Ok(at) => at,
            Err(hash) => {
                let at = self.texts.len() as u32;
                self.texts.push(text);
                self.index.insert(hash, at);
                at
            }
        }
    }

    pub(crate) fn get(&self, at: u32) -> &str {
        self.texts.get(at as usize)
    }

    pub(crate) const fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.len()).map(|at| (at as u32, self.texts.get(at)))
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.texts.heap_bytes() + self.index.capacity() * 17
    }
}
