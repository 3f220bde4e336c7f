//! A task in the words of the forecasting engines, and what they found in whole steps of the measure.

use ledger::{Bands, CourseStep, Day, Every, FORECAST_LEVELS, ModelScore, Strips};
use model_wasm::forecast::{
    Accuracy, Components, Contender, Error, FitRun, FitStep, Forecast, Frequency, Levels, Name,
    Series, Spec, StudyRun, StudySpec, StudyStep,
};
use protocol::{Failure, Findings, Task, WhatIfFindings};

use super::across::Remembered;
use super::lessons::Lessons;
use super::{calendar, insights, newcomer};

use super::micros;

/// A study under way, with what each model has taken of it.
pub(super) struct Study {
    run: StudyRun,
    /// Comes first, and instead of the comparison, for an item without much history.
    newcomer: Option<FitRun>,
    levels: Levels,
    first: Day,
    models: Vec<Name>,
    /// Whom the forecast must be from.
    chosen: Option<Name>,
    horizon: usize,
    series: Series,
    /// What is asked besides the comparison.
    task: Task,
    /// Milliseconds, in the order of `models`.
    spent_ms: Vec<f64>,
    /// Whom the last step worked for.
    working_for: Option<usize>,
}

impl Study {
    pub(super) fn begin(task: &Task, remembered: Option<&Remembered>) -> Result<Self, Failure> {
        let models: Result<Vec<Name>, Error> =
            task.models.iter().map(|name| Name::parse(name)).collect();
        let models = models.map_err(|error| of_forecast(&error))?;
        let chosen = task.chosen.as_ref().map(|chosen| Name::parse(&chosen.model)).transpose();
        let chosen = chosen.map_err(|error| of_forecast(&error))?;
        let levels = Levels::new(FORECAST_LEVELS.to_vec()).map_err(|error| of_forecast(&error))?;
        let mut spec = StudySpec {
            models: models.clone(),
            horizon: usize::from(task.horizon),
            levels: levels.clone(),
            origins: usize::from(task.origins),
            with_components: task.with_components,
            chosen,
            what_if: None,
        };
        let values = task.values.iter().map(|value| value.map(|value| value as f64)).collect();
        let series = Series::new(values, frequency(task.every)).map_err(|e| of_forecast(&e))?;
        let series = series.with_calendar(calendar::known(task));
        if let Some(what_if) = &task.what_if {
            let lessons = Lessons::of(&series);
            spec.what_if = Some(calendar::tried(task, what_if, &lessons));
        }
        let taught = match task.taught {
            // Nothing else may be taken for it.
            Some(id) => Some(remembered.and_then(|known| known.get(id)).ok_or_else(forgotten)?),
            None => None,
        };
        let run = spec.begin_with(&series, taught).map_err(|error| of_forecast(&error))?;
        let spent_ms = vec![0.0; models.len()];
        Ok(Self {
            run,
            newcomer: newcomer::begin(task, &series),
            levels,
            first: task.first,
            models,
            chosen,
            horizon: usize::from(task.horizon),
            series,
            task: Task { values: Vec::new(), columns: Vec::new(), kind: None, ..task.clone() },
            spent_ms,
            working_for: None,
        })
    }

    /// The next piece of work; what was found with the last.
    pub(super) fn step(&mut self) -> Result<Option<Findings>, Failure> {
        if let Some(mut run) = self.newcomer.take() {
            self.working_for = Some(0);
            match run.step() {
                Ok(FitStep::More) => self.newcomer = Some(run),
                Ok(FitStep::Done(fitted)) => {
                    return newcomer::findings(&self.task, &self.levels, &fitted).map(Some);
                }
                // Then by its own history, as far as that goes.
                Err(_) => {}
            }
            return Ok(None);
        }
        match self.run.step().map_err(|error| of_forecast(&error))? {
            StudyStep::More(model) => {
                self.working_for = self.models.iter().position(|known| *known == model);
                Ok(None)
            }
            StudyStep::Done(study) => {
                self.working_for = None;
                self.findings(*study).map(Some)
            }
        }
    }

