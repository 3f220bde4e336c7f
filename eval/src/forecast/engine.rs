//! The engines over many series at once: natively on as many threads as cores, each series on one, or in a browser.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use model_wasm::forecast::{Error, FitStep, Forecast, Levels, Method, Name, Spec};

use super::browser;
use super::global::Shared;
use super::input::Row;
use super::options::Learning;

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
        learning: Learning,
    ) -> anyhow::Result<Vec<Answer>> {
        match self {
            Self::Native => Ok(natively(rows, model, threads, learning)),
            Self::Browser => browser::forecast(rows, model, learning),
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Browser => "WebAssembly in Chromium",
        }
    }
}

/// A model that learns from all series does so once, before any is forecast; each then takes its share of that time.
fn natively(rows: &[Row], model: Name, threads: usize, learning: Learning) -> Vec<Answer> {
    let started = Instant::now();
    let trained = match learning {
        Learning::Alone => Ok(None),
        Learning::Together => Shared::learn(rows, model),
    };
    let share = started.elapsed().as_secs_f64() * 1_000.0 / rows.len().max(1) as f64;
    let trained = match trained {
        Ok(trained) => trained,
        Err(error) => {
            let failed = |_| Answer { outcome: Err(error.clone().into()), ms: share };
            return rows.iter().map(failed).collect();
        }
    };
    let mut answers = each(rows, model, threads, trained.as_ref());
    answers.iter_mut().for_each(|answer| answer.ms += share);
    answers
}

fn each(rows: &[Row], model: Name, threads: usize, trained: Option<&Shared>) -> Vec<Answer> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::with_capacity(rows.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let method = trained.and_then(Shared::method);
                let method = method.unwrap_or_else(|| model.method());
                while let Some((at, row)) = take(rows, &next) {
                    let answer = timed(row, model, method.as_ref());
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

fn timed(row: &Row, model: Name, method: &dyn Method) -> Answer {
    let started = Instant::now();
    let outcome = of(row, model, method).map_err(Failure::from);
    Answer { outcome, ms: started.elapsed().as_secs_f64() * 1_000.0 }
}

fn of(row: &Row, model: Name, method: &dyn Method) -> Result<Forecast, Error> {
    let mut run = Spec::new(model, row.horizon).begin_with(method, &row.series()?)?;
    loop {
        if let FitStep::Done(fitted) = run.step()? {
            return fitted.forecast(row.horizon, &Levels::bands());
        }
    }
}
