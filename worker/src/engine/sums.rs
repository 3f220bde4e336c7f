//! Forecasts of parts and wholes that add up.

use ledger::Bands;
use model_wasm::forecast::{
    Calendar, Error, FitRun, FitStep, Hierarchy, Levels, Name, Reconciliation, Series, Spec,
};
use protocol::{Failure, RestSeries, SumsRow, SumsTask};

use super::study::{bands, frequency, of_forecast, sum, whole};

/// Steps that are made to add up at once: each is a sum of its own.
const STEPS: usize = 28;
/// A forecast is never surer than this, in steps of its measure: what never sold may still sell.
const LEAST_DEVIATION: f64 = 1.0;
/// From 10 to 90 %.
const WIDTH: [usize; 2] = [1, 5];

/// Forecasts what is left over, then makes everything add up.
pub(super) struct Sums {
    task: SumsTask,
    horizon: usize,
    levels: Levels,
    /// The whole whose rest is being forecast, and how.
    next: usize,
    run: Option<FitRun>,
    /// Of what is left over: whose, step by step, and in all.
    rests: Vec<(usize, Vec<Bands>, Bands)>,
    /// Wholes, parts and rests, step by step, as far as that is done.
    found: Vec<Vec<i64>>,
}

impl Sums {
    pub(super) fn begin(task: &SumsTask) -> Result<Self, Failure> {
        let levels = Levels::new(ledger::FORECAST_LEVELS.to_vec());
        Ok(Self {
            horizon: task.wholes.first().map_or(0, Vec::len),
            levels: levels.map_err(|error| of_forecast(&error))?,
            task: task.clone(),
            next: 0,
            run: None,
            rests: Vec::new(),
            found: Vec::new(),
        })
    }

    /// The next piece of work; everything with the last.
    pub(super) fn step(&mut self) -> Result<Option<Vec<SumsRow>>, Failure> {
        if let Some(run) = self.run.take() {
            self.forecast(run);
        } else if let Some(rest) = self.task.rests.get(self.next) {
            match rest.as_ref().map(|rest| self.begin_rest(rest)) {
                Some(Ok(run)) => self.run = Some(run),
                // What cannot be forecast is too little to matter.
                Some(Err(_)) => self.note_nothing(),
                None => self.next += 1,
            }
        } else {
            self.add_up().map_err(|error| of_forecast(&error))?;
            if self.found.first().is_none_or(|steps| steps.len() >= self.horizon) {
                return Ok(Some(self.rows()));
            }
        }
        Ok(None)
    }

    fn begin_rest(&self, rest: &RestSeries) -> Result<FitRun, Error> {
        let values = rest.values.iter().map(|value| value.map(|value| value as f64)).collect();
        let series = Series::new(values, frequency(self.task.every))?;
        let calendar = Calendar { first_day: Some(rest.first.0), ..Calendar::default() };
        Spec::new(Name::Ensemble, self.horizon).begin(&series.with_calendar(calendar))
    }

    fn forecast(&mut self, mut run: FitRun) {
        let fitted = match run.step() {
            Ok(FitStep::More) => return self.run = Some(run),
            Ok(FitStep::Done(fitted)) => fitted,
            Err(_) => return self.note_nothing(),
        };
        let steps = fitted.forecast(self.horizon, &self.levels);
        match (steps, fitted.total(self.horizon, &self.levels)) {
            (Ok(steps), Ok(total)) => {
                self.rests.push((self.next, bands(&steps), sum(&total)));
                self.next += 1;
            }
            _ => self.note_nothing(),
        }
    }

    fn note_nothing(&mut self) {
        let nothing = vec![Bands::default(); self.horizon];
        self.rests.push((self.next, nothing, Bands::default()));
        self.next += 1;
    }

    /// All forecasts in the order of what is found: wholes, parts, rests.
    fn all(&self) -> impl Iterator<Item = &[Bands]> {
        let parts = self.task.parts.iter().map(|part| part.steps.as_slice());
        let rests = self.rests.iter().map(|(_, steps, _)| steps.as_slice());
        self.task.wholes.iter().map(Vec::as_slice).chain(parts).chain(rests)
    }

    /// Makes the next steps add up.
    fn add_up(&mut self) -> Result<(), Error> {
        let from = self.found.first().map_or(0, Vec::len);
        let to = self.horizon.min(from + STEPS);
        let members = self.members();
        let hierarchy = Hierarchy::new(self.all().count() - members.len(), members.clone())?;
        let mut mean = Vec::new();
        for steps in self.all() {
            let steps = steps.get(from..to).ok_or(Error::BadHierarchy)?;
            mean.extend(steps.iter().map(|step| step.mean as f64));
        }
        let variances: Vec<f64> = self.all().map(variance).collect();
        let how = Reconciliation::Wls(&variances);
        let moved = hierarchy.reconcile(&mean, to - from, how)?;
        self.found.resize(hierarchy.len(), Vec::new());
        for (steps, moved) in self.found.iter_mut().zip(moved.chunks((to - from).max(1))) {
            steps.extend(moved.iter().copied().map(whole));
        }
        // Sums of what was rounded, so that not a cent is missing.
        let (wholes, parts) = self.found.split_at_mut(members.len());
        for (whole, members) in wholes.iter_mut().zip(&members) {
            for (step, value) in whole.iter_mut().enumerate().skip(from) {
                let values = members.iter().map(|part| parts[*part][step]);
                *value = values.fold(0, i64::saturating_add);
            }
        }
        Ok(())
    }

    /// The parts of each whole by their number; of the first all.
    fn members(&self) -> Vec<Vec<usize>> {
        let parts = self.task.parts.iter().map(|part| part.whole as usize);
        let of = parts.chain(self.rests.iter().map(|(whole, ..)| *whole));
        let mut members = vec![Vec::new(); self.task.wholes.len()];
        for (part, whole) in of.enumerate() {
            if whole > 0
                && let Some(group) = members.get_mut(whole)
            {
                group.push(part);
            }
            if let Some(all) = members.first_mut() {
                all.push(part);
            }
        }
        members
    }

    fn rows(&mut self) -> Vec<SumsRow> {
        let first_rest = self.task.wholes.len() + self.task.parts.len();
        let rests: Vec<Bands> = self.rests.iter().map(|(.., total)| *total).collect();
        let row = |(at, steps): (usize, Vec<i64>)| {
            let rest = at.checked_sub(first_rest);
            SumsRow { alone: rest.and_then(|at| rests.get(at)).copied(), steps }
        };
        std::mem::take(&mut self.found).into_iter().enumerate().map(row).collect()
    }
}

/// How unsure a forecast is: the mean square of the width of its 80 % bands.
fn variance(steps: &[Bands]) -> f64 {
    let [low, high] = WIDTH;
    let square = |step: &Bands| {
        let width = step.quantiles[high] as f64 - step.quantiles[low] as f64;
        width * width
    };
    let mean = steps.iter().map(square).sum::<f64>() / steps.len().max(1) as f64;
    mean.max(LEAST_DEVIATION)
}