    fn findings(&self, study: model_wasm::forecast::Study) -> Result<Findings, Failure> {
        let or_another = self.task.chosen.as_ref().is_some_and(|chosen| chosen.or_another);
        if let Some(chosen) = self.chosen.filter(|chosen| *chosen != study.champion && !or_another)
        {
            return Err(self.refusal(chosen));
        }
        let score = |contender: &Contender| {
            let is_champion = contender.model == study.champion;
            score(contender, self.task.with_components && !is_champion)
        };
        let is_asked = self.task.with_components || study.what_if.is_some();
        let lessons = if is_asked { Lessons::of(&self.series) } else { Lessons::default() };
        let what_if = study.what_if.as_ref().zip(self.task.what_if.as_ref());
        Ok(Findings {
            model: study.champion.as_str().to_owned(),
            steps: bands(&study.forecast),
            total: sum(&study.total),
            scores: study.contenders.iter().map(score).collect(),
            effects: study.components.as_ref().map(calendar::effects).unwrap_or_default(),
            strips: study.components.map(|components| self.strips(&components)),
            insights: if self.task.with_components {
                insights::of(&self.task, &self.series, &lessons)
            } else {
                Vec::new()
            },
            what_if: what_if.map(|(found, asked)| WhatIfFindings {
                steps: bands(&found.forecast),
                total: sum(&found.total),
                price: asked.price_change.map(|_| lessons.price(asked.measure)),
                promotion: asked.promotion.as_ref().map(|_| lessons.promotion()),
            }),
        })
    }

    /// Why the chosen model has no forecast: whoever asks for it by name is not given another's.
    fn refusal(&self, chosen: Name) -> Failure {
        let error = Spec::new(chosen, self.horizon).begin(&self.series).err();
        of_forecast(&error.unwrap_or(Error::NoFit))
    }

    /// Notes how long the last step took.
    pub(super) fn spent(&mut self, ms: f64) {
        if let Some(spent_ms) = self.working_for.and_then(|at| self.spent_ms.get_mut(at)) {
            *spent_ms += ms;
        }
    }

    /// The findings with the time that each model took.
    pub(super) fn timed(&self, mut findings: Findings) -> Findings {
        for score in &mut findings.scores {
            let at = self.models.iter().position(|model| model.as_str() == score.model);
            score.micros = at.and_then(|at| self.spent_ms.get(at)).map_or(0, |ms| micros(*ms));
        }
        findings
    }

    fn strips(&self, components: &Components) -> Strips {
        let whole = |values: &[f64]| values.iter().copied().map(whole).collect();
        Strips {
            first: self.first,
            trend: whole(&components.trend),
            season: whole(&components.season),
            effects: Vec::new(),
        }
    }
}

fn forgotten() -> Failure {
    Failure::new("internal").with("code", "forgotten")
}

pub(super) const fn frequency(every: Every) -> Frequency {
    match every {
        Every::Day => Frequency::Daily,
        Every::Week => Frequency::Weekly,
        Every::Month => Frequency::Monthly,
    }
}

/// Rounding keeps the order of quantiles; `as` keeps what is beyond an integer at its end.
pub(super) fn whole(value: f64) -> i64 {
    value.round() as i64
}

pub(super) fn bands(forecast: &Forecast) -> Vec<Bands> {
    let row = |(step, mean): (usize, &f64)| {
        let mut quantiles = [0; FORECAST_LEVELS.len()];
        for (quantile, value) in quantiles.iter_mut().zip(forecast.row(step)) {
            *quantile = whole(*value);
        }
        Bands { mean: whole(*mean), quantiles }
    };
    forecast.mean.iter().enumerate().map(row).collect()
}

/// The only row of a sum.
pub(super) fn sum(total: &Forecast) -> Bands {
    bands(total).first().copied().unwrap_or_default()
}

fn course(forecast: &Forecast) -> Vec<CourseStep> {
    let step = |Bands { mean, quantiles }: Bands| {
        let [_, low, .., high, _] = quantiles;
        CourseStep { mean, low, high }
    };
    bands(forecast).into_iter().map(step).collect()
}

fn score(contender: &Contender, with_course: bool) -> ModelScore {
    let Accuracy { origins, mase, smape, rmsse, wape, mape, bias, inside_80, inside_95, .. } =
        contender.accuracy;
    let thousandths = |value: f64| (value * 1_000.0).round() as u32;
    ModelScore {
        model: contender.model.as_str().to_owned(),
        notation: contender.notation.clone(),
        origins: u32::try_from(origins).unwrap_or(u32::MAX),
        mase: thousandths(mase),
        smape: thousandths(smape),
        wape: thousandths(wape),
        bias: (bias * 1_000.0).round() as i32,
        inside_80: thousandths(inside_80),
        inside_95: thousandths(inside_95),
        micros: 0,
        rmsse: (origins > 0).then(|| thousandths(rmsse)),
        // The engine counts in percent.
        mape: mape.map(|percent| thousandths(percent / 100.0)),
        weight: contender.share.map(thousandths),
        course: if with_course { course(&contender.forecast) } else { Vec::new() },
    }
}

pub(super) fn of_forecast(error: &Error) -> Failure {
    let failure = Failure::new(error.code());
    match error {
        Error::TooShort { observed, needed } => {
            failure.with("observed", observed).with("needed", needed)
        }
        Error::BadValue { at } => failure.with("at", at),
        Error::BadHorizon { steps } => failure.with("steps", steps),
        _ => failure,
    }
}
