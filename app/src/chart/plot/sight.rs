//! What is in sight of a chart: which points, which one is looked at, on how much room, in which style.

use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

use super::super::scale::View;
use super::gesture::Gesture;
use crate::browser;

/// The part of the points in sight, and the one looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sight {
    /// `None`: everything.
    view: Option<View>,
    pub(super) at: Option<usize>,
    /// Whether a key led there: then it is read aloud.
    pub(super) by_key: bool,
}

impl Sight {
    /// In whole points.
    pub(super) fn view(&self, count: usize) -> View {
        let view = self.view.unwrap_or_else(|| View::all(count));
        View { start: view.start.round(), end: view.end.round() }
    }

    fn exact(&self, count: usize) -> View {
        self.view.unwrap_or_else(|| View::all(count))
    }
}

impl Reducible for Sight {
    type Action = Gesture;

    fn reduce(self: Rc<Self>, gesture: Gesture) -> Rc<Self> {
        let mut sight = *self;
        match gesture {
            Gesture::Begin(view) => sight = Self { view, ..Self::default() },
            Gesture::All { .. } => sight.view = None,
            Gesture::Look(at) => {
                sight.at = at;
                sight.by_key = false;
            }
            Gesture::Step { by, count } => {
                let (first, end) = sight.view(count).indices(count);
                if first < end {
                    let from = sight.at.unwrap_or(if by < 0 { end } else { first.wrapping_sub(1) });
                    let to = from.wrapping_add_signed(by);
                    // Beyond either end is the end.
                    let beyond = if by < 0 { first } else { end - 1 };
                    sight.at = Some(if (first..end).contains(&to) { to } else { beyond });
                    sight.by_key = true;
                }
            }
            Gesture::Zoom { factor, share, count } => {
                let view = sight.exact(count);
                let looked_at = sight.at.map(|at| view.share_of(at));
                let share = share.or(looked_at).unwrap_or(0.5);
                sight.view = Some(view.zoomed(factor, share, count));
            }
            Gesture::Pan { share, count } => {
                sight.view = Some(sight.exact(count).panned(share, count));
            }
        }
        if sight == *self { self } else { Rc::new(sight) }
    }
}

/// The element's inner size in CSS pixels, kept up to date.
#[hook]
pub(super) fn use_size(node: &NodeRef) -> (f64, f64) {
    let size = use_state(|| (0.0, 0.0));
    let node = node.clone();
    {
        let size = size.clone();
        use_effect_with((), move |()| {
            let element = node.cast::<HtmlElement>();
            let measured = element.clone();
            let heard = Closure::<dyn FnMut()>::new(move || {
                if let Some(element) = &measured {
                    let now = (element.client_width(), element.client_height());
                    size.set((f64::from(now.0), f64::from(now.1)));
                }
            });
            let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            move || {
                observer.iter().for_each(ResizeObserver::disconnect);
                drop(heard);
            }
        });
    }
    *size
}

/// Counts up whenever colours, fonts or device pixels may have changed.
#[hook]
pub(super) fn use_restyled() -> u32 {
    let count = use_state(|| 0_u32);
    let counted = use_mut_ref(|| 0_u32);
    {
        let setter = count.setter();
        use_effect_with((), move |()| {
            let restyle = Callback::from(move |()| {
                *counted.borrow_mut() += 1;
                setter.set(*counted.borrow());
            });
            let window = browser::window();
            let dark = window.match_media("(prefers-color-scheme: dark)").ok().flatten();
            let themed = dark.map(|query| {
                let restyle = restyle.clone();
                EventListener::new(&query, "change", move |_| restyle.emit(()))
            });
            let resized = {
                let restyle = restyle.clone();
                EventListener::new(&window, "resize", move |_| restyle.emit(()))
            };
            // Text drawn before the font is there has another one.
            wasm_bindgen_futures::spawn_local(async move {
                let ready = browser::document().fonts().ready();
                if let Ok(ready) = ready
                    && JsFuture::from(ready).await.is_ok()
                {
                    restyle.emit(());
                }
            });
            move || drop((themed, resized))
        });
    }
    *count
}
