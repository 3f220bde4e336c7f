//! Milliseconds per series of every model by everybody who has it.

use std::path::Path;

use anyhow::Result;
use model_wasm::forecast::Name;
use tests::{Forecaster, SeriesRow, Task};

use super::native::{self, Learning};
use super::peer::{Kind, Peer};
use crate::peers::median;
use crate::report::Row;

/// What these may take of statsforecast's time.
const PROMISED: [Name; 6] =
    [Name::AutoEts, Name::AutoArima, Name::Ces, Name::Dot, Name::OptimisedTheta, Name::Theta];
const NATIVE: f64 = 0.5;
const CHROMIUM: f64 = 1.0;
/// What any may natively take of a Rust library's.
const RUST: f64 = 1.0;
/// What the default model may take, with its intervals.
const ENSEMBLE: [f64; 2] = [20.0, 40.0];
/// Enough to be compiled and warm.
const WARM: usize = 3;

/// Milliseconds per series of one model, a number per round.
pub(crate) struct Times {
    model: Name,
    native: Vec<f64>,
    chromium: Vec<f64>,
    others: Vec<Other>,
}

/// The same by another program.
struct Other {
    peer: usize,
    kind: Kind,
    /// Its model's name.
    model: &'static str,
    /// Or why there are none.
    ms: Result<Vec<f64>, String>,
}

/// Every model by everybody, round by round: what disturbs one then disturbs all.
pub(crate) async fn in_turns(
    rounds: usize,
    data: &Path,
    series: &[SeriesRow],
    page: &Forecaster,
    peers: &mut [Peer],
) -> Result<Vec<Times>> {
    let mut all: Vec<Times> = Name::ALL.iter().map(|model| Times::empty(*model, peers)).collect();
    for times in &all {
        in_chromium(page, series, times.model, WARM).await?;
    }
    for _ in 0..rounds {
        for times in &mut all {
            times.take_turns(data, series, page, peers).await?;
        }
    }
    Ok(all)
}

/// So many series of a model: those that take a good part of a second each, or whose peers take seconds, are timed on fewer.
const fn most(model: Name, all: usize) -> usize {
    let most = match model {
        Name::Lstm => 5,
        Name::Trees | Name::AutoArima => 10,
        Name::Prophet => 20,
        _ => all,
    };
    if most < all { most } else { all }
}

/// Milliseconds per series on one worker.
async fn in_chromium(
    page: &Forecaster,
    series: &[SeriesRow],
    model: Name,
    most: usize,
) -> Result<f64> {
    let answers = page.run(&tasks(series, model, most), 1).await?.answers;
    Ok(answers.iter().map(|answer| answer.ms).sum::<f64>() / answers.len() as f64)
}

/// At most `most` of the series, evenly spread.
pub(crate) fn tasks(series: &[SeriesRow], model: Name, most: usize) -> Vec<Task> {
    let most = most.min(series.len());
    (0..most).map(|at| series[at * series.len() / most].task(model)).collect()
}

impl Times {
    fn empty(model: Name, peers: &[Peer]) -> Self {
        let of = |(peer, kind): (usize, Kind)| {
            let its = kind.pairs().iter().filter(move |(ours, _)| *ours == model);
            its.map(move |(_, model)| Other { peer, kind, model, ms: Ok(Vec::new()) })
        };
        let kinds = peers.iter().map(|peer| peer.kind);
        let others = kinds.enumerate().flat_map(of).collect();
        Self { model, native: vec![], chromium: vec![], others }
    }

    async fn take_turns(
        &mut self,
        data: &Path,
        series: &[SeriesRow],
        page: &Forecaster,
        peers: &mut [Peer],
    ) -> Result<()> {
        let most = most(self.model, series.len());
        self.native.push(native::ms(data, self.model, most, Learning::Alone)?);
        self.chromium.push(in_chromium(page, series, self.model, most).await?);
        for other in &mut self.others {
            let Ok(ms) = &mut other.ms else { continue };
            match peers[other.peer].ms(other.model, most) {
                Ok(found) => ms.push(found),
                Err(why) => other.ms = Err(why),
            }
        }
        Ok(())
    }

    pub(crate) fn rows(&self) -> Vec<Row> {
        let name = self.model.as_str();
        let (native, chromium) = (median(self.native.clone()), median(self.chromium.clone()));
        let mut rows = [("native", native), ("Chromium", chromium)]
            .map(|(what, ms)| Row::new(&format!("{name}, {what}"), ms, "ms"));
        if self.model == Name::Ensemble {
            let [fast, slow] = rows;
            rows = [fast.at_most(ENSEMBLE[0]), slow.at_most(ENSEMBLE[1])];
        }
        let mut rows = Vec::from(rows);
        rows.extend(self.others.iter().flat_map(|other| other.rows(self.model, native, chromium)));
        rows
    }
}

impl Other {
    /// Its time, and how ours compare.
    fn rows(&self, ours: Name, native: f64, chromium: f64) -> Vec<Row> {
        let (name, title) = (ours.as_str(), self.kind.title(self.model));
        let ms = match &self.ms {
            Ok(ms) => median(ms.clone()),
            Err(why) => return vec![Row::missing(&format!("{name}, {title}"), why)],
        };
        let ratio =
            |what: &str, ours: f64| Row::new(&format!("{name}, {what} / {title}"), ours / ms, "×");
        let (native, chromium) = (ratio("native", native), ratio("Chromium", chromium));
        let mut rows = vec![Row::new(&format!("{name}, {title}"), ms, "ms")];
        match self.kind {
            Kind::Rust => rows.push(native.at_most(RUST)),
            Kind::Python if PROMISED.contains(&ours) => {
                rows.extend([native.at_most(NATIVE), chromium.at_most(CHROMIUM)]);
            }
            Kind::Python => rows.extend([native, chromium]),
        }
        rows
    }
}
