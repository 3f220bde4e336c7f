//! Any bytes as an exported log: verification never panics, and a report names every fault.
#![no_main]

use std::ops::ControlFlow;

use vault::{VerifyOptions, verify_export};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let go_on = |_| ControlFlow::Continue(());
    let _ = verify_export(bytes, &VerifyOptions::default(), go_on);
});
