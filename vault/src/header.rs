//! The 180-byte header of a block, version 1.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};

use crate::mirror::Fields;
use crate::{BlockId, Class, DeviceId, Error, Incarnation, Result, VaultId};

/// Length of an encoded header.
pub const HEADER_LEN: usize = 180;
/// How much of the header is a block's associated data: everything but `ct_digest`.
pub const AAD_LEN: usize = 148;
/// The block version this crate writes and the only one it reads.
pub const BLOCK_VERSION: u16 = 1;

/// What anyone can know of a block without a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Which class key protects the block.
    pub class: Class,
    /// Position inside its transaction, from 0.
    pub part: u16,
    /// Number of blocks of its transaction.
    pub parts: u16,
    /// Bytes of ciphertext, tag included.
    pub payload_len: u32,
    /// The vault.
    pub vault: VaultId,
    /// The writing device.
    pub device: DeviceId,
    /// The chain.
    pub incarnation: Incarnation,
    /// Position in the chain, from 0.
    pub seq: u64,
    /// Logical clock of the transaction.
    pub lamport: u64,
    /// `seq` of the transaction's first block.
    pub tx: u64,
    /// Id of the block before; for the first one the genesis hash.
    pub prev: BlockId,
    /// HMAC-SHA256 of the block key: GCM does not commit to its key, this does.
    pub key_commit: [u8; 32],
    /// SHA-256 of the ciphertext.
    pub ct_digest: [u8; 32],
}

impl Header {
    /// The header's bytes.
    #[must_use]
    pub fn encode(&self) -> [u8; HEADER_LEN] {
        let mut out = [0; HEADER_LEN];
        out[0..2].copy_from_slice(&BLOCK_VERSION.to_be_bytes());
        out[2] = self.class.0;
        out[4..6].copy_from_slice(&self.part.to_be_bytes());
        out[6..8].copy_from_slice(&self.parts.to_be_bytes());
        out[8..12].copy_from_slice(&self.payload_len.to_be_bytes());
        out[12..28].copy_from_slice(&self.vault.0);
        out[28..44].copy_from_slice(&self.device.0);
        out[44..60].copy_from_slice(&self.incarnation.0);
        out[60..68].copy_from_slice(&self.seq.to_be_bytes());
        out[68..76].copy_from_slice(&self.lamport.to_be_bytes());
        out[76..84].copy_from_slice(&self.tx.to_be_bytes());
        out[84..116].copy_from_slice(&self.prev.0);
        out[116..148].copy_from_slice(&self.key_commit);
        out[148..180].copy_from_slice(&self.ct_digest);
        out
    }

    /// Reads a header.
    ///
    /// # Errors
    /// [`Error::UnsupportedFormat`] for a newer block version, [`Error::Corrupt`] for anything a version 1
    /// writer never writes.
    pub fn decode(bytes: &[u8; HEADER_LEN]) -> Result<Self> {
        const WHAT: &str = "block header";
        let mut fields = Fields::new(bytes, WHAT);
        let found = fields.u16()?;
        if found > BLOCK_VERSION {
            return Err(Error::UnsupportedFormat { found, supported: BLOCK_VERSION });
        }
        let class = Class(fields.u8()?);
        let reserved = fields.u8()?;
        let header = Self {
            class,
            part: fields.u16()?,
            parts: fields.u16()?,
            payload_len: fields.u32()?,
            vault: VaultId(fields.array()?),
            device: DeviceId(fields.array()?),
            incarnation: Incarnation(fields.array()?),
            seq: fields.u64()?,
            lamport: fields.u64()?,
            tx: fields.u64()?,
            prev: BlockId(fields.array()?),
            key_commit: fields.array()?,
            ct_digest: fields.array()?,
        };
        let sound = found == BLOCK_VERSION
            && reserved == 0
            && header.part < header.parts
            && header.tx.checked_add(u64::from(header.part)) == Some(header.seq)
            && header.seq < u64::MAX;
        if sound { Ok(header) } else { Err(Error::Corrupt { what: WHAT }) }
    }

    /// The block's id.
    #[must_use]
    pub fn id(&self) -> BlockId {
        block_id(&self.encode())
    }
}

/// The id of the block with this encoded header.
pub(crate) fn block_id(header: &[u8; HEADER_LEN]) -> BlockId {
    let mut hash = Sha256::new();
    hash.update(b"tillcast.block.1");
    hash.update(header);
    BlockId(hash.finalize().into())
}

/// What a header says about the key of its block.
pub(crate) fn key_commit(block_key: &[u8; 32]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(block_key).expect("HMAC takes keys of any length");
    mac.update(b"tillcast.key.1");
    mac.finalize().into_bytes().into()
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
