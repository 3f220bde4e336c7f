//! The demo merchant is the same in WebAssembly as natively.

use connectors::{Simulation, Spec, simulate};
use ledger::{Currency, Day};
use wasm_bindgen_test::wasm_bindgen_test;

/// As in `connectors/src/simulator/tests.rs`, which has the native number.
fn fingerprint(simulation: &Simulation) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut mix = |value: i64| {
        hash = (hash ^ value.cast_unsigned()).wrapping_mul(0x0000_0100_0000_01b3);
    };
    for month in &simulation.months {
        month.placed.iter().for_each(|at| mix(at.local_ms));
        for column in
            [&month.customer, &month.place, &month.country, &month.first_line, &month.item]
        {
            column.iter().for_each(|index| mix(i64::from(*index)));
        }
        for column in [&month.quantity, &month.amount, &month.discount, &month.tax] {
            column.iter().for_each(|value| mix(*value));
        }
    }
    simulation.counts.iter().for_each(|count| mix(count.on_hand));
    hash
}

#[wasm_bindgen_test]
fn a_seed_is_the_same_merchant_here() {
    let currency = Currency::from_code("EUR").unwrap();
    let spec = Spec { seed: 1, today: Day(20_778), minute: 14 * 60 + 32, currency };
    assert_eq!(format!("{:016x}", fingerprint(&simulate(&spec))), "caee4d67254db9cf");
}
