//! Avatar: a person by their initials.

use yew::prelude::*;

/// Initials in a circle; decoration, since the name stands beside it.
pub(crate) fn avatar(name: &str, large: bool) -> Html {
    html! {
        <span class={classes!("avatar", large.then_some("avatar--large"))} aria-hidden="true">
            { initials(name) }
        </span>
    }
}

/// First letters of the first and the last word; the style sheet makes them capitals.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        for (name, expected) in [
            ("Claire Moreau", "CM"),
            ("Ana Maria de Sá", "AS"),
            ("léa", "l"),
            ("", ""),
            ("李 小龙", "李小"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
