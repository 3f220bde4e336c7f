//! The four tiles.

use ledger::{Currency, Tile as Number, TodayView};
use yew::prelude::*;

use crate::chart::sparkline;
use crate::components::{Change, Tile, tile};
use crate::i18n::I18n;

/// Revenue, orders, average order, units.
pub(super) fn tiles(i18n: &I18n, view: &TodayView) -> Html {
    let formats = i18n.formats();
    let money = |number: &Number| {
        let (main, rest) =
            decimals_apart(&formats.money(number.value, view.currency), view.currency);
        (main, rest, number.usual.map(|usual| formats.money_rounded(usual, view.currency)))
    };
    let plain = |number: &Number, scale: u8| {
        // What is usual is a mean: its fractions say nothing.
        let one = 10_i64.pow(u32::from(scale));
        let usual = number.usual.map(|usual| formats.decimal((usual + one / 2) / one, 0));
        (formats.decimal(number.value, scale), String::new(), usual)
    };
    let revenue = i18n.t(if view.is_today { "tile-revenue-today" } else { "revenue" });
    let average = if view.orders.value == 0 {
        // Nothing divided by nothing is not zero.
        ("—".to_owned(), String::new(), None)
    } else {
        money(&view.average_order)
    };
    let tiles = [
        (revenue, &view.revenue, money(&view.revenue)),
        (i18n.t("nav-orders"), &view.orders, plain(&view.orders, 0)),
        (i18n.t("average-order"), &view.average_order, average),
        (i18n.t("units"), &view.units, plain(&view.units, 3)),
    ];
    html! {
        <div class="tiles">
            { for tiles.into_iter().map(|(label, number, (value, rest, usual))| tile(i18n, Tile {
                label,
                value: value.into(),
                rest: rest.into(),
                change: usual.is_some().then(|| change(i18n, number.value, number.usual)).flatten(),
                against: against(i18n, view.is_today, number, usual),
                sparkline: sparkline(&number.path, &number.usual_path),
            })) }
        </div>
    }
}

/// How a number differs from the usual one; `None` where that is nothing.
pub(super) fn change(i18n: &I18n, value: i64, usual: Option<i64>) -> Option<Change> {
    let usual = usual.filter(|usual| *usual > 0)?;
    let share = (value as f64 - usual as f64) / usual as f64;
    // Less than can be written is none.
    let text = i18n.formats().percent(share.abs()).into();
    (share.abs() >= 0.0005).then_some(Change { share, text, more_is_worse: false })
}

/// In words: over or under what.
fn against(i18n: &I18n, is_today: bool, number: &Number, usual: Option<String>) -> AttrValue {
    let (Some(usual), Some(measure)) = (usual, number.usual) else {
        return i18n.t("tile-no-usual");
    };
    let differs = measure <= 0 || change(i18n, number.value, Some(measure)).is_some();
    if number.value == measure || !differs {
        return i18n.t(if is_today { "tile-as-usual-by-now" } else { "tile-as-usual" });
    }
    let key = match (number.value.cmp(&measure), is_today) {
        (std::cmp::Ordering::Less, true) => "tile-under-by-now",
        (std::cmp::Ordering::Less, false) => "tile-under",
        (_, true) => "tile-over-by-now",
        (_, false) => "tile-over",
    };
    i18n.with(key, &[("usual", usual.into())])
}

/// "€3,284" and ".60"; "3 284" and ",60 €". Currencies without decimals stay whole.
fn decimals_apart(text: &str, currency: Currency) -> (String, String) {
    let digits = usize::from(currency.digits());
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    // The decimals are ASCII digits; the mark before them may be longer than a byte.
    let mark = end.checked_sub(digits).filter(|_| digits > 0).and_then(|at| {
        let before = text.get(..at)?.char_indices().next_back()?;
        (!before.1.is_ascii_digit()).then_some(before.0)
    });
    let (main, rest) = mark.map_or((text, ""), |at| text.split_at(at));
    (main.to_owned(), rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_apart() {
        let euro = Currency::from_code("EUR").unwrap();
        let yen = Currency::from_code("JPY").unwrap();
        let check = |text: &str, currency, main: &str, rest: &str| {
            assert_eq!(decimals_apart(text, currency), (main.to_owned(), rest.to_owned()));
        };
        check("€3,284.60", euro, "€3,284", ".60");
        check("3 284,60 €", euro, "3 284", ",60 €");
        check("−€0.05", euro, "−€0", ".05");
        check("¥3,284", yen, "¥3,284", "");
        check("", euro, "", "");
    }
}
