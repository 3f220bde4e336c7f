//! ledger worker
fn main() {}
