//! Between the ledger worker and an engine.
//!
//! Each [`ToEngine::Run`] has exactly one answer, [`FromEngine::Done`] or [`FromEngine::Failed`], also when it is
//! cancelled: whoever asks knows by it that the engine is free.

use ledger::{
    Bands, Day, Every, Insight, Measure, ModelScore, NotLearned, PriceEffect, PromotionEffect,
    Strips,
};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// Numbers the runs of all engines of a ledger worker; none is used twice, so a late answer is known by it.
pub type RunId = u64;

/// To an engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToEngine {
    /// Compute this.
    Run {
        /// Its number.
        run: RunId,
        /// What to compute.
        order: Order,
    },
    /// Remember this, instead of what it was told before: series to come are to be forecast by it.
    Remember(Taught),
    /// Stop computing it, if it still runs: answered with the failure `cancelled`.
    Cancel {
        /// Which.
        run: RunId,
    },
    /// Say that it is there: answered with [`FromEngine::Here`] between two steps.
    AreYouThere,
    /// Panic. Only test builds send it.
    Crash,
}

/// What an engine computes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// Everything about one series: [`Found::Series`].
    Series(Box<Task>),
    /// A model from many series: [`Found::Lesson`].
    Lesson(Box<Lesson>),
    /// Forecasts that add up: [`Found::Sums`].
    Sums(Box<SumsTask>),
}

/// One series and what to find out about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// First day of the first period.
    pub first: Day,
    /// How long a period is.
    pub every: Every,
    /// Period by period, oldest first; `None` for one nothing is known of. Minor units or thousandths.
    pub values: Vec<Option<i64>>,
    /// Steps ahead.
    pub horizon: u16,
    /// Stable names of the models to compare, the default first.
    pub models: Vec<String>,
    /// The one of them the forecast is to be from, whatever the comparison says.
    pub chosen: Option<Chosen>,
    /// Past forecasts to try each model on, at most.
    pub origins: u16,
    /// Whether trend and season are wanted, what days add, what is worth saying, and each contender's course.
    pub with_components: bool,
    /// Whether anything can be sold, period by period over history and horizon; empty: always.
    pub is_open: Vec<bool>,
    /// What is known of each period in advance. An engine knows columns by their place, not by name.
    pub columns: Vec<TaskColumn>,
    /// What all items of the same kind sold, for one without much history: period by period, ending as `values` does.
    pub kind: Option<Vec<Option<i64>>>,
    /// What to try in a second forecast.
    pub what_if: Option<WhatIf>,
    /// Which of what it was told to remember is the model of that name; `None`: every model is fitted to this series.
    pub taught: Option<TaughtId>,
}

/// Numbers what engines are told to remember; none is used twice by a ledger worker.
pub type TaughtId = u64;

/// A model that was trained on many series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taught {
    /// Its number.
    pub id: TaughtId,
    /// Its stable name.
    pub model: String,
    /// Steps ahead it was trained for.
    pub horizon: u16,
    /// How many series it was trained on.
    pub series: u32,
    /// What it has learned, for engines of the same build.
    pub bytes: Vec<u8>,
}

/// A model to be trained on many series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Its stable name.
    pub model: String,
    /// How long a period is.
    pub every: Every,
    /// Steps ahead.
    pub horizon: u16,
    /// The same seed and series teach the same.
    pub seed: u64,
    /// The series.
    pub series: Vec<LessonSeries>,
}

/// A series that teaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonSeries {
    /// First day of the first period.
    pub first: Day,
    /// As [`Task::values`].
    pub values: Vec<Option<i64>>,
    /// As [`Task::is_open`].
    pub is_open: Vec<bool>,
    /// As [`Task::columns`].
    pub columns: Vec<TaskColumn>,
}

/// Forecasts that are to add up: each part belongs to the whole or to a group of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumsTask {
    /// How long a period is.
    pub every: Every,
    /// First the whole, then the groups.
    pub wholes: Vec<SumsForecast>,
    /// What was forecast of the parts.
    pub parts: Vec<SumsPart>,
    /// What is left of the whole and of each group without their parts, in the order of `wholes`; one by one forecast
    /// here, for it has no forecast yet. `None` where nothing is left.
    pub rests: Vec<Option<RestSeries>>,
}

