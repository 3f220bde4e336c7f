//! What can be ordered about forecasts.

use serde::{Deserialize, Serialize};

use super::{
    DayId, ForecastArchived, ForecastQuery, ForecastRestored, ForecastSettings,
    ForecastSettingsSet, NamedDay, NamedDayRemoved, NamedDaySet, Plans,
};
use crate::chunks::MOST_TEXT_CHARS;
use crate::day::Day;
use crate::error::Error;
use crate::event::Event;
use crate::settings::checked_name;

/// Named days at most.
const MOST_DAYS: usize = 1_000;
/// Days from the first to the last of one name, at most.
const MOST_SPAN: i32 = 366;
/// Errors that training anew can be made to depend on, thousandths.
const MAPE: std::ops::RangeInclusive<u32> = 10..=10_000;
/// Characters of a model's name.
const MOST_MODEL: usize = 32;
/// From 1900 to 2200.
const USUAL_DAYS: std::ops::RangeInclusive<Day> = Day(-25_567)..=Day(84_006);

/// An order of this area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ForecastsCommand {
    /// Make forecasts this way from now on.
    Set(ForecastSettings),
    /// Add a named day, or change the one with this number.
    SetDay(NamedDay),
    /// Remove a named day.
    RemoveDay(DayId),
    /// Put the model of this question into the archive.
    Archive(ForecastQuery),
    /// Take it out again.
    Restore(ForecastQuery),
}

pub(crate) fn decide(now: &Plans, command: ForecastsCommand) -> Result<Option<Event>, Error> {
    Ok(match command {
        ForecastsCommand::Set(settings) => {
            let settings = checked_settings(settings)?;
            (settings != *now.settings()).then(|| ForecastSettingsSet { settings }.into())
        }
        ForecastsCommand::SetDay(day) => {
            let day = checked_day(now, day)?;
            (now.day(day.id) != Some(&day)).then(|| NamedDaySet { day }.into())
        }
        ForecastsCommand::RemoveDay(id) => {
            now.day(id).ok_or(Error::UnknownDay)?;
            Some(NamedDayRemoved { id }.into())
        }
        ForecastsCommand::Archive(query) => {
            (!now.is_archived(&query)).then(|| ForecastArchived { query }.into())
        }
        ForecastsCommand::Restore(query) => {
            now.is_archived(&query).then(|| ForecastRestored { query }.into())
        }
    })
}

fn checked_settings(settings: ForecastSettings) -> Result<ForecastSettings, Error> {
    if !MAPE.contains(&settings.mape_above) {
        return Err(Error::MapeOutOfRange);
    }
    // Which models there are only an engine knows; here it is a name by its form.
    let is_name = |name: &String| {
        (1..=MOST_MODEL).contains(&name.len()) && name.chars().all(|c| c.is_ascii_lowercase())
    };
    if settings.default_model.as_ref().is_some_and(|name| !is_name(name)) {
        return Err(Error::UnknownModel);
    }
    Ok(settings)
}

fn checked_day(now: &Plans, day: NamedDay) -> Result<NamedDay, Error> {
    let name = checked_name("day", &day.name)?;
    let span = day.last.0.saturating_sub(day.first.0);
    if !USUAL_DAYS.contains(&day.first) || !(0..MOST_SPAN).contains(&span) {
        return Err(Error::DaySpan);
    }
    let scope = [&day.scope.place, &day.scope.category, &day.scope.item];
    for name in scope.into_iter().flatten() {
        let (got, most) = (name.chars().count(), MOST_TEXT_CHARS);
        if got > most {
            return Err(Error::TooLong { field: "scope", got, most });
        }
    }
    if now.day(day.id).is_none() && now.days().count() >= MOST_DAYS {
        return Err(Error::TooManyDays { most: MOST_DAYS });
    }
    Ok(NamedDay { name, ..day })
}
