//! When the vault locks by itself.

use ledger::{AutoLock, Command, SettingsCommand};
use protocol::Response;
use yew::prelude::*;

use crate::components::{Card, Options, Select, Toast, form_error, options, use_toasts};
use crate::hooks::use_command;
use crate::i18n::{I18n, use_i18n};

const MINUTES: [u16; 8] = [1, 2, 5, 10, 15, 30, 60, 240];
const HOURS: [u16; 7] = [1, 2, 4, 8, 12, 18, 24];

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) auto_lock: AutoLock,
}

/// Two choices; each is written as soon as it is made.
#[component]
pub(super) fn AutoLockCard(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let order = use_command({
        let i18n = i18n.clone();
        Callback::from(move |_: Response| toasts.emit(Toast::done(i18n.t("saved-auto-lock"))))
    });
    let now = props.auto_lock;
    let minutes = choices(&i18n, &MINUTES, now.soft_minutes, "minutes");
    let hours = choices(&i18n, &HOURS, now.hard_hours, "hours");
    let set = |change: fn(AutoLock, u16) -> AutoLock| {
        let send = order.send.clone();
        Callback::from(move |value: String| {
            if let Ok(value) = value.parse() {
                send.emit(Command::Settings(SettingsCommand::SetAutoLock(change(now, value))));
            }
        })
    };
    html! {
        <Card title={i18n.t("card-auto-lock")}>
            <div class="form-stack">
                <Select
                    label={i18n.t("soft-lock-after")} help={i18n.t("soft-lock-help")}
                    options={minutes} value={now.soft_minutes.to_string()}
                    onchange={set(|now, soft_minutes| AutoLock { soft_minutes, ..now })}
                />
                <Select
                    label={i18n.t("hard-lock-after")} help={i18n.t("hard-lock-help")}
                    options={hours} value={now.hard_hours.to_string()}
                    onchange={set(|now, hard_hours| AutoLock { hard_hours, ..now })}
                />
                { form_error(&i18n, order.failure.as_ref()) }
            </div>
        </Card>
    }
}

/// The usual values, and the one that is set if it is none of them.
fn choices(i18n: &I18n, usual: &[u16], now: u16, key: &str) -> Options {
    let mut values = usual.to_vec();
    values.push(now);
    values.sort_unstable();
    values.dedup();
    options(
        values
            .into_iter()
            .map(|value| (value.to_string(), i18n.with(key, &[("count", value.into())]))),
    )
}
