//! Questions that are asked again when what they are about has changed.

use std::rc::Rc;

use ledger::{Answer, Area, Query};
use protocol::{Failure, Request, Response};
use yew::prelude::*;

use super::use_client;
use crate::link::Freshness;

/// What a question stands at. Old data stays while new is on its way.
#[derive(Clone, PartialEq)]
pub(crate) struct Asked {
    /// The last answer.
    pub(crate) data: Option<Rc<Response>>,
    /// Why there is no newer one.
    pub(crate) failure: Option<Failure>,
    /// Whether a newer one is on its way.
    pub(crate) is_waiting: bool,
}

/// Asks `body`, and again whenever one of `areas` changes or `again` counts up.
#[hook]
pub(crate) fn use_ask(body: Request, areas: &'static [Area], again: u32) -> Asked {
    let client = use_client();
    let freshness = use_context::<Freshness>().unwrap_or_default();
    let asked = use_state(|| Asked { data: None, failure: None, is_waiting: true });
    {
        let asked = asked.clone();
        use_effect_with((body, freshness.of(areas), again), move |(body, _, _)| {
            let current = Rc::new(std::cell::Cell::new(true));
            let still = Rc::clone(&current);
            let last = asked.data.clone();
            if !asked.is_waiting {
                asked.set(Asked { is_waiting: true, ..(*asked).clone() });
            }
            client.send(body.clone(), move |reply| {
                if still.get() {
                    asked.set(match reply {
                        Ok(data) => {
                            Asked { data: Some(Rc::new(data)), failure: None, is_waiting: false }
                        }
                        Err(failure) => {
                            Asked { data: last, failure: Some(failure), is_waiting: false }
                        }
                    });
                }
            });
            // A later question, or none: this answer is not wanted any more.
            move || current.set(false)
        });
    }
    (*asked).clone()
}

/// What a question to the projections stands at.
#[derive(Clone, PartialEq)]
pub(crate) struct Counted {
    /// The last answer.
    pub(crate) answer: Option<Answer>,
    /// Why there is no newer one.
    pub(crate) failure: Option<Failure>,
    /// Whether a newer one is being counted.
    pub(crate) is_counting: bool,
}

/// Asks the projections; the answer is kept fresh.
#[hook]
pub(crate) fn use_asked(query: Query) -> Counted {
    let areas: &'static [Area] = match query {
        Query::Settings => &[Area::Settings],
        Query::People => &[Area::People],
        Query::Imports => &[Area::Imports],
        Query::Today { .. } => &[Area::Imports, Area::Settings, Area::Forecasts],
        Query::Sales(_) | Query::Orders(_) | Query::Order(_) => &[Area::Imports, Area::Settings],
        Query::Forecast(_) | Query::Forecasts(_) | Query::Models(_) => {
            &[Area::Imports, Area::Settings, Area::Forecasts]
        }
        Query::KnownDays(_) => &[Area::Forecasts],
        Query::Log { .. } => &Area::ALL,
    };
    let asked = use_ask(Request::Query(query), areas, 0);
    let answer = match asked.data.as_deref() {
        Some(Response::Answer(answer)) => Some(answer.clone()),
        _ => None,
    };
    Counted { answer, failure: asked.failure, is_counting: asked.is_waiting }
}

/// As [`use_asked`], for those who do not show that something is being counted.
#[hook]
pub(crate) fn use_query(query: Query) -> (Option<Answer>, Option<Failure>) {
    let asked = use_asked(query);
    (asked.answer, asked.failure)
}
