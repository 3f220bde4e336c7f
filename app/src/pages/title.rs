//! The window's title.

use yew::prelude::*;

use crate::browser;

/// Names the window after the page; the app's own name where there is nothing to add.
#[hook]
pub(crate) fn use_title(title: String) {
    use_effect_with(title, |title| {
        let full =
            if title.is_empty() { "Tillcast".to_owned() } else { format!("{title} · Tillcast") };
        browser::document().set_title(&full);
    });
}
