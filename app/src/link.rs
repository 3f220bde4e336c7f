//! What the page knows of the ledger at this moment, as the worker told it.

use std::rc::Rc;

use ledger::Area;
use protocol::{Gate, Notice};
use yew::prelude::*;

use crate::browser;
use crate::client::{Client, Signal};

/// Why there is no conversation with the worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Page and worker come from different builds: reload.
    OtherBuild,
    /// The worker does not start.
    Broken,
}

/// What the worker told last.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    /// What may be shown.
    pub(crate) gate: Gate,
    /// Until when no password is accepted, milliseconds since 1970; told anew with every gate.
    pub(crate) wait_until_ms: Option<f64>,
    /// Why nothing can be shown.
    pub(crate) trouble: Option<Trouble>,
    /// What a person should know and has not dismissed, oldest first.
    pub(crate) notices: Vec<Notice>,
    /// How fresh each area is.
    pub(crate) freshness: Freshness,
}

impl Default for Link {
    fn default() -> Self {
        Self {
            gate: Gate::Starting,
            wait_until_ms: None,
            trouble: None,
            notices: Vec::new(),
            freshness: Freshness::default(),
        }
    }
}

/// Counts up whenever an area changed; queries over it are asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Freshness {
    settings: u32,
    people: u32,
    imports: u32,
    forecasts: u32,
}

impl Freshness {
    /// A number that differs whenever one of `areas` changed since.
    pub(crate) fn of(self, areas: &[Area]) -> u32 {
        areas.iter().map(|area| self.one(*area)).fold(0, u32::wrapping_add)
    }

    const fn one(self, area: Area) -> u32 {
        match area {
            Area::Settings => self.settings,
            Area::People => self.people,
            Area::Imports => self.imports,
            Area::Forecasts => self.forecasts,
        }
    }

    fn changed(&mut self, areas: &[Area]) {
        for area in areas {
            let count = match area {
                Area::Settings => &mut self.settings,
                Area::People => &mut self.people,
                Area::Imports => &mut self.imports,
                Area::Forecasts => &mut self.forecasts,
            };
            *count = count.wrapping_add(1);
        }
    }
}

/// What can happen to a [`Link`].
pub(crate) enum LinkAction {
    /// The worker told something.
    Heard(Signal),
    /// The person has read a notice.
    Dismissed(Notice),
}

impl Reducible for Link {
    type Action = LinkAction;

    fn reduce(self: Rc<Self>, action: LinkAction) -> Rc<Self> {
        let mut link = (*self).clone();
        match action {
            LinkAction::Heard(Signal::Gate(gate)) => {
                link.wait_until_ms = wait_of(&gate).map(|ms| browser::now_ms() + ms as f64);
                link.gate = gate;
            }
            LinkAction::Heard(Signal::Changed(areas)) => link.freshness.changed(&areas),
            LinkAction::Heard(Signal::Notice(notice)) => {
                if !link.notices.contains(&notice) {
                    link.notices.push(notice);
                }
            }
            LinkAction::Heard(Signal::OtherBuild) => link.trouble = Some(Trouble::OtherBuild),
            LinkAction::Heard(Signal::Broken) => link.trouble = Some(Trouble::Broken),
            LinkAction::Dismissed(notice) => link.notices.retain(|other| *other != notice),
        }
        Rc::new(link)
    }
}

const fn wait_of(gate: &Gate) -> Option<u64> {
    match gate {
        Gate::Locked { wait_ms, .. } | Gate::SoftLocked { wait_ms, .. } => *wait_ms,
        _ => None,
    }
}

/// The link of this page and the client behind it; lives as long as the page.
#[hook]
pub(crate) fn use_link() -> (UseReducerHandle<Link>, Client) {
    let link = use_reducer(Link::default);
    let client = {
        let dispatcher = link.dispatcher();
        use_memo((), move |()| {
            Client::start(Callback::from(move |signal| {
                dispatcher.dispatch(LinkAction::Heard(signal));
            }))
        })
    };
    (link, (*client).clone())
}
