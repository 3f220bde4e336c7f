//! What the benchmark measures is also right.

use protocol::{Bench, Request, Response, TestRequest};

use crate::page::Page;

/// The benchmark's rows, summed here without any ledger.
pub(super) async fn answers_are_right() {
    const LINES: u64 = 40_000;
    let page = Page::new();
    page.create().await;
    let bench = Bench::Sales { lines: LINES as u32 };
    let numbers = match page.ask(Request::Test(TestRequest::Bench(bench))).await {
        Ok(Response::Bench(numbers)) => numbers,
        other => panic!("{other:?}"),
    };
    let number = |wanted: &str| {
        let found = numbers.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| *value as u64).unwrap_or_else(|| panic!("no {wanted}"))
    };
    let (mut sum, mut filtered, mut items) = (0, 0, vec![0; 4_000]);
    for line in 0..LINES {
        let order = line / 20;
        let day = 14_610 + order * 1_826 / (LINES / 20);
        let item = ((line * 2_654_435_761) >> 8) % 4_000;
        let amount = (1 + ((line * 40_503) >> 4) % 12) * (50 + item * 7 % 1_950);
        sum += amount;
        items[item as usize] += amount;
        if order % 38 == 7 && (14_975..=15_339).contains(&day) {
            filtered += amount;
        }
    }
    items.sort_unstable();
    assert_eq!(number("sum"), sum);
    assert_eq!(number("filtered_sum"), filtered);
    assert_eq!(number("top_20_sum"), items[3_980..].iter().sum::<u64>());
    assert_eq!(number("days"), 1_826);
    page.stop();
}
