//! How the leader speaks: to its own page, to one follower, to everybody.

use std::rc::Rc;

use protocol::{BusMessage, Failure, RequestId, Response, TabId, ToPage};
use wasm_bindgen::prelude::*;

use crate::bus::Bus;
use crate::leader;
use crate::port::Port;
use crate::supervision;

/// Whose page asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// This tab's.
    Own,
    /// A follower's.
    Tab(TabId),
}

impl Who {
    /// Whether that page can still hear.
    pub(crate) async fn is_there(self) -> bool {
        match self {
            Self::Own => true,
            Self::Tab(tab) => leader::is_present(tab).await,
        }
    }
}

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Voice {
    pub(crate) port: Port,
    pub(crate) bus: Rc<Bus>,
}

impl Voice {
    pub(crate) fn tell(&self, who: Who, message: ToPage) {
        match who {
            Who::Own => self.port.say(&message),
            Who::Tab(tab) => self.bus.say(&BusMessage::Down { tab: Some(tab), message }),
        }
    }

    pub(crate) fn reply(&self, who: Who, id: RequestId, result: Result<Response, Failure>) {
        self.tell(who, ToPage::Reply { id, result });
    }

    pub(crate) fn tell_all(&self, message: ToPage) {
        self.port.say(&message);
        self.bus.say(&BusMessage::Down { tab: None, message });
    }

    /// Gives a tab that came later what the next leader needs; the others have it already.
    pub(crate) fn hand_over(&self) {
        self.bus.hand_over(&supervision::kept());
    }

    /// Gives every tab what the next leader needs.
    pub(crate) fn keep(&self, keys: JsValue) {
        let kept = supervision::keep(keys);
        self.port.keep(&kept);
        self.bus.hand_over(&kept);
    }
}
