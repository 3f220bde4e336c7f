//! The bytes of chunks, for ever, and what a reader does with any other bytes.

use ledger::{
    Bands, ChunkError, CostRecord, CountRecord, CourseStep, Currency, CustomersOfOrders, Day,
    DayEffect, Decimal, EffectKind, Every, ForecastQuery, ForecastScope, Insight, InsightKind,
    ItemName, ItemRecord, KeptForecast, LineKind, MOST_CHUNK_BYTES, MOST_MINOR, Measure,
    ModelScore, Moment, OrderFlags, Orders, RateRecord, Strips, Totals, chunk_forecasts,
    decode_costs, decode_counts, decode_customers, decode_forecasts, decode_items, decode_orders,
    decode_rates, encode_costs, encode_counts, encode_customers, encode_forecasts, encode_items,
    encode_orders, encode_rates,
};
use proptest::prelude::*;

fn currency(code: &str) -> Currency {
    Currency::from_code(code).expect("in ISO 4217")
}

fn orders() -> Orders {
    let mut orders = Orders::new("till");
    let item = |sku: &str, name: &str, category: &str| ItemName {
        sku: sku.into(),
        name: name.into(),
        category: category.into(),
    };
    orders.items = vec![item("MUG-1", "Mug", "Homeware"), item("MUG-2", "Mug, large", "Homeware")];
    orders.places.push("Lyon".into());
    orders.countries.push("FR".into());
    orders.currencies = vec![currency("EUR"), currency("JPY")];
    orders.number = vec!["536365".into(), "536366".into(), String::new()];
    orders.placed = vec![
        Moment { local_ms: 1_767_600_000_000, offset_min: Some(60) },
        Moment { local_ms: 1_767_600_060_000, offset_min: None },
        Moment { local_ms: 1_767_600_060_001, offset_min: Some(-300) },
    ];
    orders.known_ms = vec![1_767_700_000_000; 3];
    orders.place = vec![1, 1, 0];
    orders.channel = vec![0; 3];
    orders.country = vec![1, 0, 1];
    orders.currency = vec![0, 0, 1];
    orders.customer = vec![0; 3];
    orders.flags = vec![
        OrderFlags::WHOLE,
        OrderFlags::RETURN.with(OrderFlags::CONTINUED),
        OrderFlags::UNNUMBERED,
    ];
    orders.totals = vec![
        Totals { shipping: Some(0), total: Some(2_150), ..Totals::default() },
        Totals { refunded: Some(500), ..Totals::default() },
        Totals { discount: Some(-1), ..Totals::default() },
    ];
    orders.first_line = vec![0, 2, 3, 4];
    orders.item = vec![0, 1, 0, 1];
    orders.kind =
        vec![LineKind::Product, LineKind::Product, LineKind::Product, LineKind::StockCorrection];
    orders.quantity = vec![1_000, 2_000, -1_000, 250];
    orders.unit_price = vec![
        Decimal { value: 550, scale: 2 },
        Decimal { value: 8_125, scale: 3 },
        Decimal { value: 55, scale: 1 },
        Decimal::ZERO,
    ];
    orders.amount = vec![550, 1_600, -550, 0];
    orders.discount = vec![0, 25, 0, 0];
    orders.tax = vec![92, 267, -92, 0];
    orders.row = vec![2, 3, 4, 9];
    orders
}

fn items() -> Vec<ItemRecord> {
    let mug = ItemRecord {
        sku: "MUG-1".into(),
        name: "Mug".into(),
        category: "Homeware".into(),
        barcode: "4006381333931".into(),
        vendor: "Potier".into(),
        handle: "mug".into(),
        price: Some(Decimal { value: 550, scale: 2 }),
        currency: Some(currency("EUR")),
        cost: None,
        is_active: true,
    };
    vec![mug, ItemRecord { name: "Thé".into(), ..ItemRecord::default() }]
}

fn costs() -> Vec<CostRecord> {
    let cost = Decimal { value: 1_875, scale: 3 };
    vec![CostRecord { sku: "MUG-1".into(), name: "Mug".into(), cost, currency: None }]
}

