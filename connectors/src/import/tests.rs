//! Whole files through the whole importer.

use std::rc::Rc;

use ledger::{Answers, ChunkKind, Currency, LineKind, OrderFlags, Orders};
use proptest::prelude::*;

use super::*;
use crate::chunk::Chunk;

fn settings() -> Settings {
    Settings {
        currency: Currency::from_code("EUR").unwrap(),
        remembered: Vec::new(),
        // An hour east of UTC all year round.
        offset: Rc::new(|_| 60),
    }
}

fn inspect(bytes: &[u8]) -> Result<ledger::Description, ImportError> {
    let mut inspector = Inspector::new(settings());
    inspector.feed(bytes);
    inspector.end();
    inspector.describe()
}

/// Reads a file in slices of `step`, starting over as often as it asks.
fn read_in(bytes: &[u8], step: usize, answers: &Answers) -> Result<Reading, ImportError> {
    let mut plan = inspect(bytes)?.plan;
    for _ in 0..5 {
        let mut reader = Reader::new(&plan, answers, &settings())?;
        let fed = bytes.chunks(step.max(1)).try_for_each(|slice| reader.feed(slice));
        match fed.and_then(|()| reader.finish()) {
            Err(ImportError::ReadAgain(better)) => plan = *better,
            other => return other,
        }
    }
    panic!("the file asks to be read again and again");
}

fn read(text: impl AsRef<[u8]>) -> Reading {
    read_in(text.as_ref(), usize::MAX, &Answers::new()).unwrap()
}

fn error(bytes: impl AsRef<[u8]>) -> ImportError {
    read_in(bytes.as_ref(), 4_096, &Answers::new()).unwrap_err()
}

fn chunks(reading: &mut Reading) -> Vec<Chunk> {
    std::iter::from_fn(|| reading.next_chunk()).collect()
}

fn orders(reading: &mut Reading) -> Vec<Orders> {
    let chunks = chunks(reading);
    let of_orders = chunks.iter().filter(|chunk| chunk.kind == ChunkKind::Orders);
    of_orders.map(|chunk| ledger::decode_orders(&chunk.content).unwrap()).collect()
}

fn codes(reading: &Reading) -> Vec<(&str, u64, u64)> {
    let groups = reading.checked.problems.iter();
    groups.map(|group| (group.code.as_str(), group.rows, group.first_line)).collect()
}

const PLAIN: &str = "Order,Date,SKU,Qty,Unit price,Total,Currency\n\
    A1,2026-11-02,MUG,2,14.00,28.00,EUR\n\
    A1,2026-11-02,TOWEL,1,11.80,11.80,EUR\n\
    A2,2026-12-03,MUG,-1,14.00,-14.00,EUR\n";

#[test]
fn lines_are_grouped_to_orders_and_chunks_hold_a_month() {
    let mut reading = read(PLAIN);
    assert_eq!((reading.checked.orders, reading.checked.units), (2, 2_000));
    assert_eq!(reading.checked.totals, [("EUR".to_owned(), 2_580)]);
    assert_eq!(reading.totals.lines, 3);
    let months = orders(&mut reading);
    assert_eq!(months.iter().map(Orders::len).collect::<Vec<_>>(), [1, 1]);
    assert_eq!((months[0].number[0].as_str(), months[0].lines()), ("A1", 2));
    assert!(months[1].flags[0].has(OrderFlags::RETURN));
}

#[test]
fn nothing_is_imported_while_a_question_is_open() {
    let text = "Order,Date,Qty,Total\nA1,03/04/2026,1,5.00\nA2,05/06/2026,1,5.00\n";
    let mut reading = read(text);
    assert_eq!(reading.checked.questions[0].id, "date_order");
    assert_eq!(reading.next_chunk(), None);
    let answers = Answers::from([("date_order".to_owned(), "dmy".to_owned())]);
    let mut reading = read_in(text.as_bytes(), 7, &answers).unwrap();
    assert!(reading.checked.questions.is_empty());
    assert_eq!(orders(&mut reading)[0].placed[0].day().date(), (2026, 4, 3));
}

