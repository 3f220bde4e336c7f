//! Pages and letters: where block keys lie, wrapped under their class key.

use zeroize::Zeroizing;

use crate::mirror::{self, Fields};
use crate::seal::SealedKey;
use crate::{Error, Result};

/// Keys in a page that still grows.
pub(crate) const OPEN_PAGE: usize = 64;
/// Keys in a page that is full.
pub(crate) const FULL_PAGE: usize = 4096;

const WHAT: &str = "keyring page";
const PAGE: u8 = 1;
const LETTER: u8 = 2;

/// A decoded keyring record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeyringRecord {
    Page(Page),
    /// A key sealed to the class's public key by one who may not read.
    Letter {
        seq: u64,
        key: SealedKey,
    },
}

/// Wrapped keys of some blocks of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Ascending.
    pub(crate) seqs: Vec<u64>,
    /// AES-KW of the keys, joined in the order of `seqs`.
    pub(crate) wrapped: Vec<u8>,
}

impl KeyringRecord {
    /// The mirrored record.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let body = match self {
            Self::Page(page) => {
                let count = u32::try_from(page.seqs.len()).expect("a page has at most 4,096 keys");
                let mut body = Vec::with_capacity(5 + page.seqs.len() * 8 + page.wrapped.len());
                body.push(PAGE);
                body.extend_from_slice(&count.to_be_bytes());
                page.seqs.iter().for_each(|seq| body.extend_from_slice(&seq.to_be_bytes()));
                body.extend_from_slice(&page.wrapped);
                body
            }
            Self::Letter { seq, key } => {
                [&[LETTER][..], &seq.to_be_bytes(), &key.ephemeral, &key.wrapped].concat()
            }
        };
        mirror::encode(&body)
    }

    /// Reads a record; the flag says that one of its copies is damaged.
    pub(crate) fn decode(record: &[u8]) -> Result<(Self, bool)> {
        let mirrored = mirror::decode(record, WHAT)?;
        let mut fields = Fields::new(mirrored.body, WHAT);
        let decoded = match fields.u8()? {
            PAGE => {
                let count = fields.u32()? as usize;
                let seqs: Vec<u64> = fields
                    .bytes(count.checked_mul(8).ok_or(Error::Corrupt { what: WHAT })?)?
                    .chunks_exact(8)
                    .map(|seq| u64::from_be_bytes(seq.try_into().expect("chunks of eight")))
                    .collect();
                let wrapped = fields.rest().to_vec();
                let sound = count > 0
                    && wrapped.len() == count * 32 + 8
                    && seqs.windows(2).all(|pair| pair[0] < pair[1]);
                if !sound {
                    return Err(Error::Corrupt { what: WHAT });
                }
                Self::Page(Page { seqs, wrapped })
            }
            LETTER => {
                let letter = Self::Letter {
                    seq: fields.u64()?,
                    key: SealedKey { ephemeral: fields.array()?, wrapped: fields.array()? },
                };
                fields.end()?;
                letter
            }
            _ => return Err(Error::Corrupt { what: WHAT }),
        };
        Ok((decoded, mirrored.damaged))
    }

    /// The blocks whose keys the record holds.
    pub(crate) fn seqs(&self) -> &[u64] {
        match self {
            Self::Page(page) => &page.seqs,
            Self::Letter { seq, .. } => std::slice::from_ref(seq),
        }
    }
}

/// Block keys in the clear, ascending by block.
#[derive(Clone, Default)]
pub(crate) struct PlainKeys {
    pub(crate) seqs: Vec<u64>,
    /// 32 bytes for each of `seqs`.
    pub(crate) keys: Zeroizing<Vec<u8>>,
}

impl PlainKeys {
    pub(crate) fn push(&mut self, seq: u64, key: &[u8; 32]) {
        debug_assert!(self.seqs.last().is_none_or(|&last| last < seq));
        self.seqs.push(seq);
        if self.keys.capacity() - self.keys.len() < 32 {
            // A growing vector would leave its old bytes behind in the heap.
            let mut larger = Zeroizing::new(Vec::with_capacity((self.keys.len() + 32) * 2));
            larger.extend_from_slice(&self.keys);
            self.keys = larger;
        }
        self.keys.extend_from_slice(key);
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        for (at, &seq) in other.seqs.iter().enumerate() {
            self.push(seq, other.key_at(at));
        }
    }

    pub(crate) fn get(&self, seq: u64) -> Option<&[u8; 32]> {
        self.seqs.binary_search(&seq).ok().map(|at| self.key_at(at))
    }

    pub(crate) fn key_at(&self, at: usize) -> &[u8; 32] {
        self.keys[at * 32..][..32].try_into().expect("32 bytes were sliced")
    }

    pub(crate) fn without(&self, removed: impl Fn(u64) -> bool) -> Self {
        let mut kept = Self::default();
        for (at, &seq) in self.seqs.iter().enumerate() {
            if !removed(seq) {
                kept.push(seq, self.key_at(at));
            }
        }
        kept
    }

    /// Splits into runs of at most `size` keys.
    pub(crate) fn chunks(&self, size: usize) -> impl Iterator<Item = Self> {
        self.seqs
            .chunks(size)
            .zip(self.keys.chunks(size * 32))
            .map(|(seqs, keys)| Self { seqs: seqs.to_vec(), keys: Zeroizing::new(keys.to_vec()) })
    }
}
