//! A card with a chart: title, controls, the same numbers as a table in the same place, and as files.

use protocol::TableFormat;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::data::ChartData;
use super::legend::{Mark, marks};
use super::picture::save_picture;
use super::plot::Plot;
use crate::browser;
use crate::components::{
    Button, Look, Menu, MenuItem, Sheet, SheetTable, Size, Toast, form_error, use_toasts,
};
use crate::files::{note_export, use_export};
use crate::hooks::use_client;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::shell::single_keys_act;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) title: AttrValue,
    /// A quiet sentence beside the title.
    #[prop_or_default]
    pub(crate) note: Option<AttrValue>,
    /// What the chart comes to, over the drawing.
    #[prop_or_default]
    pub(crate) lead: Html,
    /// The sentence that says what the chart shows.
    pub(crate) name: AttrValue,
    pub(crate) data: ChartData,
    /// The same numbers, and perhaps more of them.
    pub(crate) sheet: Sheet,
    /// The report's name in the log of exports.
    pub(crate) report: &'static str,
    /// Points of the past in sight at first; whatever lies ahead is in sight, too.
    #[prop_or_default]
    pub(crate) begin: Option<usize>,
    /// The same on a phone, where no more than as many lie ahead.
    #[prop_or_default]
    pub(crate) narrow: Option<usize>,
    /// Stands before the buttons.
    #[prop_or_default]
    pub(crate) controls: Html,
}

/// `t` changes between drawing and table, `e` opens the list of exports.
#[component]
pub(crate) fn ChartCard(props: &Props) -> Html {
    let i18n = use_i18n();
    let node = use_node_ref();
    let as_table = use_state(|| false);
    let is_part = use_state(|| false);
    let reset = use_state(|| 0_u32);
    let export = use_export(props.report);
    let picture = use_picture(props);
    let toggle = {
        let as_table = as_table.clone();
        Callback::from(move |()| as_table.set(!*as_table))
    };
    let onkeydown = use_card_keys(&node, toggle.clone());
    let write = |format: TableFormat| {
        let (run, table) = (export.run.clone(), props.sheet.table.clone());
        Callback::from(move |()| run.emit((format, (*table).clone())))
    };
    let item =
        |key: &str, icon, onpress| MenuItem { icon, label: i18n.t(key), hint: None, onpress };
    let items = vec![
        item("export-csv", Icon::Upload, write(TableFormat::Csv)),
        item("export-xlsx", Icon::Grid, write(TableFormat::Xlsx)),
        item("export-png", Icon::Bars, picture),
    ];
    let (icon, other) = if *as_table {
        (Icon::Bars, i18n.t("chart-as-chart"))
    } else {
        (Icon::Grid, i18n.t("chart-as-table"))
    };
    let onpart = {
        let is_part = is_part.clone();
        Callback::from(move |part| is_part.set(part))
    };
    let onreset = {
        let reset = reset.clone();
        Callback::from(move |_| reset.set(*reset + 1))
    };
    html! {
        <section
            ref={node} class="card chart" aria-label={props.title.clone()} {onkeydown} tabindex="-1"
            data-strips={props.data.strips.len().to_string()}
        >
            <div class="card__head chart__head">
                <h2 class="type-section">{ props.title.clone() }</h2>
                if let Some(note) = &props.note { <p class="card__note">{ note.clone() }</p> }
                <div class="chart__controls">
                    { props.controls.clone() }
                    if *is_part && !*as_table {
                        <Button
                            look={Look::Quiet} size={Size::Small} icon={Icon::ZoomOut}
                            name={i18n.t("chart-show-all")} onclick={onreset}
                        />
                    }
                    <Button
                        look={Look::Quiet} size={Size::Small} {icon} name={other}
                        onclick={toggle.reform(|_| ())}
                    />
                    <Menu
                        name={i18n.t("export")} {items} end={true}
                        class="button button--quiet button--icon button--small chart__export"
                    >
                        { Icon::Upload.draw() }
                    </Menu>
                </div>
            </div>
            <div class="card__body">
                { form_error(&i18n, export.failure.as_ref()) }
                <div class="chart__lead">
                    <p>{ props.lead.clone() }</p>
                    if !*as_table { { legend(&i18n, &props.data) } }
                </div>
                if *as_table {
                    <div class="chart__table">
                        // A picture taken now reads its colours here.
                        <span class="chart__probe" aria-hidden="true" />
                        <SheetTable caption={props.title.clone()} sheet={props.sheet.clone()} />
                    </div>
                } else {
                    <Plot
                        name={props.name.clone()} data={props.data.clone()} begin={props.begin}
                        narrow={props.narrow} {onpart} reset={*reset}
                    />
                }
            </div>
        </section>
    }
}

/// Takes the drawing out as a picture, after the log has noted it.
#[hook]
fn use_picture(props: &Props) -> Callback<()> {
    let client = use_client();
    let i18n = use_i18n();
    let toasts = use_toasts();
    let (data, title, report) = (props.data.clone(), props.title.clone(), props.report);
    let begin = props.begin;
    let name = props.sheet.table.name.clone();
    Callback::from(move |()| {
        let (i18n, toasts) = (i18n.clone(), toasts.clone());
        let (data, title, name) = (data.clone(), title.clone(), name.clone() + ".png");
        note_export(&client, report, "png", data.points.len() as u64, move |noted| match noted {
            Err(reason) => toasts.emit(Toast::failed(i18n.failure(&reason))),
            Ok(_) => {
                let saved = {
                    let (i18n, name) = (i18n.clone(), name.clone());
                    Callback::from(move |saved: bool| {
                        toasts.emit(if saved {
                            Toast::done(i18n.with("file-saved", &[("name", name.as_str().into())]))
                        } else {
                            Toast::failed(i18n.t("file-not-saved"))
                        });
                    })
                };
                save_picture(&name, &title, (&data, begin), &i18n, saved);
            }
        });
    })
}

/// Single keys of a card, where nobody types.
#[hook]
fn use_card_keys(node: &NodeRef, toggle: Callback<()>) -> Callback<KeyboardEvent> {
    let node = node.clone();
    Callback::from(move |event: KeyboardEvent| {
        let with_others = event.ctrl_key() || event.alt_key() || event.meta_key();
        if event.default_prevented() || with_others || !single_keys_act(&event) {
            return;
        }
        match event.key().as_str() {
            "t" => {
                // What has the focus now is about to go.
                browser::focus(node.cast());
                toggle.emit(());
            }
            "e" => {
                let card = node.cast::<HtmlElement>();
                let button = card.and_then(|card| card.query_selector(".chart__export").ok()?);
                if let Some(button) =
                    button.and_then(|button| button.dyn_into::<HtmlElement>().ok())
                {
                    button.click();
                }
            }
            _ => return,
        }
        event.prevent_default();
    })
}

/// What the marks mean; a chart of one kind of mark needs no legend.
fn legend(i18n: &I18n, data: &ChartData) -> Html {
    html! {
        <p class={classes!("legend", (!data.expected_name.is_empty()).then_some("legend--wide"))}>
            { for marks(i18n, data).into_iter().map(|(mark, name)| html! {
                <>
                    <span class={classes!("legend__mark", mark.class())}>
                        if mark == Mark::Bands { <i /><i /><i /> }
                    </span>
                    { name }
                </>
            }) }
        </p>
    }
}