fn counts() -> Vec<CountRecord> {
    vec![CountRecord {
        sku: "MUG-1".into(),
        name: "Mug".into(),
        place: "Lyon".into(),
        on_hand: -2_000,
        available: Some(0),
        at: Moment { local_ms: 1_767_600_000_000, offset_min: Some(60) },
    }]
}

fn customers() -> CustomersOfOrders {
    CustomersOfOrders {
        chunk: 3,
        names: vec![String::new(), "C-100".into()],
        customer: vec![1, 0, 1],
    }
}

fn rates() -> Vec<RateRecord> {
    let rate = Decimal { value: 108_765, scale: 5 };
    vec![RateRecord { day: Day(20_458), from: currency("EUR"), to: currency("USD"), rate }]
}

fn bands(mean: i64, step: i64) -> Bands {
    Bands { mean, quantiles: std::array::from_fn(|at| mean + (at as i64 - 3) * step) }
}

fn score(model: &str, notation: &str, bias: i32) -> ModelScore {
    ModelScore {
        model: model.into(),
        notation: notation.into(),
        origins: 12,
        mase: 874,
        smape: 12_345,
        wape: 98,
        bias,
        inside_80: 792,
        inside_95: 958,
        micros: 48_211,
        rmsse: None,
        mape: None,
        weight: None,
        course: Vec::new(),
    }
}

fn forecasts() -> Vec<KeptForecast> {
    let all = KeptForecast {
        query: ForecastQuery {
            scope: ForecastScope::default(),
            measure: Measure::Revenue,
            every: Every::Week,
            days: 28,
            model: None,
        },
        made_ms: 1_795_269_120_000,
        engine: 1,
        data: std::array::from_fn(|at| 0xf0 + at as u8),
        until: Day(20_772),
        currency: currency("EUR"),
        model: "ensemble".into(),
        first: Day(20_773),
        steps: vec![bands(120_000, 7_000), bands(118_250, 7_500)],
        total: bands(238_250, 9_999),
        scores: vec![score("ensemble", "", -14), score("autoets", "ETS(A,N,A)", 3)],
        strips: Some(Strips {
            first: Day(20_759),
            trend: vec![119_000, 119_100, 119_200, 119_300],
            season: vec![-1_000, 900, -1_000, 900],
            effects: Vec::new(),
        }),
        trained_from: None,
        trained_periods: 0,
        taught_by: 0,
        calendar: [0; 16],
        insights: Vec::new(),
    };
    let scope =
        ForecastScope { place: Some(String::new()), category: None, item: Some("MUG-1".into()) };
    let query =
        ForecastQuery { scope, measure: Measure::Units, every: Every::Day, days: 7, model: None };
    let item = KeptForecast {
        query,
        data: [7; 16],
        steps: vec![bands(1_500, 500); 7],
        total: bands(10_500, 900),
        scores: Vec::new(),
        strips: None,
        ..all.clone()
    };
    vec![all, item]
}

/// With everything a study finds besides.
fn studied() -> Vec<KeptForecast> {
    let course = |mean: i64| CourseStep { mean, low: mean - 900, high: mean + 1_100 };
    let [plain, item] = forecasts().try_into().expect("there are two");
    let mut studied = plain.clone();
    studied.query.model = Some("autoets".into());
    for (score, mean) in studied.scores.iter_mut().zip([119_000, 0]) {
        score.rmsse = Some(744);
        score.mape = Some(0);
        score.weight = (mean > 0).then_some(250);
        score.course = if mean > 0 { vec![course(mean), course(-mean)] } else { Vec::new() };
    }
    let strips = studied.strips.as_mut().expect("the first has strips");
    strips.effects = vec![
        DayEffect { name: "christmas".into(), kind: EffectKind::Holiday, values: vec![0, 0, 9, 0] },
        DayEffect { name: String::new(), kind: EffectKind::Price, values: vec![-1, -1, 2, 2] },
    ];
    let insight = |kind, name: &str| Insight {
        kind,
        name: name.into(),
        first: None,
        place: Some(5),
        change: -120,
        value: 4_000,
        before: 4_545,
    };
    studied.insights = vec![
        Insight { first: Some(Day(20_700)), ..insight(InsightKind::LevelShift, "") },
        insight(InsightKind::Event, "Braderie"),
    ];
    studied.trained_from = Some(Day(19_000));
    studied.trained_periods = 253;
    studied.calendar = [9; 16];
    vec![studied, plain, item]
}

