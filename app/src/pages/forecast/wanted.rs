//! What a person wants to see a forecast of; it stands in the address, so that back, reload and links keep it.

use ledger::{Every, ForecastQuery, ForecastScope, Measure};
use web_sys::UrlSearchParams;
use yew::prelude::*;
use yew_router::prelude::*;
use yew_router::query::Raw;

use crate::route::Route;

/// Days ahead that are offered; the address may ask for any from [`LEAST_DAYS`] to [`MOST_DAYS`].
pub(super) const HORIZONS: [u16; 5] = [7, 14, 28, 90, 365];
pub(super) const LEAST_DAYS: u16 = 7;
pub(super) const MOST_DAYS: u16 = 365;
const USUAL_DAYS: u16 = 28;

/// Periods with their keys, in the order they are offered.
pub(super) const STEPS: [(Every, &str); 3] =
    [(Every::Day, "day"), (Every::Week, "week"), (Every::Month, "month")];

/// Measures with their keys, in the order they are offered.
pub(super) const MEASURES: [(Measure, &str); 2] =
    [(Measure::Revenue, "revenue"), (Measure::Units, "units")];

/// Everything a person can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) scope: ForecastScope,
    /// `None`: units of an item, revenue of everything else.
    pub(super) measure: Option<Measure>,
    pub(super) every: Every,
    pub(super) days: u16,
    /// The model asked for by name; `None`: the best one.
    pub(super) model: Option<String>,
    /// The model whose line is drawn instead of the forecast's.
    pub(super) line: Option<String>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            scope: ForecastScope::default(),
            measure: None,
            every: Every::Day,
            days: USUAL_DAYS,
            model: None,
            line: None,
        }
    }
}

impl Wanted {
    /// Reads it from the address; what makes no sense there is the default.
    fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let scope = ForecastScope {
            place: parameter("place"),
            category: parameter("category"),
            item: parameter("item"),
        };
        let days = parameter("days").and_then(|days| days.parse().ok());
        Self {
            scope,
            measure: parameter("of").and_then(|key| of_key(&MEASURES, &key)),
            every: parameter("by").and_then(|key| of_key(&STEPS, &key)).unwrap_or(Every::Day),
            days: days.map_or(USUAL_DAYS, |days: u16| days.clamp(LEAST_DAYS, MOST_DAYS)),
            model: parameter("model").filter(|name| is_name(name)),
            line: parameter("line").filter(|name| is_name(name)),
        }
    }

    /// What asks a question that is known.
    pub(super) fn of_query(query: &ForecastQuery) -> Self {
        let mut wanted = Self {
            scope: query.scope.clone(),
            every: query.every,
            days: query.days,
            model: query.model.clone(),
            ..Self::default()
        };
        wanted.choose_measure(Some(query.measure));
        wanted
    }

    /// What differs from the default, as the address has it.
    fn parameters(&self) -> Vec<(&'static str, String)> {
        let scope = &self.scope;
        let names = [("item", &scope.item), ("category", &scope.category), ("place", &scope.place)];
        let mut all: Vec<_> =
            names.into_iter().filter_map(|(key, name)| Some((key, name.clone()?))).collect();
        all.extend(self.measure.map(|measure| ("of", key_of(&MEASURES, measure).to_owned())));
        if self.every != Every::Day {
            all.push(("by", key_of(&STEPS, self.every).to_owned()));
        }
        if self.days != USUAL_DAYS {
            all.push(("days", self.days.to_string()));
        }
        let models = [("model", &self.model), ("line", &self.line)];
        all.extend(models.into_iter().filter_map(|(key, name)| Some((key, name.clone()?))));
        all
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        let query = self.query_string();
        let path = Route::Forecast.to_path();
        if query.is_empty() { path } else { [&path, "?", &query].concat() }
    }

    pub(super) fn query_string(&self) -> String {
        let Ok(parameters) = UrlSearchParams::new() else { return String::new() };
        for (name, value) in self.parameters() {
            parameters.append(name, &value);
        }
        parameters.to_string().into()
    }

    /// The same question of other sales, in their usual measure.
    pub(super) fn of(&self, scope: ForecastScope) -> Self {
        Self { scope, measure: None, line: None, ..self.clone() }
    }

    /// What is counted.
    pub(super) fn measure(&self) -> Measure {
        self.measure.unwrap_or(self.usual_measure())
    }

    const fn usual_measure(&self) -> Measure {
        if self.scope.item.is_some() { Measure::Units } else { Measure::Revenue }
    }

    /// Counts something else from now on; what is usual needs no word in the address.
    pub(super) fn choose_measure(&mut self, measure: Option<Measure>) {
        self.measure = measure.filter(|measure| *measure != self.usual_measure());
    }

    pub(super) fn query(&self) -> ForecastQuery {
        ForecastQuery {
            scope: self.scope.clone(),
            measure: self.measure(),
            every: self.every,
            days: self.days,
            model: self.model.clone(),
        }
    }
}

