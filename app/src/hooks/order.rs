//! Orders: sent once, busy until the ledger has written, then thanked for or explained.

use ledger::{Command, CommandId};
use protocol::{Access, Failure, Request, Response};
use yew::prelude::*;

use super::use_client;
use crate::browser;

/// The state of a form's order.
#[derive(Clone, PartialEq)]
pub(crate) struct Order<T: PartialEq> {
    /// Sends it; ignored while one is on its way.
    pub(crate) send: Callback<T>,
    /// Whether one is on its way.
    pub(crate) busy: bool,
    /// Why the last one was not carried out.
    pub(crate) failure: Option<Failure>,
    /// Forgets the failure: the person has changed something.
    pub(crate) clear: Callback<()>,
}

/// Orders a change of the ledger; `done` is called after it is durable.
#[hook]
pub(crate) fn use_command(done: Callback<Response>) -> Order<Command> {
    use_order(|command| Request::Command { id: CommandId(browser::random_16()), command }, done)
}

/// Orders something about access; `done` is called with the answer.
#[hook]
pub(crate) fn use_access(done: Callback<Response>) -> Order<Access> {
    use_order(Request::Access, done)
}

#[hook]
fn use_order<T: PartialEq + 'static>(
    request: fn(T) -> Request,
    done: Callback<Response>,
) -> Order<T> {
    let client = use_client();
    let busy = use_state(|| false);
    let failure = use_state(|| None);
    // The worker may answer after the form is gone; its states are then set in vain, which is harmless.
    let send = {
        let (busy, failure) = (busy.clone(), failure.clone());
        Callback::from(move |order: T| {
            if *busy {
                return;
            }
            busy.set(true);
            failure.set(None);
            let (busy, failure, done) = (busy.clone(), failure.clone(), done.clone());
            client.send(request(order), move |reply| {
                busy.set(false);
                match reply {
                    Ok(response) => done.emit(response),
                    Err(reason) => failure.set(Some(reason)),
                }
            });
        })
    };
    let clear = {
        let failure = failure.clone();
        Callback::from(move |()| {
            if failure.is_some() {
                failure.set(None);
            }
        })
    };
    Order { send, busy: *busy, failure: (*failure).clone(), clear }
}
