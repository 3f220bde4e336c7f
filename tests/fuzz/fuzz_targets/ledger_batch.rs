//! Any bytes as a batch of events: decoding never panics, and what decodes is written back unchanged in meaning.
#![no_main]

use ledger::{State, decode_batch, encode_batch, log_rows};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(batch) = decode_batch(bytes) else { return };
    let written = encode_batch(&batch.envelope, &batch.events);
    assert_eq!(decode_batch(&written).as_ref(), Ok(&batch));
    let mut state = State::default();
    state.apply(&batch);
    for row in log_rows(0, ledger::Class::Shop, &batch) {
        let _ = row.to_json_line();
    }
});
