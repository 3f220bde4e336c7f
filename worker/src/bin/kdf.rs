//! The throw-away worker that derives one key.

fn main() {
    worker::kdf::serve();
}
