//! One IndexedDB connection: opened on demand, given up when another version wants the database, opened again
//! once when it broke.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use indexed_db_futures::database::Database;
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use vault::{Durability, StoreError};
use wasm_bindgen::prelude::*;
use web_sys::{DomException, IdbDatabase, IdbTransaction};

/// Why a database was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// A newer build made or changed it. It was left alone.
    #[error("the database has version {found}, this build knows {supported}")]
    Newer {
        /// Its version.
        found: u32,
        /// Ours.
        supported: u32,
    },
    /// Anything a store can report.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a database is made of.
#[derive(Debug, Clone)]
pub(crate) struct Schema {
    pub(crate) name: String,
    pub(crate) version: u32,
    pub(crate) tables: &'static [&'static str],
}

/// A connection that heals once. Cheap to clone; all clones share it.
#[derive(Clone)]
pub(crate) struct Connection(Rc<Shared>);

struct Shared {
    schema: Schema,
    live: RefCell<Option<Live>>,
    // Set when a newer build or a deletion asked us to let go: opening again would stand in its way.
    given_up: Cell<bool>,
}

/// An open database with its listeners, which end with it.
struct Live {
    database: Database,
    _on_version_change: Closure<dyn FnMut()>,
    _on_close: Closure<dyn FnMut()>,
}

impl Drop for Live {
    fn drop(&mut self) {
        let raw: &IdbDatabase = self.database.as_sys();
        raw.set_onversionchange(None);
        raw.set_onclose(None);
        raw.close();
    }
}

impl Connection {
    pub(crate) async fn open(schema: Schema) -> Result<Self, OpenError> {
        let shared = Shared { schema, live: RefCell::new(None), given_up: Cell::new(false) };
        let connection = Self(Rc::new(shared));
        connection.connect().await?;
        Ok(connection)
    }

    /// Runs `operation`; if the connection turns out to be dead before anything was asked of it, opens it again
    /// and runs it once more.
    pub(crate) async fn run<T>(
        &self,
        operation: impl AsyncFn(&Database) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        for _ in 0..2 {
            let database = self.database().await?;
            match operation(&database).await {
                Ok(value) => return Ok(value),
                Err(Fault::Dead) => self.0.live.replace(None),
                Err(Fault::Store(error)) => return Err(error),
            };
        }
        Err(StoreError::Disconnected("it broke again right after it was opened".into()))
    }

    async fn database(&self) -> Result<Database, StoreError> {
        let open = self.0.live.borrow().as_ref().map(|live| live.database.clone());
        if let Some(database) = open {
            return Ok(database);
        }
        if self.0.given_up.get() {
            return Err(StoreError::Disconnected("a newer version or a deletion took it".into()));
        }
        self.connect().await.map_err(|error| match error {
            OpenError::Store(error) => error,
            newer @ OpenError::Newer { .. } => StoreError::Disconnected(newer.to_string()),
        })
    }

    async fn connect(&self) -> Result<Database, OpenError> {
        let database = open(&self.0.schema).await?;
        let live = Live {
            _on_version_change: on_loss(&self.0, true),
            _on_close: on_loss(&self.0, false),
            database: database.clone(),
        };
        let raw: &IdbDatabase = database.as_sys();
        raw.set_onversionchange(Some(live._on_version_change.as_ref().unchecked_ref()));
        raw.set_onclose(Some(live._on_close.as_ref().unchecked_ref()));
        self.0.live.replace(Some(live));
        Ok(database)
    }
}

/// Lets the connection go: for good if somebody asked for it, else until the next operation.
fn on_loss(shared: &Rc<Shared>, for_good: bool) -> Closure<dyn FnMut()> {
    let shared: Weak<Shared> = Rc::downgrade(shared);
    Closure::new(move || {
        if let Some(shared) = shared.upgrade() {
            shared.given_up.set(shared.given_up.get() || for_good);
            // The closure that is running belongs to `Live`; it is dropped after this turn.
            let lost = shared.live.take();
            wasm_bindgen_futures::spawn_local(async move { drop(lost) });
        }
    })
}

