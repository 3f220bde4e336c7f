//! What a chain begins with: who writes it, with which signing key, and what it continues.

use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};

use crate::{BlockId, DeviceId, Error, Incarnation, Result, VaultId};

/// The vault format this crate writes and the newest it reads.
pub const FORMAT: u16 = 1;

/// The beginning of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genesis {
    /// The vault.
    pub vault: VaultId,
    /// The device that writes the chain.
    pub device: DeviceId,
    /// The chain's id.
    pub incarnation: Incarnation,
    /// Ed25519 key the device signs checkpoints with.
    pub public_key: [u8; 32],
    /// The block this chain continues, for a restored or cloned store.
    pub parent: Option<Parent>,
    /// The record as it was first written; later versions may have added fields.
    raw: Vec<u8>,
}

/// The last block of the chain that another one continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// The continued chain.
    pub incarnation: Incarnation,
    /// Its last block.
    pub seq: u64,
    /// That block's id.
    pub id: BlockId,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    format: u16,
    #[cbor(n(1), with = "minicbor::bytes")]
    vault: [u8; 16],
    #[cbor(n(2), with = "minicbor::bytes")]
    device: [u8; 16],
    #[cbor(n(3), with = "minicbor::bytes")]
    incarnation: [u8; 16],
    #[cbor(n(4), with = "minicbor::bytes")]
    public_key: [u8; 32],
    #[n(5)]
    parent: Option<WireParent>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct WireParent {
    #[cbor(n(0), with = "minicbor::bytes")]
    incarnation: [u8; 16],
    #[n(1)]
    seq: u64,
    #[cbor(n(2), with = "minicbor::bytes")]
    id: [u8; 32],
}

impl Genesis {
    /// A new chain's beginning.
    #[must_use]
    pub fn new(
        vault: VaultId,
        device: DeviceId,
        incarnation: Incarnation,
        public_key: [u8; 32],
        parent: Option<Parent>,
    ) -> Self {
        let wire = Wire {
            format: FORMAT,
            vault: vault.0,
            device: device.0,
            incarnation: incarnation.0,
            public_key,
            parent: parent.map(|parent| WireParent {
                incarnation: parent.incarnation.0,
                seq: parent.seq,
                id: parent.id.0,
            }),
        };
        let raw = minicbor::to_vec(wire).expect("writing CBOR to memory can't fail");
        Self { vault, device, incarnation, public_key, parent, raw }
    }

    /// Reads a record; fields of later versions are kept in [`Genesis::as_bytes`].
    ///
    /// # Errors
    /// [`Error::UnsupportedFormat`], [`Error::Corrupt`].
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        let wire: Wire = minicbor::decode(bytes).map_err(|_| Error::Corrupt { what: "genesis" })?;
        if wire.format != FORMAT {
            return Err(Error::UnsupportedFormat { found: wire.format, supported: FORMAT });
        }
        Ok(Self {
            vault: VaultId(wire.vault),
            device: DeviceId(wire.device),
            incarnation: Incarnation(wire.incarnation),
            public_key: wire.public_key,
            parent: wire.parent.map(|parent| Parent {
                incarnation: Incarnation(parent.incarnation),
                seq: parent.seq,
                id: BlockId(parent.id),
            }),
            raw: bytes.to_vec(),
        })
    }

    /// The record as it was first written.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.raw
    }

    /// The genesis hash: `prev` of the chain's first block.
    #[must_use]
    pub fn hash(&self) -> BlockId {
        let mut hash = Sha256::new();
        hash.update(b"tillcast.genesis.1");
        hash.update(&self.raw);
        BlockId(hash.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_later_versions_are_kept() {
        let genesis =
            Genesis::new(VaultId([1; 16]), DeviceId([2; 16]), Incarnation([3; 16]), [4; 32], None);
        let mut later = genesis.as_bytes().to_vec();
        // One more entry in the map: key 9, the text "later".
        later[0] += 1;
        later.extend_from_slice(b"\x09\x65later");
        let read = Genesis::decode(&later).unwrap();
        assert_eq!((read.as_bytes(), read.vault), (later.as_slice(), genesis.vault));
        assert_ne!(read.hash(), genesis.hash());
        later[2] = 2;
        let newer = Error::UnsupportedFormat { found: 2, supported: FORMAT };
        assert_eq!(Genesis::decode(&later).err(), Some(newer));
    }
}
