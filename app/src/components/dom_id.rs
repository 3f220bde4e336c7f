//! Ids that tie a control to its label, help and error.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(1) };
}

/// An id that is this component's own for as long as it lives.
#[hook]
pub(crate) fn use_dom_id() -> Rc<str> {
    let id = use_memo((), |()| {
        let number = NEXT.replace(NEXT.get() + 1);
        Rc::<str>::from(format!("u{number}"))
    });
    Rc::clone(&id)
}
