//! Toasts: what was done, in passing; what was not, until it is read.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::icon::Icon;

const SHOWN_MS: u32 = 6_000;
const MOST_AT_ONCE: usize = 2;

/// A sentence in passing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Toast {
    /// What happened.
    pub(crate) text: AttrValue,
    /// It did not work: stays until closed.
    pub(crate) crit: bool,
}

impl Toast {
    /// Something was done.
    pub(crate) fn done(text: AttrValue) -> Self {
        Self { text, crit: false }
    }

    /// Something was not done.
    pub(crate) fn failed(text: AttrValue) -> Self {
        Self { text, crit: true }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Shown {
    next: u32,
    toasts: Vec<(u32, Toast)>,
}

pub(crate) enum ToastAction {
    Show(Toast),
    Close(u32),
}

impl Reducible for Shown {
    type Action = ToastAction;

    fn reduce(self: Rc<Self>, action: ToastAction) -> Rc<Self> {
        let mut shown = (*self).clone();
        match action {
            ToastAction::Show(toast) => {
                shown.toasts.push((shown.next, toast));
                shown.next += 1;
                let surplus = shown.toasts.len().saturating_sub(MOST_AT_ONCE);
                shown.toasts.drain(..surplus);
            }
            ToastAction::Close(id) => shown.toasts.retain(|(other, _)| *other != id),
        }
        Rc::new(shown)
    }
}

/// Shows toasts; the same handle for the whole page.
pub(crate) type Toasts = UseReducerDispatcher<Shown>;

/// What shows toasts.
#[hook]
pub(crate) fn use_toasts() -> Callback<Toast> {
    let toasts =
        use_context::<Toasts>().expect("the root provides toasts before anything is drawn");
    Callback::from(move |toast| toasts.dispatch(ToastAction::Show(toast)))
}

#[derive(Properties, PartialEq)]
pub(crate) struct StackProps {
    pub(crate) children: Html,
}

/// Provides toasts to everything inside, and shows them after the page in reading order.
#[component]
pub(crate) fn ToastStack(props: &StackProps) -> Html {
    let shown = use_reducer(Shown::default);
    let dispatcher = shown.dispatcher();
    html! {
        <ContextProvider<Toasts> context={dispatcher.clone()}>
            { props.children.clone() }
            <div class="toasts" role="status" aria-live="polite">
                { for shown.toasts.iter().map(|(id, toast)| {
                    let (id, dispatcher) = (*id, dispatcher.clone());
                    let onclose = Callback::from(move |()| dispatcher.dispatch(ToastAction::Close(id)));
                    html! { <ToastCard key={id} toast={toast.clone()} {onclose} /> }
                }) }
            </div>
        </ContextProvider<Toasts>>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct CardProps {
    pub(crate) toast: Toast,
    #[prop_or_default]
    pub(crate) onclose: Callback<()>,
    /// A button in it, e.g. Undo: label and what it does.
    #[prop_or_default]
    pub(crate) action: Option<(AttrValue, Callback<()>)>,
}

/// One toast; its time stands still while the pointer or focus is on it.
#[component]
pub(crate) fn ToastCard(props: &CardProps) -> Html {
    let i18n = use_i18n();
    let held = use_state(|| false);
    {
        let (onclose, stays) = (props.onclose.clone(), props.toast.crit || *held);
        use_effect_with(stays, move |stays| {
            let timer = (!*stays).then(|| Timeout::new(SHOWN_MS, move || onclose.emit(())));
            move || drop(timer)
        });
    }
    let hold = |hold: bool| {
        let held = held.clone();
        Callback::from(move |()| held.set(hold))
    };
    let onkeydown = {
        let onclose = props.onclose.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                onclose.emit(());
            }
        })
    };
    let close = i18n.t("close");
    html! {
        <div
            class={classes!("toast", props.toast.crit.then_some("toast--crit"))}
            onmouseenter={hold(true).reform(|_| ())}
            onmouseleave={hold(false).reform(|_| ())}
            onfocusin={hold(true).reform(|_| ())}
            onfocusout={hold(false).reform(|_| ())}
            {onkeydown}
        >
            { if props.toast.crit { Icon::Warning.small() } else { Icon::Check.small() } }
            <span class="toast__text">{ props.toast.text.clone() }</span>
            if let Some((label, act)) = &props.action {
                <button type="button" class="toast__action" onclick={act.reform(|_| ())}>
                    { label.clone() }
                </button>
            }
            <button
                type="button" class="toast__close" aria-label={close.clone()} title={close}
                onclick={props.onclose.reform(|_| ())}
            >
                { Icon::Close.small() }
            </button>
        </div>
    }
}
