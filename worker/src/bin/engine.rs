//! The worker that forecasts.

fn main() {
    worker::engine::serve();
}
