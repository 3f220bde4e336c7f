//! Nothing is open yet: drop a file, choose one, or type rows.

use wasm_bindgen::JsCast;
use web_sys::{File, FileList, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::desk::{Desk, Known};
use super::flow::Flow;
use crate::components::{Button, Look, form_error};
use crate::i18n::use_i18n;
use crate::icon::Icon;

/// What a file chooser offers; everything else can still be dropped and is judged by its content.
const ACCEPTED: &str = ".csv,.tsv,.txt,.gz,text/csv,text/plain,text/tab-separated-values";

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) flow: Flow,
    pub(super) desk: Desk,
    pub(super) known: Known,
}

/// The drop zone, with a button that does the same.
#[component]
pub(super) fn Choose(props: &Props) -> Html {
    let i18n = use_i18n();
    let input = use_node_ref();
    let is_over = use_state(|| false);
    let open = {
        let (desk, known) = (props.desk.clone(), props.known.clone());
        Callback::from(move |files: Vec<File>| {
            if !files.is_empty() {
                desk.open_all(files, &known);
            }
        })
    };
    let onchange = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            open.emit(list(input.files()));
            // So that the same file can be chosen again after it was corrected.
            input.set_value("");
        })
    };
    let hover = |now: bool| {
        let is_over = is_over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(now);
        })
    };
    let ondrop = {
        let is_over = is_over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(false);
            open.emit(list(event.data_transfer().and_then(|data| data.files())));
        })
    };
    let next = {
        let (desk, known) = (props.desk.clone(), props.known.clone());
        Callback::from(move |_| desk.open_next(&known))
    };
    let press = {
        let input = input.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = input.get().and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
                input.click();
            }
        })
    };
    html! {
        <section
            class={classes!("card", "drop", is_over.then_some("drop--over"))} aria-label={i18n.t("step-file")}
            ondragenter={hover(true)} ondragover={hover(true)} ondragleave={hover(false)} {ondrop}
        >
            <div class="empty__drawing">{ Icon::Download.draw() }</div>
            <p class="empty__title">{ i18n.t("drop-title") }</p>
            <p class="empty__text">{ i18n.t("drop-text") }</p>
            <input
                ref={input} type="file" multiple=true accept={ACCEPTED} class="visually-hidden"
                tabindex="-1" aria-label={i18n.t("choose-file")} {onchange}
            />
            <Button look={Look::Primary} onclick={press}>{ i18n.t("choose-file") }</Button>
            <p class="drop__promise">{ i18n.t("drop-promise") }</p>
            if props.flow.failure.is_some() {
                <div class="drop__failure">
                    if !props.flow.name.is_empty() { <p class="strong">{ props.flow.name.clone() }</p> }
                    { form_error(&i18n, props.flow.failure.as_ref()) }
                    if let Some(name) = props.flow.waiting.first() {
                        <Button onclick={next}>{ i18n.with("done-next", &[("name", name.as_str().into())]) }</Button>
                    }
                </div>
            }
        </section>
    }
}

fn list(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|index| files.get(index)).collect()
}
