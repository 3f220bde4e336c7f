//! Ways to keep the words: a printed sheet, a file.

use yew::prelude::*;

use super::Words;
use crate::browser;
use crate::components::{Button, Toast, use_toasts};
use crate::i18n::use_i18n;
use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) words: Vec<String>,
    pub(super) business: String,
}

/// Two buttons, and a warning.
#[component]
pub(super) fn Keep(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let printing = use_state(|| false);
    let head = i18n.with("recovery-file-head", &[("name", props.business.as_str().into())]);
    let save = {
        let (words, head, i18n) = (props.words.clone(), head.clone(), i18n.clone());
        Callback::from(move |_| {
            let text = recovery_file(&head, &words);
            let name = i18n.t("recovery-file-name");
            if browser::save_file(&name, "text/plain", text.as_bytes()).is_err() {
                toasts.emit(Toast::failed(i18n.t("file-not-saved")));
            }
        })
    };
    let set_printing = |on: bool| {
        let printing = printing.clone();
        Callback::from(move |()| printing.set(on))
    };
    html! {
        <div class="recovery__keep">
            <Button icon={Icon::Printer} onclick={set_printing(true).reform(|_| ())}>
                { i18n.t("recovery-print") }
            </Button>
            <Button icon={Icon::Upload} onclick={save}>{ i18n.t("recovery-save") }</Button>
            <p class="type-caption">{ i18n.t("recovery-no-photo") }</p>
            if *printing {
                <PrintSheet words={props.words.clone()} {head} ondone={set_printing(false)} />
            }
        </div>
    }
}

fn recovery_file(head: &str, words: &[String]) -> String {
    let lines = words.iter().enumerate().map(|(at, word)| format!("{:>2}  {word}\n", at + 1));
    format!("{head}\n\n{}", lines.collect::<String>())
}

#[derive(Properties, PartialEq)]
struct SheetProps {
    words: Vec<String>,
    head: AttrValue,
    ondone: Callback<()>,
}

/// A sheet beside the page that only the printer sees; gone as soon as it is printed.
#[component]
fn PrintSheet(props: &SheetProps) -> Html {
    let i18n = use_i18n();
    {
        let ondone = props.ondone.clone();
        use_effect_with((), move |()| {
            // Blocks until the print dialog is answered; a browser that cannot print does nothing.
            drop(browser::window().print());
            ondone.emit(());
        });
    }
    let Some(body) = browser::document().body() else { return Html::default() };
    let sheet = html! {
        <div class="print-sheet">
            <h1 class="type-page">{ i18n.t("recovery-title") }</h1>
            <p>{ props.head.clone() }</p>
            <Words words={props.words.clone()} covered={false} />
        </div>
    };
    create_portal(sheet, body.into())
}
