//! Signed heads, and the set of blocks whose keys still exist.

use std::collections::BTreeMap;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::mirror::Fields;
use crate::{BlockId, DeviceId, Error, Genesis, Incarnation, Result, VaultId};

/// Blocks between two automatic checkpoints.
pub const CHECKPOINT_INTERVAL: u64 = 256;
/// Blocks per bitmap of a [`LiveSet`].
const GROUP: u64 = 4096;

/// A head signed by the device that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The vault.
    pub vault: VaultId,
    /// The signing device.
    pub device: DeviceId,
    /// The chain.
    pub incarnation: Incarnation,
    /// The last block it vouches for.
    pub seq: u64,
    /// That block's id.
    pub id: BlockId,
    /// Which blocks had a key then, see [`LiveSet::digest`].
    pub live_digest: [u8; 32],
    /// Ed25519 over all of the above.
    pub signature: [u8; 64],
}

impl Checkpoint {
    pub(crate) fn sign(
        key: &SigningKey,
        genesis: &Genesis,
        seq: u64,
        id: BlockId,
        live_digest: [u8; 32],
    ) -> Self {
        let mut checkpoint = Self {
            vault: genesis.vault,
            device: genesis.device,
            incarnation: genesis.incarnation,
            seq,
            id,
            live_digest,
            signature: [0; 64],
        };
        checkpoint.signature = key.sign(&checkpoint.message()).to_bytes();
        checkpoint
    }

    /// Whether the signature is the one of `genesis`' device, and the checkpoint is of that chain.
    #[must_use]
    pub fn is_signed_by(&self, genesis: &Genesis) -> bool {
        (self.vault, self.device, self.incarnation)
            == (genesis.vault, genesis.device, genesis.incarnation)
            && VerifyingKey::from_bytes(&genesis.public_key).is_ok_and(|key| {
                key.verify_strict(&self.message(), &Signature::from_bytes(&self.signature)).is_ok()
            })
    }

    fn message(&self) -> Vec<u8> {
        [b"tillcast.head.1", &self.encode()[1..121]].concat()
    }

    /// The record's 185 bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        [
            &[1][..],
            &self.vault.0,
            &self.device.0,
            &self.incarnation.0,
            &self.seq.to_be_bytes(),
            &self.id.0,
            &self.live_digest,
            &self.signature,
        ]
        .concat()
    }

    /// Reads a record; says nothing of its truth.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        const WHAT: &str = "checkpoint";
        let mut fields = Fields::new(bytes, WHAT);
        if fields.u8()? != 1 {
            return Err(Error::Corrupt { what: WHAT });
        }
        let checkpoint = Self {
            vault: VaultId(fields.array()?),
            device: DeviceId(fields.array()?),
            incarnation: Incarnation(fields.array()?),
            seq: fields.u64()?,
            id: BlockId(fields.array()?),
            live_digest: fields.array()?,
            signature: fields.array()?,
        };
        fields.end()?;
        Ok(checkpoint)
    }
}

/// The blocks of one chain whose key exists, as bitmaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LiveSet {
    groups: BTreeMap<u64, Box<[u8]>>,
}

impl LiveSet {
    /// Adds a block.
    pub fn insert(&mut self, seq: u64) {
        let group = self
            .groups
            .entry(seq / GROUP)
            .or_insert_with(|| vec![0; GROUP as usize / 8].into_boxed_slice());
        let (byte, mask) = place(seq);
        group[byte] |= mask;
    }

    /// Removes a block.
    pub fn remove(&mut self, seq: u64) {
        let (byte, mask) = place(seq);
        if let Some(group) = self.groups.get_mut(&(seq / GROUP)) {
            group[byte] &= !mask;
            if group.iter().all(|&bits| bits == 0) {
                self.groups.remove(&(seq / GROUP));
            }
        }
    }

    /// Whether the block's key exists.
    #[must_use]
    pub fn contains(&self, seq: u64) -> bool {
        let (byte, mask) = place(seq);
        self.groups.get(&(seq / GROUP)).is_some_and(|group| group[byte] & mask != 0)
    }

    /// The digest a checkpoint signs: over the blocks up to `last`, however their keys are laid out.
    #[must_use]
    pub fn digest(&self, last: u64) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"tillcast.live.1");
        for (&group, bits) in self.groups.range(..=last / GROUP) {
            let mut bits = bits.clone();
            if group == last / GROUP {
                let (byte, mask) = place(last);
                bits[byte] &= !(mask - 1);
                bits[byte + 1..].fill(0);
            }
            if bits.iter().any(|&byte| byte != 0) {
                hash.update(group.to_be_bytes());
                hash.update(Sha256::digest(&bits));
            }
        }
        hash.finalize().into()
    }
}

/// Byte and bit of a block in its group's bitmap, most significant bit first.
const fn place(seq: u64) -> (usize, u8) {
    let at = (seq % GROUP) as usize;
    (at / 8, 0x80 >> (at % 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_sees_only_blocks_up_to_the_last() {
        let mut set = LiveSet::default();
        (0..10).for_each(|seq| set.insert(seq));
        let ten = set.digest(9);
        (10..9000).for_each(|seq| set.insert(seq));
        assert_eq!(set.digest(9), ten);
        assert_ne!(set.digest(10), ten);
        set.remove(3);
        assert_ne!(set.digest(9), ten);
        (10..9000).for_each(|seq| set.remove(seq));
        set.insert(3);
        assert_eq!(set.digest(9), ten);
        assert!(set.contains(3) && !set.contains(4000));
    }
}
