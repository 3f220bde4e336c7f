//! A long list as a file: asked for window by window until all that match are there.

use std::cell::Cell;
use std::rc::Rc;

use ledger::{Answer, Query};
use protocol::{Failure, Request, Response, Table, TableCell, TableFormat};
use yew::prelude::*;

use super::export::use_export;
use crate::client::Client;
use crate::components::{Menu, MenuItem, form_error};
use crate::hooks::use_client;
use crate::i18n::use_i18n;
use crate::icon::Icon;

/// Rows of a table's body.
pub(crate) type Rows = Vec<Vec<TableCell>>;

/// Where a list's rows come from, and what they are called.
#[derive(Clone)]
pub(crate) struct Source {
    /// The question for the rows from an offset on.
    pub(crate) query: Rc<dyn Fn(u64) -> Query>,
    /// The rows of its answer; `None` for another question's answer.
    pub(crate) rows: Rc<dyn Fn(Answer) -> Option<Rows>>,
    /// The table's name.
    pub(crate) name: AttrValue,
    /// The columns' names.
    pub(crate) heads: Vec<String>,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.query, &other.query) && Rc::ptr_eq(&self.rows, &other.rows)
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The report's name in the log of exports.
    pub(crate) report: &'static str,
    pub(crate) source: Source,
    /// How many rows match.
    pub(crate) total: u64,
}

/// Hears how collecting went.
type Done = Box<dyn FnOnce(Result<Rows, Failure>)>;

/// A button with the formats; nothing while there is nothing to take out.
#[component]
pub(crate) fn TakeOut(props: &Props) -> Html {
    let i18n = use_i18n();
    let client = use_client();
    let export = use_export(props.report);
    let is_collecting = use_state(|| false);
    let failure = use_state(|| None);
    let is_gone = use_memo((), |()| Rc::new(Cell::new(false)));
    {
        let is_gone = Rc::clone(&is_gone);
        use_effect_with((), move |()| move || is_gone.set(true));
    }
    let take = |format: TableFormat| {
        let (client, source, total) = (client.clone(), props.source.clone(), props.total);
        let (run, is_gone) = (export.run.clone(), Rc::clone(&is_gone));
        let (is_collecting, failure) = (is_collecting.clone(), failure.clone());
        Callback::from(move |()| {
            if *is_collecting {
                return;
            }
            is_collecting.set(true);
            failure.set(None);
            let (name, heads, run) = (source.name.to_string(), source.heads.clone(), run.clone());
            let (is_collecting, failure) = (is_collecting.clone(), failure.clone());
            let done = move |collected: Result<Rows, Failure>| {
                is_collecting.set(false);
                match collected {
                    Ok(rows) => run.emit((format, Table { name, heads, rows })),
                    Err(reason) => failure.set(Some(reason)),
                }
            };
            let collecting = Collecting {
                client: client.clone(),
                source: source.clone(),
                total,
                is_gone: Rc::clone(&is_gone),
            };
            collecting.go_on(Vec::new(), Box::new(done));
        })
    };
    if props.total == 0 {
        return Html::default();
    }
    let item = |label: &'static str, format| MenuItem {
        icon: Icon::Upload,
        label: label.into(),
        hint: None,
        onpress: take(format),
    };
    let is_busy = *is_collecting || export.busy;
    html! {
        <div class="take-out" aria-busy={is_busy.then_some("true")}>
            { form_error(&i18n, (*failure).clone().or(export.failure).as_ref()) }
            <Menu
                name={i18n.t("export")} class="button button--secondary" end={true}
                items={vec![item("CSV", TableFormat::Csv), item("XLSX", TableFormat::Xlsx)]}
            >
                if is_busy { <span class="ring" aria-hidden="true" /> } else { { Icon::Upload.small() } }
                { i18n.t("export") }
            </Menu>
        </div>
    }
}

/// A list on its way.
struct Collecting {
    client: Client,
    source: Source,
    total: u64,
    is_gone: Rc<Cell<bool>>,
}

impl Collecting {
    /// Asks for one window after the other; stops when the page is left.
    fn go_on(self, mut rows: Rows, done: Done) {
        let query = (self.source.query)(rows.len() as u64);
        let client = self.client.clone();
        client.send(Request::Query(query), move |reply| {
            if self.is_gone.get() {
                return;
            }
            let more = match reply {
                Ok(Response::Answer(answer)) => (self.source.rows)(answer),
                Ok(_) => None,
                Err(reason) => return done(Err(reason)),
            };
            let Some(more) = more else {
                return done(Err(Failure::new("internal").with("code", "list-answer")));
            };
            let is_last = more.is_empty();
            rows.extend(more);
            if is_last || rows.len() as u64 >= self.total {
                done(Ok(rows));
            } else {
                self.go_on(rows, done);
            }
        });
    }
}
