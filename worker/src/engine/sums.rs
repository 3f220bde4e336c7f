//! Forecasts of parts and wholes that add up.

use ledger::Bands;
use model_wasm::forecast::{
    Calendar, Error, FitRun, FitStep, Hierarchy, Levels, Name, Reconciliation, Series, Spec,
};
use protocol::{Failure, RestSeries, SumsForecast, SumsRow, SumsTask};

use super::study::{bands, frequency, of_forecast, sum, whole};

/// Steps that are made to add up at once: each is a sum of its own.
const STEPS: usize = 28;
/// A forecast is never surer than this, in steps of its measure: what never sold may still sell.
const LEAST_WIDTH: f64 = 1.0;

/// Forecasts what is left over, then makes everything add up.
pub(super) struct Sums {
    task: SumsTask,
    horizon: usize,
    levels: Levels,
    /// The whole whose rest is being forecast, and how.
    next: usize,
    run: Option<FitRun>,
    /// Of what is left over: whose, and what is expected of it.
    rests: Vec<(usize, SumsForecast)>,
    /// Wholes, parts and rests, step by step, as far as that is done.
    found: Vec<Vec<i64>>,
}

impl Sums {
    pub(super) fn begin(task: &SumsTask) -> Result<Self, Failure> {
        let levels = Levels::new(ledger::FORECAST_LEVELS.to_vec());
        Ok(Self {
            horizon: task.wholes.first().map_or(0, |whole| whole.steps.len()),
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
                let forecast = SumsForecast { steps: bands(&steps), total: sum(&total) };
                self.rests.push((self.next, forecast));
                self.next += 1;
            }
            _ => self.note_nothing(),
        }
    }

    fn note_nothing(&mut self) {
        let steps = vec![Bands::default(); self.horizon];
        self.rests.push((self.next, SumsForecast { steps, total: Bands::default() }));
        self.next += 1;
    }

    /// All forecasts in the order of what is found: wholes, parts, rests.
    fn all(&self) -> impl Iterator<Item = &SumsForecast> {
        let parts = self.task.parts.iter().map(|part| &part.forecast);
        let rests = self.rests.iter().map(|(_, forecast)| forecast);
        self.task.wholes.iter().chain(parts).chain(rests)
    }

    /// The place of the whole that each of them is a direct part of; of the whole itself none.
    fn parents(&self) -> impl Iterator<Item = Option<usize>> {
        let wholes = (0..self.task.wholes.len()).map(|at| (at > 0).then_some(0));
        let parts = self.task.parts.iter().map(|part| Some(part.whole as usize));
        wholes.chain(parts).chain(self.rests.iter().map(|(whole, _)| Some(*whole)))
    }

    /// How unsure each of them is. Parts of the same whole err together, as seasons and growth do that none of them
    /// tells from chance: the deviation of their sum is the sum of their deviations. So each has the variance by which
    /// all of them have that of the sum, and is moved by its share of the deviations.
    fn variances(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.task.wholes.len()];
        for (parent, forecast) in self.parents().zip(self.all()) {
            if let Some(sum) = parent.and_then(|at| sums.get_mut(at)) {
                *sum += width(forecast);
            }
        }
        let variance = |(parent, forecast): (Option<usize>, &SumsForecast)| {
            let width = width(forecast);
            width * parent.and_then(|at| sums.get(at)).copied().unwrap_or(width)
        };
        self.parents().zip(self.all()).map(variance).collect()
    }

    /// Makes the next steps add up.
    fn add_up(&mut self) -> Result<(), Error> {
        let from = self.found.first().map_or(0, Vec::len);
        let to = self.horizon.min(from + STEPS);
        let members = self.members();
        let hierarchy = Hierarchy::new(self.all().count() - members.len(), members.clone())?;
        let mut mean = Vec::new();
        for forecast in self.all() {
            let steps = forecast.steps.get(from..to).ok_or(Error::BadHierarchy)?;
            mean.extend(steps.iter().map(|step| step.mean as f64));
        }
        let variances = self.variances();
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
        let of = parts.chain(self.rests.iter().map(|(whole, _)| *whole));
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
        let rests: Vec<Bands> = self.rests.iter().map(|(_, forecast)| forecast.total).collect();
        let row = |(at, steps): (usize, Vec<i64>)| {
            let rest = at.checked_sub(first_rest);
            SumsRow { alone: rest.and_then(|at| rests.get(at)).copied(), steps }
        };
        std::mem::take(&mut self.found).into_iter().enumerate().map(row).collect()
    }
}

/// From 10 to 90 % of the sum over all steps: what a forecast is wrong by from one step to the next, others have not
/// to make good.
fn width(forecast: &SumsForecast) -> f64 {
    let [_, low, .., high, _] = forecast.total.quantiles;
    (high as f64 - low as f64).max(LEAST_WIDTH)
}
