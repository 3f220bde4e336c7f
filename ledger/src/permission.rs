//! Who may do what: one table, and it is exhaustive.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::command::{Command, Query};
use crate::error::Error;
use crate::event::Class;
use crate::forecasts::ForecastsCommand;
use crate::ids::PersonId;
use crate::people::PeopleCommand;
use crate::settings::SettingsCommand;

/// What a person is to the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Role {
    /// Owns the vault.
    #[n(0)]
    Owner,
    /// Runs everything but ownership.
    #[n(1)]
    Admin,
    /// Runs a shop.
    #[n(2)]
    Manager,
    /// Sells.
    #[n(3)]
    Clerk,
    /// Looks.
    #[n(4)]
    Viewer,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Admin, Self::Manager, Self::Clerk, Self::Viewer];

    /// The classes whose keys this role is given: what it cannot read, it cannot leak.
    #[must_use]
    pub const fn classes(self) -> &'static [Class] {
        match self {
            Self::Owner | Self::Admin => &Class::ALL,
            Self::Manager => &[Class::Shop, Class::People, Class::Costs],
            Self::Clerk => &[Class::Shop, Class::People],
            Self::Viewer => &[Class::Shop],
        }
    }

    const fn permits(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Owner | Self::Admin => true,
            Self::Manager => matches!(
                permission,
                P::ViewSettings
                    | P::ViewPeople
                    | P::ViewStorage
                    | P::ViewLog
                    | P::OwnAccess
                    | P::ViewSales
                    | P::Import
                    | P::ExportReports
                    | P::MakeForecasts
            ),
            Self::Clerk => matches!(permission, P::ViewSettings | P::OwnAccess | P::ViewSales),
            Self::Viewer => matches!(permission, P::ViewSettings | P::OwnAccess | P::ViewSales),
        }
    }
}

/// What can be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See the vault's settings.
    ViewSettings,
    /// Change them.
    ChangeSettings,
    /// See who works here.
    ViewPeople,
    /// Change who works here.
    ChangePeople,
    /// See what the browser stores.
    ViewStorage,
    /// Read the log as who did what.
    ViewLog,
    /// Walk the chain.
    VerifyLog,
    /// Take the sealed log out as a file.
    ExportLog,
    /// Change one's own password and PIN, lock.
    OwnAccess,
    /// Replace the vault's recovery key.
    ReplaceRecoveryKey,
    /// See sales: Today, reports, orders.
    ViewSales,
    /// Bring records in from elsewhere.
    Import,
    /// Take reports out as files.
    ExportReports,
    /// Make forecasts and keep them; name days, choose and archive models.
    MakeForecasts,
}

