//! Settings → General: what the business is called, what it counts in, how the page looks.

use ledger::{Command, Language, PeopleCommand, SettingsCommand, Theme};
use protocol::{Response, SessionView};
use yew::prelude::*;

use super::{CurrencyLabel, KnownDays, currency_options};
use crate::components::{
    Button, Card, Field, Look, Segmented, Select, Switch, Toast, form_error, options, use_toasts,
};
use crate::hooks::{Order, use_command};
use crate::i18n::{language_of, tag, use_i18n};
use crate::icon::Icon;
use crate::install::{ask, use_installable};
use crate::intl;
use crate::shell::{keys_are_on, set_keys};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
}

/// Five cards; every choice is written to the log as soon as it is made.
#[component]
pub(super) fn General(props: &Props) -> Html {
    let session = &props.session;
    html! {
        <div class="settings-grid">
            <Business session={session.clone()} />
            <Person session={session.clone()} />
            <Looks session={session.clone()} />
            <Days session={session.clone()} />
            <ThisDevice />
        </div>
    }
}

/// A command whose success is told by a toast.
#[hook]
fn use_saved_command(key: &'static str) -> Order<Command> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    use_command(Callback::from(move |_: Response| toasts.emit(Toast::done(i18n.t(key)))))
}

#[derive(Properties, PartialEq)]
struct NameProps {
    label: AttrValue,
    /// As it is written now.
    saved: String,
    order: Order<Command>,
    command: Callback<String, Command>,
    #[prop_or_default]
    autocomplete: Option<&'static str>,
}

/// A name with its own button: it is written when it is finished, not letter by letter.
#[component]
fn NameForm(props: &NameProps) -> Html {
    let i18n = use_i18n();
    let draft = use_state(|| props.saved.clone());
    {
        let draft = draft.clone();
        use_effect_with(props.saved.clone(), move |saved| draft.set(saved.clone()));
    }
    let unchanged = draft.trim() == props.saved;
    let onsubmit = {
        let (send, command, draft) =
            (props.order.send.clone(), props.command.clone(), (*draft).clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !unchanged {
                send.emit(command.emit(draft.clone()));
            }
        })
    };
    let oninput = {
        let (draft, clear) = (draft.clone(), props.order.clear.clone());
        Callback::from(move |text| {
            clear.emit(());
            draft.set(text);
        })
    };
    html! {
        <form class="form-stack" {onsubmit}>
            <Field
                label={props.label.clone()} value={(*draft).clone()} {oninput}
                autocomplete={props.autocomplete}
            />
            { form_error(&i18n, props.order.failure.as_ref()) }
            <div>
                <Button
                    look={Look::Primary} submit={true} loading={props.order.busy}
                    disabled={unchanged.then(|| i18n.t("nothing-changed"))}
                >
                    { i18n.t("save") }
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Business(props: &Props) -> Html {
    let i18n = use_i18n();
    let settings = &props.session.settings;
    let rename = use_saved_command("saved-business-name");
    // One order each: a second choice must not be lost while the first is being written.
    let currency = use_saved_command("saved-setting");
    let zone = use_saved_command("saved-setting");
    let currencies = use_memo(i18n.clone(), |i18n| currency_options(i18n, CurrencyLabel::Name));
    let zones = use_memo(settings.time_zone.clone(), |current| {
        let mut zones = intl::time_zones();
        if !zones.contains(current) {
            zones.insert(0, current.clone());
        }
        options(zones.into_iter().map(|zone| (zone.clone(), zone.replace('_', " "))))
    });
    html! {
        <Card title={i18n.t("card-business")}>
            <div class="form-stack">
                <NameForm
                    label={i18n.t("business-name")} saved={settings.business.clone()} order={rename}
                    autocomplete="organization"
                    command={Callback::from(|name| Command::Settings(SettingsCommand::RenameBusiness(name)))}
                />
                <Select
                    label={i18n.t("currency")} options={(*currencies).clone()}
                    value={settings.currency.code().to_owned()} help={i18n.t("currency-help")}
                    onchange={currency.send.reform(|code| Command::Settings(SettingsCommand::SetCurrency(code)))}
                />
                <Select
                    label={i18n.t("time-zone")} options={(*zones).clone()}
                    value={settings.time_zone.clone()} help={i18n.t("time-zone-help")}
                    onchange={zone.send.reform(|zone| Command::Settings(SettingsCommand::SetTimeZone(zone)))}
                />
                { form_error(&i18n, currency.failure.clone().or_else(|| zone.failure.clone()).as_ref()) }
            </div>
        </Card>
    }
}

#[component]
fn Person(props: &Props) -> Html {
    let i18n = use_i18n();
    let rename = use_saved_command("saved-your-name");
    let person = props.session.person;
    html! {
        <Card title={i18n.t("card-you")}>
            <NameForm
                label={i18n.t("your-name")} saved={props.session.name.clone()} order={rename}
                autocomplete="name"
                command={Callback::from(move |name| {
                    Command::People(PeopleCommand::RenamePerson { person, name })
                })}
            />
        </Card>
    }
}

#[component]
fn Looks(props: &Props) -> Html {
    let i18n = use_i18n();
    let settings = &props.session.settings;
    // One order each, as above.
    let language = use_saved_command("saved-setting");
    let theme = use_saved_command("saved-setting");
    let languages = options([("en", "English"), ("fr", "Français")]);
    let themes = options([
        ("system", i18n.t("theme-system")),
        ("light", i18n.t("theme-light")),
        ("dark", i18n.t("theme-dark")),
    ]);
    let set_language = {
        let send = language.send.clone();
        Callback::from(move |value: AttrValue| {
            let language = language_of(&value).unwrap_or(Language::En);
            send.emit(Command::Settings(SettingsCommand::SetLanguage(language)));
        })
    };
    let set_theme = theme.send.reform(|value: AttrValue| {
        Command::Settings(SettingsCommand::SetTheme(match value.as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }))
    });
    html! {
        <Card title={i18n.t("card-looks")}>
            <div class="form-stack">
                <Segmented
                    label={i18n.t("language")} labelled={true} options={languages}
                    value={tag(settings.language)} onchange={set_language}
                />
                <Segmented
                    label={i18n.t("theme")} labelled={true} options={themes}
                    value={theme_value(settings.theme)} onchange={set_theme}
                />
                { form_error(&i18n, language.failure.clone().or_else(|| theme.failure.clone()).as_ref()) }
            </div>
        </Card>
    }
}

