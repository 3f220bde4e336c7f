//! Imports into a real vault: all of it or nothing, once, by one tab at a time.

use std::ops::Range;

use ledger::{
    Answer, ChunkKind, CommandId, ControlTotals, Currency, CurrencyAmount, Day, Decimal, ImportId,
    ItemName, LineKind, Moment, OrderFlags, Orders, OrdersPage, OrdersQuery, Plan, Query,
    SalesFilter, Totals, encode_orders,
};
use protocol::{Failure, Gate, Request, Response, StagedChunk, Staging};
use wasm_bindgen::prelude::*;

use crate::page::{PASSWORD, Page, is_locked, is_open, turn};

/// Committed: there, after a new start as well. Given again: nothing twice.
pub(super) async fn is_there_once_and_for_good() {
    let page = Page::new();
    page.create().await;
    let first = import(&page, 1, 1, 3).await.unwrap();
    assert_eq!((first.added, first.skipped, first.lines), (3, 0, 3));
    assert_eq!(commit(&page, 1, 1, 3).await.unwrap(), first, "carried out once");
    assert_eq!(numbers(&page).await.total, 3);
    // The same three and two more.
    let second = import(&page, 2, 2, 5).await.unwrap();
    assert_eq!((second.added, second.skipped), (2, 3));
    assert_eq!(numbers(&page).await.total, 5);
    let stored = stored_chunks().await;
    assert!(stored > 0);
    page.stop();

    let page = Page::new();
    page.until_gate(is_locked).await;
    page.unlock(PASSWORD).await.unwrap();
    let list = numbers(&page).await;
    assert_eq!(list.total, 5);
    assert_eq!(list.rows.iter().map(|row| row.total).sum::<i64>(), 5 * 250);
    assert_eq!(stored_chunks().await, stored, "what the log names stays");
    page.stop();
}

/// A tab that is killed, a cancel, a page that begins anew: nothing of it stays.
pub(super) async fn leaves_nothing_before_its_commit() {
    let page = Page::new();
    page.create().await;
    begin(&page, 1).await.unwrap();
    put_much(&page, 1).await;
    assert!(stored_chunks().await > 0);
    page.ask(Request::Staging(Staging::Abandon { import: id(1) })).await.unwrap();
    assert_eq!(stored_chunks().await, 0);
    assert_eq!(put(&page, 1, 4).await.unwrap_err().code, "import-lost");

    begin(&page, 2).await.unwrap();
    put_much(&page, 2).await;
    assert!(stored_chunks().await > 0);
    page.stop();

    let page = Page::new();
    page.until_gate(is_locked).await;
    page.unlock(PASSWORD).await.unwrap();
    assert_eq!(commit(&page, 2, 2, 4).await.unwrap_err().code, "import-lost");
    assert_eq!(numbers(&page).await.total, 0);
    assert_eq!(stored_chunks().await, 0);
    page.stop();
}

/// The tab that began goes on; another waits until it is through or gone.
pub(super) async fn is_one_at_a_time() {
    let leader = Page::new();
    leader.create().await;
    let follower = Page::new();
    follower.until_gate(is_open).await;
    begin(&follower, 1).await.unwrap();
    put(&follower, 1, 2).await.unwrap();
    assert_eq!(begin(&leader, 2).await.unwrap_err().code, "import-running");
    // A tab may begin anew whenever it wants.
    begin(&follower, 3).await.unwrap();
    put(&follower, 3, 2).await.unwrap();
    follower.stop();
    let mut begun = begin(&leader, 4).await;
    for _ in 0..500 {
        if begun.is_ok() {
            break;
        }
        turn().await;
        begun = begin(&leader, 4).await;
    }
    begun.unwrap();
    put(&leader, 4, 2).await.unwrap();
    assert_eq!(commit(&leader, 4, 4, 2).await.unwrap().added, 2);
    assert!(matches!(leader.gate(), Some(Gate::Open(_))));
    leader.stop();
}

async fn import(
    page: &Page,
    import: u8,
    command: u8,
    orders: u32,
) -> Result<ControlTotals, Failure> {
    begin(page, import).await?;
    put(page, import, orders).await?;
    commit(page, import, command, orders).await
}

const fn id(import: u8) -> ImportId {
    ImportId([import; 16])
}

async fn begin(page: &Page, import: u8) -> Result<Response, Failure> {
    page.ask(Request::Staging(Staging::Begin { import: id(import) })).await
}

async fn put(page: &Page, import: u8, orders: u32) -> Result<Response, Failure> {
    put_range(page, import, 0..orders).await
}

