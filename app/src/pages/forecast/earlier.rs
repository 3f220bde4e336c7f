//! What was expected before, to hold against what came.

use ledger::{EarlierForecast, ForecastView, KeptForecast};
use yew::prelude::*;

use super::fan::unit_of;
use super::models::model_name;
use crate::components::{Card, Column, Place, Table};
use crate::i18n::I18n;
use crate::intl::DayStyle;

/// The columns: message, whether it is a figure, its place on a phone.
const COLUMNS: [(&str, bool, Place); 4] = [
    ("earlier-made", false, Place::First),
    ("earlier-until", false, Place::Nowhere),
    ("models-model", false, Place::Second),
    ("chart-expected", true, Place::Key),
];

/// The latest and the ones before, newest first.
pub(super) fn earlier(i18n: &I18n, view: &ForecastView, zone: &str) -> Html {
    let columns =
        COLUMNS.map(|(key, number, place)| Column { label: i18n.t(key), number, place }).to_vec();
    let latest = view.kept.as_deref().map(summary);
    let all = latest.iter().chain(&view.earlier);
    let rows: Vec<_> = all.map(|forecast| row(i18n, view, forecast, zone)).collect();
    html! {
        <Card title={i18n.t("earlier")} note={i18n.t("earlier-note")} flush={true}>
            <div class="earlier table--inside"><Table caption={i18n.t("earlier")} {columns} {rows} /></div>
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

fn row(i18n: &I18n, view: &ForecastView, forecast: &EarlierForecast, zone: &str) -> Vec<Html> {
    let (unit, formats) = (unit_of(view.query.measure, view.currency), i18n.formats());
    let digest: String = forecast.data.iter().take(3).map(|byte| hex(*byte)).collect();
    vec![
        html! { { formats.moment(forecast.made_ms, zone) } },
        html! {
            <>
                { formats.day(forecast.until, DayStyle::Tick) }
                <span class="mono earlier__digest" title={i18n.t("earlier-digest")}>{ digest }</span>
            </>
        },
        html! { { model_name(i18n, &forecast.model) } },
        html! { { unit.planned(forecast.total.mean, formats) } },
    ]
}

/// Two digits.
fn hex(byte: u8) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    [digit(byte >> 4), digit(byte & 15)].iter().collect()
}
