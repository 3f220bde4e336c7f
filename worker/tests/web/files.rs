//! The files worker as a page knows it: questions and answers, slices, gzip, pause and cancel.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use ledger::Plan;
use protocol::{FromFiles, ToFiles};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::File;
use worker::files::Files;

use crate::page::turn;

/// A page's side of a files worker.
pub(super) struct Desk {
    files: Files,
    said: Rc<RefCell<Vec<FromFiles>>>,
    /// Answers that were taken note of.
    seen: Cell<usize>,
}

impl Desk {
    pub(super) fn new() -> Self {
        let said = Rc::new(RefCell::new(Vec::new()));
        let heard = said.clone();
        let files = Files::start(move |message, transfer| {
            assert_eq!(transfer.length(), 1, "it travels, it is not copied");
            let bytes = Uint8Array::new(message).to_vec();
            heard.borrow_mut().push(protocol::decode(&bytes).unwrap());
        });
        Self { files, said, seen: Cell::new(1) }
    }

    pub(super) fn tell(&self, message: &ToFiles) {
        self.files.hear(&buffer(message));
    }

    pub(super) async fn ask(&self, message: &ToFiles) -> FromFiles {
        self.tell(message);
        self.answer().await
    }

    pub(super) async fn open(&self, file: &File) -> FromFiles {
        let open = ToFiles::Open {
            remembered: Vec::new(),
            time_zone: "Europe/Paris".into(),
            currency: "EUR".into(),
        };
        let parcel = Object::new();
        Reflect::set(&parcel, &"bytes".into(), &buffer(&open)).unwrap();
        Reflect::set(&parcel, &"file".into(), file).unwrap();
        self.files.hear(&parcel);
        self.answer().await
    }

    pub(super) async fn plan_of(&self, file: &File) -> Plan {
        match self.open(file).await {
            FromFiles::Described(description) => description.plan,
            other => panic!("{other:?}"),
        }
    }

    /// The next answer that is not progress.
    pub(super) async fn answer(&self) -> FromFiles {
        for _ in 0..3_000 {
            let next = self.said.borrow().get(self.seen.get()).cloned();
            match next {
                Some(FromFiles::Progress { .. }) => self.seen.set(self.seen.get() + 1),
                Some(answer) => {
                    self.seen.set(self.seen.get() + 1);
                    return answer;
                }
                None => turn().await,
            }
        }
        panic!("no answer; the last was {:?}", self.said.borrow().last());
    }

    pub(super) fn progress(&self) -> usize {
        let is_progress = |said: &&FromFiles| matches!(said, FromFiles::Progress { .. });
        self.said.borrow().iter().filter(is_progress).count()
    }
}

fn buffer(message: &ToFiles) -> ArrayBuffer {
    Uint8Array::from(protocol::encode(message).unwrap().as_slice()).buffer()
}

pub(super) fn file(name: &str, text: &str) -> File {
    File::new_with_str_sequence(&Array::of1(&text.into()), name).unwrap()
}

#[wasm_bindgen(inline_js = r#"
    export async function packed(file) {
        const stream = file.stream().pipeThrough(new CompressionStream("gzip"));
        const bytes = await new Response(stream).arrayBuffer();
        return new File([bytes], "packed.csv");
    }
"#)]
extern "C" {
    async fn packed(file: &File) -> JsValue;
}

pub(super) async fn gzip(file: &File) -> File {
    packed(file).await.unchecked_into()
}

/// A till's file of so many rows, one cup each.
pub(super) fn till(rows: u32) -> String {
    let mut text = String::from("Date;Receipt no;Article;Quantity;Unit price;Amount\n");
    for n in 0..rows {
        let (month, day) = (1 + n / 27 % 12, 1 + n % 27);
        text.push_str(&format!("2025-{month:02}-{day:02} 10:15;R{n};Cup {};2;3,50;7,00\n", n % 9));
    }
    text
}

#[wasm_bindgen_test]
async fn a_packed_file_is_the_same_file() {
    let plain = file("till.csv", &till(50));
    let desk = Desk::new();
    let described = desk.open(&plain).await;
    let FromFiles::Described(description) = &described else { panic!("{described:?}") };
    assert_eq!(description.columns.len(), 6);
    assert_eq!(desk.open(&gzip(&plain).await).await, described);
}

#[wasm_bindgen_test]
async fn what_is_wrong_with_a_file_has_a_name() {
    let desk = Desk::new();
    let code = |answer: FromFiles| match answer {
        FromFiles::Failed(failure) => failure.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(desk.ask(&ToFiles::Describe(Plan::default())).await), "no-file");
    assert_eq!(code(desk.ask(&ToFiles::Next).await), "nothing-checked");
    assert_eq!(code(desk.open(&file("empty.csv", "")).await), "file-empty");
    assert_eq!(code(desk.open(&file("head.csv", "Date,Amount\n")).await), "file-header-only");
    let whole = gzip(&file("till.csv", &till(5_000))).await;
    let cut = whole.slice_with_f64_and_f64(0.0, whole.size() / 2.0).unwrap();
    let cut = File::new_with_blob_sequence(&Array::of1(&cut), "cut.csv.gz").unwrap();
    assert_eq!(code(desk.open(&cut).await), "gzip-damaged");
    assert!(matches!(desk.ask(&ToFiles::Measure).await, FromFiles::Memory(bytes) if bytes > 0));
}
