//! One tab's worker: it follows the leader until it leads itself.

use std::rc::Rc;

use protocol::{BUILD_ID, BusMessage, Gate, Notice, TabId, ToPage};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use vault::Crypto;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::bus::{Bus, Overheard};
use crate::crypto::WebCrypto;
use crate::desk::{Before, Desk, FinishedJob};
use crate::failure;
use crate::follower::{Follower, Next};
use crate::handles::Handles;
use crate::leader::{self, Leadership};
use crate::pool::{self, Launch};
use crate::port::{Heard, Port};
use crate::supervision;
use crate::voice::{Voice, Who};

/// Everything that can happen to a tab; it happens one after the other.
pub(crate) enum Event {
    /// The page said something.
    Page(Heard),
    /// Another tab said something.
    Bus(Overheard),
    /// Another tab leads; this one waits for its turn.
    Taken,
    /// This tab leads now.
    Lead(Leadership),
    /// The browser has no locks.
    NoLocks,
    /// The alarm rang.
    Due,
    /// More of the records can be read.
    ReadRecords,
    /// A job has ended.
    Finished(Box<FinishedJob>),
    /// An engine said something.
    Engine(pool::Heard),
    /// The tab is closed.
    Stop,
}

/// A running tab.
pub struct Tab {
    events: UnboundedSender<Event>,
}

impl Tab {
    /// Starts a tab that speaks to its page through `port` and starts engines by `launch`. The first thing it says
    /// is [`ToPage::Ready`].
    #[must_use]
    pub fn start(port: Port, launch: Launch) -> Self {
        let (events, inbox) = mpsc::unbounded_channel();
        spawn_local(run(port, launch, events.clone(), inbox));
        Self { events }
    }

    /// Runs as the worker of the page that started it.
    pub fn of_worker() {
        let (events, inbox) = mpsc::unbounded_channel();
        let port = Port::of_worker({
            let events = events.clone();
            move |heard| events.send(Event::Page(heard)).unwrap_or_default()
        });
        spawn_local(run(port, pool::nested(), events, inbox));
    }

    /// The page said something.
    pub fn hear(&self, heard: Heard) {
        // Only a tab that was stopped hears nothing.
        self.events.send(Event::Page(heard)).unwrap_or_default();
    }

    /// Ends the tab as the end of its worker does: what it leads, others lead from now on.
    pub fn stop(self) {
        self.events.send(Event::Stop).unwrap_or_default();
    }
}

async fn run(
    port: Port,
    launch: Launch,
    events: UnboundedSender<Event>,
    mut inbox: UnboundedReceiver<Event>,
) {
    let hear_bus = {
        let events = events.clone();
        move |overheard| events.send(Event::Bus(overheard)).unwrap_or_default()
    };
    let bus = match Bus::open(hear_bus) {
        Ok(bus) => Rc::new(bus),
        Err(error) => return fail(&port, "BroadcastChannel", &error),
    };
    supervision::watch(&port, {
        let bus = Rc::clone(&bus);
        move |keys| bus.hand_over(keys)
    });
    let tab = match draw_id() {
        Ok(tab) => tab,
        Err(code) => return port.say(&ToPage::Gate(Gate::Damaged { code })),
    };
    let voice = Voice { port, bus };
    voice.port.say(&ToPage::Ready { build: BUILD_ID.to_owned() });
    voice.port.say(&ToPage::Gate(Gate::Starting));
    let _presence = leader::be_present(tab).await;

    let mut follower = Follower::new(tab, voice.clone());
    loop {
        let Some(event) = inbox.recv().await else { return };
        match follower.handle(event) {
            Next::Go => {}
            Next::AskForLead => ask_for_lead(&events),
            Next::Lead(leadership) => {
                let chair = Chair { voice, leadership, launch };
                return preside(follower, chair, &events, &mut inbox).await;
            }
            Next::Stop => return,
        }
    }
}

fn ask_for_lead(events: &UnboundedSender<Event>) {
    let events = events.clone();
    spawn_local(async move {
        let event = match leader::try_lead().await {
            Ok(Some(leadership)) => Event::Lead(leadership),
            Ok(None) => {
                events.send(Event::Taken).unwrap_or_default();
                match leader::lead().await {
                    Ok(Some(leadership)) => Event::Lead(leadership),
                    Ok(None) | Err(_) => Event::NoLocks,
                }
            }
            Err(_) => Event::NoLocks,
        };
        events.send(event).unwrap_or_default();
    });
}

/// What a leader leads with.
struct Chair {
    voice: Voice,
    leadership: Leadership,
    launch: Launch,
}

/// Leads until the end of the worker, or until the vault is locked hard.
async fn preside(
    follower: Follower,
    Chair { voice, leadership, launch }: Chair,
    events: &UnboundedSender<Event>,
    inbox: &mut UnboundedReceiver<Event>,
) {
    let tab = follower.tab;
    let (heard, keys, was_open) = follower.into_unanswered();
    let before = Before { handles: Handles::from_js(&keys), was_open };
    let mut desk = match Desk::open(voice.clone(), events.clone(), before, launch).await {
        Ok(desk) => desk,
        // Nothing can be done here; the lock is given back, another tab may fare better.
        Err(failure) => return voice.port.say(&ToPage::Gate(Gate::Damaged { code: failure.code })),
    };
    let leading = BusMessage::Leading { tab, build: BUILD_ID.to_owned() };
    voice.bus.say(&leading);
    for message in heard {
        desk.hear(Who::Own, message).await;
    }
    while !desk.is_over() {
        match inbox.recv().await {
            None | Some(Event::Stop) => break,
            Some(Event::Page(Heard::Message(message))) => desk.hear(Who::Own, message).await,
            Some(Event::Page(Heard::Garbled)) => {
                voice.port.say(&ToPage::Notice(Notice::OtherVersion));
            }
            Some(Event::Bus(Overheard::Message(BusMessage::Up { tab, message }))) => {
                desk.hear(Who::Tab(tab), message).await;
            }
            Some(Event::Bus(Overheard::Message(BusMessage::WhoLeads { .. }))) => {
                voice.bus.say(&leading);
            }
            Some(Event::Due) => desk.due().await,
            Some(Event::ReadRecords) => desk.read_records().await,
            Some(Event::Finished(finished)) => desk.finish(*finished).await,
            Some(Event::Engine(heard)) => desk.hear_engine(heard).await,
            // What only followers need to know, and what was known before.
            Some(
                Event::Page(Heard::Keys(_))
                | Event::Bus(_)
                | Event::Taken
                | Event::Lead(_)
                | Event::NoLocks,
            ) => {}
        }
    }
    drop(desk);
    drop(leadership);
}

fn draw_id() -> Result<TabId, String> {
    let crypto = WebCrypto::new().map_err(|e| failure::of_crypto(&e).code)?;
    let mut id = [0; 8];
    crypto.random(&mut id).map_err(|e| failure::of_crypto(&e).code)?;
    Ok(TabId(u64::from_le_bytes(id)))
}

fn fail(port: &Port, what: &str, error: &JsValue) {
    web_sys::console::error_2(&what.into(), error);
    port.say(&ToPage::Gate(Gate::Damaged { code: "unsupported".to_owned() }));
}
