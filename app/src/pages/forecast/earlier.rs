//! What was expected before, against what came.

use ledger::{EarlierForecast, ForecastView, Hindsight, KeptForecast};
use yew::prelude::*;

use super::fan::unit_of;
use super::models::model_name;
use crate::components::{Button, Card, Look, Size};
use crate::i18n::I18n;
use crate::icon::Icon;
use crate::intl::DayStyle;

/// The latest and the ones before, newest first. `said`: the one in the chart, by when it was made; `onsaid` hears
/// which one is wanted there.
pub(super) fn earlier(
    i18n: &I18n,
    view: &ForecastView,
    zone: &str,
    said: Option<i64>,
    onsaid: &Callback<Option<i64>>,
) -> Html {
    let latest = view.kept.as_deref().map(|kept| summary(kept, view.hindsight));
    let all = latest.iter().chain(&view.earlier);
    html! {
        <Card title={i18n.t("earlier")} note={i18n.t("earlier-note")} flush={true}>
            <ul class="earlier">
                { for all.map(|forecast| row(i18n, view, forecast, zone, (said, onsaid))) }
            </ul>
        </Card>
    }
}

fn summary(kept: &KeptForecast, hindsight: Option<Hindsight>) -> EarlierForecast {
    EarlierForecast {
        made_ms: kept.made_ms,
        data: kept.data,
        until: kept.until,
        model: kept.model.clone(),
        total: kept.total,
        first: kept.first,
        steps: Vec::new(),
        hindsight,
    }
}

fn row(
    i18n: &I18n,
    view: &ForecastView,
    forecast: &EarlierForecast,
    zone: &str,
    (said, onsaid): (Option<i64>, &Callback<Option<i64>>),
) -> Html {
    let (unit, formats) = (unit_of(view.query.measure, view.currency), i18n.formats());
    let [low, high] = [1, 5].map(|at| unit.headline(forecast.total.quantiles[at], formats));
    let until = formats.day(forecast.until, DayStyle::Tick);
    let digest: String = forecast.data.iter().take(3).map(|byte| hex(*byte)).collect();
    let until = [("day", until.into()), ("digest", digest.into())];
    let made_ms = forecast.made_ms;
    let is_shown = said == Some(made_ms);
    let toggle = onsaid.reform(move |_: MouseEvent| (!is_shown).then_some(made_ms));
    let when = formats.moment(made_ms, zone);
    html! {
        <li class="earlier__row">
            <p>{ when.clone() }</p>
            <p class="strong">{ unit.planned(forecast.total.mean, formats) }</p>
            <p class="table__second">
                { model_name(i18n, &forecast.model) }{ ", " }{ i18n.with("earlier-until", &until) }
            </p>
            <p class="table__second">{ low }{ "–" }{ high }</p>
            if let Some(hindsight) = &forecast.hindsight {
                <p class="earlier__came">{ came(i18n, hindsight) }</p>
                <Button
                    look={if is_shown { Look::Secondary } else { Look::Quiet }} size={Size::Small}
                    icon={if is_shown { Icon::EyeOff } else { Icon::Eye }}
                    name={i18n.with(
                        if is_shown { "earlier-hide" } else { "earlier-show" },
                        &[("when", when.into())],
                    )}
                    onclick={toggle}
                />
            }
        </li>
    }
}

/// "12 periods came: off by 9% of what was sold, 83% inside the 80% band."
pub(super) fn came(i18n: &I18n, hindsight: &Hindsight) -> AttrValue {
    let share = |thousandths: u32| i18n.formats().percent(f64::from(thousandths) / 1_000.0);
    let inside = share(hindsight.inside_80);
    let args = [("periods", hindsight.periods.into()), ("inside", inside.into())];
    match hindsight.wape {
        None => i18n.with("earlier-came-none", &args),
        Some(wape) => {
            let [periods, inside] = args;
            i18n.with("earlier-came", &[periods, inside, ("share", share(wape).into())])
        }
    }
}

/// Two digits.
fn hex(byte: u8) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    [digit(byte >> 4), digit(byte & 15)].iter().collect()
}