/// More than a chunk holds, so that something is sealed before the commit.
async fn put_much(page: &Page, import: u8) {
    for part in 0..10 {
        put_range(page, import, part * 8_000..(part + 1) * 8_000).await.unwrap();
    }
}

async fn put_range(page: &Page, import: u8, orders: Range<u32>) -> Result<Response, Failure> {
    let content = encode_orders(&made_up(orders));
    let chunk = StagedChunk { kind: ChunkKind::Orders, content };
    page.ask(Request::Staging(Staging::Put { import: id(import), chunk })).await
}

/// From begin to commit, whatever the orders are.
pub(super) async fn bring_in(page: &Page, import: u8, orders: &Orders) {
    begin(page, import).await.unwrap();
    let chunk = StagedChunk { kind: ChunkKind::Orders, content: encode_orders(orders) };
    page.ask(Request::Staging(Staging::Put { import: id(import), chunk })).await.unwrap();
    let lines = orders.item.len() as u64;
    let minor = orders.amount.iter().sum();
    let totals = ControlTotals {
        rows: lines,
        lines,
        units: orders.quantity.iter().sum(),
        amounts: vec![CurrencyAmount { currency: orders.currencies[0], minor }],
        ..ControlTotals::default()
    };
    commit_totals(page, import, import, totals).await.unwrap();
}

async fn commit(
    page: &Page,
    import: u8,
    command: u8,
    orders: u32,
) -> Result<ControlTotals, Failure> {
    let totals = ControlTotals {
        rows: u64::from(orders),
        lines: u64::from(orders),
        units: i64::from(orders) * 1_000,
        amounts: vec![CurrencyAmount { currency: euro(), minor: i64::from(orders) * 250 }],
        ..ControlTotals::default()
    };
    commit_totals(page, import, command, totals).await
}

async fn commit_totals(
    page: &Page,
    import: u8,
    command: u8,
    totals: ControlTotals,
) -> Result<ControlTotals, Failure> {
    let plan = Plan { source: "till".into(), ..Plan::default() };
    let commit = Staging::Commit {
        import: id(import),
        command: CommandId([command; 16]),
        file: "till.csv".into(),
        plan: Box::new(plan),
        totals,
    };
    match page.ask(Request::Staging(commit)).await? {
        Response::Imported(totals) => Ok(totals),
        other => panic!("{other:?}"),
    }
}

async fn numbers(page: &Page) -> OrdersPage {
    let query = OrdersQuery {
        search: String::new(),
        period: None,
        filter: SalesFilter::default(),
        lead: ledger::Lead::Newest,
        offset: 0,
        limit: 100,
    };
    match page.ask(Request::Query(Query::Orders(query))).await {
        Ok(Response::Answer(Answer::Orders(list))) => list,
        other => panic!("{other:?}"),
    }
}

fn euro() -> Currency {
    Currency::from_code("EUR").unwrap()
}

/// One mug each, ten seconds apart.
fn made_up(orders: Range<u32>) -> Orders {
    let mut made = Orders::new("till");
    made.currencies.push(euro());
    made.items.push(ItemName { sku: "MUG".into(), name: "Mug".into(), ..ItemName::default() });
    let day = Day::from_date(2026, 3, 2).unwrap();
    for (n, at) in orders.zip(1..) {
        let local_ms = i64::from(day.0) * 86_400_000 + i64::from(n) * 10_000;
        made.number.push(format!("T-{n}"));
        made.placed.push(Moment { local_ms, offset_min: None });
        made.known_ms.push(local_ms);
        made.place.push(0);
        made.channel.push(0);
        made.country.push(0);
        made.currency.push(0);
        made.customer.push(0);
        made.flags.push(OrderFlags::default());
        made.totals.push(Totals::default());
        made.item.push(0);
        made.kind.push(LineKind::Product);
        made.quantity.push(1_000);
        made.unit_price.push(Decimal { value: 250, scale: 2 });
        made.amount.push(250);
        made.discount.push(0);
        made.tax.push(0);
        made.row.push(n + 2);
        made.first_line.push(at);
    }
    made
}

#[wasm_bindgen(inline_js = r#"
    export async function count_chunks() {
        let count = 0;
        for (const { name } of await indexedDB.databases()) {
            if (!name.startsWith("tillcast.vault.")) continue;
            const database = await new Promise((resolve, reject) => {
                const request = indexedDB.open(name);
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
            count += await new Promise((resolve, reject) => {
                const request = database.transaction("chunks").objectStore("chunks").count();
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
            database.close();
        }
        return count;
    }
"#)]
extern "C" {
    async fn count_chunks() -> JsValue;
}

/// Records in the store of chunks, two for each.
async fn stored_chunks() -> u32 {
    count_chunks().await.as_f64().unwrap() as u32
}
