//! What moves an import on, from the moment a file is chosen until it is written.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use ledger::{Answers, ControlTotals, Description, Plan};
use protocol::{Failure, FromFiles, ToFiles};
use web_sys::File;
use yew::prelude::*;

use super::flow::{Choice, Flow, Stage, is_about_columns};
use crate::browser;
use crate::client::Client;
use crate::files::{Bringing, Files, FilesReply, Pump, Reading};
use crate::hooks::use_client;

/// Changes that follow each other this closely are checked once.
const SETTLE_MS: u32 = 300;

/// Moves an import on; clones move the same one.
#[derive(Clone)]
pub(super) struct Desk(Rc<Inner>);

impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    client: Client,
    flow: RefCell<Flow>,
    show: UseStateSetter<Flow>,
    files: RefCell<Option<Files>>,
    pump: RefCell<Option<Pump>>,
    /// Files that wait for their turn.
    queue: RefCell<VecDeque<File>>,
    /// Counts up whenever what is on its way is not wanted any more.
    run: Cell<u32>,
    settling: Cell<Option<Timeout>>,
}

/// What is known before a file is opened.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Known {
    pub(super) plans: Vec<Plan>,
    pub(super) time_zone: String,
    pub(super) currency: String,
}

/// The page's import. Leaving the page gives up what is not written.
#[hook]
pub(super) fn use_desk() -> (Flow, Desk) {
    let client = use_client();
    let flow = use_state(Flow::default);
    let desk = {
        let show = flow.setter();
        use_memo((), move |()| {
            Desk(Rc::new(Inner {
                client,
                flow: RefCell::default(),
                show,
                files: RefCell::default(),
                pump: RefCell::default(),
                queue: RefCell::default(),
                run: Cell::default(),
                settling: Cell::default(),
            }))
        })
    };
    {
        let desk = Rc::clone(&desk);
        use_effect_with((), move |()| move || desk.give_up());
    }
    ((*flow).clone(), (*desk).clone())
}

impl Desk {
    /// Opens the first of these files; the others wait.
    pub(super) fn open_all(&self, files: Vec<File>, known: &Known) {
        self.0.queue.replace(files.into());
        self.open_next(known);
    }

    /// Opens the file that has waited longest.
    pub(super) fn open_next(&self, known: &Known) {
        let Some(file) = self.0.queue.borrow_mut().pop_front() else { return };
        let files = self.begin(file.name(), file.size() as u64);
        let message = ToFiles::Open {
            remembered: known.plans.clone(),
            time_zone: known.time_zone.clone(),
            currency: known.currency.clone(),
        };
        files.open(&file, &message, self.on_described(known.plans.clone()));
    }

    /// Typed rows in place of a file; the first is the header.
    pub(super) fn open_grid(&self, rows: Vec<Vec<String>>, known: &Known) {
        let files = self.begin(String::new(), 0);
        let message = ToFiles::Grid {
            rows,
            time_zone: known.time_zone.clone(),
            currency: known.currency.clone(),
        };
        files.ask(&message, Callback::noop(), self.on_described(Vec::new()));
    }

    /// Looks again, with another delimiter, encoding or header.
    pub(super) fn describe(&self, plan: Plan) {
        let Some(files) = self.files() else { return };
        self.stop_checking(&files);
        self.change(|flow| {
            flow.stage = Stage::Looking;
            flow.checked = None;
            flow.failure = None;
        });
        files.ask(&ToFiles::Describe(plan), Callback::noop(), self.on_described(Vec::new()));
    }

    /// Reads it by another plan.
    pub(super) fn set_plan(&self, plan: Plan) {
        self.change(|flow| {
            flow.plan = plan;
            // A missing column is not answered but chosen; the check asks again if it still is missing.
            flow.questions.retain(|question| !is_about_columns(question));
        });
        self.check_soon();
    }

    /// Answers a question.
    pub(super) fn answer(&self, id: String, answer: String) {
        self.change(|flow| {
            if answer.is_empty() {
                flow.answers.remove(&id);
                flow.plan.answers.remove(&id);
            } else {
                flow.answers.insert(id, answer);
            }
        });
        self.check_soon();
    }

    /// Decides about the lines that cannot be read.
    pub(super) fn choose(&self, choice: Choice) {
        self.change(|flow| flow.choice = Some(choice));
    }

    /// Reads the whole file now, if nothing is left to be asked.
    pub(super) fn check(&self) {
        let Some(files) = self.files() else { return };
        self.stop_checking(&files);
        let (plan, answers, may_check) = {
            let flow = self.0.flow.borrow();
            let answers: Answers = flow.answers.clone();
            (flow.plan.clone(), answers, flow.open_questions() == 0)
        };
        self.change(|flow| {
            flow.failure = None;
            flow.choice = None;
            flow.is_paused = false;
            flow.reading = Reading::default();
            flow.since_ms = browser::now_ms();
            flow.stage = if may_check { Stage::Checking } else { Stage::Columns };
        });
        if may_check {
            let on_reply = self.wanted(Self::take_checked);
            files.ask(&ToFiles::Check { plan, answers }, self.on_progress(), on_reply);
        }
    }

    /// Stops reading for a while, or goes on.
    pub(super) fn pause(&self, is_paused: bool) {
        let Some(files) = self.files() else { return };
        files.tell(if is_paused { &ToFiles::Pause } else { &ToFiles::Resume });
        self.change(|flow| {
            // While it stands, the time it has taken so far stands too.
            flow.since_ms = browser::now_ms() - flow.since_ms;
            flow.is_paused = is_paused;
        });
    }

