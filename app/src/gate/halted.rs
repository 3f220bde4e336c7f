//! A vault that cannot be opened here and now: what happened, what is safe, what to do next.

use yew::prelude::*;

use super::first_run::FirstRun;
use crate::components::{Button, Look, Tone, badge, logo};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::{browser, pages};

/// Why.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Halt {
    /// The browser cleared everything but the marker.
    Vanished {
        /// Hex of the vault's id.
        vault: String,
        /// The last block the marker knew.
        seq: u64,
    },
    /// A newer version wrote this vault.
    NewerFormat {
        /// The format found.
        found: u32,
        /// The newest this build reads.
        supported: u32,
    },
    /// What is stored cannot be read.
    Damaged {
        /// Stable code.
        code: String,
    },
    /// Page and worker are of different builds.
    OtherBuild,
    /// The worker does not start.
    WorkerGone,
}

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) halt: Halt,
}

struct Words {
    title: AttrValue,
    text: AttrValue,
    safe: AttrValue,
    advice: Vec<AttrValue>,
    fact: Option<AttrValue>,
}

/// One card: the sentence, the advice in order, one button.
#[component]
pub(super) fn Halted(props: &Props) -> Html {
    let i18n = use_i18n();
    pages::use_title(String::new());
    let starting_over = use_state(|| false);
    if *starting_over {
        return html! { <FirstRun /> };
    }
    let words = words(&i18n, &props.halt);
    let start_over = Callback::from(move |_| starting_over.set(true));
    html! {
        <main class="gate">
            <div class="brand type-title">{ logo(false) }{ "Tillcast" }</div>
            <section class="card gate__card" aria-labelledby="halted-title">
                <div class="card__body">
                    <div>
                        { badge(Tone::Warn, Some(Icon::Warning), i18n.t("halted-badge")) }
                    </div>
                    <h1 id="halted-title" class="type-page">{ words.title }</h1>
                    <p>{ words.text }</p>
                    <p class="quiet">{ words.safe }</p>
                    <ol class="gate__advice">
                        { for words.advice.into_iter().map(|line| html! { <li><span>{ line }</span></li> }) }
                    </ol>
                    if let Some(fact) = words.fact {
                        <p class="type-caption quieter mono">{ fact }</p>
                    }
                    <div class="gate__more">
                        <Button look={Look::Primary} icon={Icon::Refresh} onclick={Callback::from(|_| browser::reload())}>
                            { i18n.t("reload") }
                        </Button>
                        if matches!(props.halt, Halt::Vanished { .. }) {
                            <Button onclick={start_over}>{ i18n.t("vanished-start-over") }</Button>
                        }
                    </div>
                </div>
            </section>
        </main>
    }
}

fn words(i18n: &I18n, halt: &Halt) -> Words {
    let t = |key: &str| i18n.t(key);
    match halt {
        Halt::Vanished { vault, seq } => Words {
            title: t("vanished-title"),
            text: t("vanished-text"),
            safe: t("vanished-safe"),
            advice: vec![
                t("vanished-advice-device"),
                t("vanished-advice-profile"),
                t("vanished-advice-new"),
            ],
            fact: Some(i18n.with(
                "vanished-fact",
                &[("vault", vault.as_str().into()), ("seq", (*seq).into())],
            )),
        },
        Halt::NewerFormat { found, supported } => Words {
            title: t("newer-title"),
            text: t("newer-text"),
            safe: t("newer-safe"),
            advice: vec![t("newer-advice-reload"), t("newer-advice-tabs")],
            fact: Some(i18n.with(
                "newer-fact",
                &[("found", (*found).into()), ("supported", (*supported).into())],
            )),
        },
        Halt::Damaged { code } => Words {
            title: t("damaged-title"),
            text: t("damaged-text"),
            safe: t("damaged-safe"),
            advice: vec![t("damaged-advice-reload"), t("damaged-advice-keep")],
            fact: Some(i18n.with("damaged-fact", &[("code", code.as_str().into())])),
        },
        Halt::OtherBuild => Words {
            title: t("other-build-title"),
            text: t("other-build-text"),
            safe: t("other-build-safe"),
            advice: vec![t("other-build-advice")],
            fact: None,
        },
        Halt::WorkerGone => Words {
            title: t("worker-gone-title"),
            text: t("worker-gone-text"),
            safe: t("worker-gone-safe"),
            advice: vec![t("worker-gone-advice-reload"), t("worker-gone-advice-browser")],
            fact: None,
        },
    }
}
