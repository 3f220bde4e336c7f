//! Times of the records over made-up lines, by hand: `cargo run --profile eval -p ledger --example records [lines]`.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a program to run by hand")]

use std::collections::HashMap;
use std::time::Instant;

use ledger::{
    Answer, Bands, By, ChunkKind, Context, ControlTotals, Currency, CurrencyAmount, Day, Decimal,
    Every, ForecastInput, ForecastItems, ForecastQuery, ForecastScope, ForecastsQuery, ImportId,
    ItemName, Items, KeptForecast, Lead, LineKind, Measure, Moment, OrderFlags, OrderRef, Orders,
    OrdersQuery, OutChunk, Period, Plan, Query, Records, SalesFilter, SalesQuery, Stager, State,
    TopSide, Totals, chunk_forecasts, chunk_orders,
};

const PER_ORDER: u64 = 20;

fn made(lines: u64, per_order: u64) -> Vec<Orders> {
    let orders = lines / per_order;
    let per_chunk = (20_000 / per_order).max(1);
    (0..orders)
        .step_by(per_chunk as usize)
        .map(|from| {
            let mut chunk = Orders::new("bench");
            chunk.places = vec!["".into(), "A".into(), "B".into()];
            chunk.countries =
                (0..38).map(|at| if at == 0 { String::new() } else { format!("C{at}") }).collect();
            chunk.currencies = vec![Currency::from_code("EUR").expect("in ISO 4217")];
            let mut items: HashMap<u64, u32> = HashMap::new();
            for order in from..(from + per_chunk).min(orders) {
                let day = 14_610 + (order * 1_826 / orders) as i64;
                chunk.number.push(format!("{}", 500_000 + order));
                let minute = (order * 7 % 60) as i64;
                let local_ms =
                    day * 86_400_000 + (9 + (order % 10) as i64) * 3_600_000 + minute * 60_000;
                chunk.placed.push(Moment { local_ms, offset_min: None });
                chunk.known_ms.push(1_600_000_000_000);
                chunk.place.push((order % 3) as u32);
                chunk.channel.push(0);
                chunk.country.push((order % 38) as u32);
                chunk.currency.push(0);
                chunk.customer.push(0);
                chunk.flags.push(OrderFlags::default());
                chunk.totals.push(Totals::default());
                for line in order * per_order..(order + 1) * per_order {
                    let item = (line.wrapping_mul(2_654_435_761) >> 8) % 4_000;
                    let quantity = 1 + (line.wrapping_mul(40_503) >> 4) % 12;
                    let price = 50 + item * 7 % 1_950;
                    let items_len = items.len() as u32;
                    chunk.item.push(*items.entry(item).or_insert_with(|| {
                        chunk.items.push(ItemName {
                            sku: format!("SKU-{item}"),
                            name: format!("Item number {item}"),
                            category: format!("Category {}", item % 12),
                        });
                        items_len
                    }));
                    chunk.kind.push(LineKind::Product);
                    chunk.quantity.push(quantity as i64 * 1_000);
                    chunk.unit_price.push(Decimal { value: price as i64, scale: 2 });
                    chunk.amount.push((quantity * price) as i64);
                    chunk.discount.push(0);
                    chunk.tax.push(0);
                    chunk.row.push(line as u32 + 2);
                }
                chunk.first_line.push(chunk.item.len() as u32);
            }
            chunk
        })
        .collect()
}

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    println!("{what:<34} {:>8.1} ms", start.elapsed().as_secs_f64() * 1_000.0);
    result
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let lines = arguments.next().and_then(Result::ok).unwrap_or(5_000_000);
    let per_order = arguments.next().and_then(Result::ok).unwrap_or(PER_ORDER);
    let made = made(lines, per_order);
    let mut totals = ControlTotals::default();
    let mut amount = 0;
    for orders in &made {
        totals.lines += orders.lines() as u64;
        totals.units += orders.quantity.iter().sum::<i64>();
        amount += orders.amount.iter().sum::<i64>();
    }
    totals.amounts = vec![CurrencyAmount {
        currency: Currency::from_code("EUR").expect("known"),
        minor: amount,
    }];
    let contents: Vec<Vec<u8>> =
        timed("importer: encode", || made.iter().flat_map(chunk_orders).collect());
    drop(made);
    let bytes: usize = contents.iter().map(Vec::len).sum();
    println!("bytes per line {:.2}", bytes as f64 / lines as f64);

    let mut records = Records::new();
    let store = import(&mut records, 1, &contents, &totals);
    println!(
        "chunks {}, resident {:.1} MB, {:.1} B per line",
        store.len(),
        records.resident_bytes() as f64 / 1e6,
        records.resident_bytes() as f64 / lines as f64
    );
    import(&mut records, 2, &contents, &totals);
    timed("replay", || {
        let mut records = Records::new();
        for (position, (reference, content)) in store.iter().enumerate() {
            records
                .add_chunk(ImportId([1; 16]), position as u32, reference, content)
                .expect("its own");
        }
        records.settle();
    });
    ask_everything(&mut records);
    forecast_everything(&mut records);
}