    /// Writes what was checked.
    pub(super) fn import(&self) {
        let Some(files) = self.files() else { return };
        let bringing = {
            let flow = self.0.flow.borrow();
            flow.bringing.clone().filter(|_| flow.may_import())
        };
        let Some(bringing) = bringing else { return };
        self.change(|flow| {
            flow.stage = Stage::Writing;
            flow.failure = None;
            flow.reading = Reading::default();
            flow.since_ms = browser::now_ms();
        });
        let desk = self.clone();
        let client = self.0.client.clone();
        let pump = Pump::start(client, files, bringing, self.on_progress(), move |result| {
            desk.written(result);
        });
        self.0.pump.replace(Some(pump));
    }

    /// Gives up; nothing of it stays. Once the one event is being written it is too late, and it goes on.
    pub(super) fn cancel(&self) {
        let is_late = self.0.pump.borrow().as_ref().is_some_and(|pump| !pump.cancel());
        if !is_late {
            self.give_up();
            self.0.queue.borrow_mut().clear();
            self.change(|flow| *flow = Flow::default());
        }
    }

    /// The lines with problems as a file.
    pub(super) fn save_problems(
        &self,
        headers: [String; 4],
        reasons: Vec<(String, String)>,
        done: Callback<FilesReply>,
    ) {
        let Some(files) = self.files() else { return };
        let message = ToFiles::Problems { headers, reasons };
        files.ask(&message, Callback::noop(), move |reply| done.emit(reply));
    }

    /// Closes what is open, whatever it is at.
    fn give_up(&self) {
        self.0.run.set(self.0.run.get() + 1);
        drop(self.0.settling.take());
        if let Some(pump) = self.0.pump.take() {
            pump.cancel();
        }
        if let Some(files) = self.0.files.take() {
            files.close();
        }
    }

    fn begin(&self, name: String, bytes: u64) -> Files {
        self.give_up();
        let files = Files::start();
        self.0.files.replace(Some(files.clone()));
        let waiting = self.0.queue.borrow().iter().map(File::name).collect();
        self.change(|flow| {
            *flow = Flow { stage: Stage::Looking, name, bytes, waiting, ..Flow::default() };
        });
        files
    }

    fn on_described(&self, remembered: Vec<Plan>) -> impl FnOnce(FilesReply) + 'static {
        self.wanted(move |desk, reply| match reply {
            Ok(FromFiles::Described(description)) => desk.described(description, &remembered),
            Ok(_) => desk.close_with(Failure::new("internal").with("code", "files-answer")),
            Err(reason) => desk.close_with(reason),
        })
    }

    fn described(&self, description: Description, remembered: &[Plan]) {
        let plan = &description.plan;
        let is_known =
            |known: &Plan| !known.fingerprint.is_empty() && known.fingerprint == plan.fingerprint;
        let is_recognised = remembered.iter().any(is_known);
        self.change(|flow| {
            flow.plan = description.plan.clone();
            flow.answers = description.plan.answers.clone();
            flow.questions = description.questions.clone();
            flow.is_recognised |= is_recognised;
            flow.stage = Stage::Columns;
            flow.description = Some(Rc::new(description));
        });
        self.check();
    }

    fn take_checked(&self, reply: FilesReply) {
        self.change(|flow| match reply {
            Ok(FromFiles::Checked { checked, plan, totals }) => {
                let is_asking = !checked.questions.is_empty();
                flow.ask(&checked.questions);
                flow.bringing = Some(Bringing { file: flow.name.clone(), plan, totals });
                flow.stage = if is_asking { Stage::Columns } else { Stage::Checked };
                flow.checked = Some(Rc::from(checked));
            }
            Ok(_) => flow.fail(Failure::new("internal").with("code", "files-answer")),
            Err(reason) => flow.fail(reason),
        });
    }

    fn written(&self, result: Result<ControlTotals, Failure>) {
        self.0.pump.take();
        match result {
            Ok(totals) => self.change(|flow| {
                flow.stage = Stage::Done;
                flow.written = Some(Rc::new(totals));
            }),
            Err(reason) => self.change(|flow| flow.fail(reason)),
        }
    }

    /// The file cannot be opened: back to the beginning, with the reason.
    fn close_with(&self, failure: Failure) {
        self.give_up();
        self.change(|flow| {
            let (name, waiting) =
                (std::mem::take(&mut flow.name), std::mem::take(&mut flow.waiting));
            *flow = Flow { name, waiting, failure: Some(failure), ..Flow::default() };
        });
    }

    fn check_soon(&self) {
        let desk = self.clone();
        self.0.settling.set(Some(Timeout::new(SETTLE_MS, move || desk.check())));
    }

    fn stop_checking(&self, files: &Files) {
        drop(self.0.settling.take());
        self.0.run.set(self.0.run.get() + 1);
        if self.0.flow.borrow().stage == Stage::Checking {
            files.tell(&ToFiles::Cancel);
        }
    }

    /// Calls `then` unless something else was begun meanwhile.
    fn wanted(
        &self,
        then: impl FnOnce(&Self, FilesReply) + 'static,
    ) -> impl FnOnce(FilesReply) + 'static {
        let (desk, run) = (self.clone(), self.0.run.get());
        move |reply| {
            if desk.0.run.get() == run {
                then(&desk, reply);
            }
        }
    }

    fn on_progress(&self) -> Callback<Reading> {
        let (desk, run) = (self.clone(), self.0.run.get());
        Callback::from(move |reading| {
            if desk.0.run.get() == run {
                desk.change(|flow| flow.reading = reading);
            }
        })
    }

    fn files(&self) -> Option<Files> {
        self.0.files.borrow().clone()
    }

    fn change(&self, change: impl FnOnce(&mut Flow)) {
        let shown = {
            let mut flow = self.0.flow.borrow_mut();
            change(&mut flow);
            flow.clone()
        };
        self.0.show.set(shown);
    }
}
