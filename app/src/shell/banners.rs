//! Banners under the top bar: one sentence and one button each.

use protocol::Notice;
use yew::prelude::*;

use crate::browser;
use crate::components::{Banner, Button, Look, Size, Tone};
use crate::i18n::{I18n, use_i18n};
use crate::link::{Link, LinkAction};
use crate::service_worker::NewVersion;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) notices: Vec<Notice>,
    pub(crate) new_version: Option<NewVersion>,
    pub(crate) dismiss: UseReducerDispatcher<Link>,
}

/// What the worker wants a person to know, and a new version that waits.
#[component]
pub(crate) fn Banners(props: &Props) -> Html {
    let i18n = use_i18n();
    let later = use_state(|| false);
    html! {
        <div class="vault-banners">
            { for props.notices.iter().map(|notice| notice_banner(&i18n, notice, &props.dismiss)) }
            if let (Some(version), false) = (&props.new_version, *later) {
                <Banner tone={Tone::Accent} text={i18n.t("new-version")}>
                    <Button size={Size::Small} look={Look::Primary} onclick={
                        let version = version.clone();
                        Callback::from(move |_| version.activate())
                    }>
                        { i18n.t("new-version-reload") }
                    </Button>
                    <Button size={Size::Small} look={Look::Quiet} onclick={
                        let later = later.clone();
                        Callback::from(move |_| later.set(true))
                    }>
                        { i18n.t("new-version-later") }
                    </Button>
                </Banner>
            }
        </div>
    }
}

fn notice_banner(i18n: &I18n, notice: &Notice, dismiss: &UseReducerDispatcher<Link>) -> Html {
    let (tone, text) = match notice {
        Notice::ClockMovedBack { seconds } => {
            (Tone::Warn, i18n.with("notice-clock-moved-back", &[("seconds", (*seconds).into())]))
        }
        Notice::MirrorFailing => (Tone::Warn, i18n.t("notice-mirror-failing")),
        Notice::CommandQuarantined => (Tone::Crit, i18n.t("notice-command-quarantined")),
        Notice::OtherVersion => (Tone::Warn, i18n.t("notice-other-version")),
        Notice::TakeoverNeedsUnlock => (Tone::Warn, i18n.t("notice-takeover-needs-unlock")),
        Notice::ChainBroken { seq } => {
            (Tone::Crit, i18n.with("notice-chain-broken", &[("seq", (*seq).into())]))
        }
        Notice::RecordsDamaged { chunks } => {
            (Tone::Crit, i18n.with("notice-records-damaged", &[("chunks", (*chunks).into())]))
        }
    };
    let action = if matches!(notice, Notice::OtherVersion) {
        html! {
            <Button size={Size::Small} onclick={Callback::from(|_| browser::reload())}>
                { i18n.t("reload") }
            </Button>
        }
    } else {
        let (dismiss, notice) = (dismiss.clone(), notice.clone());
        let onclick = Callback::from(move |_| {
            dismiss.dispatch(LinkAction::Dismissed(notice.clone()));
        });
        html! { <Button size={Size::Small} {onclick}>{ i18n.t("understood") }</Button> }
    };
    html! { <Banner {tone} {text}>{ action }</Banner> }
}
