//! Progress: what, how far, and a way out.

use yew::prelude::*;

use super::button::{Button, Size};
use crate::i18n::use_i18n;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What is being done.
    pub(crate) what: AttrValue,
    /// How far, in words.
    pub(crate) how_far: AttrValue,
    pub(crate) done: u64,
    /// 0 while it is not known.
    pub(crate) total: u64,
    /// What cancelling leaves behind.
    pub(crate) note: AttrValue,
    #[prop_or_default]
    pub(crate) oncancel: Option<Callback<()>>,
    /// It stopped; the note says why.
    #[prop_or_default]
    pub(crate) failed: bool,
    /// Buttons before the one that cancels.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A bar with its words.
#[component]
pub(crate) fn Progress(props: &Props) -> Html {
    let i18n = use_i18n();
    let known = props.total > 0;
    html! {
        <div class={classes!("progress", props.failed.then_some("progress--error"))}>
            <div class="progress__line">
                <span>{ props.what.clone() }</span>
                <span>{ props.how_far.clone() }</span>
            </div>
            <progress
                aria-label={props.what.clone()}
                value={known.then(|| props.done.to_string())}
                max={known.then(|| props.total.to_string())}
            />
            <div class="progress__foot">
                { props.children.clone() }
                if let Some(oncancel) = &props.oncancel {
                    <Button size={Size::Small} onclick={oncancel.reform(|_| ())}>{ i18n.t("cancel") }</Button>
                }
                <span>{ props.note.clone() }</span>
            </div>
        </div>
    }
}
