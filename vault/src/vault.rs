//! A vault at work: creating, opening, and the one way everything is written.

mod append;
mod beside;
mod incarnation;
mod index;
mod key_cursor;
mod pack;
mod prune;
mod read;
mod reader;
mod rotate;
mod unlock;
mod verify;

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;

use crate::keyring::PlainKeys;
use crate::layout::{self, KeyringKey};
use crate::mirror::{self, Fields};
use crate::{
    Batch, Change, Class, ClassKeys, Crypto, DeviceId, Durability, Error, FORMAT, Fence, Genesis,
    Head, Header, Incarnation, LiveSet, Problem, ProblemKind, Record, Result, Store, Table,
    VaultId,
};

#[cfg(test)]
pub(crate) use append::seal_block;
pub use append::{Appended, Part};
#[cfg(feature = "testing")]
pub(crate) use beside::accepts_record_beside;
pub use beside::{CHUNK_LIMIT, SNAPSHOT_LIMIT, Snapshot};
pub(crate) use index::ChainIndex;
pub use pack::Packed;
pub use read::{Item, Lineage, ReadReport};
pub use rotate::Rotation;
pub use unlock::Founder;

/// One merchant's ledger in one store.
///
/// Reading needs no more than `&self`; every writer is one fenced commit. After
/// [`crate::StoreError::Fenced`] another tab has written: drop this vault and open the store again.
pub struct Vault<C: Crypto, S> {
    crypto: C,
    store: S,
    genesis: Genesis,
    head: Head,
    revision: u64,
    /// The head record as stored: what the next commit's fence expects.
    head_record: Vec<u8>,
    damage: Option<Problem>,
    index: ChainIndex,
    tail: Tail,
    keys: ClassKeys<C::Kek>,
    generations: BTreeMap<(Class, u32), ClassRecord>,
    open_pages: BTreeMap<Class, OpenPage>,
    signer: Option<SigningKey>,
    live: Option<LiveSet>,
}

/// The container that still grows.
#[derive(Clone, Default)]
struct Tail {
    first: u64,
    frames: Vec<Vec<u8>>,
}

impl Tail {
    const MAX_BLOCKS: usize = 32;
    const MAX_BYTES: usize = 64 * 1024;

    fn size(&self) -> usize {
        self.frames.iter().map(Vec::len).sum()
    }

    fn encode(&self) -> Vec<u8> {
        crate::container::encode(self.frames.iter().map(Vec::as_slice))
    }
}

/// The keyring page of a class that still grows, in the clear.
#[derive(Default)]
struct OpenPage {
    keys: PlainKeys,
    /// Letters whose keys are in `keys`, to be deleted when the page is written next.
    letters: Vec<KeyringKey>,
}

/// The public half of a class key's generation, and its X25519 secret wrapped under it.
#[derive(Clone, Copy)]
struct ClassRecord {
    public: [u8; 32],
    wrapped: [u8; 40],
}

impl ClassRecord {
    const WHAT: &str = "class key";

    fn encode(&self) -> Vec<u8> {
        mirror::encode(&[&self.public[..], &self.wrapped].concat())
    }

