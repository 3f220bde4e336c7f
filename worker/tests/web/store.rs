use vault::{Batch, Change, Durability, Fence, Store, StoreError, Table};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use worker::database::OpenError;
use worker::store::IdbStore;

fn put(table: Table, key: &[u8], value: &[u8]) -> Change {
    Change::Put(table, key.to_vec(), value.to_vec())
}

fn batch(changes: Vec<Change>) -> Batch {
    Batch { fence: None, changes, durability: Durability::Strict }
}

fn fence(key: &[u8], expected: Option<&[u8]>) -> Option<Fence> {
    Some(Fence { table: Table::Meta, key: key.to_vec(), expected: expected.map(<[u8]>::to_vec) })
}

#[wasm_bindgen_test]
async fn records_come_back_in_byte_order_within_the_bounds() {
    let store = IdbStore::open("test.scan").await.unwrap();
    let keys: [&[u8]; 5] = [b"", b"a", b"a\0", b"b", b"\xff\xff"];
    let changes = keys.iter().rev().map(|key| put(Table::Blocks, key, key)).collect();
    store.commit(batch(changes)).await.unwrap();
    let scan = async |from: &[u8], to: &[u8], limit| {
        let found = store.scan(Table::Blocks, from, to, limit).await.unwrap();
        assert!(found.iter().all(|(key, value)| key == value));
        found.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(scan(b"", b"\xff\xff", 10).await, [&b""[..], b"a", b"a\0", b"b"]);
    assert_eq!(scan(b"a", b"b", 10).await, [&b"a"[..], b"a\0"]);
    assert_eq!(scan(b"a", b"b", 1).await, [b"a"]);
    assert!(scan(b"a", b"b", 0).await.is_empty());
    assert!(scan(b"b", b"a", 9).await.is_empty());
    assert_eq!(store.get(Table::Blocks, b"a\0").await.unwrap().as_deref(), Some(&b"a\0"[..]));
    assert_eq!(store.get(Table::Keyring, b"a").await, Ok(None));
}

#[wasm_bindgen_test]
async fn a_fence_that_does_not_hold_leaves_everything_as_it_was() {
    let store = IdbStore::open("test.fence").await.unwrap();
    let first = Batch {
        fence: fence(b"head", None),
        changes: vec![put(Table::Meta, b"head", b"1"), put(Table::Blocks, b"k", b"old")],
        durability: Durability::Strict,
    };
    store.commit(first.clone()).await.unwrap();
    assert_eq!(store.commit(first).await, Err(StoreError::Fenced));
    let late = Batch {
        fence: fence(b"head", Some(b"0")),
        changes: vec![
            put(Table::Blocks, b"k", b"new"),
            Change::Delete(Table::Meta, b"head".into()),
        ],
        durability: Durability::Strict,
    };
    assert_eq!(store.commit(late).await, Err(StoreError::Fenced));
    assert_eq!(store.get(Table::Blocks, b"k").await.unwrap().as_deref(), Some(&b"old"[..]));
    assert_eq!(store.get(Table::Meta, b"head").await.unwrap().as_deref(), Some(&b"1"[..]));
    let next = Batch {
        fence: fence(b"head", Some(b"1")),
        changes: vec![
            Change::Delete(Table::Blocks, b"k".to_vec()),
            put(Table::Meta, b"head", b"2"),
        ],
        durability: Durability::Strict,
    };
    store.commit(next).await.unwrap();
    assert_eq!(store.get(Table::Blocks, b"k").await, Ok(None));
}

#[wasm_bindgen_test]
async fn two_connections_that_race_with_the_same_fence_write_once() {
    let a = IdbStore::open("test.race").await.unwrap();
    let b = IdbStore::open("test.race").await.unwrap();
    let write = |value: &[u8]| Batch {
        fence: fence(b"head", None),
        changes: vec![put(Table::Meta, b"head", value)],
        durability: Durability::Strict,
    };
    let (mut first, mut second) =
        (Box::pin(a.commit(write(b"a"))), Box::pin(b.commit(write(b"b"))));
    // Polled once each, both transactions are on their way before either is done.
    let waker = std::task::Waker::noop();
    let mut context = std::task::Context::from_waker(waker);
    assert!(first.as_mut().poll(&mut context).is_pending());
    assert!(second.as_mut().poll(&mut context).is_pending());
    let results = [first.await, second.await];
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    assert!(results.contains(&Err(StoreError::Fenced)));
}

#[wasm_bindgen_test]
async fn what_was_committed_is_there_after_a_reopen() {
    let store = IdbStore::open("test.reopen").await.unwrap();
    store.commit(batch(vec![put(Table::Chunks, b"k", &[9; 100_000])])).await.unwrap();
    drop(store);
    let store = IdbStore::open("test.reopen").await.unwrap();
    assert_eq!(store.get(Table::Chunks, b"k").await.unwrap().unwrap(), [9; 100_000]);
}

#[wasm_bindgen_test]
async fn a_newer_database_is_refused_and_left_alone() {
    make_newer("test.newer").await;
    let refused = IdbStore::open("test.newer").await.err();
    assert_eq!(refused, Some(OpenError::Newer { found: 7, supported: 1 }));
}

#[wasm_bindgen_test]
async fn a_deletion_takes_the_connection_and_says_so() {
    let store = IdbStore::open("test.deleted").await.unwrap();
    store.commit(batch(vec![put(Table::Meta, b"k", b"v")])).await.unwrap();
    worker::database::delete("test.deleted").await.unwrap();
    let lost = store.get(Table::Meta, b"k").await;
    assert!(matches!(lost, Err(StoreError::Disconnected(_))), "{lost:?}");
}

#[wasm_bindgen_test]
async fn the_browser_was_asked_for_the_durability_we_promise() {
    let store = IdbStore::open("test.durability").await.unwrap();
    watch_durability();
    store.commit(batch(vec![put(Table::Meta, b"k", b"v")])).await.unwrap();
    assert_eq!(seen_durability(), "strict");
    let mut relaxed = batch(vec![put(Table::Meta, b"k", b"w")]);
    relaxed.durability = Durability::Relaxed;
    store.commit(relaxed).await.unwrap();
    assert_eq!(seen_durability(), "relaxed");
}

#[wasm_bindgen(inline_js = r#"
    export function make_newer(name) {
        return new Promise((resolve, reject) => {
            const request = indexedDB.open(name, 7);
            request.onsuccess = () => { request.result.close(); resolve(); };
            request.onerror = () => reject(request.error);
        });
    }
    let seen = "";
    export function watch_durability() {
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...args) {
            seen = this.transaction.durability;
            return put.apply(this, args);
        };
    }
    export function seen_durability() { return seen; }
"#)]
extern "C" {
    async fn make_newer(name: &str);
    fn watch_durability();
    fn seen_durability() -> String;
}
