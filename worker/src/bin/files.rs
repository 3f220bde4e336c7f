//! The throw-away worker that reads files in and writes tables out.

fn main() {
    worker::files::serve();
}
