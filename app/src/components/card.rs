//! Card: a titled part of a page.

use yew::prelude::*;

use super::dom_id::use_dom_id;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) title: AttrValue,
    /// A quiet sentence beside the title.
    #[prop_or_default]
    pub(crate) note: Option<AttrValue>,
    /// Its content brings its own padding (tables, lists of facts).
    #[prop_or_default]
    pub(crate) flush: bool,
    /// As wide as its grid.
    #[prop_or_default]
    pub(crate) wide: bool,
    pub(crate) children: Html,
}

/// A region named by its title.
#[component]
pub(crate) fn Card(props: &Props) -> Html {
    let id = use_dom_id();
    html! {
        <section class={classes!("card", props.wide.then_some("span-2"))} aria-labelledby={id.clone()}>
            <div class="card__head">
                <h2 id={id} class="type-section">{ props.title.clone() }</h2>
                if let Some(note) = &props.note { <p class="card__note">{ note.clone() }</p> }
            </div>
            <div class={if props.flush { "card__flush" } else { "card__body" }}>
                { props.children.clone() }
            </div>
        </section>
    }
}
