//! What only builds under test answer: crashes on purpose, time that jumps, measurements.

mod forecasts;
mod sales;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::Date;
use ledger::{
    Class, Command, CommandId, Ctx, Event, Fact, Founding, Language, PersonId, Query, Recorded,
    Role, Session, SettingsCommand, SignInPath, encode_batch, found, record,
};
use protocol::{Bench, Failure, Response, TestRequest};
use vault::{
    Batch, Change, Founder, NewPath, Part, PathKind, PathSecret, RecoveryKey, Store, StoreError,
    Table, Vault,
};

use super::Desk;
use super::house::{BrowserVault, vault_person};
use super::open::replay;
use super::records::{Shelf, context};
use crate::crypto::WebCrypto;
use crate::store::IdbStore;
use crate::{clock, database, failure, kdf, memory};

/// A rename to this crashes the worker in the middle of the command.
const CRASHING_NAME: &str = "crash-for-test";
const SCRATCH: &str = "tillcast.scratch";
/// Blocks per container as a shop's day leaves them, and per commit when they are packed.
const LOOSE: usize = 32;
const PACKED: usize = 4_096;
/// Plaintext of one large block.
const LARGE_PAYLOAD: usize = 200 * 1_024;

#[allow(clippy::panic)]
pub(super) fn crash_if_asked(command: &Command) {
    if let Command::Settings(SettingsCommand::RenameBusiness(name)) = command
        && name == CRASHING_NAME
    {
        panic!("crash on request");
    }
}

impl Desk {
    #[allow(clippy::panic)]
    pub(super) async fn test(&mut self, request: TestRequest) -> Result<Response, Failure> {
        match request {
            TestRequest::Crash => panic!("crash on request"),
            TestRequest::PassTime { ms } => {
                clock::push(ms);
                self.ring().await;
                Ok(Response::Nothing)
            }
            TestRequest::CrashEngine { runs } => {
                self.forecasting.pool.crash(runs);
                Ok(Response::Nothing)
            }
            TestRequest::Bench(bench) => {
                let numbers = match bench {
                    Bench::SealChain { events } => seal_chain(&self.crypto, events).await,
                    Bench::OpenApply { blocks, packed } => {
                        let numbers = open_apply(&self.crypto, blocks, packed).await;
                        database::delete(SCRATCH).await.map_err(|e| failure::of_store(&e))?;
                        numbers
                    }
                    Bench::Unlock { password } => return self.bench_unlock(&password).await,
                    Bench::Memory => Ok(self.memory()),
                    Bench::Engines => Ok(self.engines()),
                    Bench::Forecasts { workers, series, length, horizon, models, origins } => {
                        let load =
                            forecasts::Load { workers, series, length, horizon, models, origins };
                        let launch = self.forecasting.pool.launch();
                        return forecasts::forecast(launch, load).await.map(bench_response);
                    }
                    Bench::Sales { lines } => {
                        let numbers = sales::ask(&self.crypto, lines).await;
                        database::delete(SCRATCH).await.map_err(|e| failure::of_store(&e))?;
                        return numbers.map(bench_response);
                    }
                };
                numbers.map(bench_response).map_err(|e| failure::of_vault(&e))
            }
        }
    }

    fn memory(&mut self) -> Vec<(&'static str, f64)> {
        let (lines, resident) = self.phase.open().map_or((0, 0), |(_, sitting)| {
            let lines = sitting.state.chunks().map(|(.., chunk)| u64::from(chunk.lines)).sum();
            (lines, sitting.shelf.records.resident_bytes())
        });
        vec![
            ("wasm_bytes", memory::wasm_bytes() as f64),
            ("lines", lines as f64),
            ("resident_bytes", resident as f64),
        ]
    }

    fn engines(&self) -> Vec<(&'static str, f64)> {
        let pool = &self.forecasting.pool;
        let counts = pool.counts();
        vec![
            ("size", pool.size() as f64),
            ("workers", pool.workers() as f64),
            ("started", f64::from(counts.started)),
            ("crashed", f64::from(counts.crashed)),
            ("longest_slice_ms", counts.longest_slice_micros as f64 / 1_000.0),
        ]
    }

    async fn bench_unlock(&mut self, password: &str) -> Result<Response, Failure> {
        let (house, sitting) = self.phase.open()?;
        let session = sitting.session;
        let paths = house.vault.paths().await.map_err(|e| failure::of_vault(&e))?;
        let path = paths.into_iter().find(|path| path.kind == PathKind::Password);
        let path = path.ok_or_else(|| Failure::new("no-vault"))?;
        let (params, salt) = path.kdf.ok_or_else(|| Failure::new("vault-damaged"))?;
        let start = Date::now();
        let key = kdf::derive(password, &salt, &params).await?;
        let derived = Date::now();
        let (crypto, store) = (house.vault.crypto().clone(), house.vault.store().clone());
        let rest = async {
            let mut vault = Vault::open(crypto, store).await?;
            let secret = PathSecret::new(key);
            let classes = vault.open_path(path.person, PathKind::Password, &secret).await?;
            vault.unlock(&classes).await?;
            let state = replay(&vault).await?.state;
            Ok((vault, state))
        };
        let (vault, state) = rest.await.map_err(|e: vault::Error| failure::of_vault(&e))?;
        let replayed = Date::now();
        let mut shelf = Shelf::of_log(&state);
        while shelf.read_on(&vault).await? {}
        let read = Date::now();
        let context = context(&state, &session);
        shelf.answer(&vault, &Query::Today { place: None }, &context).await?;
        let answered = Date::now();
        let numbers = vec![
            ("derive_ms", derived - start),
            ("rest_ms", answered - derived),
            ("replay_ms", replayed - derived),
            ("records_ms", read - replayed),
            ("today_ms", answered - read),
            ("memory_kib", f64::from(params.memory_kib)),
            ("passes", f64::from(params.passes)),
        ];
        Ok(bench_response(numbers))
    }
}

