//! The engines over many series at once: natively on as many threads as cores, each series on one, or in a browser.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use model_wasm::forecast::{Error, Forecast, Levels, Name, Spec};

use super::browser;
use super::input::Row;

/// What an engine said about one series.
pub(crate) struct Answer {
    pub(crate) outcome: Result<Forecast, Failure>,
    /// From the series to its forecast, on one thread.
    pub(crate) ms: f64,
}

/// Why there is no forecast.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) message: String,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string() }
    }
}

/// Where the engines run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runtime {
    /// Here.
    Native,
    /// As WebAssembly in Chromium.
    Browser,
}

impl Runtime {
    /// One answer per row, in their order. `threads` is for the native engines.
    ///
    /// # Errors
    /// If there is no browser. A series that cannot be forecast is an answer.
    pub(crate) fn forecast(
        self,
        rows: &[Row],
        model: Name,
        threads: usize,
    ) -> anyhow::Result<Vec<Answer>> {
        match self {
            Self::Native => Ok(natively(rows, model, threads)),
            Self::Browser => browser::forecast(rows, model),
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Browser => "WebAssembly in Chromium",
        }
    }
}

fn natively(rows: &[Row], model: Name, threads: usize) -> Vec<Answer> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::with_capacity(rows.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some((at, row)) = take(rows, &next) {
                    let answer = timed(row, model);
                    found.lock().expect("no thread panics while it holds it").push((at, answer));
                }
            });
        }
    });
    let mut found = found.into_inner().expect("every thread has ended");
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, answer)| answer).collect()
}

fn take<'a>(rows: &'a [Row], next: &AtomicUsize) -> Option<(usize, &'a Row)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    Some((at, rows.get(at)?))
}

fn timed(row: &Row, model: Name) -> Answer {
    let started = Instant::now();
    let outcome = of(row, model).map_err(Failure::from);
    Answer { outcome, ms: started.elapsed().as_secs_f64() * 1_000.0 }
}

fn of(row: &Row, model: Name) -> Result<Forecast, Error> {
    let fitted = Spec::new(model, row.horizon).fit(&row.series()?)?;
    fitted.forecast(row.horizon, &Levels::bands())
}
