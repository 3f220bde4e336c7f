//! Field: one line of text with label, help and error.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dom_id::use_dom_id;
use crate::i18n::use_i18n;
use crate::icon::Icon;

/// What is typed into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum FieldKind {
    /// Any text.
    #[default]
    Text,
    /// A secret, shown only while the eye is pressed.
    Password,
    /// Digits of a PIN: a secret on a numeric keyboard.
    Pin,
    /// A recovery word: plain text the browser must neither learn nor correct.
    Word,
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    pub(crate) value: AttrValue,
    #[prop_or_default]
    pub(crate) oninput: Callback<String>,
    #[prop_or_default]
    pub(crate) kind: FieldKind,
    /// 44 px high, for forms that fill a page.
    #[prop_or_default]
    pub(crate) large: bool,
    #[prop_or_default]
    pub(crate) help: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    /// Why it cannot be changed.
    #[prop_or_default]
    pub(crate) disabled: Option<AttrValue>,
    /// What was typed is being looked at.
    #[prop_or_default]
    pub(crate) loading: bool,
    /// Written after the value.
    #[prop_or_default]
    pub(crate) unit: Option<AttrValue>,
    /// The browser's hint for filling in.
    #[prop_or_default]
    pub(crate) autocomplete: Option<&'static str>,
    #[prop_or_default]
    pub(crate) autofocus: bool,
    #[prop_or_default]
    pub(crate) node: NodeRef,
    /// Draws a state on the component page.
    #[prop_or_default]
    pub(crate) show: Option<&'static str>,
    /// Stands below the field, e.g. a strength meter.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A field with its label.
#[component]
pub(crate) fn Field(props: &Props) -> Html {
    let id = use_dom_id();
    let shown = use_state(|| false);
    let secret = matches!(props.kind, FieldKind::Password | FieldKind::Pin);
    let oninput = {
        let oninput = props.oninput.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                oninput.emit(input.value());
            }
        })
    };
    {
        // `autofocus` works only for what is in the page when it loads; this also serves what comes later.
        let node = props.node.clone();
        use_effect_with(props.autofocus, move |wanted| {
            if *wanted {
                crate::browser::focus(node.get().and_then(|node| node.dyn_into().ok()));
            }
        });
    }
    let plain = props.kind == FieldKind::Word;
    let note = format!("{id}-note");
    let has_note = props.error.is_some() || props.disabled.is_some() || props.help.is_some();
    html! {
        <div class={classes!(
            "field",
            props.large.then_some("field--large"),
            props.error.is_some().then_some("field--error"),
            props.disabled.is_some().then_some("field--disabled"),
        )}>
            <label class="field__label" for={id.clone()}>{ props.label.clone() }</label>
            <div class="field__box" data-show={props.show}>
                <input
                    id={id.clone()}
                    ref={props.node.clone()}
                    class={classes!("field__input", plain.then_some("mono"))}
                    type={input_type(props.kind, *shown)}
                    inputmode={(props.kind == FieldKind::Pin).then_some("numeric")}
                    placeholder=" "
                    autocomplete={props.autocomplete.unwrap_or("off")}
                    autocapitalize={(secret || plain).then_some("none")}
                    spellcheck={(secret || plain).then_some("false")}
                    value={props.value.clone()}
                    readonly={props.disabled.is_some()}
                    aria-disabled={props.disabled.is_some().then_some("true")}
                    aria-invalid={props.error.is_some().then_some("true")}
                    aria-describedby={has_note.then(|| note.clone())}
                    {oninput}
                />
                if let Some(unit) = &props.unit {
                    <span class="field__unit">{ unit.clone() }</span>
                }
                if props.error.is_some() {
                    <span class="field__mark">{ Icon::Warning.small() }</span>
                }
                if props.loading {
                    <span class="ring" aria-hidden="true" />
                }
                if secret {
                    <Eye shown={*shown} onpress={Callback::from({
                        let shown = shown.clone();
                        move |()| shown.set(!*shown)
                    })} />
                }
            </div>
            { props.children.clone() }
            if let Some(error) = &props.error {
                <p id={note} class="field__error" role="alert">{ error.clone() }</p>
            } else if let Some(help) = props.disabled.as_ref().or(props.help.as_ref()) {
                <p id={note} class="field__help">{ help.clone() }</p>
            }
        </div>
    }
}

const fn input_type(kind: FieldKind, shown: bool) -> &'static str {
    match kind {
        FieldKind::Password | FieldKind::Pin if !shown => "password",
        _ => "text",
    }
}

#[derive(Properties, PartialEq)]
struct EyeProps {
    shown: bool,
    onpress: Callback<()>,
}

#[component]
fn Eye(props: &EyeProps) -> Html {
    let i18n = use_i18n();
    let name = i18n.t(if props.shown { "field-hide-secret" } else { "field-show-secret" });
    html! {
        <button
            type="button" class="field__eye" aria-label={name.clone()} title={name}
            onclick={props.onpress.reform(|_| ())}
        >
            { if props.shown { Icon::EyeOff.small() } else { Icon::Eye.small() } }
        </button>
    }
}
