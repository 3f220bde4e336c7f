//! The models that were compared on the past: for those who doubt the forecast.

use ledger::{KeptForecast, ModelScore};
use yew::prelude::*;

use super::wanted::{STEPS, key_of};
use crate::components::{Button, Card, Column, Place, RouteLink, Size, table};
use crate::i18n::I18n;
use crate::icon::Icon;
use crate::route::Route;

/// The columns: message, whether it is a figure, its place on a phone.
const COLUMNS: [(&str, bool, Place); 7] = [
    ("models-model", false, Place::First),
    ("models-mase", false, Place::Key),
    ("models-smape", true, Place::Nowhere),
    ("models-inside", true, Place::Nowhere),
    ("models-bias", true, Place::Nowhere),
    ("models-weight", true, Place::Nowhere),
    ("models-time", true, Place::Nowhere),
];

/// What the columns mean, one line each.
const MEANINGS: [(&str, &str); 6] = [
    ("models-mase", "models-mase-means"),
    ("models-smape", "models-smape-means"),
    ("models-inside", "models-inside-means"),
    ("models-bias", "models-bias-means"),
    ("models-weight", "models-weight-means"),
    ("models-time", "models-time-means"),
];

/// How the comparison is shown.
pub(super) struct Comparison<'a> {
    pub(super) kept: &'a KeptForecast,
    /// There is too little history to say which model is best.
    pub(super) is_new: bool,
    /// The model whose line is drawn; `None`: the forecast's own.
    pub(super) line: Option<&'a str>,
    /// Draws another line.
    pub(super) online: Callback<Option<String>>,
    /// Makes the forecast anew, for those who may.
    pub(super) again: Option<Callback<MouseEvent>>,
    pub(super) is_running: bool,
    /// Opens the choice of a model.
    pub(super) choose: Callback<MouseEvent>,
}

/// The table with the champion tinted, and why it is that one.
pub(super) fn models(i18n: &I18n, comparison: &Comparison<'_>) -> Html {
    let Comparison { kept, is_new, .. } = *comparison;
    let has_weights = kept.scores.iter().any(|score| score.weight.is_some());
    let shown = COLUMNS.iter().filter(|(key, ..)| has_weights || *key != "models-weight");
    let columns: Vec<Column> =
        shown.map(|&(key, number, place)| Column { label: i18n.t(key), number, place }).collect();
    let most = kept.scores.iter().map(|score| score.mase).max().unwrap_or(0).max(1_000);
    let cells = |score| row(i18n, comparison, score, most, has_weights);
    let rows = in_order(kept).into_iter().map(cells).collect::<Vec<_>>();
    let origins = kept.scores.iter().map(|score| score.origins).max().unwrap_or(0);
    let step = key_of(&STEPS, kept.query.every);
    let count = kept.steps.len();
    let note = if origins == 0 || is_new {
        i18n.t("models-untried")
    } else {
        i18n.with(
            "models-note",
            &[("origins", origins.into()), ("count", count.into()), ("step", step.into())],
        )
    };
    html! {
        <Card title={i18n.t("models")} {note} flush={true}>
            <p class="models__reason">
                { reason(i18n, kept, is_new) }
                if kept.taught_by > 1 {
                    { " " }{ i18n.with("models-taught", &[("count", kept.taught_by.into())]) }
                }
            </p>
            <div class="models" tabindex="0" role="group" aria-label={i18n.t("models")}>{ table(i18n.t("models"), &columns, rows) }</div>
            if let Some(onclick) = &comparison.again {
                <div class="card__foot forecast__actions">
                    <Button
                        size={Size::Small} icon={Icon::Refresh} loading={comparison.is_running}
                        {onclick}
                    >
                        { i18n.t("forecast-again") }
                    </Button>
                    <Button size={Size::Small} icon={Icon::Settings} onclick={&comparison.choose}>
                        { i18n.t("models-choose") }
                    </Button>
                    <RouteLink to={Route::Models} class="button button--quiet button--small" current={None}>
                        { i18n.t("models-all") }
                    </RouteLink>
                </div>
            }
        </Card>
    }
}

/// The table's columns in plain words.
pub(super) fn meanings(i18n: &I18n, kept: &KeptForecast) -> Html {
    let step = [("step", key_of(&STEPS, kept.query.every).into())];
    html! {
        <Card title={i18n.t("models-meanings")}>
            <dl class="meanings">
                { for MEANINGS.map(|(key, means)| html! {
                    <div><dt>{ i18n.t(key) }</dt><dd>{ i18n.with(means, &step) }</dd></div>
                }) }
            </dl>
        </Card>
    }
}

/// The champion, then the others from the closest; untried ones as they come.
fn in_order(kept: &KeptForecast) -> Vec<&ModelScore> {
    let mut scores: Vec<&ModelScore> = kept.scores.iter().collect();
    scores.sort_by_key(|score| (score.model != kept.model, score.origins == 0, score.mase));
    scores
}

