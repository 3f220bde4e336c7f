//! The files worker as a page knows it: questions and answers, slices, gzip, pause and cancel.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use ledger::{
    Answer, By, Checked, CommandId, ControlTotals, Day, ImportId, Plan, Query, SalesFilter,
    SalesQuery, TopSide,
};
use protocol::{Access, FromFiles, Request, Response, Staging, ToFiles};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::File;
use worker::files::Files;

use crate::page::{Page, turn};

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

    fn has_answered(&self) -> bool {
        let said = self.said.borrow();
        said[self.seen.get()..].iter().any(|said| !matches!(said, FromFiles::Progress { .. }))
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

#[wasm_bindgen_test]
async fn a_check_can_be_given_up_and_begun_again() {
    let desk = Desk::new();
    let file = file("till.csv", &till(60_000));
    let plan = desk.plan_of(&file).await;
    let check = ToFiles::Check { plan, answers: BTreeMap::new() };
    desk.tell(&check);
    desk.tell(&ToFiles::Pause);
    for _ in 0..100 {
        turn().await;
    }
    assert!(!desk.has_answered(), "it rests");
    desk.tell(&ToFiles::Cancel);
    assert_eq!(code(desk.answer().await), "cancelled");
    // Another question gives up the one before, which is answered first.
    desk.tell(&check);
    desk.tell(&check);
    assert_eq!(code(desk.answer().await), "cancelled");
    let (checked, ..) = checked(desk.answer().await);
    assert_eq!((checked.rows, checked.rejected), (60_000, 0));
    assert_eq!(checked.units, 120_000_000);
}

#[wasm_bindgen_test]
async fn rows_with_problems_leave_as_a_file() {
    let desk = Desk::new();
    let text = till(30)
        + "2025-02-30 10:15;R900;Cup 1;2;3,50;7,00\n2025-02-01;R901;Cup 1;many;3,50;7,00\n";
    let plan = desk.plan_of(&file("till.csv", &text)).await;
    let answer = desk.ask(&ToFiles::Check { plan, answers: BTreeMap::new() }).await;
    let (checked, ..) = checked(answer);
    assert_eq!((checked.accepted, checked.rejected), (30, 2), "{:?}", checked.problems);
    let headers = ["Line", "Column", "Value", "Reason"].map(str::to_owned);
    match desk.ask(&ToFiles::Problems { headers, reasons: Vec::new() }).await {
        FromFiles::File { name, bytes, .. } => {
            assert_eq!(name, "till-problems.csv");
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(text.lines().count(), 3, "{text}");
            assert!(text.contains("many"));
        }
        other => panic!("{other:?}"),
    }
}

/// From a packed file through both workers into a vault, twice.
pub(super) async fn a_file_comes_in_once() {
    let page = Page::new();
    page.create().await;
    let file = gzip(&file("till.csv", &till(20_000))).await;
    for round in 1..3 {
        let desk = Desk::new();
        let plan = desk.plan_of(&file).await;
        let checked = checked(desk.ask(&ToFiles::Check { plan, answers: BTreeMap::new() }).await);
        let totals = bring_in(&desk, &page, round, checked).await;
        let expected = if round == 1 { (20_000, 0) } else { (0, 20_000) };
        assert_eq!((totals.added, totals.skipped), expected);
        assert_eq!(revenue(&page).await, 20_000 * 700);
    }
    page.stop();
}

/// The demo's merchant is one import like any other.
pub(super) async fn the_demo_fills_itself() {
    let page = Page::new();
    page.ask(Request::Access(Access::OpenDemo)).await.unwrap();
    let desk = Desk::new();
    let today = Day::from_date(2026, 11, 21).unwrap();
    let simulate = ToFiles::Simulate { seed: 1, today, minute: 872, currency: "EUR".into() };
    let checked = checked(desk.ask(&simulate).await);
    let rows = checked.0.accepted;
    let totals = bring_in(&desk, &page, 1, checked).await;
    assert!(totals.added > 50_000 && rows > totals.added, "{totals:?}");
    assert!(revenue(&page).await > 0);
    page.stop();
}

fn code(answer: FromFiles) -> String {
    match answer {
        FromFiles::Failed(failure) => failure.code,
        other => panic!("{other:?}"),
    }
}

fn checked(answer: FromFiles) -> (Checked, Plan, ControlTotals) {
    match answer {
        FromFiles::Checked { checked, plan, totals } => (*checked, plan, totals),
        other => panic!("{other:?}"),
    }
}

async fn bring_in(
    desk: &Desk,
    page: &Page,
    round: u8,
    (_, plan, totals): (Checked, Plan, ControlTotals),
) -> ControlTotals {
    let import = ImportId([round; 16]);
    page.ask(Request::Staging(Staging::Begin { import })).await.unwrap();
    loop {
        match desk.ask(&ToFiles::Next).await {
            FromFiles::Chunk(Some(chunk)) => {
                page.ask(Request::Staging(Staging::Put { import, chunk })).await.unwrap();
            }
            FromFiles::Chunk(None) => break,
            other => panic!("{other:?}"),
        }
    }
    let command = CommandId([round; 16]);
    let commit =
        Staging::Commit { import, command, file: "till.csv".into(), plan: Box::new(plan), totals };
    match page.ask(Request::Staging(commit)).await {
        Ok(Response::Imported(totals)) => totals,
        other => panic!("{other:?}"),
    }
}

async fn revenue(page: &Page) -> i64 {
    let query = SalesQuery {
        period: None,
        by: By::Month,
        filter: SalesFilter::default(),
        currency: None,
        convert: false,
        side: TopSide::Top,
        limit: 1,
    };
    match page.ask(Request::Query(Query::Sales(query))).await {
        Ok(Response::Answer(Answer::Sales(answer))) => answer.total.now.revenue,
        other => panic!("{other:?}"),
    }
}
