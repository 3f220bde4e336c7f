//! The left half of the first run: what this is, in one sentence and three promises.

use ledger::Language;
use yew::prelude::*;

use crate::components::logo;
use crate::i18n::{I18n, tag, use_i18n};
use crate::icon::Icon;
use crate::root::SwitchLanguage;

/// The sentence, the drawing, the promises, the language.
#[component]
pub(super) fn Promise() -> Html {
    let i18n = use_i18n();
    let promises = [
        (Icon::Lock, "promise-password", "promise-password-why"),
        (Icon::Offline, "promise-offline", "promise-offline-why"),
        (Icon::Upload, "promise-leave", "promise-leave-why"),
    ];
    html! {
        <aside class="first-run__promise" aria-label="Tillcast">
            <div class="brand type-title">{ logo(false) }{ "Tillcast" }</div>
            <div class="first-run__promise-body">
                <p class="type-figure-l first-run__sentence">{ i18n.t("promise") }</p>
                { devices(&i18n) }
                <ul class="promises">
                    { for promises.iter().map(|(icon, what, why)| html! {
                        <li>
                            { icon.small() }
                            <div>
                                <p class="strong">{ i18n.t(what) }</p>
                                <p class="type-dense quieter">{ i18n.t(why) }</p>
                            </div>
                        </li>
                    }) }
                </ul>
            </div>
            <LanguageChoice />
        </aside>
    }
}

/// Each language by its own name, so that it can be found without knowing the other.
#[component]
fn LanguageChoice() -> Html {
    let i18n = use_i18n();
    let switch = use_context::<SwitchLanguage>().expect("the root provides the language switch");
    html! {
        <div class="language-choice" role="group" aria-label={i18n.t("language")}>
            { for [(Language::En, "English"), (Language::Fr, "Français")].map(|(language, name)| html! {
                <button
                    type="button" lang={tag(language)}
                    aria-pressed={if i18n.language() == language { "true" } else { "false" }}
                    onclick={switch.0.reform(move |_| language)}
                >
                    { name }
                </button>
            }) }
        </div>
    }
}

/// Three screens, and a lock on every way between them.
fn devices(i18n: &I18n) -> Html {
    let text_lines: [(u32, u32, u32); 9] = [
        (16, 18, 60),
        (16, 34, 128),
        (16, 50, 128),
        (16, 66, 96),
        (240, 42, 38),
        (240, 58, 84),
        (240, 74, 84),
        (416, 34, 36),
        (416, 50, 36),
    ];
    let link = |x: u32| {
        html! {
            <g transform={format!("translate({x} 68)")}>
                <path class="devices__link devices__link--dots" d="M-32 0h16M16 0h16" />
                <circle class="devices__link" r="14" />
                <rect class="devices__link" x="-5" y="-1" width="10" height="8" rx="1.5" />
                <path class="devices__link" d="M-3 -1v-2.5a3 3 0 0 1 6 0V-1" />
            </g>
        }
    };
    html! {
        <svg class="devices" viewBox="-1 -1 464 162" aria-hidden="true" focusable="false">
            <rect class="devices__screen" width="160" height="112" rx="8" />
            <rect class="devices__stand" x="32" y="124" width="96" height="8" rx="4" />
            <rect class="devices__screen" x="224" y="24" width="112" height="88" rx="8" />
            <rect class="devices__screen" x="404" y="16" width="56" height="96" rx="8" />
            { for text_lines.iter().map(|(x, y, width)| html! {
                <rect
                    class="devices__text" x={x.to_string()} y={y.to_string()}
                    width={width.to_string()} height="6" rx="3"
                />
            }) }
            { link(192) }
            { link(370) }
            <text class="devices__name" x="80" y="156">{ i18n.t("device-laptop") }</text>
            <text class="devices__name" x="280" y="136">{ i18n.t("device-tablet") }</text>
            <text class="devices__name" x="432" y="136">{ i18n.t("device-phone") }</text>
        </svg>
    }
}
