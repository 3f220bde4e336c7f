//! The pool with engines that do what a test tells them.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use ledger::{Bands, Day, Every};
use protocol::{Failure, Findings, Found, FromEngine, Order, RunId, Task, Taught, ToEngine};
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;
use worker::engine::Engine;
use worker::pool::{Answer, Heard, Launch, Link, Pool, Said, Urgency};

use crate::page::turn;

/// Engines that run right here. As between workers, what they are told arrives with a later turn of the event loop.
pub(super) fn inside() -> Launch {
    struct Inside(Rc<Engine>);
    impl Link for Inside {
        fn say(&self, message: &ToEngine) {
            let (engine, message) = (Rc::clone(&self.0), message.clone());
            spawn_local(async move {
                turn().await;
                engine.hear(message);
            });
        }
    }
    Rc::new(|hear| {
        let engine = Engine::start(move |said| hear(Said::Message(said.clone())));
        Some(Box::new(Inside(Rc::new(engine.unwrap()))))
    })
}

/// What a test sees of one engine.
#[derive(Default)]
struct Fake {
    hear: Option<Box<dyn Fn(Said)>>,
    told: Vec<ToEngine>,
    is_over: bool,
}

struct FakeLink(Rc<RefCell<Fake>>);

impl Link for FakeLink {
    fn say(&self, message: &ToEngine) {
        self.0.borrow_mut().told.push(message.clone());
    }
}

impl Drop for FakeLink {
    fn drop(&mut self) {
        self.0.borrow_mut().is_over = true;
    }
}

/// A pool, its engines, and what they said that the pool has not heard.
struct Bench {
    pool: Pool,
    engines: Rc<RefCell<Vec<Rc<RefCell<Fake>>>>>,
    said: Rc<RefCell<VecDeque<Heard>>>,
}

impl Bench {
    fn new(size: usize) -> Self {
        let engines = Rc::new(RefCell::new(Vec::new()));
        let said = Rc::new(RefCell::new(VecDeque::new()));
        let launch: Launch = Rc::new({
            let engines = Rc::clone(&engines);
            move |hear| {
                let fake = Fake { hear: Some(hear), ..Fake::default() };
                let fake = Rc::new(RefCell::new(fake));
                engines.borrow_mut().push(Rc::clone(&fake));
                Some(Box::new(FakeLink(fake)))
            }
        });
        let hear = {
            let said = Rc::clone(&said);
            move |heard| said.borrow_mut().push_back(heard)
        };
        Self { pool: Pool::new(size, launch, hear), engines, said }
    }

    /// An engine says something.
    fn say(&mut self, engine: usize, said: Said) {
        let fake = Rc::clone(&self.engines.borrow()[engine]);
        fake.borrow().hear.as_ref().unwrap()(said);
        while let Some(heard) = self.said.borrow_mut().pop_front() {
            self.pool.hear(heard);
        }
    }

    fn ready(&mut self, engine: usize) {
        self.say(engine, Said::Message(FromEngine::Ready));
    }

    fn done(&mut self, engine: usize, run: RunId) {
        let found = Found::Series(Box::new(Findings {
            model: "mean".into(),
            steps: vec![Bands::default()],
            total: Bands::default(),
            scores: Vec::new(),
            strips: None,
            effects: Vec::new(),
            insights: Vec::new(),
            what_if: None,
        }));
        let done = FromEngine::Done { run, found, longest_slice_micros: 7 };
        self.say(engine, Said::Message(done));
    }

    fn cancelled(&mut self, engine: usize, run: RunId) {
        let failure = Failure::new("cancelled");
        self.say(engine, Said::Message(FromEngine::Failed { run, failure }));
    }

    /// The first value of every task an engine was given, with the number of its run.
    fn runs(&self, engine: usize) -> Vec<(RunId, i64)> {
        let fake = Rc::clone(&self.engines.borrow()[engine]);
        let told = fake.borrow().told.clone();
        let runs = told.into_iter().filter_map(|told| match told {
            ToEngine::Run { run, order: Order::Series(task) } => {
                Some((run, task.values[0].unwrap()))
            }
            _ => None,
        });
        runs.collect()
    }

    fn is_over(&self, engine: usize) -> bool {
        self.engines.borrow()[engine].borrow().is_over
    }

    fn answers(&mut self) -> Vec<(usize, Result<String, String>)> {
        let next = std::iter::from_fn(|| self.pool.next_answer());
        let short = |Answer { item, result, .. }: Answer| {
            (item, result.map(name_of).map_err(|failure| failure.code))
        };
        next.map(short).collect()
    }
}