fn import(
    records: &mut Records,
    number: u8,
    contents: &[Vec<u8>],
    totals: &ControlTotals,
) -> Vec<(ledger::ChunkRef, Vec<u8>)> {
    let mut stager = Stager::new(ImportId([number; 16]));
    let mut sealed = Vec::new();
    let seal = |stager: &mut Stager, out: Vec<OutChunk>, sealed: &mut Vec<Vec<u8>>| {
        for chunk in out {
            let mut digest = [number; 32];
            digest[..4].copy_from_slice(&chunk.index.to_be_bytes());
            stager.sealed(chunk.index, digest);
            sealed.push(chunk.content);
        }
    };
    timed("stage", || {
        for content in contents {
            let needed = stager.needs(records, ChunkKind::Orders, content).expect("orders");
            assert!(needed.is_empty());
            let out = stager.put(records, ChunkKind::Orders, content).expect("orders");
            seal(&mut stager, out, &mut sealed);
        }
        let out = stager.flush(records).expect("orders");
        seal(&mut stager, out, &mut sealed);
    });
    let event = stager.finish(String::new(), Plan::default(), totals).expect("totals add up");
    println!("added {}, skipped {}", event.totals.added, event.totals.skipped);
    timed("adopt", || records.adopt(stager));
    event.chunks.into_iter().zip(sealed).collect()
}

fn ask_everything(records: &mut Records) {
    let report = |by: By, filter: SalesFilter, period: Option<Period>, limit: u32| {
        Query::Sales(SalesQuery {
            period,
            by,
            filter,
            currency: None,
            convert: false,
            side: TopSide::Top,
            limit,
        })
    };
    let any = SalesFilter::default;
    let country = SalesFilter { country: Some("C7".into()), ..any() };
    let category = SalesFilter { category: Some("Category 5".into()), ..any() };
    let year = Some(Period { first: Day(14_975), last: Day(15_339) });
    let list = |search: &str, lead: Lead| {
        Query::Orders(OrdersQuery {
            search: search.into(),
            period: None,
            filter: any(),
            lead,
            offset: 0,
            limit: 50,
        })
    };
    let queries = [
        ("sum (by month)", report(By::Month, any(), None, 100)),
        ("by day", report(By::Day, any(), None, 10_000)),
        ("by hour", report(By::Hour, any(), None, 24)),
        ("by country", report(By::Country, any(), None, 20)),
        ("top 20 items", report(By::Item, any(), None, 20)),
        ("top 20 items of a year", report(By::Item, any(), year, 20)),
        ("by category", report(By::Category, any(), None, 20)),
        ("filtered by country, a year", report(By::Day, country, year, 10_000)),
        ("filtered by category, by day", report(By::Day, category, None, 10_000)),
        ("today", Query::Today { place: None }),
        ("orders, first window", list("", Lead::Newest)),
        ("orders, largest", list("", Lead::Largest)),
        ("orders, search a number", list("500123", Lead::Newest)),
        ("orders, search an item", list("SKU-1234", Lead::Newest)),
        ("an order", Query::Order(OrderRef(7))),
    ];
    let state = State::default();
    let now = Moment { local_ms: 16_430 * 86_400_000 + 50_000_000, offset_min: None };
    for (what, query) in queries {
        let context = Context {
            state: &state,
            now,
            can_read_people: true,
            can_make_forecasts: true,
            engine: 1,
        };
        let mut best = f64::MAX;
        let mut answer = None;
        for _ in 0..9 {
            let start = Instant::now();
            answer = records.answer(&query, &context);
            best = best.min(start.elapsed().as_secs_f64() * 1_000.0);
        }
        println!("{what:<34} {best:>8.1} ms (best of 9)");
        if let Some(Answer::Sales(answer)) = answer {
            println!("    {} rows, revenue {}", answer.row_count, answer.total.now.revenue);
        }
    }
}

