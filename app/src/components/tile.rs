//! Tile: a number that does not stand alone.

use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::icon::Icon;

/// How a number differs from what it is measured against.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    /// A share of what it is measured against; negative for less.
    pub(crate) share: f64,
    /// Without a sign: the arrow is the sign.
    pub(crate) text: AttrValue,
    /// Whether more is worse: of returns, for one.
    pub(crate) more_is_worse: bool,
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    /// The part that is read first.
    pub(crate) value: AttrValue,
    /// Decimals or a unit, smaller.
    #[prop_or_default]
    pub(crate) rest: AttrValue,
    #[prop_or_default]
    pub(crate) change: Option<Change>,
    /// What it is measured against, or why it is not.
    pub(crate) against: AttrValue,
    /// A sparkline.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// Label, value, change with an arrow and words.
#[component]
pub(crate) fn Tile(props: &Props) -> Html {
    html! {
        <div class="tile" role="group" aria-label={props.label.clone()}>
            <p class="tile__label">{ props.label.clone() }</p>
            <p class="tile__value">
                { props.value.clone() }<span class="tile__rest">{ props.rest.clone() }</span>
            </p>
            <p class="tile__against">
                if let Some(change) = &props.change {
                    <ChangeMark change={change.clone()} />
                }
                <span class="tile__words">{ props.against.clone() }</span>
            </p>
            { props.children.clone() }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct MarkProps {
    pub(crate) change: Change,
}

/// An arrow with a percentage; the arrow is also a word for those who listen.
#[component]
pub(crate) fn ChangeMark(props: &MarkProps) -> Html {
    let i18n = use_i18n();
    let change = &props.change;
    let is_less = change.share < 0.0;
    let (icon, word) =
        if is_less { (Icon::ArrowDown, "change-less") } else { (Icon::ArrowUp, "change-more") };
    let class = if is_less == change.more_is_worse { "change" } else { "change change--worse" };
    html! {
        <span {class}>
            { icon.small() }
            <span class="visually-hidden">{ i18n.t(word) }{ " " }</span>
            { change.text.clone() }
        </span>
    }
}

/// Tiles in the shape of tiles, while their numbers are counted.
#[component]
pub(crate) fn TileSkeleton() -> Html {
    html! {
        <div class="tile" aria-hidden="true">
            <span class="skeleton__block tile__wait" />
            <span class="skeleton__block tile__wait tile__wait--value" />
            <span class="skeleton__block tile__wait" />
        </div>
    }
}
