//! kdf worker
fn main() {}
