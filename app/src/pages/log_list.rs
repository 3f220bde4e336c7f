//! The log as a readable list: who did what, when.

use std::rc::Rc;

use ledger::{Answer, LogPage, LogRow, PersonView, Query};
use yew::prelude::*;

use crate::components::{
    Button, Card, Cell, Column, Place, Size, empty, form_error, skeleton, table,
};
use crate::hooks::use_query;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

/// Rows on one page.
const ROWS: u16 = 20;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The zone its times are told in.
    pub(super) zone: AttrValue,
}

/// Newest first, a page at a time.
#[component]
pub(super) fn LogList(props: &Props) -> Html {
    let i18n = use_i18n();
    // Where each page so far begins; the last one is shown.
    let starts = use_state(|| vec![None::<u64>]);
    let before = starts.last().copied().flatten();
    let (answer, failure) = use_query(Query::Log { before, limit: ROWS });
    let (people, _) = use_query(Query::People);
    let people: Rc<[PersonView]> = match people {
        Some(Answer::People(people)) => people.into(),
        _ => Rc::from([]),
    };
    let page = match answer {
        Some(Answer::Log(page)) => Some(page),
        _ => None,
    };
    let older = {
        let (starts, next) = (starts.clone(), page.as_ref().and_then(|page| page.next_before));
        next.map(|next| {
            Callback::from(move |_| {
                let mut deeper = (*starts).clone();
                deeper.push(Some(next));
                starts.set(deeper);
            })
        })
    };
    let newer = (starts.len() > 1).then(|| {
        let starts = starts.clone();
        Callback::from(move |_| {
            let mut back = (*starts).clone();
            back.pop();
            starts.set(back);
        })
    });
    html! {
        <Card title={i18n.t("card-log")} note={i18n.t("card-log-note")} flush={true} wide={true}>
            { form_error(&i18n, failure.as_ref()) }
            { match &page {
                None => html! { <div class="card__body">{ skeleton(&i18n, 6) }</div> },
                Some(page) => log(&i18n, page, &people, &props.zone),
            } }
            if older.is_some() || newer.is_some() {
                { pager(&i18n, starts.len(), older, newer) }
            }
        </Card>
    }
}

fn log(i18n: &I18n, page: &LogPage, people: &[PersonView], zone: &str) -> Html {
    if page.rows.is_empty() {
        return empty(
            Icon::Box,
            i18n.t("log-empty-title"),
            i18n.t("log-empty-text"),
            Html::default(),
        );
    }
    let column =
        |key: &str, number: bool, place: Place| Column { label: i18n.t(key), number, place };
    let columns = vec![
        column("log-what", false, Place::First),
        column("log-who", false, Place::Nowhere),
        column("log-when", false, Place::Second),
        column("log-block", true, Place::Key),
    ];
    let rows = page.rows.iter().map(|row| cells(i18n, row, people, zone)).collect::<Vec<_>>();
    table(i18n.t("card-log"), &columns, rows)
}

fn cells(i18n: &I18n, row: &LogRow, people: &[PersonView], zone: &str) -> Vec<Cell> {
    let what = i18n
        .coded("event", &row.code, &row.args)
        .unwrap_or_else(|| i18n.with("event-other", &[("code", row.code.as_str().into())]));
    let who = match row.person {
        None => i18n.t("log-nobody"),
        Some(id) => people
            .iter()
            .find(|person| person.person == id)
            .map_or_else(|| i18n.t("log-someone"), |person| person.name.clone().into()),
    };
    vec![
        html! { { what } },
        html! { { who } },
        html! { { i18n.formats().moment(row.at.utc_ms, zone) } },
        html! { { i18n.formats().count(row.seq) } },
    ]
}

fn pager(
    i18n: &I18n,
    number: usize,
    older: Option<Callback<MouseEvent>>,
    newer: Option<Callback<MouseEvent>>,
) -> Html {
    html! {
        <div class="pager">
            <span role="status">{ i18n.with("log-page", &[("number", number.into())]) }</span>
            <div class="pager__buttons">
                if let Some(newer) = newer {
                    <Button size={Size::Small} icon={Icon::ChevronLeft} onclick={newer}>
                        { i18n.t("log-newer") }
                    </Button>
                }
                if let Some(older) = older {
                    <Button size={Size::Small} icon={Icon::ChevronRight} onclick={older}>
                        { i18n.t("log-older") }
                    </Button>
                }
            </div>
        </div>
    }
}