/// Whether this can be a model's stable name.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The value of a key among those that are offered.
pub(super) fn of_key<T: Copy>(offered: &[(T, &str)], key: &str) -> Option<T> {
    offered.iter().find(|(_, other)| *other == key).map(|(value, _)| *value)
}

/// The key of a value among those that are offered.
pub(super) fn key_of<T: PartialEq>(offered: &[(T, &'static str)], value: T) -> &'static str {
    offered.iter().find(|(other, _)| *other == value).map_or("", |(_, key)| key)
}

/// What the address asks for, with a callback that asks for something else.
#[hook]
pub(super) fn use_wanted() -> (Wanted, Callback<Wanted>) {
    let asked = use_location().map(|location| location.query_str().to_owned()).unwrap_or_default();
    let wanted = use_memo(asked, |asked| {
        let parameters = UrlSearchParams::new_with_str(asked).ok();
        Wanted::read(|name| parameters.as_ref()?.get(name))
    });
    let navigator = use_navigator();
    let change = use_callback(navigator, |wanted: Wanted, navigator| {
        let Some(navigator) = navigator else { return };
        let query = wanted.query_string();
        if query.is_empty() {
            navigator.push(&Route::Forecast);
        } else {
            let Ok(()) = navigator.push_with_query(&Route::Forecast, Raw(query));
        }
    });
    ((*wanted).clone(), change)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parameters: &[(&str, &str)]) -> Wanted {
        Wanted::read(|name| {
            let found = parameters.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_address_carries_what_is_wanted() {
        let wanted = Wanted {
            scope: ForecastScope {
                place: Some(String::new()),
                category: None,
                item: Some("A&B 1".to_owned()),
            },
            measure: Some(Measure::Revenue),
            every: Every::Month,
            days: 365,
            model: Some("autoarima".to_owned()),
            line: Some("dot".to_owned()),
        };
        let parameters = wanted.parameters();
        let parameters: Vec<_> =
            parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(read(&parameters), wanted);
        assert_eq!(Wanted::default().parameters(), []);
        assert_eq!(read(&[]), Wanted::default());
    }

    #[test]
    fn an_address_without_sense_asks_for_the_usual() {
        let senseless = [("by", "year"), ("of", "x"), ("days", "many"), ("model", "A b")];
        assert_eq!(read(&senseless), Wanted::default());
        assert_eq!(read(&[("days", "1")]).days, LEAST_DAYS);
        assert_eq!(read(&[("days", "9000")]).days, MOST_DAYS);
    }

    #[test]
    fn items_are_counted_in_units_and_everything_else_in_money() {
        assert_eq!(read(&[("item", "A")]).measure(), Measure::Units);
        assert_eq!(read(&[("category", "Tea")]).measure(), Measure::Revenue);
        assert_eq!(read(&[("item", "A"), ("of", "revenue")]).measure(), Measure::Revenue);
    }
}
