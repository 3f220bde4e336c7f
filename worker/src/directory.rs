//! The small database that knows which vaults this browser holds, readable before any is opened.

use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::typed_array::{TypedArraySlice, Uint8Array};
use ledger::{Language, Theme};
use minicbor::{Decode, Encode};
use protocol::VaultCard;
use vault::{Durability, StoreError};

use crate::attempts::Tries;
use crate::database::{
    self, Connection, Fault, OpenError, Schema, begin_read, begin_write, store_error,
};
use crate::store::{KeyBytes, database_name};

/// The directory's database.
pub(crate) const DIRECTORY_NAME: &str = "tillcast.directory";

const VAULTS: &str = "vaults";
const TRIES: &str = "tries";
const UNFINISHED: &str = "unfinished";

/// Names a vault's database; drawn when it is made.
pub(crate) type DatabaseId = [u8; 16];

/// What may be known of a vault while it is locked.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Card {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) vault: [u8; 16],
    #[n(1)]
    pub(crate) business: String,
    #[n(2)]
    pub(crate) language: Language,
    #[n(3)]
    pub(crate) theme: Theme,
}

impl From<&Card> for VaultCard {
    fn from(card: &Card) -> Self {
        Self {
            vault: card.vault,
            business: card.business.clone(),
            language: card.language,
            theme: card.theme,
        }
    }
}

/// The directory, open.
pub(crate) struct Directory(Connection);

impl Directory {
    pub(crate) async fn open() -> Result<Self, OpenError> {
        let tables = &[VAULTS, TRIES, UNFINISHED];
        let schema = Schema { name: DIRECTORY_NAME.to_owned(), version: 1, tables };
        Connection::open(schema).await.map(Self)
    }

    /// The vault of this browser; with several, the first.
    pub(crate) async fn vault(&self) -> Result<Option<(DatabaseId, Card)>, StoreError> {
        let Some(id) = self.ids(VAULTS).await?.into_iter().next() else {
            return Ok(None);
        };
        Ok(self.get(VAULTS, id).await?.map(|card| (id, card)))
    }

    /// Writes a vault's card; a vault with one is complete.
    pub(crate) async fn put_card(&self, id: DatabaseId, card: &Card) -> Result<(), StoreError> {
        self.write(&[(VAULTS, id, Some(encode(card))), (UNFINISHED, id, None)]).await
    }

    pub(crate) async fn tries(&self, id: DatabaseId) -> Result<Tries, StoreError> {
        Ok(self.get(TRIES, id).await?.unwrap_or_default())
    }

    pub(crate) async fn put_tries(&self, id: DatabaseId, tries: &Tries) -> Result<(), StoreError> {
        self.write(&[(TRIES, id, Some(encode(tries)))]).await
    }

    /// Notes a database that is about to be made.
    pub(crate) async fn begin(&self, id: DatabaseId) -> Result<(), StoreError> {
        self.write(&[(UNFINISHED, id, Some(Vec::new()))]).await
    }

    /// Deletes what an interrupted creation left behind: nobody was told that it exists.
    pub(crate) async fn sweep(&self) -> Result<(), StoreError> {
        for id in self.ids(UNFINISHED).await? {
            database::delete(&database_name(&id)).await?;
            self.write(&[(UNFINISHED, id, None)]).await?;
        }
        Ok(())
    }

    async fn ids(&self, table: &'static str) -> Result<Vec<DatabaseId>, StoreError> {
        let keys = self
            .0
            .run(async |database: &Database| {
                let transaction = begin_read(database, table)?;
                let records = transaction.object_store(table).map_err(fault)?;
                let keys = records.get_all_keys::<KeyBytes>().primitive().map_err(fault)?;
                keys.await
                    .and_then(|keys| {
                        keys.map(|key| key.map(|key| key.0)).collect::<Result<Vec<_>, _>>()
                    })
                    .map_err(fault)
            })
            .await?;
        Ok(keys.into_iter().filter_map(|key| key.try_into().ok()).collect())
    }

    /// The record, if it is there and can be read: a directory is a convenience, not the truth.
    async fn get<T: for<'b> Decode<'b, ()>>(
        &self,
        table: &'static str,
        id: DatabaseId,
    ) -> Result<Option<T>, StoreError> {
        let found = self
            .0
            .run(async |database: &Database| {
                let transaction = begin_read(database, table)?;
                let records = transaction.object_store(table).map_err(fault)?;
                let key = TypedArraySlice::new(id.as_slice());
                let request = records
                    .get::<Uint8Array, TypedArraySlice<'_, u8>, _>(key)
                    .primitive()
                    .map_err(fault)?;
                request.await.map_err(fault)
            })
            .await?;
        Ok(found.and_then(|bytes| minicbor::decode(&bytes).ok()))
    }

    async fn write(
        &self,
        changes: &[(&'static str, DatabaseId, Option<Vec<u8>>)],
    ) -> Result<(), StoreError> {
        let tables: Vec<&str> = changes.iter().map(|(table, ..)| *table).collect();
        self.0
            .run(async |database: &Database| {
                let transaction = begin_write(database, &tables, Durability::Strict)?;
                for (table, id, value) in changes {
                    let records = transaction.object_store(table).map_err(fault)?;
                    let key = TypedArraySlice::new(id.as_slice());
                    match value {
                        Some(value) => {
                            let value = TypedArraySlice::new(value.as_slice());
                            let put = records.put(value).with_key(key).without_key_type();
                            put.build().map_err(fault)?;
                        }
                        None => {
                            let delete = records.delete::<TypedArraySlice<'_, u8>, _>(key);
                            delete.primitive().map_err(fault)?;
                        }
                    }
                }
                Ok(database::commit(transaction).await?)
            })
            .await
    }
}

fn encode<T: Encode<()>>(record: &T) -> Vec<u8> {
    let mut out = Vec::new();
    minicbor::encode(record, &mut out)
        .unwrap_or_else(|never| match *never.as_write().expect("a Vec is the only writer") {});
    out
}

#[allow(clippy::needless_pass_by_value)] // The shape `map_err` wants.
fn fault(error: indexed_db_futures::error::Error) -> Fault {
    store_error("directory", &error).into()
}
