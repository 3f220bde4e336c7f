//! Models that learn from many items before they forecast any of them.
//!
//! Whether one item is asked for or all of them, a job by such a model begins with a lesson: an engine trains it on the
//! items that sell most, then each is forecast with what was learned. The latest few lessons stay in memory as long as
//! the vault is open: a job whose items and their histories are those of a lesson that is over begins none. From a
//! category, from all sales and from an item beside no other the model learns alone.

use std::collections::VecDeque;
use std::rc::Rc;

use ledger::{Every, ForecastInput, ForecastItems, ForecastQuery, ForecastSettings, Items};
use protocol::{Failure, Found, Lesson, LessonSeries, Order, Taught, TaughtId, ToPage};

use super::calendar::{Calendar, Detail};
use super::{Desk, JobId, Waiting};
use crate::desk::house::Phase;
use crate::desk::records::context;

/// Models that learn from many series, by their stable names.
const MODELS: [&str; 2] = ["trees", "lstm"];
/// Items that teach, at most.
const MOST_ITEMS: u32 = 300;
/// With fewer an item learns as much from itself.
const LEAST_ITEMS: usize = 2;
/// What is drawn at random in a lesson is always the same.
const SEED: u64 = 1;
/// Lessons whose result is kept in memory.
const MOST_KEPT: usize = 2;

/// What a lesson is about: a model, and items all asked for in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    model: String,
    items: ForecastItems,
}

impl Subject {
    /// The lesson before a question, if its model wants one.
    pub(super) fn of(query: &ForecastQuery, settings: &ForecastSettings) -> Option<Self> {
        query.scope.item.as_ref()?;
        let model = query.model.clone().or_else(|| settings.default_model.clone())?;
        let ForecastQuery { scope, measure, every, days, .. } = query;
        let items = ForecastItems {
            items: Items::Top(MOST_ITEMS),
            place: scope.place.clone(),
            measure: *measure,
            every: *every,
            days: *days,
            model: query.model.clone(),
        };
        MODELS.contains(&model.as_str()).then_some(Self { model, items })
    }

    /// Steps ahead that are taught: beyond, what is far off is as far off as the last of them.
    fn horizon(&self) -> u16 {
        let most = match self.items.every {
            Every::Day => 56,
            Every::Week => 26,
            Every::Month => 12,
        };
        self.items.every.periods(self.items.days).min(most)
    }
}

/// Recognises the history of each item and what was known of its days, in the order in which they teach.
type Histories = Vec<[[u8; 16]; 2]>;

/// A lesson that is over.
pub(super) struct Learned {
    subject: Subject,
    histories: Histories,
    taught: Rc<Taught>,
}

/// What was learned lately.
#[derive(Default)]
pub(super) struct Across {
    learned: VecDeque<Learned>,
    last: TaughtId,
}

impl Across {
    pub(super) fn keep(&mut self, learned: Learned) {
        self.learned.push_front(learned);
        self.learned.truncate(MOST_KEPT);
    }

    /// What was learned of a subject from just these histories.
    fn of(&self, subject: &Subject, histories: &Histories) -> Option<Rc<Taught>> {
        let is_same = |known: &&Learned| known.subject == *subject && known.histories == *histories;
        self.learned.iter().find(is_same).map(|known| Rc::clone(&known.taught))
    }
}

/// How far a job is with the lesson before its items.
#[derive(Default)]
pub(super) enum Schooling {
    /// It needs none.
    #[default]
    None,
    /// It is to come.
    Due(Subject),
    /// An engine is at it; nothing is forecast meanwhile.
    UnderWay(Learned),
    /// It is over. `None`: there was nothing to learn, and each item is forecast as if it were asked for alone.
    Over(Option<Rc<Taught>>),
}

impl Schooling {
    /// What was learned.
    pub(super) fn taught(&self) -> Option<Rc<Taught>> {
        match self {
            Self::Over(taught) => taught.clone(),
            _ => None,
        }
    }