fn name_of(found: Found) -> String {
    match found {
        Found::Series(findings) => findings.model,
        other => panic!("{other:?}"),
    }
}

fn task(name: i64) -> Order {
    Order::Series(Box::new(Task {
        first: Day(20_000),
        every: Every::Day,
        values: vec![Some(name)],
        horizon: 1,
        models: vec!["mean".into()],
        origins: 0,
        with_components: false,
        chosen: None,
        is_open: Vec::new(),
        columns: Vec::new(),
        kind: None,
        what_if: None,
        taught: None,
    }))
}

fn found() -> Result<String, String> {
    Ok("mean".into())
}

#[wasm_bindgen_test]
fn what_comes_after_a_cancel_is_not_heard() {
    let mut bench = Bench::new(1);
    let job = bench.pool.open(Urgency::Now);
    bench.pool.add(job, task(1), None);
    bench.pool.add(job, task(2), None);
    assert_eq!(bench.runs(0), [], "it has not started");
    bench.ready(0);
    assert_eq!(bench.runs(0), [(1, 1)]);
    bench.pool.close(job);
    let other = bench.pool.open(Urgency::Now);
    bench.pool.add(other, task(3), None);
    assert_eq!(bench.runs(0), [(1, 1)], "the engine is busy until it says so");
    // It had finished before the cancel reached it.
    bench.done(0, 1);
    assert_eq!(bench.answers(), []);
    assert_eq!(bench.runs(0), [(1, 1), (2, 3)]);
    // Nor does an answer to a run that was over count for the next.
    bench.cancelled(0, 1);
    assert_eq!(bench.answers(), []);
    bench.done(0, 2);
    assert_eq!(bench.answers(), [(0, found())]);
    assert!(bench.pool.is_idle());
    assert_eq!(bench.pool.counts().longest_slice_micros, 7);
}

#[wasm_bindgen_test]
fn what_was_learned_is_told_once_to_each_engine_that_needs_it() {
    let told = |bench: &Bench, engine: usize| {
        let engines = bench.engines.borrow();
        let told = engines[engine].borrow().told.clone();
        let ids = told.into_iter().filter_map(|told| match told {
            ToEngine::Remember(Taught { id, .. }) => Some(id),
            _ => None,
        });
        ids.collect::<Vec<_>>()
    };
    let taught = |id| {
        let model = "lstm".to_owned();
        Some(Rc::new(Taught { id, model, horizon: 1, series: 2, bytes: vec![7] }))
    };
    let mut bench = Bench::new(1);
    let job = bench.pool.open(Urgency::Batch);
    bench.pool.add(job, task(1), None);
    bench.pool.add(job, task(2), taught(5));
    bench.pool.add(job, task(3), taught(5));
    bench.ready(0);
    assert_eq!(told(&bench, 0), [0; 0], "the first does not need it");
    bench.done(0, 1);
    bench.done(0, 2);
    assert_eq!((told(&bench, 0), bench.runs(0).len()), (vec![5], 3));
    bench.say(0, Said::Died);
    bench.ready(1);
    assert_eq!(told(&bench, 1), [5], "another engine knows nothing");
    bench.pool.add(job, task(4), taught(6));
    bench.say(1, Said::Message(FromEngine::Share { run: 4, share: 250 }));
    assert_eq!(bench.pool.share(job), Some(250));
    bench.done(1, 4);
    assert_eq!((told(&bench, 1), bench.pool.share(job)), (vec![5, 6], None));
}

#[wasm_bindgen_test]
fn an_engine_that_dies_is_replaced_and_its_task_tried_once_more() {
    let mut bench = Bench::new(2);
    let job = bench.pool.open(Urgency::Batch);
    (1..4).for_each(|n| bench.pool.add(job, task(n), None));
    bench.ready(0);
    bench.ready(1);
    assert_eq!((bench.runs(0), bench.runs(1)), (vec![(1, 1)], vec![(2, 2)]));
    bench.say(0, Said::Message(FromEngine::Panicked { place: "here".into() }));
    assert!(bench.is_over(0) && !bench.is_over(1), "the other goes on");
    // Its own error event comes after its last words.
    bench.say(0, Said::Died);
    bench.ready(2);
    assert_eq!(bench.runs(2), [(3, 1)]);
    bench.done(0, 1);
    assert_eq!(bench.answers(), [], "the dead say nothing");
    bench.say(2, Said::Died);
    assert_eq!(bench.answers(), [(0, Err("engine-crashed".into()))]);
    bench.ready(3);
    bench.done(1, 2);
    bench.done(3, 4);
    assert_eq!(bench.answers(), [(1, found()), (2, found())]);
    assert_eq!((bench.pool.counts().started, bench.pool.counts().crashed), (4, 2));
}

