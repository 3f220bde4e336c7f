//! What is known of days for a question, and what that says of its forecast.

use super::calendar::History;
use super::kept::Latest;
use super::{Context, Records};
use crate::day::Day;
use crate::forecasts::{ForecastQuery, ForecastScope, KnownDay, Stale};

impl Records {
    /// What is forecast, with the category of an item.
    pub(super) fn sales_of(&self, query: &ForecastQuery) -> ForecastScope {
        let mut sales = query.scope.clone();
        if let Some(item) = self.wanted_by(&query.scope).item.flatten()
            && sales.category.is_none()
        {
            let category = self.names.categories.get(self.catalogue.category_id(item));
            sales.category = Some(category.to_owned());
        }
        sales
    }

    /// The same question about everything in the category of its item; `None` if it is not about an item in one.
    #[must_use]
    pub fn kind_of(&self, query: &ForecastQuery) -> Option<ForecastQuery> {
        query.scope.item.as_ref()?;
        let category = self.sales_of(query).category.filter(|category| !category.is_empty())?;
        let scope = ForecastScope {
            place: query.scope.place.clone(),
            category: Some(category),
            item: None,
        };
        Some(ForecastQuery { scope, ..query.clone() })
    }

    /// Named days that concern a question, from a day to the end of what it asks for.
    pub(super) fn days_of(
        &self,
        query: &ForecastQuery,
        first: Day,
        history: &History,
        context: &Context<'_>,
    ) -> Vec<KnownDay> {
        let last = Day(query.every.after(history.ahead, query.every.periods(query.days)).0 - 1);
        context.state.days_of(&self.sales_of(query), first, last)
    }

    /// Recognises what is known of days for a question.
    pub(super) fn calendar_digest(&self, query: &ForecastQuery, context: &Context<'_>) -> [u8; 16] {
        context.state.plans().digest_of(&self.sales_of(query))
    }

    /// What is wrong with a kept forecast now, its age apart. `data`: recognises the history there is now.
    pub(super) fn stale_of(
        &self,
        latest: &Latest,
        query: &ForecastQuery,
        data: Option<[u8; 16]>,
        context: &Context<'_>,
    ) -> Vec<Stale> {
        let reasons = [
            (data != Some(latest.data), Stale::Data),
            (latest.engine != context.engine, Stale::Engine),
            (latest.calendar != self.calendar_digest(query, context), Stale::Calendar),
        ];
        reasons.into_iter().filter(|(is_stale, _)| *is_stale).map(|(_, stale)| stale).collect()
    }
}
