//! Whole tabs, spoken to as a page does. Each test stops its tabs, and they run one after the other, because
//! they share one directory and one lock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use ledger::{Answer, Command, CommandId, Language, Query, SettingsCommand};
use protocol::Failure;
use protocol::{
    Access, FromPage, Gate, Hello, Job, LockDepth, MirrorState, NewVault, Request, Response,
    StorageReport, ToPage,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use worker::Tab;
use worker::port::{Heard, Port};

const PASSWORD: &str = "copper-lantern-tuesday-drizzle";

/// A page's side of one tab.
struct Page {
    tab: Option<Tab>,
    said: Rc<RefCell<Vec<ToPage>>>,
    kept: Rc<RefCell<JsValue>>,
    is_closed: Rc<Cell<bool>>,
    next_id: Cell<u64>,
}

impl Page {
    fn new() -> Self {
        Self::with_keys(&JsValue::NULL)
    }

    fn with_keys(keys: &JsValue) -> Self {
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
        let tab = Tab::start(Port::new(post, close));
        if !keys.is_null() {
            tab.hear(Heard::Keys(keys.clone()));
        }
        let hello = Hello { build: protocol::BUILD_ID.into(), marker: None, languages: vec![] };
        tab.hear(Heard::Message(FromPage::Hello(hello)));
        Self { tab: Some(tab), said, kept, is_closed, next_id: Cell::new(1) }
    }

    fn stop(mut self) {
        self.tab.take().unwrap().stop();
    }

    fn send(&self, body: Request) -> u64 {
        let id = self.next_id.replace(self.next_id.get() + 1);
        self.tab.as_ref().unwrap().hear(Heard::Message(FromPage::Request { id, body }));
        id
    }

    async fn ask(&self, body: Request) -> Result<Response, Failure> {
        let id = self.send(body);
        self.reply(id).await
    }

    async fn reply(&self, wanted: u64) -> Result<Response, Failure> {
        self.until(|said| match said {
            ToPage::Reply { id, result } if *id == wanted => Some(result.clone()),
            _ => None,
        })
        .await
    }

    async fn until<T>(&self, wanted: impl Fn(&ToPage) -> Option<T>) -> T {
        for _ in 0..3_000 {
            let found = self.said.borrow().iter().rev().find_map(&wanted);
            if let Some(found) = found {
                return found;
            }
            turn().await;
        }
        panic!("it was never said; the last gate is {:?}", self.gate());
    }

    fn gate(&self) -> Option<Gate> {
        self.said.borrow().iter().rev().find_map(|said| match said {
            ToPage::Gate(gate) => Some(gate.clone()),
            _ => None,
        })
    }

    async fn until_gate(&self, wanted: impl Fn(&Gate) -> bool) -> Gate {
        for _ in 0..3_000 {
            if let Some(gate) = self.gate().filter(|gate| wanted(gate)) {
                return gate;
            }
            turn().await;
        }
        panic!("the gate stays {:?}", self.gate());
    }

    async fn create(&self) -> Vec<String> {
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

    async fn rename(&self, id: u8, name: &str) -> Result<Response, Failure> {
        let command = Command::Settings(SettingsCommand::RenameBusiness(name.into()));
        self.ask(Request::Command { id: CommandId([id; 16]), command }).await
    }

    async fn business(&self) -> String {
        match self.ask(Request::Query(Query::Settings)).await {
            Ok(Response::Answer(Answer::Settings(view))) => view.business,
            other => panic!("{other:?}"),
        }
    }

    async fn codes(&self) -> Vec<String> {
        match self.ask(Request::Query(Query::Log { before: None, limit: 200 })).await {
            Ok(Response::Answer(Answer::Log(page))) => {
                page.rows.into_iter().map(|row| row.code).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    /// The storage report, once the second copy has caught up; WebKitGTK has no place for one.
    async fn storage_in_step(&self) -> StorageReport {
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

    async fn unlock(&self, password: &str) -> Result<Response, Failure> {
        self.ask(access(Access::Unlock { password: password.into() })).await
    }
}

fn access(access: Access) -> Request {
    Request::Access(access)
}

fn is_open(gate: &Gate) -> bool {
    matches!(gate, Gate::Open(_))
}

fn is_locked(gate: &Gate) -> bool {
    matches!(gate, Gate::Locked { .. })
}

/// One turn of the event loop.
async fn turn() {
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
async fn clear() {
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
    async fn delete_databases();
    async fn delete_files();
}

#[wasm_bindgen_test]
async fn a_vault_from_its_first_word_to_its_last() {
    clear().await;
    creates_commands_and_reads_its_log().await;
    clear().await;
    locks_and_opens_again().await;
    clear().await;
    two_tabs_stay_in_step().await;
    clear().await;
    wrong_passwords_run_out().await;
    clear().await;
    jobs_report().await;
    a_browser_that_cleared_its_databases_is_found_out().await;
    #[cfg(feature = "testing")]
    {
        clear().await;
        time_locks().await;
    }
}

async fn creates_commands_and_reads_its_log() {
    let page = Page::new();
    page.create().await;
    assert!(matches!(page.rename(1, "Alder & Cie").await, Ok(Response::Done(_))));
    assert!(matches!(page.rename(1, "Alder & Cie").await, Ok(Response::Done(_))), "given twice");
    assert_eq!(page.business().await, "Alder & Cie");
    let codes = page.codes().await;
    assert_eq!(codes, ["business-renamed", "signed-in", "person-added", "vault-founded"]);
    let empty = page.rename(2, "  ").await.unwrap_err();
    assert_eq!(empty.code, "empty");
    page.stop();
}

async fn locks_and_opens_again() {
    let page = Page::new();
    page.create().await;
    page.rename(1, "Alder").await.unwrap();
    let pin = Access::SetPin { password: PASSWORD.into(), pin: Some("4711".into()) };
    page.ask(access(pin)).await.unwrap();
    page.ask(access(Access::Lock(LockDepth::Soft))).await.unwrap();
    let Some(Gate::SoftLocked { people, .. }) = page.gate() else { panic!("{:?}", page.gate()) };
    assert_eq!(page.rename(2, "X").await.unwrap_err().code, "soft-locked");
    let with = |pin: &str| Access::UnlockWithPin { person: people[0].person, pin: pin.into() };
    assert_eq!(page.ask(access(with("0000"))).await.unwrap_err().code, "wrong-pin");
    page.ask(access(with("4711"))).await.unwrap();
    page.ask(access(Access::Lock(LockDepth::Hard))).await.unwrap();
    page.until_gate(is_locked).await;
    assert!(page.is_closed.get());
    assert!(page.kept.borrow().is_null());
    page.stop();

    let page = Page::new();
    page.until_gate(is_locked).await;
    assert_eq!(page.rename(2, "X").await.unwrap_err().code, "locked");
    page.unlock(PASSWORD).await.unwrap();
    assert_eq!(page.business().await, "Alder");
    let codes = page.codes().await;
    let expected = ["signed-in", "locked", "signed-in", "failed-sign-ins", "locked", "pin-set"];
    assert_eq!(codes[..6], expected);
    page.stop();
}

async fn two_tabs_stay_in_step() {
    let first = Page::new();
    first.create().await;
    let second = Page::new();
    second.until_gate(is_open).await;
    second.rename(1, "From the second").await.unwrap();
    assert_eq!(first.business().await, "From the second");
    second.until(|said| matches!(said, ToPage::Changed { .. }).then_some(())).await;
    // The first tab is closed: the second goes on without a password.
    first.stop();
    second.rename(2, "After the takeover").await.unwrap();
    assert_eq!(second.business().await, "After the takeover");
    // A worker that is started again with what its page kept is open, too.
    let kept = second.kept.borrow().clone();
    second.stop();
    let third = Page::with_keys(&kept);
    third.until_gate(is_open).await;
    assert_eq!(third.business().await, "After the takeover");
    third.stop();
}

async fn wrong_passwords_run_out() {
    let page = Page::new();
    let words = page.create().await;
    page.ask(access(Access::Lock(LockDepth::Hard))).await.unwrap();
    page.stop();
    let page = Page::new();
    page.until_gate(is_locked).await;
    for left in (0..5).rev() {
        let wrong = page.unlock("wrong").await.unwrap_err();
        assert_eq!(wrong, Failure::new("wrong-password").with("tries_left", left));
    }
    assert_eq!(page.unlock(PASSWORD).await.unwrap_err().code, "too-many-tries");
    page.stop();
    // Not even a reload helps.
    let page = Page::new();
    let gate = page.until_gate(is_locked).await;
    assert!(matches!(gate, Gate::Locked { wait_ms: Some(1..), .. }), "{gate:?}");
    assert_eq!(page.unlock(PASSWORD).await.unwrap_err().code, "too-many-tries");
    let new_password = "another-lantern-wednesday-fog".to_owned();
    let mut swapped = words.clone();
    swapped.swap(0, 1);
    let recover = |words: &[String]| {
        access(Access::Recover { words: words.join(" "), new_password: new_password.clone() })
    };
    if words[0] != words[1] {
        assert_eq!(page.ask(recover(&swapped)).await.unwrap_err().code, "recovery-checksum");
    }
    page.ask(recover(&words)).await.unwrap();
    page.until_gate(is_open).await;
    assert_eq!(page.codes().await[..3], ["password-changed", "signed-in", "failed-sign-ins"]);
    page.stop();
}

async fn jobs_report() {
    let page = Page::new();
    page.create().await;
    for n in 0..20 {
        page.rename(n, &format!("Name {n}")).await.unwrap();
    }
    match page.ask(Request::Job(Job::VerifyChain)).await {
        Ok(Response::Verified(report)) => {
            assert_eq!(report.problems, []);
            assert_eq!(report.blocks, 23);
            assert_eq!(report.opened, 23);
        }
        other => panic!("{other:?}"),
    }
    match page.ask(Request::Job(Job::ExportReadable)).await {
        Ok(Response::File { name, bytes, .. }) => {
            assert!(name.ends_with(".jsonl"));
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(text.lines().count(), 24);
            assert!(text.lines().nth(10).unwrap().contains("business-renamed"));
        }
        other => panic!("{other:?}"),
    }
    match page.ask(Request::Job(Job::ExportLog)).await {
        Ok(Response::File { bytes, .. }) => assert!(bytes.starts_with(b"TCLOG1\r\n")),
        other => panic!("{other:?}"),
    }
    let report = page.storage_in_step().await;
    assert!(report.log_bytes > 23 * 200);
    assert_eq!(report.head.seq, 25);
    assert_eq!(page.codes().await[..3], ["log-exported", "log-exported", "log-verified"]);
    page.stop();
}

/// Goes on where `jobs_report` stopped: its second copy is what is left.
async fn a_browser_that_cleared_its_databases_is_found_out() {
    delete_databases().await;
    let page = Page::new();
    let gate = page.until_gate(|gate| *gate != Gate::Starting).await;
    let has_files = Reflect::has(&js_sys::global(), &"FileSystemSyncAccessHandle".into());
    match gate {
        Gate::Vanished { vault, seq } => {
            assert_eq!(vault.len(), 32);
            assert!(seq >= 23, "{seq}");
        }
        // WebKitGTK keeps no second copy.
        Gate::FirstRun => assert_eq!(has_files, Ok(false)),
        other => panic!("{other:?}"),
    }
    page.stop();
}

#[cfg(feature = "testing")]
async fn time_locks() {
    use ledger::{AutoLock, LogRow};
    use protocol::TestRequest;
    const MINUTE_MS: u64 = 60_000;
    let pass = |ms| Request::Test(TestRequest::PassTime { ms });
    let page = Page::new();
    page.create().await;
    let other = Page::new();
    other.until_gate(is_open).await;
    let auto_lock = AutoLock { soft_minutes: 5, hard_hours: 2 };
    let command = Command::Settings(SettingsCommand::SetAutoLock(auto_lock));
    page.ask(Request::Command { id: CommandId([9; 16]), command }).await.unwrap();
    page.ask(pass(4 * MINUTE_MS)).await.unwrap();
    page.tab.as_ref().unwrap().hear(Heard::Message(FromPage::Touch));
    page.ask(pass(4 * MINUTE_MS)).await.unwrap();
    assert!(page.gate().is_some_and(|gate| is_open(&gate)));
    page.ask(pass(2 * MINUTE_MS)).await.unwrap();
    assert!(matches!(page.gate(), Some(Gate::SoftLocked { .. })));
    page.unlock(PASSWORD).await.unwrap();
    let locks = page.ask(Request::Query(Query::Log { before: None, limit: 2 })).await;
    let Ok(Response::Answer(Answer::Log(log))) = locks else { panic!("{locks:?}") };
    let LogRow { code, args, .. } = &log.rows[1];
    assert_eq!(code, "locked");
    assert!(args.contains(&("cause".into(), "idle".into())), "{args:?}");
    // Two hours after the password was given, whatever is touched.
    page.send(pass(120 * MINUTE_MS));
    page.until_gate(is_locked).await;
    other.until_gate(is_locked).await;
    assert!(page.is_closed.get() && other.is_closed.get());
    page.stop();
    other.stop();
}
