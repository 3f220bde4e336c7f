//! Button.

use yew::prelude::*;

use super::dom_id::use_dom_id;
use crate::icon::Icon;

/// What a press means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Look {
    /// The main action; one per view.
    Primary,
    /// Any other action.
    #[default]
    Secondary,
    /// An action that should not draw the eye.
    Quiet,
    /// Leads to something that cannot be undone.
    Danger,
    /// Does it: the confirming button of a dialog.
    Destroy,
}

/// How large it is drawn; a coarse pointer always gets at least 44 px.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Size {
    /// 28 px, inside lists and bars.
    Small,
    /// 36 px.
    #[default]
    Medium,
    /// 48 px, the action of a whole page.
    Large,
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    #[prop_or_default]
    pub(crate) look: Look,
    #[prop_or_default]
    pub(crate) size: Size,
    /// Drawn before the label.
    #[prop_or_default]
    pub(crate) icon: Option<Icon>,
    /// The name of a button that shows only an icon; also its tooltip.
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) onclick: Callback<MouseEvent>,
    /// Sends the form it stands in.
    #[prop_or_default]
    pub(crate) submit: bool,
    /// The press is being carried out: further ones are ignored.
    #[prop_or_default]
    pub(crate) loading: bool,
    /// Why it cannot be pressed; shown beside it. An empty reason is told elsewhere (`described_by`).
    #[prop_or_default]
    pub(crate) disabled: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) described_by: Option<AttrValue>,
    /// As wide as its place.
    #[prop_or_default]
    pub(crate) wide: bool,
    /// The first safe button of a dialog.
    #[prop_or_default]
    pub(crate) autofocus: bool,
    /// Draws a state on the component page.
    #[prop_or_default]
    pub(crate) show: Option<&'static str>,
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A button; `aria-disabled` rather than `disabled`, so that its reason can be reached and read.
#[component]
pub(crate) fn Button(props: &Props) -> Html {
    let id = use_dom_id();
    let look = match props.look {
        Look::Primary => "button--primary",
        Look::Secondary => "button--secondary",
        Look::Quiet => "button--quiet",
        Look::Danger => "button--danger",
        Look::Destroy => "button--destroy",
    };
    let size = match props.size {
        Size::Small => Some("button--small"),
        Size::Medium => None,
        Size::Large => Some("button--large"),
    };
    let inert = props.loading || props.disabled.is_some();
    let onclick = {
        let onclick = props.onclick.clone();
        Callback::from(move |event: MouseEvent| {
            if inert {
                event.prevent_default();
            } else {
                onclick.emit(event);
            }
        })
    };
    let reason = props.disabled.clone().filter(|reason| !reason.is_empty());
    let described_by = if reason.is_some() {
        Some(AttrValue::from(id.clone()))
    } else {
        props.described_by.clone()
    };
    let button = html! {
        <button
            type={if props.submit { "submit" } else { "button" }}
            class={classes!(
                "button", look, size,
                props.wide.then_some("button--wide"),
                props.name.is_some().then_some("button--icon"),
            )}
            aria-label={props.name.clone()}
            title={props.name.clone()}
            aria-disabled={inert.then_some("true")}
            aria-busy={props.loading.then_some("true")}
            aria-describedby={described_by}
            autofocus={props.autofocus}
            data-show={props.show}
            {onclick}
        >
            if props.loading {
                <span class="ring" aria-hidden="true" />
            } else if let Some(icon) = props.icon {
                { icon.draw() }
            }
            { props.children.clone() }
        </button>
    };
    match reason {
        Some(reason) => html! {
            <span class="button-with-reason">
                { button }
                <span id={id} class="type-caption">{ reason }</span>
            </span>
        },
        None => button,
    }
}
