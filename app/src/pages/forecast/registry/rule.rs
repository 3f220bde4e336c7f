//! How models are trained when nobody asks for it.

use ledger::{Command, ForecastSettings, ForecastsCommand};
use protocol::Response;
use yew::prelude::*;

use super::super::choice::OFFERED;
use super::super::models::model_name;
use crate::components::{
    Button, Card, Field, Select, Switch, Toast, form_error, options, use_toasts,
};
use crate::hooks::use_command;
use crate::i18n::use_i18n;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) settings: ForecastSettings,
    pub(super) may_set: bool,
}

/// The card; every choice is written as soon as it is made.
#[component]
pub(super) fn Rule(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let settings = &props.settings;
    let order = {
        let i18n = i18n.clone();
        use_command(Callback::from(move |_: Response| {
            toasts.emit(Toast::done(i18n.t("registry-saved")));
        }))
    };
    let typed = use_state(|| percent_of(settings));
    {
        let typed = typed.setter();
        use_effect_with(percent_of(settings), move |percent| typed.set(percent.clone()));
    }
    if !props.may_set {
        return Html::default();
    }
    let set = |change: fn(&mut ForecastSettings, bool)| {
        let settings = settings.clone();
        order.send.reform(move |is_on| {
            let mut changed = settings.clone();
            change(&mut changed, is_on);
            Command::Forecasts(ForecastsCommand::Set(changed))
        })
    };
    let onmodel = {
        let settings = settings.clone();
        order.send.reform(move |model: String| {
            let default_model = Some(model).filter(|model| !model.is_empty());
            let settings = ForecastSettings { default_model, ..settings.clone() };
            Command::Forecasts(ForecastsCommand::Set(settings))
        })
    };
    let percent = typed.trim().parse::<u32>().ok().filter(|percent| (1..=1_000).contains(percent));
    let is_new = percent.is_some_and(|percent| percent * 10 != settings.mape_above);
    let onsubmit = {
        let (settings, send) = (settings.clone(), order.send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(percent) = percent.filter(|_| is_new) {
                let settings = ForecastSettings { mape_above: percent * 10, ..settings.clone() };
                send.emit(Command::Forecasts(ForecastsCommand::Set(settings)));
            }
        })
    };
    let models = OFFERED.map(|model| (model, model_name(&i18n, model)));
    let models = options([("", i18n.t("models-automatic"))].into_iter().chain(models));
    html! {
        <Card title={i18n.t("registry-rule")}>
            <div class="form-stack">
                <div>
                    <Switch
                        label={i18n.t("registry-rule-on")} checked={settings.automatic}
                        onchange={set(|settings, is_on| settings.automatic = is_on)}
                    />
                    <p class="under">{ i18n.t("registry-rule-help") }</p>
                </div>
                <form class="registry__limit" {onsubmit}>
                    <Field
                        label={i18n.t("registry-rule-mape")} value={(*typed).clone()} unit="%"
                        oninput={Callback::from(move |text| typed.set(text))}
                        error={percent.is_none().then(|| i18n.t("registry-rule-mape-wrong"))}
                    />
                    if is_new {
                        <Button submit={true} loading={order.busy}>{ i18n.t("save") }</Button>
                    }
                </form>
                <Select
                    label={i18n.t("registry-default")} options={models} onchange={onmodel}
                    value={settings.default_model.clone().unwrap_or_default()}
                    help={i18n.t("registry-default-help")}
                />
                <div>
                    <Switch
                        label={i18n.t("registry-slow")} checked={settings.compare_slow}
                        onchange={set(|settings, is_on| settings.compare_slow = is_on)}
                    />
                    <p class="under">{ i18n.t("registry-slow-help") }</p>
                </div>
                { form_error(&i18n, order.failure.as_ref()) }
            </div>
        </Card>
    }
}

/// The limit as it is typed.
fn percent_of(settings: &ForecastSettings) -> String {
    (settings.mape_above / 10).to_string()
}
