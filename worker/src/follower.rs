//! A tab that does not lead: it passes on what its page says and what the leader answers.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{
    BUILD_ID, BusMessage, Failure, FromPage, Gate, Hello, Notice, Request, RequestId, TabId, ToPage,
};
use wasm_bindgen::prelude::*;

use crate::bus::Overheard;
use crate::leader::Leadership;
use crate::port::Heard;
use crate::supervision;
use crate::tab::Event;
use crate::voice::Voice;

/// What the tab does next.
pub(crate) enum Next {
    Go,
    AskForLead,
    Lead(Leadership),
    Stop,
}

pub(crate) struct Follower {
    pub(crate) tab: TabId,
    voice: Voice,
    leader: Option<Leader>,
    hello: Option<Hello>,
    /// What the page asked and nobody has answered yet.
    unanswered: BTreeMap<RequestId, FromPage>,
    /// Those of them that the page holds.
    held: BTreeSet<RequestId>,
    /// What the next leader needs, from the page or from the leader.
    keys: JsValue,
    was_open: bool,
}

struct Leader {
    tab: TabId,
    is_same_build: bool,
}

impl Follower {
    pub(crate) fn new(tab: TabId, voice: Voice) -> Self {
        Self {
            tab,
            voice,
            leader: None,
            hello: None,
            unanswered: BTreeMap::new(),
            held: BTreeSet::new(),
            keys: JsValue::NULL,
            was_open: false,
        }
    }

    pub(crate) fn handle(&mut self, event: Event) -> Next {
        match event {
            Event::Page(Heard::Message(message)) => return self.hear_page(message),
            Event::Page(Heard::Keys(keys)) => self.keep(keys),
            Event::Page(Heard::Garbled) => self.other_version(),
            Event::Bus(Overheard::Message(message)) => return self.hear_bus(message),
            Event::Bus(Overheard::Keys(keys)) => {
                self.keep(keys);
                self.voice.port.keep(&self.keys);
            }
            // Only the leader's bytes concern this tab, and a leader of another build also says so.
            Event::Bus(Overheard::Garbled) => self.other_version(),
            Event::Taken => self.voice.bus.say(&BusMessage::WhoLeads { tab: self.tab }),
            Event::Lead(leadership) => return Next::Lead(leadership),
            Event::NoLocks => {
                let gate = Gate::Damaged { code: "unsupported".to_owned() };
                self.voice.port.say(&ToPage::Gate(gate));
            }
            Event::Due | Event::ReadRecords | Event::Finished(_) | Event::Engine(_) => {}
            Event::Stop => return Next::Stop,
        }
        Next::Go
    }

    /// Everything the page said that still waits, the keys for going on, and whether the page shows an open vault.
    pub(crate) fn into_unanswered(self) -> (Vec<FromPage>, JsValue, bool) {
        (self.waiting(), self.keys, self.was_open)
    }

    /// What a leader that was not known has to hear.
    fn waiting(&self) -> Vec<FromPage> {
        let hello = self.hello.clone().map(FromPage::Hello);
        let held = self.held.iter().map(|id| FromPage::Pause { id: *id });
        hello.into_iter().chain(self.unanswered.values().cloned()).chain(held).collect()
    }

    fn hear_page(&mut self, message: FromPage) -> Next {
        let mut next = Next::Go;
        match &message {
            FromPage::Hello(hello) => {
                // Keys come before it; without them a vault that was open would have to be unlocked again.
                if self.hello.is_none() {
                    next = Next::AskForLead;
                }
                self.hello = Some(hello.clone());
            }
            FromPage::Request { id, .. } => {
                self.unanswered.insert(*id, message.clone());
            }
            FromPage::Cancel { id } if self.leader.is_none() => self.give_up(*id),
            FromPage::Pause { id } if self.unanswered.contains_key(id) => {
                self.held.insert(*id);
            }
            FromPage::Resume { id } => {
                self.held.remove(id);
            }
            FromPage::Cancel { .. } | FromPage::Pause { .. } | FromPage::Touch => {}
        }
        self.pass_on(message);
        next
    }

    /// A job that no leader has heard of is given up here.
    fn give_up(&mut self, id: RequestId) {
        let is_job =
            |waiting: &FromPage| matches!(waiting, FromPage::Request { body: Request::Job(_), .. });
        if self.unanswered.get(&id).is_some_and(is_job) {
            self.unanswered.remove(&id);
            self.held.remove(&id);
            let result = Err(Failure::new("cancelled"));
            self.voice.port.say(&ToPage::Reply { id, result });
        }
    }

    fn pass_on(&mut self, message: FromPage) {
        match &self.leader {
            Some(Leader { is_same_build: true, .. }) => {
                self.voice.bus.say(&BusMessage::Up { tab: self.tab, message });
            }
            Some(_) => {
                if let FromPage::Request { id, .. } = message {
                    self.unanswered.remove(&id);
                    let result = Err(Failure::new("other-version"));
                    self.voice.port.say(&ToPage::Reply { id, result });
                }
            }
            // It waits among the unanswered; a touch that nobody hears is no loss.
            None => {}
        }
    }

    fn hear_bus(&mut self, message: BusMessage) -> Next {
        match message {
            BusMessage::Leading { tab, build } => self.follow(tab, &build),
            BusMessage::Down { tab, message } if tab.is_none_or(|tab| tab == self.tab) => {
                return self.hear_leader(message);
            }
            BusMessage::Down { .. } | BusMessage::Up { .. } | BusMessage::WhoLeads { .. } => {}
        }
        Next::Go
    }

    /// A leader that was not known gets everything that is unanswered; ids keep it from happening twice.
    fn follow(&mut self, tab: TabId, build: &str) {
        if self.leader.as_ref().is_some_and(|leader| leader.tab == tab) {
            return;
        }
        let is_same_build = build == BUILD_ID;
        self.leader = Some(Leader { tab, is_same_build });
        if !is_same_build {
            self.other_version();
        }
        self.waiting().into_iter().for_each(|message| self.pass_on(message));
    }

    fn hear_leader(&mut self, message: ToPage) -> Next {
        match &message {
            ToPage::Reply { id, .. } => {
                self.held.remove(id);
                if self.unanswered.remove(id).is_none() {
                    return Next::Go;
                }
            }
            ToPage::Gate(gate) => {
                let is_open = matches!(gate, Gate::Open(_) | Gate::SoftLocked { .. });
                let is_hard_lock = self.was_open && matches!(gate, Gate::Locked { .. });
                self.was_open = is_open;
                if is_hard_lock {
                    self.voice.port.say(&message);
                    self.voice.port.close();
                    return Next::Stop;
                }
            }
            _ => {}
        }
        self.voice.port.say(&message);
        Next::Go
    }

    fn keep(&mut self, keys: JsValue) {
        supervision::remember(&keys);
        self.keys = supervision::keep(keys);
    }

    fn other_version(&self) {
        self.voice.port.say(&ToPage::Notice(Notice::OtherVersion));
    }
}
