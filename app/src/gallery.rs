//! The component page: every component in every state, both themes side by side. Test and development builds only.

mod controls;
mod feedback;
mod figures;

use yew::prelude::*;

use controls::Controls;
use feedback::Feedback;
use figures::Figures;

/// `/components`.
#[component]
pub(crate) fn Gallery() -> Html {
    html! {
        <main>
            <h1 class="visually-hidden">{ "Components" }</h1>
            <div class="gallery">
                { for ["light", "dark"].map(|theme| html! {
                    <section class="gallery__theme" data-theme={theme} aria-label={theme}>
                        <Controls {theme} />
                        <Feedback />
                        <Figures />
                        <Ground />
                    </section>
                }) }
            </div>
        </main>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct GroupProps {
    pub(crate) title: AttrValue,
    pub(crate) children: Html,
}

/// A titled card of examples.
#[component]
pub(crate) fn Group(props: &GroupProps) -> Html {
    html! {
        <div class="card">
            <div class="card__body">
                <h2 class="type-caption quieter gallery__title">{ props.title.clone() }</h2>
                { props.children.clone() }
            </div>
        </div>
    }
}

/// Type and colour.
#[component]
fn Ground() -> Html {
    let sizes = [
        ("type-figure-l", "€55.80"),
        ("type-page", "Saturday 21 November"),
        ("type-title", "Café Lumen SARL"),
        ("type-section", "Needs you"),
        ("type-body", "Order before 17:00 to get it Monday."),
        ("type-dense", "Pays 19 days late, was 4"),
        ("type-caption", "expected by 14:32"),
    ];
    let colours = [
        "canvas",
        "surface",
        "sunken",
        "line",
        "field",
        "ink",
        "ink-2",
        "ink-3",
        "accent",
        "accent-soft",
        "warn",
        "warn-soft",
        "crit",
        "crit-soft",
    ];
    html! {
        <>
            <Group title="Type">
                { for sizes.iter().map(|(class, text)| html! { <p class={*class}>{ *text }</p> }) }
            </Group>
            <Group title="Colour">
                <div class="gallery__row">
                    { for colours.iter().map(|name| html! {
                        <div>
                            <Swatch {name} />
                            <p class="type-caption quieter">{ *name }</p>
                        </div>
                    }) }
                </div>
            </Group>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SwatchProps {
    name: &'static str,
}

/// Coloured through the CSSOM, because the content security policy refuses style attributes.
#[component]
fn Swatch(props: &SwatchProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.name, move |name| {
            if let Some(element) = node.cast::<web_sys::HtmlElement>() {
                drop(element.style().set_property("background", &format!("var(--{name})")));
            }
        });
    }
    html! { <div ref={node} class="gallery__swatch" /> }
}
