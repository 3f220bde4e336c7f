//! Keys and small records of a store.

use crate::mirror::{self, Fields};
use crate::{BlockId, Class, Incarnation, PathKind, PersonId, Result};

pub(crate) const FORMAT_KEY: &[u8] = b"format";
pub(crate) const HEAD_KEY: &[u8] = b"head";
pub(crate) const PACKED_KEY: &[u8] = b"packed";
pub(crate) const GENESIS_PREFIX: &[u8] = b"genesis/";
pub(crate) const CLASS_PREFIX: &[u8] = b"class/";
pub(crate) const ACCESS_PREFIX: &[u8] = b"access/";

pub(crate) fn genesis_key(incarnation: Incarnation) -> Vec<u8> {
    [GENESIS_PREFIX, &incarnation.0].concat()
}

pub(crate) fn signer_key(incarnation: Incarnation) -> Vec<u8> {
    [&b"signer/"[..], &incarnation.0].concat()
}

pub(crate) fn class_key(class: Class, generation: u32) -> Vec<u8> {
    [CLASS_PREFIX, &[class.0], &generation.to_be_bytes()].concat()
}

pub(crate) fn access_key(person: PersonId, kind: PathKind) -> Vec<u8> {
    [ACCESS_PREFIX, &person.0, b"/", kind.name().as_bytes()].concat()
}

/// Key of a block container, of a checkpoint.
pub(crate) fn chain_key(incarnation: Incarnation, seq: u64) -> Vec<u8> {
    [&incarnation.0[..], &seq.to_be_bytes()].concat()
}

/// Reads a [`chain_key`].
pub(crate) fn parse_chain_key(key: &[u8]) -> Result<(Incarnation, u64)> {
    let mut fields = Fields::new(key, "block key");
    let parsed = (Incarnation(fields.array()?), fields.u64()?);
    fields.end()?;
    Ok(parsed)
}

/// Where a keyring record lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KeyringKey {
    pub(crate) incarnation: Incarnation,
    pub(crate) class: Class,
    pub(crate) generation: u32,
    pub(crate) first: u64,
    pub(crate) is_letter: bool,
}

impl KeyringKey {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let letter: &[u8] = if self.is_letter { b"m" } else { b"" };
        [
            &self.incarnation.0[..],
            &[self.class.0],
            &self.generation.to_be_bytes(),
            &self.first.to_be_bytes(),
            letter,
        ]
        .concat()
    }

    pub(crate) fn decode(key: &[u8]) -> Result<Self> {
        let mut fields = Fields::new(key, "keyring key");
        let incarnation = Incarnation(fields.array()?);
        let class = Class(fields.u8()?);
        let generation = fields.u32()?;
        let first = fields.u64()?;
        let is_letter = match fields.rest() {
            b"" => false,
            b"m" => true,
            _ => return Err(crate::Error::Corrupt { what: "keyring key" }),
        };
        Ok(Self { incarnation, class, generation, first, is_letter })
    }
}

pub(crate) fn snapshot_key(class: Class, name: &str) -> Vec<u8> {
    [&[class.0], name.as_bytes()].concat()
}

pub(crate) fn chunk_key(digest: &[u8; 32]) -> Vec<u8> {
    [&[0][..], digest].concat()
}

pub(crate) fn chunk_wrap_key(digest: &[u8; 32]) -> Vec<u8> {
    [&[1][..], digest].concat()
}

/// The first key after all keys that begin with `prefix`.
pub(crate) fn after_prefix(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return end;
        }
    }
    // A prefix of 0xFF only: no key of ours is longer than 64 bytes.
    vec![u8::MAX; 65]
}

/// The last block of a chain and the logical clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The chain.
    pub incarnation: Incarnation,
    /// Number of the block to come.
    pub next_seq: u64,
    /// Id of the last block; of an empty chain the genesis hash.
    pub id: BlockId,
    /// Logical clock of the last transaction.
    pub lamport: u64,
}

impl Head {
    /// The last block's number.
    #[must_use]
    pub const fn last_seq(&self) -> Option<u64> {
        self.next_seq.checked_sub(1)
    }

    pub(crate) fn encode(&self, revision: u64) -> Vec<u8> {
        mirror::encode(
            &[
                &self.incarnation.0[..],
                &self.next_seq.to_be_bytes(),
                &self.id.0,
                &self.lamport.to_be_bytes(),
                &revision.to_be_bytes(),
            ]
            .concat(),
        )
    }

    pub(crate) fn decode(record: &[u8]) -> Result<(Self, u64)> {
        const WHAT: &str = "head";
        let mut fields = Fields::new(mirror::decode(record, WHAT)?.body, WHAT);
        let head = Self {
            incarnation: Incarnation(fields.array()?),
            next_seq: fields.u64()?,
            id: BlockId(fields.array()?),
            lamport: fields.u64()?,
        };
        let revision = fields.u64()?;
        fields.end()?;
        Ok((head, revision))
    }
}