fn row(
    i18n: &I18n,
    comparison: &Comparison<'_>,
    score: &ModelScore,
    most: u32,
    has_weights: bool,
) -> Vec<Html> {
    let formats = i18n.formats();
    let is_champion = score.model == comparison.kept.model;
    let tried = score.origins > 0;
    let figure = |text: String| if tried { text } else { "—".to_owned() };
    let share = |thousandths: u32| f64::from(thousandths) / 1_000.0;
    let mase = formats.hundredths(share(score.mase));
    let plus = if score.bias > 0 { "+" } else { "" };
    let bias = plus.to_owned() + &formats.percent_tenths(f64::from(score.bias) / 1_000.0);
    let mut cells = vec![
        html! {
            <span class="models__name">
                { name(i18n, comparison, score) }
                if is_champion { <span class="badge models__champion">{ i18n.t("models-champion") }</span> }
                if !score.notation.is_empty() {
                    <span class="models__notation" lang="en" title={score.notation.clone()}>
                        { score.notation.clone() }
                    </span>
                }
            </span>
        },
        html! {
            <span class="models__mase">
                if tried { { bar(score.mase, most, is_champion) } }
                { figure(mase) }
            </span>
        },
        html! { { figure(formats.percent_tenths(share(score.smape) / 100.0)) } },
        html! { { figure(formats.percent_tenths(share(score.inside_80))) } },
        html! { { figure(bias) } },
    ];
    if has_weights {
        let weight =
            score.weight.map_or_else(|| "—".to_owned(), |w| formats.percent_tenths(share(w)));
        cells.push(html! { <span class="quieter">{ weight }</span> });
    }
    cells.push(html! {
        <span class="quieter">{ formats.duration(score.micros as f64 / 1_000.0) }</span>
    });
    cells
}

/// A model's name; a press anywhere in its row draws its line, if that is known.
fn name(i18n: &I18n, comparison: &Comparison<'_>, score: &ModelScore) -> Html {
    let name = model_name(i18n, &score.model);
    let is_champion = score.model == comparison.kept.model;
    if score.course.is_empty() && !is_champion {
        return html! { <span>{ name }</span> };
    }
    let is_drawn =
        if is_champion { comparison.line.is_none() } else { comparison.line == Some(&score.model) };
    // A second press brings the forecast's own line back.
    let line = (!is_champion && !is_drawn).then(|| score.model.clone());
    html! {
        <button
            type="button" class={classes!("models__pick", is_champion.then_some("strong"))}
            aria-pressed={if is_drawn { "true" } else { "false" }} title={i18n.t("models-draw")}
            onclick={comparison.online.reform(move |_: MouseEvent| line.clone())}
        >
            { name }
        </button>
    }
}

/// Its error as a bar; the number beside it says the same.
fn bar(mase: u32, most: u32, is_champion: bool) -> Html {
    let width = u64::from(mase) * 88 / u64::from(most.max(1));
    html! {
        <svg class="models__bar" width="88" height="6" aria-hidden="true" focusable="false">
            <rect class="models__track" width="88" height="6" rx="3" />
            <rect
                class={if is_champion { "models__best" } else { "models__other" }}
                width={width.max(3).to_string()} height="6" rx="3"
            />
        </svg>
    }
}

/// A model by its stable name; one that this build does not know keeps that.
pub(super) fn model_name(i18n: &I18n, model: &str) -> AttrValue {
    i18n.coded("model", model, &[]).unwrap_or_else(|| model.to_owned().into())
}

/// Why the forecast is from this model, in plain words.
fn reason(i18n: &I18n, kept: &KeptForecast, is_new: bool) -> AttrValue {
    let tried = || kept.scores.iter().filter(|score| score.origins > 0);
    let champion = tried().find(|score| score.model == kept.model);
    // Of two that are as close as can be told the champion is the closest.
    let closer = tried()
        .filter(|score| champion.is_some_and(|champion| score.mase < champion.mase))
        .min_by_key(|score| score.mase);
    let (key, best) = match closer {
        Some(best) if kept.query.model.is_some() => ("models-reason-chosen", best.model.as_str()),
        None if kept.query.model.is_some() => ("models-reason-named", ""),
        _ if champion.is_none() || is_new => ("models-reason-untried", ""),
        // One of many items: the others are about to be tried.
        _ if kept.scores.len() < 2 => return AttrValue::default(),
        Some(best) if kept.model == "ensemble" => ("models-reason-middle", best.model.as_str()),
        // Only what is the usual model by choice is kept against a better one.
        Some(best) => ("models-reason-chosen", best.model.as_str()),
        _ => ("models-reason-best", ""),
    };
    i18n.with(
        key,
        &[
            ("model", model_name(i18n, &kept.model).as_str().into()),
            ("best", model_name(i18n, best).as_str().into()),
            ("origins", champion.map_or(0, |score| score.origins).into()),
        ],
    )
}
