//! The vault's [`Store`] on IndexedDB: one object store per table, binary keys, `Uint8Array` values.

use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{Error, SimpleValueError};
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::primitive::TryFromJs;
use indexed_db_futures::typed_array::{TypedArraySlice, Uint8Array};
use vault::{Batch, Change, Fence, Store, StoreError, Table};
use wasm_bindgen::prelude::*;

use crate::database::{
    Connection, Fault, OpenError, Schema, begin_read, begin_write, commit, store_error,
};

type Slice<'a> = TypedArraySlice<'a, u8>;

/// The version of every vault database this build makes and reads.
pub const DATABASE_VERSION: u32 = 1;

const TABLES: &[&str] = &["meta", "blocks", "keyring", "checkpoints", "snapshots", "chunks"];

/// The name of a vault's database, e.g. `tillcast.vault.00ff…`.
#[must_use]
pub fn database_name(id: &[u8; 16]) -> String {
    format!("tillcast.vault.{}", crate::hex::encode(id))
}

/// [`Store`] in one IndexedDB database. Clones share the connection.
#[derive(Clone)]
pub struct IdbStore(Connection);

impl IdbStore {
    /// Opens the database of that name, makes it if there is none.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(name: &str) -> Result<Self, OpenError> {
        let schema = Schema { name: name.to_owned(), version: DATABASE_VERSION, tables: TABLES };
        Connection::open(schema).await.map(Self)
    }
}

impl Store for IdbStore {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.0
            .run(async |database: &Database| {
                let transaction = begin_read(database, table.name())?;
                let records = transaction.object_store(table.name()).map_err(fault("get"))?;
                Ok(read(&records, key).await?)
            })
            .await
    }

    /// All questions are asked in one transaction before the first answer is waited for.
    async fn get_many(
        &self,
        table: Table,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        self.0
            .run(async |database: &Database| {
                let transaction = begin_read(database, table.name())?;
                let records = transaction.object_store(table.name()).map_err(fault("get"))?;
                let mut requests = Vec::with_capacity(keys.len());
                for key in keys {
                    let request = records.get::<Uint8Array, Slice<'_>, _>(Slice::new(key));
                    requests.push(request.primitive().map_err(fault("get"))?);
                }
                let mut found = Vec::with_capacity(keys.len());
                for request in requests {
                    found.push(request.await.map_err(fault("get"))?.map(Into::into));
                }
                Ok(found)
            })
            .await
    }

    async fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>, StoreError> {
        // IndexedDB throws at an empty range and takes 0 for "no limit".
        if from >= to || limit == 0 {
            return Ok(Vec::new());
        }
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        self.0
            .run(async |database: &Database| {
                let transaction = begin_read(database, table.name())?;
                let records = transaction.object_store(table.name()).map_err(fault("scan"))?;
                let keys = records
                    .get_all_keys::<KeyBytes>()
                    .with_query::<Slice<'_>, _>(range(from, to))
                    .with_limit(limit)
                    .primitive()
                    .map_err(fault("scan"))?;
                let values = records
                    .get_all::<Uint8Array>()
                    .with_query::<Slice<'_>, _>(range(from, to))
                    .with_limit(limit)
                    .primitive()
                    .map_err(fault("scan"))?;
                let keys = keys.await.map_err(fault("scan"))?;
                let values = values.await.map_err(fault("scan"))?;
                keys.zip(values)
                    .map(|(key, value)| Ok((key?.0, value?.into())))
                    .collect::<Result<_, Error>>()
                    .map_err(fault("scan"))
            })
            .await
    }

    async fn keys(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        if from >= to || limit == 0 {
            return Ok(Vec::new());
        }
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        self.0
            .run(async |database: &Database| {
                let transaction = begin_read(database, table.name())?;
                let records = transaction.object_store(table.name()).map_err(fault("keys"))?;
                let keys = records
                    .get_all_keys::<KeyBytes>()
                    .with_query::<Slice<'_>, _>(range(from, to))
                    .with_limit(limit)
                    .primitive()
                    .map_err(fault("keys"))?;
                keys.await
                    .and_then(|keys| keys.map(|key| key.map(|key| key.0)).collect())
                    .map_err(fault("keys"))
            })
            .await
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let tables = touched(&batch);
        if tables.is_empty() {
            return Ok(());
        }
        self.0
            .run(async |database: &Database| {
                let transaction = begin_write(database, &tables, batch.durability)?;
                if let Some(fence) = &batch.fence {
                    let records =
                        transaction.object_store(fence.table.name()).map_err(fault("fence"))?;
                    check(fence, read(&records, &fence.key).await?)?;
                }
                // From here to the commit nothing is awaited: a browser ends a transaction that has no
                // request pending when control goes back to it.
                for change in &batch.changes {
                    put_or_delete(&transaction, change).map_err(fault("put"))?;
                }
                Ok(commit(transaction).await?)
            })
            .await
    }
}

fn touched(batch: &Batch) -> Vec<&'static str> {
    let changed = batch.changes.iter().map(|change| match change {
        Change::Put(table, ..) | Change::Delete(table, _) => *table,
    });
    let mut tables: Vec<Table> =
        changed.chain(batch.fence.iter().map(|fence| fence.table)).collect();
    tables.sort_unstable();
    tables.dedup();
    tables.into_iter().map(Table::name).collect()
}

fn check(fence: &Fence, found: Option<Vec<u8>>) -> Result<(), StoreError> {
    if found == fence.expected { Ok(()) } else { Err(StoreError::Fenced) }
}

async fn read(records: &ObjectStore<'_>, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
    let request = records
        .get::<Uint8Array, Slice<'_>, _>(Slice::new(key))
        .primitive()
        .map_err(|e| store_error("get", &e))?;
    let found = request.await.map_err(|e| store_error("get", &e))?;
    Ok(found.map(Into::into))
}

/// Sends the request; it is not awaited, its failure shows at the commit.
fn put_or_delete(
    transaction: &indexed_db_futures::transaction::Transaction<'_>,
    change: &Change,
) -> Result<(), Error> {
    match change {
        Change::Put(table, key, value) => {
            let records = transaction.object_store(table.name())?;
            let value = Slice::new(value);
            records.put(value).with_key(Slice::new(key)).without_key_type().build()?;
        }
        Change::Delete(table, key) => {
            let records = transaction.object_store(table.name())?;
            records.delete::<Slice<'_>, _>(Slice::new(key)).primitive()?;
        }
    }
    Ok(())
}

fn range<'a>(from: &'a [u8], to: &'a [u8]) -> KeyRange<Slice<'a>> {
    KeyRange::Bound(Slice::new(from), false, Slice::new(to), true)
}

fn fault(operation: &'static str) -> impl Fn(Error) -> Fault {
    move |error| store_error(operation, &error).into()
}

/// A binary key as IndexedDB hands it out: always an `ArrayBuffer`, whatever it was put as.
pub(crate) struct KeyBytes(pub(crate) Vec<u8>);

impl TryFromJs for KeyBytes {
    fn from_js(js: JsValue) -> Result<Self, SimpleValueError> {
        js.dyn_into::<js_sys::ArrayBuffer>()
            .map(|buffer| Self(js_sys::Uint8Array::new(&buffer).to_vec()))
            .map_err(SimpleValueError::DynCast)
    }
}
