//! Tabs that are pages of their own: links, so that they have addresses and history.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::Route;

/// One tab.
#[derive(Clone, PartialEq)]
pub(crate) struct Tab {
    /// Where it leads.
    pub(crate) to: Route,
    /// What it is called.
    pub(crate) label: AttrValue,
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What the tabs divide.
    pub(crate) name: AttrValue,
    pub(crate) tabs: Vec<Tab>,
}

/// A row of tabs; the one whose page is open is marked.
#[component]
pub(crate) fn Tabs(props: &Props) -> Html {
    let open = use_route::<Route>();
    html! {
        <nav class="tabs" aria-label={props.name.clone()}>
            { for props.tabs.iter().map(|tab| {
                let current = (open.as_ref() == Some(&tab.to)).then_some("page");
                html! {
                    <RouteLink key={tab.to.to_path()} to={tab.to} class="tabs__tab" {current}>
                        { tab.label.clone() }
                    </RouteLink>
                }
            }) }
        </nav>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct LinkProps {
    pub(crate) to: Route,
    pub(crate) class: &'static str,
    /// `aria-current`.
    pub(crate) current: Option<&'static str>,
    pub(crate) children: Html,
}

/// A link inside the app that can carry `aria-current`; opening it in a new tab works as with any link.
#[component]
pub(crate) fn RouteLink(props: &LinkProps) -> Html {
    let navigator = use_navigator();
    let onclick = {
        let to = props.to;
        Callback::from(move |event: MouseEvent| {
            let plain =
                !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
            if let Some(navigator) = &navigator
                && plain
            {
                event.prevent_default();
                navigator.push(&to);
            }
        })
    };
    html! {
        <a href={props.to.to_path()} class={props.class} aria-current={props.current} {onclick}>
            { props.children.clone() }
        </a>
    }
}
