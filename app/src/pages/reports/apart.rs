//! What is kept but not in the revenue: shipping, fees, other postings, other currencies.

use ledger::SalesAnswer;
use yew::prelude::*;

use crate::components::Card;
use crate::i18n::I18n;

/// Amounts beside the revenue; nothing where there are none.
pub(super) fn apart(i18n: &I18n, answer: &SalesAnswer) -> Html {
    let formats = i18n.formats();
    let now = &answer.total.now;
    let beside = [
        ("discounts", now.discounts),
        ("tax", now.tax),
        ("shipping", now.shipping),
        ("fees", now.fees),
        ("other-postings", now.other),
    ];
    let mut facts: Vec<(AttrValue, String)> = beside
        .into_iter()
        .filter(|(_, minor)| *minor != 0)
        .map(|(key, minor)| (i18n.t(key), formats.money(minor, answer.currency)))
        .collect();
    for (currency, figures) in &answer.others {
        let name = i18n
            .with("report-sold-in", &[("currency", formats.currency_name(currency.code()).into())]);
        facts.push((name, formats.money(figures.revenue, *currency)));
    }
    if !answer.converted.is_empty() {
        let names: Vec<String> =
            answer.converted.iter().map(|c| formats.currency_name(c.code())).collect();
        facts.push((i18n.t("report-converted"), formats.list(&names)));
    }
    if facts.is_empty() {
        return Html::default();
    }
    html! {
        <Card title={i18n.t("report-apart")} note={i18n.t("report-apart-note")} flush={true}>
            <dl class="facts">
                { for facts.into_iter().map(|(name, value)| html! {
                    <div><dt>{ name }</dt><dd>{ value }</dd></div>
                }) }
            </dl>
        </Card>
    }
}