/// A part of a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumsPart {
    /// The place of its group among the wholes; 0 if it is part of no group.
    pub whole: u32,
    /// What was forecast of it.
    pub forecast: SumsForecast,
}

/// A forecast as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumsForecast {
    /// Step by step.
    pub steps: Vec<Bands>,
    /// The sum over all of them.
    pub total: Bands,
}

/// What is left of a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestSeries {
    /// First day of the first period.
    pub first: Day,
    /// Period by period.
    pub values: Vec<Option<i64>>,
}

/// A model by choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Its stable name.
    pub model: String,
    /// Whether another may take its place if it cannot be fitted; else there is no forecast then.
    pub or_another: bool,
}

/// A number for each period, over history and horizon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskColumn {
    /// What it says.
    pub role: ColumnRole,
    /// Millionths: the share of the period's days, or minor units per unit.
    pub values: Vec<i64>,
}

/// What a [`TaskColumn`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ColumnRole {
    /// A public holiday.
    Holiday,
    /// A promotion.
    Promotion,
    /// Another named day.
    Event,
    /// A price.
    Price,
}

/// What is tried over the horizon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    /// Every price ahead, thousandths more than it is.
    pub price_change: Option<i32>,
    /// Shares of the periods ahead that are promoted, millionths; `None`: promotions stay as they are.
    pub promotion: Option<Vec<i64>>,
    /// What the values are: revenue moves with the price by itself, besides.
    pub measure: Measure,
}

/// What an engine found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found {
    /// To [`Order::Series`].
    Series(Box<Findings>),
    /// To [`Order::Lesson`]: what was learned, as [`Taught::bytes`].
    Lesson(Vec<u8>),
    /// To [`Order::Sums`].
    Sums(Vec<SumsRow>),
}

/// A series whose forecast adds up with the others: first the wholes, then the parts, then what is left of each whole
/// of which something is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumsRow {
    /// The sum over all steps as it was forecast by itself: of what is left only, the rest is known.
    pub alone: Option<Bands>,
    /// What is expected, step by step. The steps of each whole are exactly the sums of those of its parts.
    pub steps: Vec<i64>,
}

/// What an engine found about a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Stable name of the model the forecast is from.
    pub model: String,
    /// Step by step.
    pub steps: Vec<Bands>,
    /// The sum over all of them.
    pub total: Bands,
    /// The comparison, in the order asked.
    pub scores: Vec<ModelScore>,
    /// Trend and season, if wanted and to be had; without effects, which follow by column.
    pub strips: Option<Strips>,
    /// What columns add to each period, over history and horizon.
    pub effects: Vec<ColumnEffect>,
    /// What is worth saying; named days by the place of their column, as a decimal number.
    pub insights: Vec<Insight>,
    /// What comes of [`Task::what_if`].
    pub what_if: Option<WhatIfFindings>,
}

/// What a column adds to each period, in the measure's steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnEffect {
    /// The place of the column in the task.
    pub column: u16,
    /// Over history and horizon.
    pub values: Vec<i64>,
}

/// A forecast under other columns, and what the history says about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIfFindings {
    /// Step by step.
    pub steps: Vec<Bands>,
    /// The sum over all of them.
    pub total: Bands,
    /// If the price is tried.
    pub price: Option<Result<PriceEffect, NotLearned>>,
    /// If promotions are tried.
    pub promotion: Option<Result<PromotionEffect, NotLearned>>,
}

/// From an engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromEngine {
    /// It runs; messages before this one may have been lost.
    Ready,
    /// To [`ToEngine::AreYouThere`].
    Here,
    /// To a run.
    Done {
        /// Which.
        run: RunId,
        /// What was found.
        found: Found,
        /// The longest time between two returns to the event loop, microseconds.
        longest_slice_micros: u64,
    },
    /// Of a run that takes long, now and then: how far it is, thousandths.
    Share {
        /// Which.
        run: RunId,
        /// How far.
        share: u16,
    },
    /// To a run that found nothing.
    Failed {
        /// Which.
        run: RunId,
        /// Why.
        failure: Failure,
    },
    /// It is about to die of a panic. The text is for the console.
    Panicked {
        /// Where, without data.
        place: String,
    },
}