const fn theme_value(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// Whose holidays count, and the merchant's own days.
#[component]
fn Days(props: &Props) -> Html {
    let i18n = use_i18n();
    let open = use_state(|| false);
    let set = |is_open| {
        let open = open.setter();
        Callback::from(move |()| open.set(is_open))
    };
    let today = intl::today(&props.session.settings.time_zone);
    html! {
        <Card title={i18n.t("known-days")}>
            <div class="form-stack">
                <div>
                    <Button icon={Icon::Calendar} onclick={set(true).reform(|_| ())}>
                        { i18n.t("known-edit") }
                    </Button>
                    <p class="under">{ i18n.t("known-country-help") }</p>
                </div>
            </div>
            if *open { <KnownDays {today} onclose={set(false)} /> }
        </Card>
    }
}

/// What concerns this device only, and is not part of the vault.
#[component]
fn ThisDevice() -> Html {
    let i18n = use_i18n();
    let installable = use_installable();
    let keys = use_state(keys_are_on);
    let onchange = {
        let keys = keys.clone();
        Callback::from(move |on| {
            set_keys(on);
            keys.set(on);
        })
    };
    html! {
        <Card title={i18n.t("card-device")}>
            <div class="form-stack">
                <div>
                    <Switch label={i18n.t("single-keys")} checked={*keys} {onchange} />
                    <p class="under">{ i18n.t("single-keys-help") }</p>
                </div>
                if installable {
                    <div>
                        <Button icon={Icon::Download} onclick={Callback::from(|_| ask())}>
                            { i18n.t("install") }
                        </Button>
                        <p class="under">{ i18n.t("install-help") }</p>
                    </div>
                }
            </div>
        </Card>
    }
}
