//! Models that are trained on many series at once.

use model_wasm::forecast::{self, ByRole, Error, GlobalMethod, Name, Series, TrainStep, Training};
use protocol::{Failure, Lesson, LessonSeries, Taught, TaughtId};

use super::calendar;
use super::study::{frequency, of_forecast};

/// A training under way.
pub(super) struct Learning {
    training: Box<dyn Training>,
}

impl Learning {
    pub(super) fn begin(lesson: &Lesson) -> Result<Self, Failure> {
        let method = method(&lesson.model).ok_or_else(|| of_forecast(&Error::UnknownModel))?;
        // What has no history yet teaches nothing, and keeps nobody else from it.
        let series = lesson.series.iter().filter_map(|series| read(lesson, series).ok());
        let horizon = usize::from(lesson.horizon);
        let training = method.begin(series.collect(), horizon, lesson.seed);
        Ok(Self { training: training.map_err(|error| of_forecast(&error))? })
    }

    /// The next piece of work; with the last what was learned.
    pub(super) fn step(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        match self.training.step().map_err(|error| of_forecast(&error))? {
            TrainStep::More => Ok(None),
            TrainStep::Done(model) => Ok(Some(model.to_bytes())),
        }
    }

    /// How far it is, thousandths.
    pub(super) fn share(&self) -> u16 {
        (self.training.share() * 1_000.0).round() as u16
    }
}

/// What was learned from many series.
pub(super) struct Remembered {
    id: TaughtId,
    taught: forecast::Taught,
}

impl Remembered {
    /// `None` if these are not the bytes of such a model.
    pub(super) fn read(taught: &Taught) -> Option<Self> {
        let model = method(&taught.model)?.read(&taught.bytes)?;
        let (name, horizon) = (Name::parse(&taught.model).ok()?, usize::from(taught.horizon));
        Some(Self { id: taught.id, taught: forecast::Taught { name, model, horizon } })
    }

    /// The model, if this is what is asked for.
    pub(super) fn get(&self, id: TaughtId) -> Option<forecast::Taught> {
        (self.id == id).then(|| self.taught.clone())
    }
}

fn method(model: &str) -> Option<ByRole> {
    Name::parse(model).ok()?.global().map(ByRole)
}

fn read(lesson: &Lesson, series: &LessonSeries) -> Result<Series, Error> {
    let LessonSeries { first, values, is_open, columns } = series;
    let values = values.iter().map(|value| value.map(|value| value as f64)).collect();
    let series = Series::new(values, frequency(lesson.every))?;
    Ok(series.with_calendar(calendar::of(*first, is_open, columns)))
}