    fn decode(record: &[u8]) -> Result<Self> {
        let mut fields = Fields::new(mirror::decode(record, Self::WHAT)?.body, Self::WHAT);
        let decoded = Self { public: fields.array()?, wrapped: fields.array()? };
        fields.end()?;
        Ok(decoded)
    }
}

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Opens the vault in `store`, without any key.
    ///
    /// A vault whose last block does not fit its head opens too, but can only be read: see
    /// [`Vault::damage`].
    ///
    /// # Errors
    /// [`Error::NoVault`]; [`Error::UnsupportedFormat`] if a newer program wrote it (nothing is touched);
    /// [`Error::Corrupt`] if a record that all else needs is damaged in both copies.
    pub async fn open(crypto: C, store: S) -> Result<Self> {
        let format = store.get(Table::Meta, layout::FORMAT_KEY).await?.ok_or(Error::NoVault)?;
        let found = Fields::new(mirror::decode(&format, "format")?.body, "format").u16()?;
        if found != FORMAT {
            return Err(Error::UnsupportedFormat { found, supported: FORMAT });
        }
        let head_record = store
            .get(Table::Meta, layout::HEAD_KEY)
            .await?
            .ok_or(Error::Corrupt { what: "head" })?;
        let (head, revision) = Head::decode(&head_record)?;
        let genesis = load_genesis(&store, head.incarnation)
            .await?
            .ok_or(Error::Corrupt { what: "genesis" })?;
        let mut generations = BTreeMap::new();
        for (key, record) in scan_prefix(&store, Table::Meta, layout::CLASS_PREFIX).await? {
            let mut fields = Fields::new(&key[layout::CLASS_PREFIX.len()..], ClassRecord::WHAT);
            let place = (Class(fields.u8()?), fields.u32()?);
            fields.end()?;
            generations.insert(place, ClassRecord::decode(&record)?);
        }
        let index = ChainIndex::load(&store, head.incarnation).await?;
        let mut vault = Self {
            crypto,
            store,
            genesis,
            head,
            revision,
            head_record,
            damage: None,
            index,
            tail: Tail { first: head.next_seq, frames: Vec::new() },
            keys: ClassKeys::default(),
            generations,
            open_pages: BTreeMap::new(),
            signer: None,
            live: None,
        };
        vault.load_tail().await?;
        Ok(vault)
    }

    /// Opens the vault with handles another tab handed over; no password is needed.
    ///
    /// # Errors
    /// As [`Vault::open`]; [`crate::CryptoError::Authentication`] if the handles are not this vault's.
    pub async fn open_with_handles(crypto: C, store: S, keys: ClassKeys<C::Kek>) -> Result<Self> {
        let mut vault = Self::open(crypto, store).await?;
        vault.hold(keys).await?;
        Ok(vault)
    }

    /// The vault's id.
    #[must_use]
    pub const fn id(&self) -> VaultId {
        self.genesis.vault
    }

    /// The device that writes here.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.genesis.device
    }

    /// The chain that is written here.
    #[must_use]
    pub const fn incarnation(&self) -> Incarnation {
        self.genesis.incarnation
    }

    /// The beginning of the chain that is written here.
    #[must_use]
    pub const fn genesis(&self) -> &Genesis {
        &self.genesis
    }

    /// The chain's last block.
    #[must_use]
    pub const fn head(&self) -> Head {
        self.head
    }

    /// Why the vault can only be read, if so.
    #[must_use]
    pub const fn damage(&self) -> Option<&Problem> {
        self.damage.as_ref()
    }

    /// The store, for what lies beside the vault's own tables.
    #[must_use]
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// The platform's cryptography.
    #[must_use]
    pub const fn crypto(&self) -> &C {
        &self.crypto
    }

    /// Checks that the last block is the head's, and takes up the tail if it still grows.
    async fn load_tail(&mut self) -> Result<()> {
        let Some(&first) = self.index.records.last() else {
            if self.head.next_seq > 0 || self.head.id != self.genesis.hash() {
                self.damage = Some(self.head_mismatch());
            }
            return Ok(());
        };
        let key = layout::chain_key(self.head.incarnation, first);
        let record = self.store.get(Table::Blocks, &key).await?.unwrap_or_default();
        let Ok(container) = crate::container::Container::decode(&record) else {
            self.damage = Some(self.head_mismatch());
            return Ok(());
        };
        let frames: Vec<&[u8]> =
            (0..container.len()).map(|at| container.frame(&record, at)).collect();
        let last = frames.last().and_then(|frame| frame.first_chunk()).map(Header::decode);
        let fits = last.is_some_and(|header| {
            header.is_ok_and(|header| {
                header.seq + 1 == self.head.next_seq && header.id() == self.head.id
            })
        });
        if !fits {
            self.damage = Some(self.head_mismatch());
            return Ok(());
        }
        // A torn block must keep its old checksum, so a container with one is never written again.
        let grows = frames.len() < Tail::MAX_BLOCKS
            && record.len() < Tail::MAX_BYTES
            && (0..container.len()).all(|at| container.is_intact(&record, at));
        if grows {
            self.tail = Tail { first, frames: frames.iter().map(|frame| frame.to_vec()).collect() };
        }
        Ok(())
    }

    fn head_mismatch(&self) -> Problem {
        let seq = self.head.last_seq().unwrap_or(0);
        Problem::at(self.head.incarnation, seq, ProblemKind::HeadMismatch)
    }

    /// The one way anything is written: all or nothing, only if nobody else wrote since.
    async fn commit(
        &mut self,
        mut changes: Vec<Change>,
        durability: Durability,
        head: Head,
    ) -> Result<()> {
        let revision = self.revision + 1;
        let record = head.encode(revision);
        changes.push(Change::Put(Table::Meta, layout::HEAD_KEY.to_vec(), record.clone()));
        let fence = Fence {
            table: Table::Meta,
            key: layout::HEAD_KEY.to_vec(),
            expected: Some(self.head_record.clone()),
        };
        self.store.commit(Batch { fence: Some(fence), changes, durability }).await?;
        self.head = head;
        self.revision = revision;
        self.head_record = record;
        Ok(())
    }
}

/// The genesis of a chain, if the store knows it.
pub(crate) async fn load_genesis<S: Store>(
    store: &S,
    incarnation: Incarnation,
) -> Result<Option<Genesis>> {
    let Some(record) = store.get(Table::Meta, &layout::genesis_key(incarnation)).await? else {
        return Ok(None);
    };
    let genesis = Genesis::decode(mirror::decode(&record, "genesis")?.body)?;
    if genesis.incarnation == incarnation {
        Ok(Some(genesis))
    } else {
        Err(Error::Corrupt { what: "genesis" })
    }
}

/// Every record whose key begins with `prefix`; for tables of few records.
pub(crate) async fn scan_prefix<S: Store>(
    store: &S,
    table: Table,
    prefix: &[u8],
) -> Result<Vec<Record>> {
    Ok(store.scan(table, prefix, &layout::after_prefix(prefix), usize::MAX).await?)
}
