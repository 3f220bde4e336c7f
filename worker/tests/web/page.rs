//! A page's side of a tab, for tests: it asks, waits for what is said, and clears up.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use ledger::{Answer, Command, CommandId, Language, Query, SettingsCommand};
use protocol::Failure;
use protocol::{
    Access, FromPage, Gate, Hello, MirrorState, NewVault, Request, Response, StorageReport, ToPage,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::Tab;
use worker::port::{Heard, Port};

use crate::pool;

pub(super) const PASSWORD: &str = "copper-lantern-tuesday-drizzle";

/// A page's side of one tab.
pub(super) struct Page {
    pub(super) tab: Option<Tab>,
    pub(super) said: Rc<RefCell<Vec<ToPage>>>,
    pub(super) kept: Rc<RefCell<JsValue>>,
    pub(super) is_closed: Rc<Cell<bool>>,
    pub(super) next_id: Cell<u64>,
}

impl Page {
    pub(super) fn new() -> Self {
        Self::with_keys(&JsValue::NULL)
    }

    pub(super) fn with_keys(keys: &JsValue) -> Self {
        let said = Rc::new(RefCell::new(Vec::new()));
        let kept = Rc::new(RefCell::new(JsValue::NULL));
        let is_closed = Rc::new(Cell::new(false));
        let post = {
            let (said, kept) = (said.clone(), kept.clone());
            move |message: &JsValue, _: &js_sys::Array| {
                if message.is_instance_of::<js_sys::ArrayBuffer>() {
                    let bytes = js_sys::Uint8Array::new(message).to_vec();
                    said.borrow_mut().push(protocol::decode(&bytes).unwrap());
                } else {
                    kept.replace(Reflect::get(message, &"keys".into()).unwrap());
                }
            }
        };
        let close = {
            let is_closed = is_closed.clone();
            move || is_closed.set(true)
        };
        let tab = Tab::start(Port::new(post, close), pool::inside());
        if !keys.is_null() {
            tab.hear(Heard::Keys(keys.clone()));
        }
        let hello = Hello { build: protocol::BUILD_ID.into(), marker: None, languages: vec![] };
        tab.hear(Heard::Message(FromPage::Hello(hello)));
        Self { tab: Some(tab), said, kept, is_closed, next_id: Cell::new(1) }
    }

    pub(super) fn stop(mut self) {
        self.tab.take().unwrap().stop();
    }

    pub(super) fn send(&self, body: Request) -> u64 {
        let id = self.next_id.replace(self.next_id.get() + 1);
        self.tab.as_ref().unwrap().hear(Heard::Message(FromPage::Request { id, body }));
        id
    }

    pub(super) async fn ask(&self, body: Request) -> Result<Response, Failure> {
        let id = self.send(body);
        self.reply(id).await
    }

    pub(super) async fn reply(&self, wanted: u64) -> Result<Response, Failure> {
        self.until(|said| match said {
            ToPage::Reply { id, result } if *id == wanted => Some(result.clone()),
            _ => None,
        })
        .await
    }

    pub(super) async fn until<T>(&self, wanted: impl Fn(&ToPage) -> Option<T>) -> T {
        for _ in 0..3_000 {
            let found = self.said.borrow().iter().rev().find_map(&wanted);
            if let Some(found) = found {
                return found;
            }
            turn().await;
        }
        panic!("it was never said; the last gate is {:?}", self.gate());
    }

    pub(super) fn gate(&self) -> Option<Gate> {
        self.said.borrow().iter().rev().find_map(|said| match said {
            ToPage::Gate(gate) => Some(gate.clone()),
            _ => None,
        })
    }

    pub(super) async fn until_gate(&self, wanted: impl Fn(&Gate) -> bool) -> Gate {
        for _ in 0..3_000 {
            if let Some(gate) = self.gate().filter(|gate| wanted(gate)) {
                return gate;
            }
            turn().await;
        }
        panic!("the gate stays {:?}", self.gate());
    }

    pub(super) async fn create(&self) -> Vec<String> {
        let new = NewVault {
            business: "Maison Alder".into(),
            currency: "EUR".into(),
            owner: "Ada".into(),
            password: PASSWORD.into(),
            language: Language::Fr,
            time_zone: "Europe/Paris".into(),
        };
        self.until_gate(|gate| *gate == Gate::FirstRun).await;
        let words = match self.ask(access(Access::CreateVault(new))).await {
            Ok(Response::RecoveryWords(words)) => words,
            other => panic!("{other:?}"),
        };
        assert_eq!(words.len(), 24);
        let asked = vec![(7, words[6].clone()), (19, words[18].to_uppercase())];
        let confirmed = self.ask(access(Access::ConfirmRecovery { words: asked })).await;
        assert_eq!(confirmed, Ok(Response::Nothing));
        assert!(matches!(self.gate(), Some(Gate::Open(_))));
        words
    }

    pub(super) async fn rename(&self, id: u8, name: &str) -> Result<Response, Failure> {
        let command = Command::Settings(SettingsCommand::RenameBusiness(name.into()));
        self.ask(Request::Command { id: CommandId([id; 16]), command }).await
    }

    pub(super) async fn business(&self) -> String {
        match self.ask(Request::Query(Query::Settings)).await {
            Ok(Response::Answer(Answer::Settings(view))) => view.business,
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn codes(&self) -> Vec<String> {
        match self.ask(Request::Query(Query::Log { before: None, limit: 200 })).await {
            Ok(Response::Answer(Answer::Log(page))) => {
                page.rows.into_iter().map(|row| row.code).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    /// The storage report, once the second copy has caught up; WebKitGTK has no place for one.
    pub(super) async fn storage_in_step(&self) -> StorageReport {
        for _ in 0..1_000 {
            match self.ask(Request::Storage).await {
                Ok(Response::Storage(report)) => match report.mirror {
                    MirrorState::Behind { .. } => {}
                    MirrorState::InStep { .. } | MirrorState::Unsupported => return report,
                },
                other => panic!("{other:?}"),
            }
            turn().await;
        }
        panic!("the second copy never catches up");
    }

    pub(super) async fn unlock(&self, password: &str) -> Result<Response, Failure> {
        self.ask(access(Access::Unlock { password: password.into() })).await
    }
}

pub(super) fn access(access: Access) -> Request {
    Request::Access(access)
}

pub(super) fn is_open(gate: &Gate) -> bool {
    matches!(gate, Gate::Open(_))
}

pub(super) fn is_locked(gate: &Gate) -> bool {
    matches!(gate, Gate::Locked { .. })
}

/// One turn of the event loop.
pub(super) async fn turn() {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, 2);
    });
    JsFuture::from(promise).await.unwrap();
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &js_sys::Function, ms: i32) -> i32;
}

/// Everything gone, as in a browser that was never here.
pub(super) async fn clear() {
    delete_databases().await;
    delete_files().await;
}

#[wasm_bindgen(inline_js = r#"
    export async function delete_files() {
        if (!navigator.storage || !navigator.storage.getDirectory) return;
        const root = await navigator.storage.getDirectory();
        for (let tries = 0; tries < 50; tries++) {
            try {
                for await (const name of root.keys()) await root.removeEntry(name);
                return;
            } catch (error) {
                // A tab that was stopped gives its files back a moment later.
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
        }
        throw new Error("files stay open");
    }
    export async function delete_databases() {
        for (const { name } of await indexedDB.databases()) {
            if (!name.startsWith("tillcast.")) continue;
            await new Promise((resolve, reject) => {
                const request = indexedDB.deleteDatabase(name);
                request.onsuccess = resolve;
                request.onerror = () => reject(request.error);
            });
        }
    }
"#)]
extern "C" {
    pub(super) async fn delete_databases();
    pub(super) async fn delete_files();
}
