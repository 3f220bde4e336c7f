//! What was expected before, to hold against what came.

use ledger::{EarlierForecast, ForecastView, KeptForecast};
use yew::prelude::*;

use super::fan::unit_of;
use super::models::model_name;
use crate::components::Card;
use crate::i18n::I18n;
use crate::intl::DayStyle;

/// The latest and the ones before, newest first.
pub(super) fn earlier(i18n: &I18n, view: &ForecastView, zone: &str) -> Html {
    let latest = view.kept.as_deref().map(summary);
    let all = latest.iter().chain(&view.earlier);
    html! {
        <Card title={i18n.t("earlier")} note={i18n.t("earlier-note")} flush={true}>
            <ul class="earlier">{ for all.map(|forecast| row(i18n, view, forecast, zone)) }</ul>
        </Card>
    }
}

fn summary(kept: &KeptForecast) -> EarlierForecast {
    EarlierForecast {
        made_ms: kept.made_ms,
        data: kept.data,
        until: kept.until,
        model: kept.model.clone(),
        total: kept.total,
    }
}

fn row(i18n: &I18n, view: &ForecastView, forecast: &EarlierForecast, zone: &str) -> Html {
    let (unit, formats) = (unit_of(view.query.measure, view.currency), i18n.formats());
    let [low, high] = [1, 5].map(|at| unit.headline(forecast.total.quantiles[at], formats));
    let until = formats.day(forecast.until, DayStyle::Tick);
    let digest: String = forecast.data.iter().take(3).map(|byte| hex(*byte)).collect();
    let until = [("day", until.into()), ("digest", digest.into())];
    html! {
        <li class="earlier__row">
            <p>{ formats.moment(forecast.made_ms, zone) }</p>
            <p class="strong">{ unit.planned(forecast.total.mean, formats) }</p>
            <p class="table__second">
                { model_name(i18n, &forecast.model) }{ ", " }{ i18n.with("earlier-until", &until) }
            </p>
            <p class="table__second">{ low }{ "–" }{ high }</p>
        </li>
    }
}

/// Two digits.
fn hex(byte: u8) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    [digit(byte >> 4), digit(byte & 15)].iter().collect()
}
