//! The ledger worker of one tab.

fn main() {
    worker::Tab::of_worker();
}
