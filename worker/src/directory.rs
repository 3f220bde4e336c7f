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
const BALLAST: &str = "ballast";

/// More than the journal holds before Chromium starts another; a larger record would become a file of its own.
const BALLAST_RECORDS: u8 = 50;
const BALLAST_BYTES: usize = 60_000;

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
    /// Only for the demo; its absence leaves the record of a real vault as it always was.
    #[n(4)]
    pub(crate) demo: Option<DemoCard>,
}

/// What only the demo has: it holds nothing but made-up data, so what opens it may lie in the clear.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct DemoCard {
    /// Random; opens the demo and nothing else.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) secret: [u8; 32],
    /// Whether the page is in the demo; after a reload it still is.
    #[n(1)]
    pub(crate) is_entered: bool,
}

impl Card {
    const fn blank() -> Self {
        Self {
            vault: [0; 16],
            business: String::new(),
            language: Language::En,
            theme: Theme::System,
            demo: None,
        }
    }
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

/// A record to put, or (`None`) to delete.
type Change = (&'static str, DatabaseId, Option<Vec<u8>>);

/// The directory, open.
pub(crate) struct Directory(Connection);

impl Directory {
    pub(crate) async fn open() -> Result<Self, OpenError> {
        let tables = &[VAULTS, TRIES, UNFINISHED, BALLAST];
        let schema = Schema { name: DIRECTORY_NAME.to_owned(), version: 1, tables };
        Connection::open(schema).await.map(Self)
    }

    /// Makes Chromium begin a fresh journal, for every database of this origin.
    ///
    /// It keeps them in one LevelDB and goes on in the journal it finds. If the browser was killed in the middle
    /// of a write, a torn record lies in that journal, buried by what is written next; the start after that
    /// finds it, takes the database for corrupt and deletes all of it. So the journal is retired before
    /// anything is written that somebody is told is saved. Measured: 30 to 120 ms.
    ///
    /// # Errors
    /// [`StoreError`]; nothing depends on it.
    pub(crate) async fn retire_journal(&self) -> Result<(), StoreError> {
        let record = vec![0x5a; BALLAST_BYTES];
        let fill: Vec<Change> =
            (0..BALLAST_RECORDS).map(|n| (BALLAST, [n; 16], Some(record.clone()))).collect();
        self.write(&fill, Durability::Relaxed).await?;
        let clear: Vec<Change> = (0..BALLAST_RECORDS).map(|n| (BALLAST, [n; 16], None)).collect();
        self.write(&clear, Durability::Strict).await
    }

    /// The vault of this browser, never the demo; with several, the first.
    pub(crate) async fn vault(&self) -> Result<Option<(DatabaseId, Card)>, StoreError> {
        Ok(self.cards().await?.into_iter().find(|(_, card)| card.demo.is_none()))
    }

    /// The demo, if this browser has one.
    pub(crate) async fn demo(&self) -> Result<Option<(DatabaseId, Card, DemoCard)>, StoreError> {
        let cards = self.cards().await?.into_iter();
        Ok(cards.filter_map(|(id, card)| Some((id, card.clone(), card.demo?))).next())
    }

    async fn cards(&self) -> Result<Vec<(DatabaseId, Card)>, StoreError> {
        let mut cards = Vec::new();
        for id in self.ids(VAULTS).await? {
            // A card that cannot be read is no reason to say that there is no vault.
            cards.push((id, self.get(VAULTS, id).await?.unwrap_or_else(Card::blank)));
        }
        Ok(cards)
    }

    /// Takes a vault off the list, and its database with it. If that is interrupted, the next start goes on.
    pub(crate) async fn delete(&self, id: DatabaseId) -> Result<(), StoreError> {
        let changes = [(VAULTS, id, None), (TRIES, id, None), (UNFINISHED, id, Some(Vec::new()))];
        self.write(&changes, Durability::Strict).await?;
        self.sweep().await
    }

    /// Writes a vault's card; a vault with one is complete.
    pub(crate) async fn put_card(&self, id: DatabaseId, card: &Card) -> Result<(), StoreError> {
        self.write(&[(VAULTS, id, Some(encode(card))), (UNFINISHED, id, None)], Durability::Strict)
            .await
    }

    pub(crate) async fn tries(&self, id: DatabaseId) -> Result<Tries, StoreError> {
        Ok(self.get(TRIES, id).await?.unwrap_or_default())
    }

    pub(crate) async fn put_tries(&self, id: DatabaseId, tries: &Tries) -> Result<(), StoreError> {
        self.write(&[(TRIES, id, Some(encode(tries)))], Durability::Strict).await
    }

    /// Notes a database that is about to be made.
    pub(crate) async fn begin(&self, id: DatabaseId) -> Result<(), StoreError> {
        self.write(&[(UNFINISHED, id, Some(Vec::new()))], Durability::Strict).await
    }

    /// Deletes what an interrupted creation left behind: nobody was told that it exists.
    pub(crate) async fn sweep(&self) -> Result<(), StoreError> {
        for id in self.ids(UNFINISHED).await? {
            database::delete(&database_name(&id)).await?;
            self.write(&[(UNFINISHED, id, None)], Durability::Strict).await?;
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

    async fn write(&self, changes: &[Change], durability: Durability) -> Result<(), StoreError> {
        let mut tables: Vec<&str> = changes.iter().map(|(table, ..)| *table).collect();
        tables.dedup();
        self.0
            .run(async |database: &Database| {
                let transaction = begin_write(database, &tables, durability)?;
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

fn fault(error: indexed_db_futures::error::Error) -> Fault {
    store_error("directory", &error).into()
}