async fn open(schema: &Schema) -> Result<Database, OpenError> {
    let tables = schema.tables;
    let request = Database::open(schema.name.as_str())
        .with_version(schema.version)
        .with_on_upgrade_needed(move |_, database| {
            for table in tables {
                database.create_object_store(*table).build()?;
            }
            Ok(())
        })
        .build()
        .map_err(open_error)?;
    match request.await {
        Ok(database) => Ok(database),
        Err(error) if name_of_open(&error).as_deref() == Some("VersionError") => {
            let found = stored_version(&schema.name).await?;
            Err(OpenError::Newer { found, supported: schema.version })
        }
        Err(error) => Err(open_error(error).into()),
    }
}

async fn stored_version(name: &str) -> Result<u32, StoreError> {
    let request = Database::open(name).build().map_err(open_error)?;
    let database = request.await.map_err(open_error)?;
    let version = database.version();
    database.close();
    // Versions are integers below 2^64; beyond u32 nobody counts.
    Ok(version as u32)
}

/// Deletes a database; nothing happens if there is none.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(name: &str) -> Result<(), StoreError> {
    Database::delete_by_name(name).map_err(open_error)?.await.map_err(|e| store_error("delete", &e))
}

/// What an operation on a connection can end with.
pub(crate) enum Fault {
    /// The connection was closed before anything was asked; nothing happened.
    Dead,
    Store(StoreError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Begins a reading transaction.
pub(crate) fn begin_read<'a>(
    database: &'a Database,
    table: &str,
) -> Result<Transaction<'a>, Fault> {
    database.transaction(table).with_mode(TransactionMode::Readonly).build().map_err(begin_fault)
}

/// Begins a writing transaction over `tables`.
pub(crate) fn begin_write<'a>(
    database: &'a Database,
    tables: &[&str],
    durability: Durability,
) -> Result<Transaction<'a>, Fault> {
    let durability = match durability {
        Durability::Strict => TransactionDurability::Strict,
        Durability::Relaxed => TransactionDurability::Relaxed,
    };
    let options = TransactionOptions::new().with_durability(durability);
    database
        .transaction(tables)
        .with_mode(TransactionMode::Readwrite)
        .with_options(options)
        .build()
        .map_err(begin_fault)
}

fn begin_fault(error: Error) -> Fault {
    match exception(&error).map(|e| e.name()).as_deref() {
        Some("InvalidStateError") => Fault::Dead,
        _ => store_error("transaction", &error).into(),
    }
}

/// Commits and waits for `complete`; the cause of an abort is asked of the transaction itself, because a quota
/// shows up nowhere else.
pub(crate) async fn commit(transaction: Transaction<'_>) -> Result<(), StoreError> {
    let raw: IdbTransaction = transaction.as_sys().clone().unchecked_into();
    transaction.commit().await.map_err(|error| {
        if exception(&error).is_some() {
            return store_error("commit", &error);
        }
        match raw.error() {
            Some(exception) => exception_error("commit", &exception),
            None => StoreError::Disconnected("the transaction was aborted".into()),
        }
    })
}

/// The store's view of what IndexedDB reported.
pub(crate) fn store_error(operation: &'static str, error: &Error) -> StoreError {
    match exception(error) {
        Some(exception) => exception_error(operation, &exception),
        None => StoreError::Platform { operation, reason: error.to_string() },
    }
}

fn exception_error(operation: &'static str, exception: &DomException) -> StoreError {
    match exception.name().as_str() {
        "QuotaExceededError" => StoreError::QuotaExceeded,
        // An abort nobody asked for, or a connection closed under us.
        name @ ("AbortError" | "InvalidStateError") => {
            StoreError::Disconnected(format!("{operation}: {name}"))
        }
        name => {
            let reason = format!("{name}: {}", exception.message());
            StoreError::Platform { operation, reason }
        }
    }
}

fn exception(error: &Error) -> Option<DomException> {
    let js: JsValue = match error {
        Error::DomException(exception) => return Some(exception.clone().into()),
        Error::Unknown(error) => error.as_ref().clone(),
        Error::Serialisation(_) | Error::MissingData(_) => return None,
    };
    js.dyn_into().ok()
}

fn open_error(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => store_error("open", &error),
        other => StoreError::Platform { operation: "open", reason: other.to_string() },
    }
}

fn name_of_open(error: &OpenDbError) -> Option<String> {
    match error {
        OpenDbError::Base(error) => exception(error).map(|e| e.name()),
        _ => None,
    }
}