#[wasm_bindgen_test]
fn a_job_on_hold_begins_nothing() {
    let mut bench = Bench::new(1);
    let job = bench.pool.open(Urgency::Batch);
    (1..4).for_each(|n| bench.pool.add(job, task(n), None));
    bench.ready(0);
    bench.pool.hold(job);
    bench.done(0, 1);
    assert_eq!(bench.answers(), [(0, found())], "what was begun ends");
    assert_eq!(bench.runs(0), [(1, 1)]);
    assert!(bench.pool.is_idle());
    bench.pool.rest();
    assert!(bench.is_over(0));
    bench.pool.release(job);
    bench.ready(1);
    assert_eq!(bench.runs(1), [(2, 2)]);
}

#[wasm_bindgen_test]
fn what_somebody_waits_for_goes_first() {
    let mut bench = Bench::new(1);
    let items = bench.pool.open(Urgency::Batch);
    (1..4).for_each(|n| bench.pool.add(items, task(n), None));
    bench.ready(0);
    let one = bench.pool.open(Urgency::Now);
    bench.pool.add(one, task(9), None);
    bench.done(0, 1);
    bench.done(0, 2);
    let values: Vec<i64> = bench.runs(0).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, [1, 9, 2]);
}

#[wasm_bindgen_test]
fn no_more_engines_than_tasks_and_none_where_none_starts() {
    let mut bench = Bench::new(8);
    let job = bench.pool.open(Urgency::Batch);
    bench.pool.add(job, task(1), None);
    bench.pool.add(job, task(2), None);
    assert_eq!(bench.pool.workers(), 2);
    // A third is tried for the first.
    (0..3).for_each(|engine| bench.say(engine, Said::Died));
    let unavailable = || Err("engine-unavailable".to_owned());
    assert_eq!(bench.answers(), [(0, unavailable()), (1, unavailable())]);
    assert_eq!(bench.pool.workers(), 0);
    // Whoever asks again gets another chance.
    bench.pool.add(job, task(3), None);
    bench.ready(3);
    bench.done(3, 1);
    assert_eq!(bench.answers(), [(2, found())]);
    // Some that do not start say nothing about those that do.
    (4..8).for_each(|n| bench.pool.add(job, task(n), None));
    bench.say(4, Said::Died);
    bench.say(5, Said::Died);
    bench.say(3, Said::Died);
    assert_eq!(bench.answers(), []);
    assert!(bench.pool.workers() > 0);
}

#[wasm_bindgen_test]
fn an_engine_that_is_stuck_is_replaced_and_its_task_is_not_tried_again() {
    let mut bench = Bench::new(1);
    let job = bench.pool.open(Urgency::Idle);
    (1..3).for_each(|n| bench.pool.add(job, task(n), None));
    bench.ready(0);
    let asked = |bench: &Bench, engine: usize| {
        let fake = Rc::clone(&bench.engines.borrow()[engine]);
        let told = fake.borrow().told.clone();
        told.iter().filter(|told| **told == ToEngine::AreYouThere).count()
    };
    bench.pool.watch(0);
    bench.pool.watch(19_000);
    assert_eq!(asked(&bench, 0), 0, "a long task is no reason to ask");
    bench.pool.watch(20_000);
    assert_eq!(asked(&bench, 0), 1);
    // It says that it is there, and is believed for a while.
    bench.say(0, Said::Message(FromEngine::Here));
    bench.pool.watch(40_000);
    bench.pool.watch(59_000);
    assert_eq!(asked(&bench, 0), 1);
    bench.pool.watch(60_000);
    bench.pool.watch(69_000);
    assert!(!bench.is_over(0));
    bench.pool.watch(70_000);
    assert!(bench.is_over(0));
    assert_eq!(bench.answers(), [(0, Err("engine-stuck".into()))]);
    bench.ready(1);
    assert_eq!(bench.runs(1), [(2, 2)]);
    bench.done(1, 2);
    assert_eq!(bench.answers(), [(1, found())]);
    // Nobody is asked who has nothing to do.
    bench.pool.watch(200_000);
    bench.pool.watch(300_000);
    assert_eq!(asked(&bench, 1), 0);
}