#[test]
fn few_good_rows_among_bad_ones_are_enough() {
    let text = "Date,Order,SKU,Quantity,Price,Currency\n\
        2026-01-13,A1,M,1,5.00,GBP\n2026-02-31,A2,M,NaN,5.00,GBP\n0000-00-00,A3,M,1,inf,XQZ\n2026-01-14,A4,M,1e400,5.00,XQZ\n";
    let reading = read(text);
    assert_eq!((reading.checked.accepted, reading.checked.rejected), (1, 3));
    assert_eq!(reading.checked.totals, [("GBP".to_owned(), 500)]);
    let found = codes(&reading);
    assert!(found.iter().any(|(code, ..)| *code == "currency-unknown"), "{found:?}");
}

#[test]
fn a_percentage_is_taken_off_and_rounded_once() {
    let text = "Order,Date,SKU,Qty,Unit price,Discount %\nA,2026-01-13,M,3,3.35,25%\n";
    let mut reading = read(text);
    assert_eq!(reading.checked.totals, [("EUR".to_owned(), 754)]);
    assert_eq!(orders(&mut reading)[0].discount, [251]);
}

#[test]
fn a_thousand_or_a_fraction_is_asked() {
    let text =
        "Order,Date,Item,Qty,Unit price\nA1,2026-11-02,Table,1,1.250\nA2,2026-11-02,Chair,1,380\n";
    let reading = read(text);
    assert_eq!(reading.checked.questions[0].id, "decimal_mark");
    let answers = Answers::from([("decimal_mark".to_owned(), "comma".to_owned())]);
    let reading = read_in(text.as_bytes(), 7, &answers).unwrap();
    assert_eq!(reading.checked.totals, [("EUR".to_owned(), 163_000)]);
}

#[test]
fn what_late_rows_prove_holds_for_the_first() {
    let mut text = "Order,Date,Qty,Total\n".to_owned();
    for row in 0..40_000 {
        text.push_str(&format!("A{row},03/04/2026,1,5.00\n"));
    }
    text.push_str("B,31/12/2026,1,5.00\n");
    let reading = read(&text);
    assert_eq!(reading.plan.answers["date_order"], "dmy");
    assert_eq!(reading.checked.rejected, 0);

    let mut text = "Order;Date;Qty;Total\n".to_owned();
    for row in 0..40_000 {
        text.push_str(&format!("A{row};2026-11-02;1;5\n"));
    }
    text.push_str("B;2026-11-02;1;5.50\nGr\u{fc}n;2026-11-02;1;5.50\n");
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let reading = read(&bytes);
    assert_eq!(reading.plan.encoding, ledger::Encoding::Windows1252);
    assert_eq!(reading.checked.totals, [("EUR".to_owned(), 20_001_100)]);
}

