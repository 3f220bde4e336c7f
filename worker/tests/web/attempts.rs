use wasm_bindgen_test::wasm_bindgen_test;
use worker::attempts::Tries;

fn after_five(at_ms: i64) -> Tries {
    let mut tries = Tries::default();
    for n in 0..5 {
        assert_eq!(tries.begin(at_ms + n), Ok(()));
    }
    tries
}

#[wasm_bindgen_test]
fn the_sixth_try_in_a_minute_waits_for_the_first_to_grow_old() {
    let mut tries = after_five(1_000);
    assert_eq!(tries.left(1_005), 0);
    assert_eq!(tries.begin(1_005), Err(59_995));
    assert_eq!(tries.wait_ms(60_999), Some(1));
    assert_eq!(tries.begin(61_000), Ok(()));
    assert_eq!(tries.begin(61_000), Err(1));
}

#[wasm_bindgen_test]
fn putting_the_clock_back_wins_no_try_and_locks_nobody_out() {
    let mut tries = after_five(1_000_000);
    assert_eq!(tries.wait_ms(0), Some(59_996));
    assert_eq!(tries.begin(0), Err(59_996));
    assert_eq!(
        tries.begin(61_000),
        Err(59_996),
        "nothing was written, so it counts from now again"
    );
    assert_eq!(tries.begin(1_060_005), Ok(()));
}

#[wasm_bindgen_test]
fn failed_tries_are_counted_until_somebody_gets_in() {
    let mut tries = after_five(1_000);
    tries.begin(70_000).unwrap();
    let failed = tries.failed().unwrap();
    assert_eq!((failed.count, failed.first_ms, failed.last_ms), (6, 1_000, 70_000));
    assert_eq!(Tries::default().failed(), None);
}