fn bench_response(numbers: Vec<(&'static str, f64)>) -> Response {
    Response::Bench(numbers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

type Numbers = Result<Vec<(&'static str, f64)>, vault::Error>;

/// Real events as plaintext, sealed and chained as an import would, into memory.
async fn seal_chain(crypto: &WebCrypto, events: u32) -> Numbers {
    let mut vault = Vault::create(crypto.clone(), Memory::default(), founder(crypto)?).await?;
    let mut payloads: Vec<Vec<u8>> = Vec::new();
    let mut batch: Vec<Recorded> = Vec::new();
    let mut size = 0;
    for n in 0..events {
        let event = event(n);
        size += 24;
        batch.push(Recorded::Known(event));
        if size >= LARGE_PAYLOAD || n + 1 == events {
            payloads.push(encode_batch(&ctx(n).envelope(Some(OWNER)), &batch));
            batch.clear();
            size = 0;
        }
    }
    let plaintext_bytes: usize = payloads.iter().map(Vec::len).sum();
    let parts: Vec<[Part<'_>; 1]> = payloads.iter().map(|payload| [part(payload)]).collect();
    let transactions: Vec<&[Part<'_>]> = parts.iter().map(<[Part<'_>; 1]>::as_slice).collect();
    let start = Date::now();
    for commit in transactions.chunks(16) {
        vault.append_bulk(commit).await?;
    }
    let ms = Date::now() - start;
    Ok(vec![("plaintext_bytes", plaintext_bytes as f64), ("ms", ms)])
}

/// A scratch vault of one-event blocks, opened and applied.
async fn open_apply(crypto: &WebCrypto, blocks: u32, packed: bool) -> Numbers {
    let store = IdbStore::open(SCRATCH)
        .await
        .map_err(|error| StoreError::Platform { operation: "open", reason: error.to_string() })?;
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder(crypto)?).await?;
    fill(&mut vault, blocks, if packed { PACKED } else { LOOSE }).await?;
    if packed {
        while !vault.pack(8 * 1024 * 1024).await?.is_done {}
    }
    let keys = vault.handles();
    drop(vault);
    let start = Date::now();
    let vault: BrowserVault = Vault::open_with_handles(crypto.clone(), store, keys).await?;
    let opened = Date::now();
    let replayed = replay(&vault).await?;
    let applied = Date::now();
    debug_assert_eq!(replayed.state.settings().business, "Scratch");
    Ok(vec![
        ("blocks", f64::from(blocks)),
        ("open_ms", opened - start),
        ("apply_ms", applied - opened),
        ("total_ms", applied - start),
    ])
}

async fn fill(
    vault: &mut BrowserVault,
    blocks: u32,
    per_commit: usize,
) -> Result<(), vault::Error> {
    let founding = Founding {
        business: "Scratch".into(),
        currency: "EUR".into(),
        owner_name: "Bench".into(),
        owner: OWNER,
        language: Language::En,
        time_zone: "UTC".into(),
    };
    let first = found(&founding).unwrap_or_default();
    let payloads: Vec<Vec<u8>> = (0..blocks)
        .map(|n| {
            // The founding event first, then a day like any other.
            let event = first.get(n as usize).cloned().unwrap_or_else(|| event(n));
            encode_batch(&ctx(n).envelope(Some(OWNER)), &[Recorded::Known(event)])
        })
        .collect();
    for commit in payloads.chunks(per_commit) {
        let parts: Vec<[Part<'_>; 1]> = commit.iter().map(|payload| [part(payload)]).collect();
        let transactions: Vec<&[Part<'_>]> = parts.iter().map(<[Part<'_>; 1]>::as_slice).collect();
        vault.append_bulk(&transactions).await?;
    }
    Ok(())
}

const OWNER: PersonId = PersonId([7; 16]);

fn event(n: u32) -> Event {
    let session = Session { person: OWNER, role: Role::Owner };
    if n.is_multiple_of(2) {
        return record(&session, Fact::SignedIn(SignInPath::Password));
    }
    let at = i64::from(n);
    record(&session, Fact::FailedSignIns { count: n, first_ms: at, last_ms: at * 1_000 })
}

fn ctx(n: u32) -> Ctx {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    Ctx { now: clock::now(), command: CommandId(id) }
}

fn part(payload: &[u8]) -> Part<'_> {
    Part { class: vault::Class(Class::Shop.number()), payload }
}

fn founder(crypto: &WebCrypto) -> Result<Founder, vault::Error> {
    let key = RecoveryKey::generate(crypto)?;
    let paths = vec![NewPath::Recovery { secret: key.secret() }];
    Ok(Founder { owner: vault_person(OWNER), paths })
}

/// A store that keeps everything in memory: what is measured is sealing and chaining, not the browser.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<Records>>);

type Records = BTreeMap<(Table, Vec<u8>), Vec<u8>>;

impl Store for Memory {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.borrow().get(&(table, key.to_vec())).cloned())
    }

    async fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>, StoreError> {
        let records = self.0.borrow();
        let range = records.range((table, from.to_vec())..(table, to.to_vec()));
        Ok(range.take(limit).map(|((_, key), value)| (key.clone(), value.clone())).collect())
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let mut records = self.0.borrow_mut();
        for change in batch.changes {
            match change {
                Change::Put(table, key, value) => {
                    records.insert((table, key), value);
                }
                Change::Delete(table, key) => {
                    records.remove(&(table, key));
                }
            }
        }
        Ok(())
    }
}