/// Everything a session can try: commands, queries, jobs and exports pass through here alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// [`SettingsCommand`], any.
    ChangeSettings,
    /// [`PeopleCommand::RenamePerson`].
    RenamePerson,
    /// [`Query::Settings`].
    ViewSettings,
    /// [`Query::People`].
    ViewPeople,
    /// [`Query::Log`].
    ViewLog,
    /// Settings → Storage.
    ViewStorage,
    /// The job that walks the chain.
    VerifyChain,
    /// The job that hands out the sealed log.
    ExportLog,
    /// Another password for oneself.
    ChangeOwnPassword,
    /// Another PIN for oneself.
    SetOwnPin,
    /// Another recovery key.
    ReplaceRecoveryKey,
    /// Lock, soft or hard.
    Lock,
    /// [`Query::Today`], [`Query::Sales`], [`Query::Orders`], [`Query::Order`], [`Query::Forecast`], [`Query::Forecasts`],
    /// [`Query::KnownDays`], [`Query::Models`].
    ViewSales,
    /// Bring a file in; [`Query::Imports`].
    Import,
    /// Take a report out as a file.
    ExportReport,
    /// The jobs that forecast.
    MakeForecast,
    /// [`ForecastsCommand`], any.
    PlanForecasts,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 17] = [
        Self::ChangeSettings,
        Self::RenamePerson,
        Self::ViewSettings,
        Self::ViewPeople,
        Self::ViewLog,
        Self::ViewStorage,
        Self::VerifyChain,
        Self::ExportLog,
        Self::ChangeOwnPassword,
        Self::SetOwnPin,
        Self::ReplaceRecoveryKey,
        Self::Lock,
        Self::ViewSales,
        Self::Import,
        Self::ExportReport,
        Self::MakeForecast,
        Self::PlanForecasts,
    ];

    /// The action a command is.
    #[must_use]
    pub const fn of_command(command: &Command) -> Self {
        match command {
            Command::Settings(
                SettingsCommand::RenameBusiness(_)
                | SettingsCommand::SetCurrency(_)
                | SettingsCommand::SetLanguage(_)
                | SettingsCommand::SetTimeZone(_)
                | SettingsCommand::SetTheme(_)
                | SettingsCommand::SetAutoLock(_),
            ) => Self::ChangeSettings,
            Command::People(PeopleCommand::RenamePerson { .. }) => Self::RenamePerson,
            Command::Forecasts(
                ForecastsCommand::Set(_)
                | ForecastsCommand::SetDay(_)
                | ForecastsCommand::RemoveDay(_)
                | ForecastsCommand::Archive(_)
                | ForecastsCommand::Restore(_),
            ) => Self::PlanForecasts,
        }
    }

    /// The action a query is.
    #[must_use]
    pub const fn of_query(query: &Query) -> Self {
        match query {
            Query::Settings => Self::ViewSettings,
            Query::People => Self::ViewPeople,
            Query::Log { .. } => Self::ViewLog,
            Query::Today { .. }
            | Query::Sales(_)
            | Query::Orders(_)
            | Query::Order(_)
            | Query::Forecast(_)
            | Query::Forecasts(_)
            | Query::KnownDays(_)
            | Query::Models(_) => Self::ViewSales,
            Query::Imports => Self::Import,
        }
    }

    /// The row of the table: what it takes, and the classes it reads or writes. An action without a row does
    /// not compile.
    #[must_use]
    pub const fn requires(self) -> (Permission, &'static [Class]) {
        use Permission as P;
        match self {
            Self::ChangeSettings => (P::ChangeSettings, &[Class::Shop]),
            Self::RenamePerson => (P::ChangePeople, &[Class::People]),
            Self::ViewSettings => (P::ViewSettings, &[Class::Shop]),
            Self::ViewPeople => (P::ViewPeople, &[Class::People]),
            // Rows of classes the session cannot read are left out of the list, so no class is required.
            Self::ViewLog => (P::ViewLog, &[]),
            Self::ViewStorage => (P::ViewStorage, &[]),
            Self::VerifyChain => (P::VerifyLog, &[]),
            Self::ExportLog => (P::ExportLog, &[]),
            Self::ChangeOwnPassword | Self::Lock => (P::OwnAccess, &[]),
            Self::SetOwnPin => (P::OwnAccess, &[Class::People]),
            Self::ReplaceRecoveryKey => (P::ReplaceRecoveryKey, &Class::ALL),
            Self::ViewSales => (P::ViewSales, &[Class::Shop]),
            Self::Import => (P::Import, &[Class::Shop, Class::People, Class::Costs]),
            Self::ExportReport => (P::ExportReports, &[Class::Shop]),
            Self::MakeForecast | Self::PlanForecasts => (P::MakeForecasts, &[Class::Shop]),
        }
    }
}

/// Who is asking: bound to the port by the worker, never a field of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub person: PersonId,
    /// Their role.
    pub role: Role,
}

/// Whether `session` may do `action`.
///
/// # Errors
/// [`Error::NotPermitted`].
pub fn authorise(session: &Session, action: Action) -> Result<(), Error> {
    let (permission, classes) = action.requires();
    let reads_all = classes.iter().all(|class| session.role.classes().contains(class));
    if session.role.permits(permission) && reads_all { Ok(()) } else { Err(Error::NotPermitted) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole table, spelt out: a change of who may do what shows up as a changed letter.
    #[test]
    fn the_table_is_as_agreed() {
        let expected = [
            // OAMCV: owner, admin, manager, clerk, viewer
            (Action::ChangeSettings, "OA..."),
            (Action::RenamePerson, "OA..."),
            (Action::ViewSettings, "OAMCV"),
            (Action::ViewPeople, "OAM.."),
            (Action::ViewLog, "OAM.."),
            (Action::ViewStorage, "OAM.."),
            (Action::VerifyChain, "OA..."),
            (Action::ExportLog, "OA..."),
            (Action::ChangeOwnPassword, "OAMCV"),
            (Action::SetOwnPin, "OAMC."),
            (Action::ReplaceRecoveryKey, "OA..."),
            (Action::Lock, "OAMCV"),
            (Action::ViewSales, "OAMCV"),
            (Action::Import, "OAM.."),
            (Action::ExportReport, "OAM.."),
            (Action::MakeForecast, "OAM.."),
            (Action::PlanForecasts, "OAM.."),
        ];
        assert_eq!(expected.len(), Action::ALL.len());
        for (action, letters) in expected {
            let got: String = Role::ALL
                .iter()
                .zip("OAMCV".chars())
                .map(|(role, letter)| {
                    let session = Session { person: PersonId([0; 16]), role: *role };
                    if authorise(&session, action).is_ok() { letter } else { '.' }
                })
                .collect();
            assert_eq!(got, letters, "{action:?}");
        }
    }
}
