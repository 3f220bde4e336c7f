//! Makes the forecast that is shown, by itself, where there is none or a better one is to be had.

use ledger::{ForecastQuery, ForecastView, KnownDay};
use protocol::Job;
use yew::prelude::*;

use super::is_new;
use crate::hooks::{Work, use_work};

/// Starts once for every history and all known days of every question; a question that is left is given up.
#[hook]
pub(super) fn use_making(view: Option<&ForecastView>, query: &ForecastQuery) -> Work {
    let work = use_work();
    let tried = use_mut_ref(|| None);
    // An answer may still be that to the question before.
    let due = view.filter(|view| view.query == *query && is_due(view)).map(grounds_of);
    {
        let start = work.start.clone();
        use_effect_with(due.map(|grounds| (query.clone(), grounds)), move |due| {
            // What failed once fails again: only a person asks for it anew.
            if due.is_some() && *tried.borrow() != *due {
                tried.borrow_mut().clone_from(due);
                if let Some((query, _)) = due {
                    start.emit(Job::Forecast(query.clone()));
                }
            }
        });
    }
    {
        let cancel = work.cancel.clone();
        use_effect_with(query.clone(), move |_| move || cancel.emit(()));
    }
    work
}

/// There is none and enough to make one of, a better one is to be had, or one that was made with many others has
/// nothing to compare with.
fn is_due(view: &ForecastView) -> bool {
    let is_enough = !is_new(view);
    // A new item is forecast by what items like it sell.
    let has_kind = view.query.scope.item.is_some() && !view.item_category.is_empty();
    let is_better_possible = match &view.kept {
        None => is_enough || has_kind,
        Some(kept) => !view.stale.is_empty() || (is_enough && kept.scores.len() < 2),
    };
    view.may_make && is_better_possible
}

/// Tells what one forecast is made from apart from what another is.
fn grounds_of(view: &ForecastView) -> (usize, i64, Vec<KnownDay>) {
    let sum = view.history.iter().filter_map(|(_, value)| *value).fold(0, i64::wrapping_add);
    (view.history.len(), sum, view.days.clone())
}
