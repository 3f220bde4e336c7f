//! A day by the browser's own calendar.

use ledger::Day;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::intl::day_of;

/// A field with its label; `onchange` is given `None` when the field was emptied.
pub(crate) fn day_field(
    label: AttrValue,
    value: Option<Day>,
    onchange: Callback<Option<Day>>,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            onchange.emit(day_of(&input.value()));
        }
    });
    html! {
        <label class="field">
            <span class="field__label">{ label }</span>
            <span class="field__box">
                <input
                    type="date" class="field__input" {onchange}
                    value={value.map(text_of).unwrap_or_default()}
                />
            </span>
        </label>
    }
}

fn text_of(day: Day) -> String {
    let (year, month, day) = day.date();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_browsers_write_it() {
        let day = Day::from_date(2026, 11, 21).unwrap();
        assert_eq!(day_of("2026-11-21"), Some(day));
        assert_eq!(text_of(day), "2026-11-21");
        assert_eq!(day_of("2026-02-31"), None);
        assert_eq!(day_of(""), None);
    }
}