    /// An engine says what it learned, or why nothing.
    pub(super) fn end(&mut self, found: Option<Found>) -> Option<Learned> {
        let Self::UnderWay(Learned { subject, histories, taught }) = std::mem::take(self) else {
            return None;
        };
        let Some(Found::Lesson(bytes)) = found else {
            *self = Self::Over(None);
            return None;
        };
        let taught = Rc::new(Taught { bytes, ..Taught::clone(&taught) });
        *self = Self::Over(Some(Rc::clone(&taught)));
        Some(Learned { subject, histories, taught })
    }
}

impl Desk {
    /// Sees to the lesson before a job's items; whether they can be forecast now.
    pub(super) async fn school(&mut self, job: JobId) -> Result<bool, Failure> {
        let Some(running) = self.forecasting.jobs.get_mut(&job) else { return Ok(false) };
        let subject = match &running.schooling {
            Schooling::None | Schooling::Over(_) => return Ok(true),
            Schooling::UnderWay(_) => return Ok(false),
            Schooling::Due(_) if running.is_held => return Ok(false),
            Schooling::Due(subject) => subject.clone(),
        };
        let (histories, series) = self.read_lesson(&subject).await?;
        let Some(running) = self.forecasting.jobs.get_mut(&job) else { return Ok(false) };
        let known = self.forecasting.across.of(&subject, &histories);
        if known.is_some() || series.len() < LEAST_ITEMS {
            running.schooling = Schooling::Over(known);
            return Ok(true);
        }
        self.forecasting.across.last += 1;
        let taught = Taught {
            id: self.forecasting.across.last,
            model: subject.model.clone(),
            horizon: subject.horizon(),
            series: u32::try_from(series.len()).unwrap_or(u32::MAX),
            bytes: Vec::new(),
        };
        let lesson = Lesson {
            model: subject.model.clone(),
            every: subject.items.every,
            horizon: subject.horizon(),
            seed: SEED,
            series,
        };
        let taught = Rc::new(taught);
        running.schooling = Schooling::UnderWay(Learned { subject, histories, taught });
        running.ask(Waiting::Lesson);
        self.forecasting.pool.add(job, Order::Lesson(Box::new(lesson)), None);
        Ok(false)
    }

    /// The items that teach.
    async fn read_lesson(
        &mut self,
        subject: &Subject,
    ) -> Result<(Histories, Vec<LessonSeries>), Failure> {
        self.have_records().await?;
        let Phase::Open(house, sitting) = &mut self.phase else {
            return Err(Failure::new("locked"));
        };
        let context = context(&sitting.state, &sitting.session);
        let shelf = &mut sitting.shelf;
        let missing = shelf.records.forecast_plan_missing(&subject.items, &context);
        shelf.load(&house.vault, &missing).await?;
        let queries = shelf.records.forecast_items(&subject.items, &context);
        let missing = shelf.records.forecast_missing(&queries);
        shelf.load(&house.vault, &missing).await?;
        let inputs = shelf.records.forecast_inputs(&queries, &context);
        shelf.make_room();
        let (mut histories, mut series) = (Histories::new(), Vec::new());
        for (query, input) in queries.into_iter().zip(inputs) {
            let Ok(input) = input else { continue };
            let Calendar { is_open, columns, .. } = Calendar::of(&query, &input, Detail::Roles);
            histories.push([input.data, input.calendar]);
            let ForecastInput { first, values, .. } = input;
            series.push(LessonSeries { first, values, is_open, columns });
        }
        Ok((histories, series))
    }

    /// Tells how far lessons are.
    pub(super) fn tell_lessons(&mut self) {
        let forecasting = &mut self.forecasting;
        for (job, running) in &mut forecasting.jobs {
            let Schooling::UnderWay(_) = running.schooling else { continue };
            let Some(share) = forecasting.pool.share(*job) else { continue };
            if std::mem::replace(&mut running.share, share) != share {
                for (who, id) in &running.tickets {
                    self.voice.tell(*who, ToPage::Learning { id: *id, share });
                }
            }
        }
    }
}