#[test]
fn bad_rows_are_listed_and_the_others_are_good() {
    let text = "Order,Date,SKU,Qty,Total,Currency\n\
        A1,2026-02-31,M,1,5.00,EUR\n\
        A2,2026-02-01,M,1,NaN,EUR\n\
        A3,2026-02-01,M,1,1e400,EUR\n\
        A4,2026-02-01,M,1,5.00,QQQ\n\
        A5,soon,M,1,5.00,EUR\n\
        A6,2026-02-01,M,1,99999999999,EUR\n\
        A7,2026-02-01,M,1,5.00,EUR,,surplus\n\
        A8,2026-02-01,=cmd(1),1,5.00,EUR\n\
        A9,2026-02-01,M,inf,5.00,EUR\n";
    let mut reading = read(text);
    let found = codes(&reading);
    for expected in [
        ("date-impossible", 1, 2),
        ("number-unreadable", 2, 3),
        ("currency-unknown", 1, 5),
        ("date-unreadable", 1, 6),
        ("number-out-of-range", 1, 7),
        ("row-width", 1, 8),
        ("formula-cell", 1, 9),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    assert_eq!((reading.checked.accepted, reading.checked.rejected), (1, 8));
    assert_eq!(reading.problem_rows().len(), 9);
    assert_eq!(orders(&mut reading)[0].items[0].sku, "=cmd(1)");
}

#[test]
fn files_that_are_none_are_refused_by_name() {
    assert_eq!(error(""), ImportError::Empty);
    assert_eq!(error(" \n \r\n"), ImportError::Empty);
    assert_eq!(error("Order,Date,Total\n"), ImportError::HeaderOnly);
    assert_eq!(error(b"PK\x03\x04xxxxxxxxxx"), ImportError::Zip);
    assert_eq!(error([0_u8, 159, 146, 150, 1, 2, 3, 4]), ImportError::Binary);
    assert!(matches!(error("a,".repeat(10_000)), ImportError::TooManyColumns { line: 1, .. }));
    let open = format!("{PLAIN}A9,2026-11-02,\"MUG,1,1.00,1.00,EUR\n{}", PLAIN.repeat(3));
    assert_eq!(error(&open), ImportError::UnclosedQuote { line: 5 });
    let endless = format!("{PLAIN}A9,2026-11-02,{},1,1.00,1.00,EUR\n", "x".repeat(2 << 20));
    assert!(matches!(error(&endless), ImportError::RecordTooLong { line: 5, .. }));
    // Nothing but a header before it, and more than is looked at behind it.
    let first_open =
        format!("Date,Order,Total\n2026-01-01,1,\"5\n{}", "2026-01-02,2,5\n".repeat(60_000));
    assert_eq!(error(&first_open), ImportError::UnclosedQuote { line: 2 });
    let first_endless = format!("Date,Order,Total\n2026-01-01,1,{}\n", "9".repeat(1 << 20));
    assert!(matches!(error(&first_endless), ImportError::RecordTooLong { line: 2, .. }));
}

#[test]
fn odd_bytes_and_repeated_headers_are_told() {
    let header = PLAIN.lines().next().unwrap();
    let mut text = PLAIN.replace("TOWEL", "TO\0WEL").into_bytes();
    text.extend_from_slice(header.as_bytes());
    text.extend_from_slice(b"\r\nA3,2026-12-03,MUG,1,14.00,14.00,EUR\r");
    let reading = read(&text);
    let found = codes(&reading);
    assert!(found.iter().any(|(code, ..)| *code == "nul-bytes"), "{found:?}");
    assert!(found.contains(&("header-repeated", 1, 5)), "{found:?}");
    assert_eq!((reading.checked.accepted, reading.checked.rejected), (4, 0));
    let doubled = PLAIN.replace("Unit price", "Total");
    assert_eq!(read(&doubled).checked.totals, [("EUR".to_owned(), 2_580)]);
}

#[test]
fn times_in_utc_become_those_of_the_vault() {
    let text = "Order,Date,SKU,Qty,Total\nA1,2026-11-02T23:30:00Z,M,1,5.00\n";
    let placed = orders(&mut read(text))[0].placed[0];
    assert_eq!(
        (placed.day().date(), placed.hour(), placed.offset_min),
        ((2026, 11, 3), 0, Some(60))
    );
    let text = "Order,Date,SKU,Qty,Total\nA1,2026-11-02T23:30:00-05:00,M,1,5.00\n";
    let placed = orders(&mut read(text))[0].placed[0];
    assert_eq!(
        (placed.day().date(), placed.hour(), placed.offset_min),
        ((2026, 11, 2), 23, Some(-300))
    );
}

#[test]
fn postings_and_corrections_are_kept_as_what_they_are() {
    let text = "InvoiceNo,InvoiceDate,StockCode,Description,Quantity,UnitPrice,CustomerID\n\
        536365,2010-12-01 08:26:00,85123A,WHITE HANGING HEART,6,2.55,17850.0\n\
        536365,2010-12-01 08:26:00,POST,POSTAGE,1,18.00,17850.0\n\
        536366,2010-12-01 08:28:00,22633,damaged,-4,0,\n\
        C536379,2010-12-01 09:41:00,D,Discount,-1,27.50,14527.0\n\
        C536380,2010-12-01 09:42:00,22633,HAND WARMER,-2,1.85,14527.0\n";
    let orders = &orders(&mut read(text))[0];
    use LineKind::{Discount, Product, Shipping, StockCorrection};
    // One code of digits is no proof that a single letter means something; the word beside it is.
    assert_eq!(orders.kind, [Product, Shipping, StockCorrection, Discount, Product]);
    let returns: Vec<bool> =
        orders.flags.iter().map(|flags| flags.has(OrderFlags::RETURN)).collect();
    assert_eq!(returns, [false, false, true, true]);
    assert_eq!(orders.customers[orders.customer[0] as usize], "17850");
}

#[test]
fn one_cancelled_line_does_not_cancel_the_order() {
    let text = "Order,Date,Item,Qty,Total,Void?\n\
        A,2026-11-02,Tea,1,3.00,false\nA,2026-11-02,Pot,1,30.00,true\nB,2026-11-02,Pot,1,30.00,true\n";
    let orders = &orders(&mut read(text))[0];
    assert_eq!(orders.kind, [LineKind::Product, LineKind::Other, LineKind::Product]);
    let cancelled: Vec<bool> =
        orders.flags.iter().map(|flags| flags.has(OrderFlags::CANCELLED)).collect();
    assert_eq!(cancelled, [false, true]);
}

#[test]
fn large_files_are_handed_out_window_by_window() {
    let mut text = "Order,Date,SKU,Qty,Unit price,Total,Currency\n".to_owned();
    for row in 0..500 {
        text.push_str(&format!(
            "A{},2026-11-{:02},S{},1,2.50,2.50,EUR\n",
            row % 130,
            row % 28 + 1,
            row % 7
        ));
    }
    let plan = inspect(text.as_bytes()).unwrap().plan;
    let mut reader = Reader::new(&plan, &Answers::new(), &settings()).unwrap();
    reader.hold(100);
    reader.feed(text.as_bytes()).unwrap();
    let mut reading = reader.finish().unwrap();
    assert!(reading.needs_second_pass());
    assert_eq!(reading.next_chunk(), None);
    assert_eq!(
        (reading.checked.orders, reading.checked.units, reading.totals.lines),
        (130, 500_000, 500)
    );

    let mut windows = Windows::with_window(&reading, &settings(), Some(100)).unwrap();
    let mut found = Vec::new();
    for slice in text.as_bytes().chunks(1_000) {
        windows.feed(slice).unwrap();
        while let Some(chunk) = windows.next_chunk().unwrap() {
            found.push(ledger::decode_orders(&chunk.content).unwrap());
        }
    }
    windows.finish().unwrap();
    while let Some(chunk) = windows.next_chunk().unwrap() {
        found.push(ledger::decode_orders(&chunk.content).unwrap());
    }
    assert_eq!(found.iter().map(Orders::lines).sum::<usize>(), 500);
    let flags = found.iter().flat_map(|orders| &orders.flags);
    let begun = flags.filter(|flags| !flags.has(OrderFlags::CONTINUED)).count();
    assert_eq!(begun, 130);
}

#[test]
fn a_remembered_source_is_read_as_before() {
    let text = "Order,Date,Qty,Total\nA1,03/04/2026,1,5.00\n";
    let answers = Answers::from([("date_order".to_owned(), "mdy".to_owned())]);
    let mut plan = read_in(text.as_bytes(), 99, &answers).unwrap().plan;
    plan.source = "my till".to_owned();
    let mut inspector = Inspector::new(Settings { remembered: vec![plan], ..settings() });
    inspector.feed(b"Order,Date,Qty,Total\nB1,07/08/2026,1,5.00\n");
    inspector.end();
    let description = inspector.describe().unwrap();
    assert_eq!(description.plan.source, "my till");
    assert!(description.questions.is_empty());
}

#[test]
fn another_plan_is_described_again() {
    let mut inspector = Inspector::new(settings());
    inspector.feed(PLAIN.as_bytes());
    inspector.end();
    let mut plan = inspector.describe().unwrap().plan;
    plan.has_header = false;
    let described = inspector.describe_as(&plan).unwrap();
    assert_eq!(described.columns[0].header, "");
    plan.delimiter = ledger::Delimiter::Semicolon;
    let described = inspector.describe_as(&plan).unwrap();
    assert_eq!(described.columns.len(), 1);
}

#[test]
fn typed_rows_take_the_way_of_files() {
    let rows = [
        ["Datum", "Artikel", "Menge", "Betrag"],
        ["02.11.2026", "Tasse \"blau\"\n;", "2", "28,00"],
    ];
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
    let mut reading = read(grid_bytes(&rows));
    assert_eq!(reading.checked.totals, [("EUR".to_owned(), 2_800)]);
    assert_eq!(orders(&mut reading)[0].items[0].name, "Tasse \"blau\"\n;");
}

/// Everything that must not depend on how a file was cut or ordered.
fn summary(reading: &mut Reading) -> (u64, u64, i64, Vec<(String, i64)>, usize) {
    let checked = &reading.checked;
    let counted = (checked.accepted, checked.orders, checked.units, checked.totals.clone());
    let lines = orders(reading).iter().map(Orders::lines).sum();
    (counted.0, counted.1, counted.2, counted.3, lines)
}

fn row() -> impl Strategy<Value = String> {
    (0..40_u32, 1..28_u32, -5..9_i64, 1..9_999_i64, "[a-z \",\u{e9}]{0,12}").prop_map(
        |(order, day, quantity, price, name)| {
            let amount = quantity * price;
            let sign = if amount < 0 { "-" } else { "" };
            format!(
                "N{order},2026-10-{day:02} 10:00:00,S{price},\"{}\",{quantity},{}.{:02},{sign}{}.{:02}",
                name.replace('"', "\"\""),
                price / 100,
                price % 100,
                amount.abs() / 100,
                amount.abs() % 100
            )
        },
    )
}

const HEADER: &str = "Order,Date,SKU,Name,Qty,Unit price,Total\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_slicing_gives_the_same(rows in prop::collection::vec(row(), 1..30), step in 1_usize..200) {
        let text = format!("{HEADER}{}\n", rows.join("\n"));
        let whole = read_in(text.as_bytes(), usize::MAX, &Answers::new());
        let sliced = read_in(text.as_bytes(), step, &Answers::new());
        let (mut whole, mut sliced) = (whole.unwrap(), sliced.unwrap());
        prop_assert_eq!(&whole.checked, &sliced.checked);
        prop_assert_eq!(chunks(&mut whole), chunks(&mut sliced));
    }

    #[test]
    fn the_order_of_rows_does_not_matter(rows in prop::collection::vec(row(), 1..30)) {
        let text = |rows: &[String]| format!("{HEADER}{}\n", rows.join("\n"));
        let turned: Vec<String> = rows.iter().rev().cloned().collect();
        prop_assert_eq!(summary(&mut read(text(&rows))), summary(&mut read(text(&turned))));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), step in 1_usize..64) {
        let _ = read_in(&bytes, step, &Answers::new());
    }

    #[test]
    fn no_text_makes_it_panic(text in "([a-zA-Z0-9äé€$%=\"',;.:/()\t -]{0,12}[,;\n\r\t]){0,60}", step in 1_usize..64) {
        let _ = read_in(text.as_bytes(), step, &Answers::new());
    }
}
