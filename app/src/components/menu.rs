//! Menu: a button with a short list of actions.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::browser;
use crate::icon::Icon;

/// One action.
#[derive(Clone, PartialEq)]
pub(crate) struct MenuItem {
    /// Drawn before the label.
    pub(crate) icon: Icon,
    /// What it does.
    pub(crate) label: AttrValue,
    /// Its shortcut, if it has one.
    pub(crate) hint: Option<AttrValue>,
    /// Does it.
    pub(crate) onpress: Callback<()>,
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The button's name, read aloud.
    pub(crate) name: AttrValue,
    pub(crate) items: Vec<MenuItem>,
    /// The button's class.
    pub(crate) class: &'static str,
    /// Opens upwards.
    #[prop_or_default]
    pub(crate) above: bool,
    /// Its list ends where the button ends.
    #[prop_or_default]
    pub(crate) end: bool,
    /// Drawn open on the component page.
    #[prop_or_default]
    pub(crate) shown: bool,
    /// The button's face.
    pub(crate) children: Html,
}

/// Arrow keys move, Home and End jump, Esc closes and gives focus back, leaving it closes.
#[component]
pub(crate) fn Menu(props: &Props) -> Html {
    let open = use_state(|| props.shown);
    let button = use_node_ref();
    let list = use_node_ref();
    {
        let (list, shown) = (list.clone(), props.shown);
        use_effect_with(*open, move |open| {
            if *open && !shown {
                focus_item(&list, Step::First);
            }
        });
    }
    let close = {
        let (open, button) = (open.clone(), button.clone());
        Callback::from(move |()| {
            open.set(false);
            browser::focus(button.cast());
        })
    };
    let onkeydown = {
        let (close, list) = (close.clone(), list.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                close.emit(());
            } else if let Some(step) = Step::of_key(&event.key()) {
                event.prevent_default();
                focus_item(&list, step);
            }
        })
    };
    let onfocusout = {
        let (open, list, shown) = (open.clone(), list.clone(), props.shown);
        Callback::from(move |event: FocusEvent| {
            let next =
                event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            let inside = list.get().is_some_and(|list| list.contains(next.as_ref()));
            if !inside && !shown {
                open.set(false);
            }
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <div class="menu">
            <button
                ref={button} type="button" class={props.class} aria-label={props.name.clone()}
                aria-haspopup="menu" aria-expanded={if *open { "true" } else { "false" }} onclick={toggle}
            >
                { props.children.clone() }
            </button>
            if *open {
                <div
                    ref={list} role="menu" aria-label={props.name.clone()} {onkeydown} {onfocusout}
                    class={classes!(
                        "menu__list", if props.above { "menu__list--above" } else { "menu__list--below" },
                        props.end.then_some("menu__list--end"),
                    )}
                >
                    { for props.items.iter().map(|item| {
                        let (close, onpress) = (close.clone(), item.onpress.clone());
                        html! {
                            <button
                                type="button" role="menuitem" class="menu__item" tabindex="-1"
                                onclick={Callback::from(move |_| { close.emit(()); onpress.emit(()); })}
                            >
                                { item.icon.small() }
                                { item.label.clone() }
                                if let Some(hint) = &item.hint {
                                    <span class="menu__hint">{ hint.clone() }</span>
                                }
                            </button>
                        }
                    }) }
                </div>
            }
        </div>
    }
}

#[derive(Clone, Copy)]
enum Step {
    First,
    Last,
    Next,
    Previous,
}

impl Step {
    fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowDown" => Self::Next,
            "ArrowUp" => Self::Previous,
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }
}

fn focus_item(list: &NodeRef, step: Step) {
    let Some(list) = list.cast::<HtmlElement>() else { return };
    let items = list.children();
    let count = items.length();
    if count == 0 {
        return;
    }
    let focused = browser::document().active_element();
    let at = (0..count).find(|index| items.item(*index) == focused);
    let next = match (step, at) {
        (Step::First, _) | (Step::Next, None) => 0,
        (Step::Last, _) | (Step::Previous, None) => count - 1,
        (Step::Next, Some(at)) => (at + 1) % count,
        (Step::Previous, Some(at)) => (at + count - 1) % count,
    };
    browser::focus(items.item(next).and_then(|item| item.dyn_into().ok()));
}
