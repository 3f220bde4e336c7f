//! What can be asked of the business, across its areas.

use serde::{Deserialize, Serialize};

use crate::audit::LogPage;
use crate::clock::Timestamp;
use crate::codec::Envelope;
use crate::currency::Currency;
use crate::error::Error;
use crate::event::{Area, Event};
use crate::forecasts::{
    self, ForecastQuery, ForecastView, ForecastsCommand, ForecastsPage, ForecastsQuery,
    KnownDaysQuery, KnownDaysView, ModelsPage, ModelsQuery,
};
use crate::ids::{CommandId, PersonId};
use crate::imports::ImportsView;
use crate::people::{self, PeopleCommand, PersonAdded, PersonView};
use crate::permission::{Action, Role, Session, authorise};
use crate::sales::{
    OrderRef, OrderView, OrdersPage, OrdersQuery, SalesAnswer, SalesQuery, TodayView,
};
use crate::settings::{
    self, Language, SettingsCommand, SettingsView, VaultFounded, checked_name, checked_zone,
};
use crate::state::State;

/// An order. Its variants mirror the areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// The vault's settings.
    Settings(SettingsCommand),
    /// Who works here.
    People(PeopleCommand),
    /// How forecasts are made.
    Forecasts(ForecastsCommand),
}

impl Command {
    const fn area(&self) -> Area {
        match self {
            Self::Settings(_) => Area::Settings,
            Self::People(_) => Area::People,
            Self::Forecasts(_) => Area::Forecasts,
        }
    }
}

/// A question the projections answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// The vault's settings.
    Settings,
    /// Everybody who works here.
    People,
    /// The Today page, for one place or all.
    Today {
        /// A place by name.
        place: Option<String>,
    },
    /// A sales report.
    Sales(SalesQuery),
    /// A window of the order list.
    Orders(OrdersQuery),
    /// One order in full.
    Order(OrderRef),
    /// The Forecast page.
    Forecast(ForecastQuery),
    /// Items with their forecasts.
    Forecasts(ForecastsQuery),
    /// Holidays and the merchant's named days. The worker adds the holidays to the answer.
    KnownDays(KnownDaysQuery),
    /// The registry of models.
    Models(ModelsQuery),
    /// What was imported, and how files of known sources are read.
    Imports,
    /// The log as who did what, newest first. Answered by the worker from the blocks themselves.
    Log {
        /// Only blocks before this sequence number; `None` starts at the head.
        before: Option<u64>,
        /// Rows wanted at most, 1 to 200.
        limit: u16,
    },
}

/// The answer to a [`Query`] of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The vault's settings.
    Settings(SettingsView),
    /// Everybody who works here.
    People(Vec<PersonView>),
    /// The Today page.
    Today(Box<TodayView>),
    /// A sales report.
    Sales(Box<SalesAnswer>),
    /// A window of the order list.
    Orders(OrdersPage),
    /// One order, if it is still there.
    Order(Option<Box<OrderView>>),
    /// The Forecast page.
    Forecast(Box<ForecastView>),
    /// Items with their forecasts.
    Forecasts(ForecastsPage),
    /// Holidays and named days.
    KnownDays(KnownDaysView),
    /// A window of the registry.
    Models(ModelsPage),
    /// What was imported.
    Imports(ImportsView),
    /// A page of the log.
    Log(LogPage),
}

/// When and by which command: what `decide` may not find out by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ctx {
    /// Now, by the device's clock.
    pub now: Timestamp,
    /// The command's id.
    pub command: CommandId,
}

impl Ctx {
    /// The envelope of what `person` causes now.
    #[must_use]
    pub const fn envelope(&self, person: Option<PersonId>) -> Envelope {
        Envelope { at: self.now, person, command: self.command }
    }
}

/// Decides what a command causes: nothing if it was carried out before or changes nothing.
///
/// # Errors
/// [`Error`] if the session may not, the values do not fit, or a newer version wrote this area.
pub fn decide(
    state: &State,
    session: &Session,
    command: Command,
    ctx: &Ctx,
) -> Result<Vec<Event>, Error> {
    authorise(session, Action::of_command(&command))?;
    if state.has_done(ctx.command) {
        return Ok(Vec::new());
    }
    let area = command.area();
    if state.is_read_only(area) {
        return Err(Error::AreaReadOnly { area });
    }
    let event = match command {
        Command::Settings(command) => settings::decide(state.settings(), command)?,
        Command::People(command) => people::decide(state.people(), command)?,
        Command::Forecasts(command) => forecasts::decide(state.plans(), command)?,
    };
    Ok(event.into_iter().collect())
}

/// Answers what the state can answer; `None` for what needs the records or (for [`Query::Log`]) the blocks.
///
/// # Errors
/// [`Error::NotPermitted`].
pub fn answer(state: &State, session: &Session, query: &Query) -> Result<Option<Answer>, Error> {
    authorise(session, Action::of_query(query))?;
    Ok(match query {
        Query::Settings => Some(Answer::Settings(state.settings().clone())),
        Query::People => Some(Answer::People(state.people().views())),
        Query::Imports => Some(Answer::Imports(state.imports().view())),
        Query::KnownDays(query) => Some(Answer::KnownDays(known_days(state, session, query))),
        Query::Today { .. }
        | Query::Sales(_)
        | Query::Orders(_)
        | Query::Order(_)
        | Query::Forecast(_)
        | Query::Forecasts(_)
        | Query::Models(_)
        | Query::Log { .. } => None,
    })
}

fn known_days(state: &State, session: &Session, query: &KnownDaysQuery) -> KnownDaysView {
    KnownDaysView {
        settings: state.forecast_settings().clone(),
        own: state.named_days(),
        days: state.plans().all_days(query.first, query.last),
        may_change: authorise(session, Action::PlanForecasts).is_ok()
            && !state.is_read_only(Area::Forecasts),
    }
}

/// What a vault begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// The business's name.
    pub business: String,
    /// ISO 4217 code.
    pub currency: String,
    /// The first person's name.
    pub owner_name: String,
    /// The first person's id, freshly drawn.
    pub owner: PersonId,
    /// The language it is shown in.
    pub language: Language,
    /// IANA zone.
    pub time_zone: String,
}

/// The first events of a vault.
///
/// # Errors
/// [`Error`] for names, currency or zone that do not fit.
pub fn found(founding: &Founding) -> Result<Vec<Event>, Error> {
    let founded = VaultFounded {
        business: checked_name("business", &founding.business)?,
        currency: Currency::from_code(&founding.currency)?,
        language: founding.language,
        time_zone: checked_zone(&founding.time_zone)?,
    };
    let name = checked_name("owner", &founding.owner_name)?;
    let owner = PersonAdded { person: founding.owner, name, role: Role::Owner };
    Ok(vec![founded.into(), owner.into()])
}
