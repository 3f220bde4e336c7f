//! Any bytes as a message between page and worker: decoding never panics.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = protocol::decode::<protocol::FromPage>(bytes);
    let _ = protocol::decode::<protocol::ToPage>(bytes);
    let _ = protocol::decode::<protocol::BusMessage>(bytes);
    let _ = std::str::from_utf8(bytes).map(str::parse::<protocol::Marker>);
});
