//! The business itself, pure: what can be ordered, what has happened, what follows from it.
//!
//! A [`Command`] is checked by [`authorise`] and [`decide`] against the [`State`]; what it causes are [`Event`]s,
//! which [`State::apply`] folds in. `decide` refuses, `apply` never fails. Nothing here reads a clock, draws a
//! random number or touches a store: time and ids come in through [`Ctx`].
#![forbid(unsafe_code)]

mod audit;
mod chunks;
mod clock;
mod codec;
mod command;
mod currency;
mod day;
mod error;
mod event;
mod forecasts;
mod ids;
mod imports;
mod money;
mod password;
mod people;
mod permission;
mod records;
mod sales;
mod settings;
mod stage;
mod state;

/// The bodies of events, for those who read or write a log themselves.
pub mod events {
    pub use crate::forecasts::{
        ForecastArchived, ForecastRestored, ForecastSettingsSet, ForecastsMade, NamedDayRemoved,
        NamedDaySet,
    };
    pub use crate::imports::ImportCommitted;
    pub use crate::people::{
        FailedSignIns, Locked, LogExported, LogVerified, PasswordChanged, PersonAdded,
        PersonRenamed, PinCleared, PinSet, RecoveryKeyReplaced, ReportExported, SignedIn,
    };
    pub use crate::settings::{
        AutoLockSet, BusinessRenamed, CurrencySet, LanguageSet, ThemeSet, TimeZoneSet, VaultFounded,
    };
}

pub use audit::{LogPage, LogRow, log_rows};
pub use chunks::{
    ChunkError, CostRecord, CountRecord, CustomersOfOrders, ItemRecord, MOST_CHUNK_BYTES,
    MOST_CHUNK_RECORDS, MOST_TEXT_CHARS, RateRecord, chunk_forecasts, decode_costs, decode_counts,
    decode_customers, decode_forecasts, decode_items, decode_orders, decode_rates, encode_costs,
    encode_counts, encode_customers, encode_forecasts, encode_items, encode_orders, encode_rates,
};
pub use clock::Timestamp;
pub use codec::{Batch, CodecError, Envelope, Recorded, decode_batch, encode_batch};
pub use command::{Answer, Command, Ctx, Founding, Query, answer, decide, found};
pub use currency::Currency;
pub use day::{Day, Moment, days_in_month};
pub use error::Error;
pub use event::{Area, Class, Event};
pub use forecasts::{
    Bands, CourseStep, DayEffect, DayId, DayKind, DayName, Demand, EarlierForecast, EffectKind,
    Every, Expected, FORECAST_LEVELS, ForecastChunk, ForecastError, ForecastInput, ForecastItems,
    ForecastQuery, ForecastRow, ForecastScope, ForecastSettings, ForecastView, ForecastsCommand,
    ForecastsPage, ForecastsQuery, Hindsight, HolidayCountry, Insight, InsightKind, Items,
    KeptForecast, KeptQuestion, KnownDay, KnownDaysQuery, KnownDaysView, LiveAccuracy, Measure,
    ModelRow, ModelScore, ModelsPage, ModelsQuery, NamedDay, NotLearned, Part, PriceEffect,
    PromotionEffect, Reconciled, ReconciledRow, Scenario, ScenarioTotals, ScenarioView, Stale,
    Strips,
};
pub use ids::{CommandId, PersonId};
pub use imports::{
    Answers, CellMark, Checked, ChunkKind, ChunkRef, ColumnView, Confidence, ControlTotals,
    CurrencyAmount, DecimalMark, Delimiter, Description, Encoding, Field, FileKind, ImportId,
    ImportView, ImportsView, Plan, PreviewCell, PreviewRow, ProblemGroup, Question, Severity,
};
pub use money::{Decimal, MOST_MINOR, Money, Quantity};
pub use password::{PasswordRating, Weakness, rate_password};
pub use people::{Fact, LockCause, PeopleCommand, PersonView, PinVerifier, SignInPath, record};
pub use permission::{Action, Permission, Role, Session, authorise};
pub use records::{Context, Records};
pub use sales::{
    By, Comparison, Figures, HourView, ItemName, Lead, LineKind, OrderFlags, OrderLineView,
    OrderRef, OrderRow, OrderView, Orders, OrdersPage, OrdersQuery, Period, PlaceView, RowKey,
    SalesAnswer, SalesFilter, SalesQuery, SalesRow, Tile, TodayView, TopSide, Totals,
};
pub use settings::{AutoLock, Language, SettingsCommand, SettingsView, Theme};
pub use stage::{OutChunk, StageError, Stager, chunk_orders};
pub use state::State;