fn every_chunk() -> [(&'static str, Vec<u8>); 8] {
    [
        ("orders", encode_orders(&orders())),
        ("items", encode_items(&items())),
        ("costs", encode_costs(&costs())),
        ("counts", encode_counts(&counts())),
        ("customers", encode_customers(&customers())),
        ("rates", encode_rates(&rates())),
        ("forecasts", encode_forecasts(&forecasts())),
        ("forecasts-2", encode_forecasts(&studied())),
    ]
}

fn decode_as_everything(bytes: &[u8]) {
    let _ = decode_orders(bytes);
    let _ = decode_items(bytes);
    let _ = decode_costs(bytes);
    let _ = decode_counts(bytes);
    let _ = decode_customers(bytes);
    let _ = decode_rates(bytes);
    let _ = decode_forecasts(bytes);
}

#[test]
fn every_chunk_keeps_its_bytes() {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let written: String =
        every_chunk().iter().map(|(name, bytes)| format!("{name} {}\n", hex(bytes))).collect();
    assert_eq!(written, include_str!("golden/chunks.txt"));
}

#[test]
fn chunks_come_back_as_they_were() {
    let [
        orders_bytes,
        items_bytes,
        costs_bytes,
        counts_bytes,
        customers_bytes,
        rates_bytes,
        plain,
        studied_bytes,
    ] = every_chunk().map(|(_, bytes)| bytes);
    assert_eq!(decode_forecasts(&plain), Ok(forecasts()));
    assert_eq!(decode_forecasts(&studied_bytes), Ok(studied()));
    assert_eq!(decode_orders(&orders_bytes), Ok(orders()));
    assert_eq!(decode_items(&items_bytes), Ok(items()));
    assert_eq!(decode_costs(&costs_bytes), Ok(costs()));
    assert_eq!(decode_counts(&counts_bytes), Ok(counts()));
    assert_eq!(decode_customers(&customers_bytes), Ok(customers()));
    assert_eq!(decode_rates(&rates_bytes), Ok(rates()));
    assert_eq!(decode_items(&orders_bytes), Err(ChunkError::Damaged { field: "kind" }));
}

#[test]
fn amounts_beyond_the_limits_are_refused() {
    let refused = |change: fn(&mut Orders)| {
        let mut orders = orders();
        change(&mut orders);
        let decoded = decode_orders(&encode_orders(&orders));
        assert!(matches!(decoded, Err(ChunkError::OutOfRange { .. })), "{decoded:?}");
    };
    refused(|orders| orders.amount[0] = MOST_MINOR + 1);
    refused(|orders| orders.tax[0] = -MOST_MINOR - 1);
    refused(|orders| orders.totals[0].total = Some(i64::MAX));
    refused(|orders| orders.quantity[0] = i64::MIN);
    refused(|orders| orders.unit_price[0].scale = 10);
    refused(|orders| orders.items[0].name = "é".repeat(1_001));
    refused(|orders| orders.item[0] = 2);
    refused(|orders| orders.place[0] = 9);
}

#[test]
fn a_newer_format_says_so_and_unknown_fields_are_passed_over() {
    // {0: 2, 1: 5}
    assert_eq!(decode_rates(&[0xa2, 0, 2, 1, 5]), Err(ChunkError::Newer { version: 2 }));
    // {0: 1, 1: 5, 99: [1, {2: "x"}]}
    let unknown = [0xa3, 0, 1, 1, 5, 0x18, 99, 0x82, 1, 0xa1, 2, 0x61, b'x'];
    assert_eq!(decode_rates(&unknown), Ok(Vec::new()));
}

#[test]
fn many_forecasts_are_split_to_fit_chunks_and_none_is_lost() {
    let mut wild = forecasts();
    for (at, step) in (0..365).zip(1_i64..) {
        let noise = step.wrapping_mul(6_364_136_223_846_793_005) >> 20;
        wild[at % 2].steps.push(bands(noise, step));
    }
    let many: Vec<KeptForecast> = (0..400).flat_map(|_| wild.clone()).collect();
    let chunks = chunk_forecasts(&many);
    assert!(chunks.len() > 2);
    let mut back = Vec::new();
    for (content, forecasts) in &chunks {
        assert!(content.len() <= MOST_CHUNK_BYTES);
        let decoded = decode_forecasts(content).unwrap();
        assert_eq!(decoded.len(), *forecasts as usize);
        back.extend(decoded);
    }
    assert_eq!(back, many);
    assert_eq!(chunk_forecasts(&[]), []);
}

fn any_day() -> impl Strategy<Value = Day> {
    (-1_000_000..=3_000_000).prop_map(Day)
}

fn any_bands() -> impl Strategy<Value = Bands> {
    (any::<i64>(), any::<[i64; 7]>()).prop_map(|(mean, quantiles)| Bands { mean, quantiles })
}

fn any_strips() -> impl Strategy<Value = Strips> {
    let values = || prop::collection::vec(any::<i64>(), 0..5);
    (any_day(), values(), values()).prop_map(|(first, trend, season)| Strips {
        first,
        trend,
        season,
        effects: vec![DayEffect {
            name: "x".into(),
            kind: EffectKind::Promotion,
            values: vec![first.0.into()],
        }],
    })
}

fn any_forecast() -> impl Strategy<Value = KeptForecast> {
    let text = || prop::option::of(".{0,8}");
    let scope = (text(), text(), text());
    let every = prop::sample::select(vec![Every::Day, Every::Week, Every::Month]);
    let numbers = (any::<i64>(), any::<u32>(), any::<[u8; 16]>(), any_day(), any_day());
    let steps = prop::collection::vec(any_bands(), 0..4);
    let scores = prop::collection::vec((".{0,4}", any::<u32>(), any::<i32>(), any::<u32>()), 0..3);
    let strips = prop::option::of(any_strips());
    (scope, every, any::<u16>(), numbers, steps, any_bands(), scores, strips).prop_map(
        |((place, category, item), every, days, numbers, steps, total, scores, strips)| {
            let (made_ms, engine, data, until, first) = numbers;
            KeptForecast {
                query: ForecastQuery {
                    scope: ForecastScope { place, category, item },
                    measure: if days % 2 == 0 { Measure::Revenue } else { Measure::Units },
                    every,
                    days,
                    model: (days % 3 == 0).then(|| "ces".into()),
                },
                made_ms,
                engine,
                data,
                until,
                currency: currency("JPY"),
                model: "theta".into(),
                first,
                steps,
                total,
                scores: scores
                    .into_iter()
                    .map(|(model, mase, bias, micros)| ModelScore {
                        mase,
                        micros: u64::from(micros) << 31,
                        rmsse: (mase % 2 == 0).then_some(mase),
                        mape: Some(micros),
                        course: vec![CourseStep { mean: made_ms, low: i64::MIN, high: i64::MAX }],
                        ..score(&model, "", bias)
                    })
                    .collect(),
                strips,
                trained_from: None,
                trained_periods: 0,
                taught_by: engine,
                calendar: [0; 16],
                insights: Vec::new(),
            }
        },
    )
}

proptest! {
    #[test]
    fn forecasts_come_back(forecasts in prop::collection::vec(any_forecast(), 0..5)) {
        prop_assert_eq!(decode_forecasts(&encode_forecasts(&forecasts)), Ok(forecasts));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        decode_as_everything(&bytes);
    }

    #[test]
    fn damaged_chunks_are_read_or_refused(
        which in 0..7_usize, changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..5),
    ) {
        let (_, mut bytes) = every_chunk()[which].clone();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        decode_as_everything(&bytes);
    }

    #[test]
    fn cut_chunks_are_refused(which in 0..7_usize, cut in any::<usize>()) {
        let (_, bytes) = every_chunk()[which].clone();
        decode_as_everything(&bytes[..cut % bytes.len()]);
    }
}
