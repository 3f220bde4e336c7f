//! Where a vault keeps its bytes: a handful of ordered tables with one atomic, fenced write.

use std::future::Future;

/// The tables of one vault. Keys are byte strings, ordered bytewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// Small records by name: format, genesis, head, class keys, access wraps.
    Meta,
    /// Tail segments and packs of blocks, by incarnation and first sequence number.
    Blocks,
    /// Keyring pages and segments, by class, generation and first sequence number.
    Keyring,
    /// Signed checkpoints, by incarnation and sequence number.
    Checkpoints,
    /// Sealed snapshots, by class and name.
    Snapshots,
    /// Sealed staging chunks, by digest.
    Chunks,
}

impl Table {
    /// Every table, in a fixed order.
    pub const ALL: [Self; 6] =
        [Self::Meta, Self::Blocks, Self::Keyring, Self::Checkpoints, Self::Snapshots, Self::Chunks];

    /// The table's stable name in a database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Blocks => "blocks",
            Self::Keyring => "keyring",
            Self::Checkpoints => "checkpoints",
            Self::Snapshots => "snapshots",
            Self::Chunks => "chunks",
        }
    }
}

/// When a write counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// After the operating system was told to flush: for everything a person is told is saved.
    Strict,
    /// After the operating system has the bytes: for what can be rebuilt.
    Relaxed,
}

/// One change of a [`Batch`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Insert or replace.
    Put(Table, Vec<u8>, Vec<u8>),
    /// Remove; nothing happens if it is not there.
    Delete(Table, Vec<u8>),
}

/// A set of changes that is written whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The record that must hold exactly these bytes (`None`: must not exist) inside the same
    /// transaction, or nothing is written. This is what keeps two writers from forking a chain.
    pub fence: Option<Fence>,
    /// The changes, applied in order.
    pub changes: Vec<Change>,
    /// When the write counts as done.
    pub durability: Durability,
}

/// A condition on one record of the store, checked inside the writing transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// Where the record lies.
    pub table: Table,
    /// Its key.
    pub key: Vec<u8>,
    /// What it must hold; `None`: it must be absent.
    pub expected: Option<Vec<u8>>,
}

/// What can go wrong in a [`Store`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The fence did not hold: somebody else wrote first. Nothing was written.
    #[error("another writer changed the record first")]
    Fenced,
    /// The browser's quota or the disk is exhausted. Nothing was written.
    #[error("no space left in the store")]
    QuotaExceeded,
    /// The connection was closed by the browser, by a newer version, or is broken.
    #[error("the store's connection is gone: {0}")]
    Disconnected(String),
    /// Anything else the platform reported.
    #[error("the store refused {operation}: {reason}")]
    Platform {
        /// Which operation.
        operation: &'static str,
        /// The platform's own words.
        reason: String,
    },
}

/// Key and value.
pub type Record = (Vec<u8>, Vec<u8>);

/// Ordered tables of bytes with atomic, fenced writes.
pub trait Store {
    /// The record at `key`, if there is one.
    ///
    /// # Errors
    /// [`StoreError`].
    fn get(
        &self,
        table: Table,
        key: &[u8],
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>>;

    /// The records at `keys`, in their order; worth overriding where several questions cost one trip.
    ///
    /// # Errors
    /// [`StoreError`].
    fn get_many(
        &self,
        table: Table,
        keys: &[Vec<u8>],
    ) -> impl Future<Output = Result<Vec<Option<Vec<u8>>>, StoreError>> {
        async move {
            let mut records = Vec::with_capacity(keys.len());
            for key in keys {
                records.push(self.get(table, key).await?);
            }
            Ok(records)
        }
    }

    /// Up to `limit` records with `from <= key < to`, in key order.
    ///
    /// # Errors
    /// [`StoreError`].
    fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Record>, StoreError>>;

    /// The keys [`Store::scan`] would return; worth overriding where a store can leave the values alone.
    ///
    /// # Errors
    /// [`StoreError`].
    fn keys(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Vec<u8>>, StoreError>> {
        async move {
            let records = self.scan(table, from, to, limit).await?;
            Ok(records.into_iter().map(|(key, _)| key).collect())
        }
    }

    /// Writes the batch in one transaction and returns once it is durable as asked.
    ///
    /// # Errors
    /// [`StoreError`]; in every case nothing of the batch was written.
    fn commit(&self, batch: Batch) -> impl Future<Output = Result<(), StoreError>>;
}
