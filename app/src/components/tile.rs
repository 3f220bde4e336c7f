//! Tile: a number that does not stand alone.

use yew::prelude::*;

use crate::i18n::I18n;
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

/// What a tile shows.
pub(crate) struct Tile {
    pub(crate) label: AttrValue,
    /// The part that is read first.
    pub(crate) value: AttrValue,
    /// Decimals or a unit, smaller.
    pub(crate) rest: AttrValue,
    pub(crate) change: Option<Change>,
    /// What it is measured against, or why it is not.
    pub(crate) against: AttrValue,
    pub(crate) sparkline: Html,
}

/// Label, value, change with an arrow and words. Drawn by what it stands in: it has no state of its own.
pub(crate) fn tile(i18n: &I18n, tile: Tile) -> Html {
    html! {
        <div class="tile" role="group" aria-label={tile.label.clone()}>
            <p class="tile__label">{ tile.label }</p>
            <p class="tile__value">
                { tile.value }<span class="tile__rest">{ tile.rest }</span>
            </p>
            <p class="tile__against">
                if let Some(change) = &tile.change { { change_mark(i18n, change) } }
                <span class="tile__words">{ tile.against }</span>
            </p>
            { tile.sparkline }
        </div>
    }
}

/// An arrow with a percentage; the arrow is also a word for those who listen.
pub(crate) fn change_mark(i18n: &I18n, change: &Change) -> Html {
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
pub(crate) fn tile_skeleton() -> Html {
    html! {
        <div class="tile" aria-hidden="true">
            <span class="skeleton__block tile__wait" />
            <span class="skeleton__block tile__wait tile__wait--value" />
            <span class="skeleton__block tile__wait" />
        </div>
    }
}
