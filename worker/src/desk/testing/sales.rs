//! Questions over made-up lines: the very rows that the benchmark's peers get.

use js_sys::Date;
use ledger::{
    Answer, By, ChunkKind, ChunkRef, Context, Currency, Day, Decimal, ImportId, ItemName, LineKind,
    Moment, OrderFlags, Orders, Period, Query, SalesAnswer, SalesFilter, SalesQuery, State,
    TopSide, Totals, encode_orders,
};
use protocol::Failure;
use vault::{Class, Error, Vault};

use super::super::records::Shelf;
use super::{BrowserVault, SCRATCH, founder};
use crate::crypto::WebCrypto;
use crate::store::IdbStore;
use crate::{failure, memory};

const FIRST_DAY: i32 = 14_610;
const DAYS: u64 = 1_826;
const LINES_PER_ORDER: u64 = 20;
const ITEMS: u64 = 4_000;
const COUNTRIES: u64 = 38;
const PLACES: u64 = 3;
/// Of one country, over one year.
const FILTERED: Period = Period { first: Day(14_975), last: Day(15_339) };
const FILTERED_COUNTRY: &str = "07";
const RUNS: usize = 5;
/// As many as fit into a chunk.
const ORDERS_PER_CHUNK: u64 = 500;

/// The name of a result, and what it is in an answer.
type Told = fn(&SalesAnswer) -> (&'static str, f64);
type Numbers = Vec<(&'static str, f64)>;

pub(super) async fn ask(crypto: &WebCrypto, lines: u32) -> Result<Numbers, Failure> {
    let store = IdbStore::open(SCRATCH).await.map_err(|e| failure::of_open(&e))?;
    let founder = founder(crypto).map_err(|e| failure::of_vault(&e))?;
    let vault = Vault::create(crypto.clone(), store, founder).await;
    let vault = vault.map_err(|e| failure::of_vault(&e))?;
    let chunks = fill(&vault, u64::from(lines)).await.map_err(|e| failure::of_vault(&e))?;
    let start = Date::now();
    let mut shelf = Shelf::of_chunks(chunks);
    while shelf.read_on(&vault).await? {}
    let mut numbers = vec![("fill_ms", Date::now() - start)];
    let state = State::default();
    let now = Moment { local_ms: i64::from(FILTERED.last.0) * 86_400_000, offset_min: None };
    let context =
        Context { state: &state, now, can_read_people: true, can_make_forecasts: false, engine: 1 };
    let everything = |by, limit| SalesQuery {
        period: None,
        by,
        filter: SalesFilter::default(),
        currency: None,
        convert: false,
        side: TopSide::Top,
        limit,
    };
    let country = Some(FILTERED_COUNTRY.to_owned());
    let filtered = SalesQuery {
        period: Some(FILTERED),
        filter: SalesFilter { country, ..SalesFilter::default() },
        ..everything(By::Country, 1)
    };
    let questions: [(&str, SalesQuery, Told); 4] = [
        ("sum_ms", everything(By::Month, 1), |a| ("sum", a.total.now.revenue as f64)),
        ("by_day_ms", everything(By::Day, 10_000), |a| ("days", a.rows.len() as f64)),
        ("top_20_ms", everything(By::Item, 20), |a| ("top_20_sum", revenue(a))),
        ("filtered_ms", filtered, |a| ("filtered_sum", a.total.now.revenue as f64)),
    ];
    for (name, query, result) in questions {
        let query = Query::Sales(query);
        let mut times = Vec::with_capacity(RUNS);
        for run in 0..RUNS {
            let start = Date::now();
            let answer = shelf.answer(&vault, &query, &context).await?;
            times.push(Date::now() - start);
            if let Answer::Sales(answer) = answer
                && run == 0
            {
                numbers.push(result(&answer));
            }
        }
        times.sort_by(f64::total_cmp);
        numbers.push((name, times[RUNS / 2]));
    }
    numbers.push(("resident_bytes", shelf.records.resident_bytes() as f64));
    numbers.push(("wasm_bytes", memory::wasm_bytes() as f64));
    Ok(numbers)
}

fn revenue(answer: &SalesAnswer) -> f64 {
    answer.rows.iter().map(|row| row.figures.now.revenue).sum::<i64>() as f64
}

/// Makes the lines a chunk at a time and seals them as an import would.
async fn fill(vault: &BrowserVault, lines: u64) -> Result<Vec<(ImportId, u32, ChunkRef)>, Error> {
    let mut made = Vec::new();
    let orders = lines / LINES_PER_ORDER;
    let day = |order: u64| Day(FIRST_DAY + (order * DAYS / orders) as i32);
    let mut from = 0;
    while from < orders {
        let month = day(from).month_number();
        let until = (from..orders.min(from + ORDERS_PER_CHUNK))
            .take_while(|order| day(*order).month_number() == month)
            .last()
            .map_or(orders, |last| last + 1);
        let part = orders_of(from..until, day);
        let digest = vault.put_chunk(Class::SHOP, &encode_orders(&part)).await?;
        let chunk = ChunkRef {
            kind: ChunkKind::Orders,
            digest: digest.0,
            records: part.len() as u32,
            lines: part.lines() as u32,
            first: part.placed.first().map_or(Day(0), |placed| placed.day()),
            last: part.placed.last().map_or(Day(0), |placed| placed.day()),
        };
        made.push((ImportId([1; 16]), made.len() as u32, chunk));
        from = until;
    }
    Ok(made)
}

fn orders_of(range: std::ops::Range<u64>, day: impl Fn(u64) -> Day) -> Orders {
    let mut made = Orders::new("bench");
    made.currencies.push(euro());
    made.places =
        std::iter::once(String::new()).chain((0..PLACES).map(|n| format!("P{n}"))).collect();
    made.countries =
        std::iter::once(String::new()).chain((0..COUNTRIES).map(|n| format!("{n:02}"))).collect();
    for item in 0..ITEMS {
        let sku = format!("I{item:04}");
        let name = format!("Item {item}");
        made.items.push(ItemName { sku, name, category: format!("C{}", item % 12) });
    }
    for order in range {
        let local_ms = (i64::from(day(order).0) * 24 + 9 + (order % 10) as i64) * 3_600_000;
        made.number.push(format!("B{order}"));
        made.placed.push(Moment { local_ms, offset_min: None });
        made.known_ms.push(local_ms);
        made.place.push(1 + (order % PLACES) as u32);
        made.channel.push(0);
        made.country.push(1 + (order % COUNTRIES) as u32);
        made.currency.push(0);
        made.customer.push(0);
        made.flags.push(OrderFlags::default());
        made.totals.push(Totals::default());
        for line in order * LINES_PER_ORDER..(order + 1) * LINES_PER_ORDER {
            push_line(&mut made, line);
        }
        made.first_line.push(made.item.len() as u32);
    }
    made
}

fn push_line(made: &mut Orders, line: u64) {
    let item = ((line * 2_654_435_761) >> 8) % ITEMS;
    let quantity = 1 + (((line * 40_503) >> 4) % 12) as i64;
    let price = 50 + (item * 7 % 1_950) as i64;
    made.item.push(item as u32);
    made.kind.push(LineKind::Product);
    made.quantity.push(quantity * 1_000);
    made.unit_price.push(Decimal { value: price, scale: 2 });
    made.amount.push(quantity * price);
    made.discount.push(0);
    made.tax.push(0);
    made.row.push(0);
}

fn euro() -> Currency {
    Currency::from_code("EUR").expect("EUR is in ISO 4217")
}