fn kept(query: ForecastQuery, input: &ForecastInput) -> KeptForecast {
    let mean = input.values.last().copied().flatten().unwrap_or(0);
    let bands = |at: i64| Bands {
        mean: mean + at * 7 % 900,
        quantiles: std::array::from_fn(|q| mean + at * 7 % 900 + q as i64 * 1_311 - 4_000),
    };
    KeptForecast {
        steps: (0..i64::from(query.every.periods(query.days))).map(bands).collect(),
        query,
        made_ms: 1_795_269_120_000,
        engine: 1,
        data: input.data,
        until: input.until,
        currency: input.currency,
        model: "ensemble".into(),
        first: input.ahead,
        total: bands(1_000),
        scores: Vec::new(),
        strips: None,
        trained_from: Some(input.first),
        trained_periods: input.values.len() as u32,
        taught_by: 0,
        calendar: input.calendar,
        insights: Vec::new(),
    }
}

/// What the worker does to forecast every item, without the engine.
fn forecast_everything(records: &mut Records) {
    let state = State::default();
    let now = Moment { local_ms: 16_430 * 86_400_000 + 50_000_000, offset_min: None };
    let context =
        Context { state: &state, now, can_read_people: true, can_make_forecasts: true, engine: 1 };
    let items = ForecastItems {
        items: Items::All,
        place: None,
        measure: Measure::Units,
        every: Every::Day,
        days: 28,
        model: None,
    };
    let plan = timed("forecasts: plan", || records.forecast_plan(&items, &context));
    timed("forecasts: plan again", || records.forecast_plan(&items, &context));
    println!("    {} items", plan.len());
    let mut first = Vec::new();
    timed("forecasts: 64 inputs", || {
        first = records.forecast_inputs(&plan[..plan.len().min(64)], &context);
    });
    let scope = ForecastScope { category: Some("Category 5".into()), ..ForecastScope::default() };
    let of = |scope: ForecastScope| ForecastQuery { scope, ..plan[0].clone() };
    for (what, query) in [
        ("forecasts: input of an item", plan[0].clone()),
        ("forecasts: input of a category", of(scope)),
        ("forecasts: input of everything", of(ForecastScope::default())),
    ] {
        timed(what, || records.forecast_input(&query, &context).expect("it was sold"));
    }
    let mut made = Vec::new();
    timed("forecasts: all inputs, 64 a pass", || {
        for queries in plan.chunks(64) {
            let inputs = records.forecast_inputs(queries, &context);
            for (query, input) in queries.iter().zip(inputs) {
                made.push(kept(query.clone(), &input.expect("it was planned")));
            }
        }
    });
    let contents: Vec<Vec<u8>> = timed("forecasts: encode", || {
        made.chunks(64).flat_map(chunk_forecasts).map(|(content, _)| content).collect()
    });
    let bytes: usize = contents.iter().map(Vec::len).sum();
    let before = records.resident_bytes();
    timed("forecasts: take in", || {
        for content in &contents {
            records.add_forecasts(content).expect("its own");
        }
    });
    println!(
        "    {} forecasts, {} B each in a chunk, {} B in memory",
        made.len(),
        bytes / made.len().max(1),
        (records.resident_bytes() - before) / made.len().max(1)
    );
    let list = Query::Forecasts(ForecastsQuery {
        search: String::new(),
        place: None,
        measure: Measure::Units,
        every: Every::Day,
        days: 28,
        model: None,
        offset: 0,
        limit: 50,
    });
    timed("forecasts: list", || records.answer(&list, &context));
    timed("forecasts: page", || records.answer(&Query::Forecast(plan[0].clone()), &context));
}
