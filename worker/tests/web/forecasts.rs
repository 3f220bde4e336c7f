//! Forecast jobs from a page's question to what is kept, with real engines.

use ledger::{
    Answer, Bands, Command, CommandId, Currency, Day, DayId, DayKind, DayName, Decimal, Every,
    ForecastItems, ForecastQuery, ForecastScope, ForecastSettings, ForecastView, ForecastsCommand,
    ForecastsPage, ForecastsQuery, HolidayCountry, ItemName, Items, LineKind, Measure, Moment,
    NamedDay, NotLearned, OrderFlags, Orders, Part, PriceEffect, Query, ReconciledRow, Scenario,
    Stale, Totals,
};
use protocol::{Access, Failure, FromPage, Job, LockDepth, Request, Response, ToPage};
use worker::port::Heard;

use crate::page::{PASSWORD, Page, is_locked, is_open, turn};
use crate::staging::bring_in;

const DAYS: i32 = 120;
const ITEMS: u32 = 12;

/// One series: made, shown, kept through a new start, stale when more was sold.
pub(super) async fn are_made_and_kept() {
    let page = Page::new();
    page.create().await;
    bring_in(&page, 1, &sales(0..DAYS)).await;
    let before = view(&page).await;
    assert!(before.kept.is_none() && before.may_make);
    let history: Vec<i64> = before.history.iter().filter_map(|(_, value)| *value).collect();
    assert_eq!(history.len(), DAYS as usize);
    assert!(matches!(page.ask(Request::Job(Job::Forecast(total()))).await, Ok(Response::Done(_))));
    let made = view(&page).await;
    let kept = made.kept.clone().unwrap();
    assert_eq!((kept.steps.len(), made.stale.as_slice()), (28, [].as_slice()));
    let week: i64 = history[history.len() - 7..].iter().sum();
    let expected = kept.total.mean as f64 / (week * 4) as f64;
    assert!((0.9..1.1).contains(&expected), "a steady shop goes on: {expected}");
    for bands in kept.steps.iter().chain([&kept.total]) {
        assert!(bands.quantiles.is_sorted(), "{bands:?}");
    }
    assert!(kept.scores.len() > 1 && kept.scores.iter().all(|score| score.micros > 0));
    let strips = kept.strips.as_ref().unwrap();
    assert_eq!((strips.first, strips.trend.len()), (first_day(), DAYS as usize + 28));
    page.stop();

    let page = Page::new();
    page.until_gate(is_locked).await;
    page.unlock(PASSWORD).await.unwrap();
    let again = view(&page).await;
    assert_eq!(again.kept.unwrap(), kept, "read back from its chunk");
    assert_eq!(page.codes().await.iter().filter(|code| *code == "forecasts-made").count(), 1);
    bring_in(&page, 2, &sales(DAYS..DAYS + 1)).await;
    assert_eq!(view(&page).await.stale, [Stale::Data]);
    page.stop();
}

/// A model that learns from many items learns once, says so, and forecasts each with what it learned.
pub(super) async fn of_items_learn_together() {
    let page = Page::new();
    page.create().await;
    bring_in(&page, 1, &sales(0..DAYS)).await;
    for model in ["trees", "lstm"] {
        let model = Some(model.to_owned());
        let batch = ForecastItems { model: model.clone(), ..items() };
        let id = page.send(Request::Job(Job::ForecastItems(batch.clone())));
        page.reply(id).await.unwrap();
        let is_told = |said: &ToPage| matches!(said, ToPage::Learning { id: of, .. } if *of == id);
        assert!(page.said.borrow().iter().any(is_told), "how far it is");
        let list = list_by(&page, model.clone()).await;
        assert_eq!((list.total, list.fresh), (u64::from(ITEMS), u64::from(ITEMS)));
        let of_item = |item: u32| ForecastQuery {
            scope: ForecastScope { item: Some(format!("SKU{item}")), ..ForecastScope::default() },
            measure: Measure::Units,
            model: model.clone(),
            ..total()
        };
        for item in 0..ITEMS {
            let view = view_of(&page, &of_item(item)).await;
            let kept = view.kept.unwrap();
            assert_eq!((Some(&kept.model), kept.taught_by), (model.as_ref(), ITEMS));
            let [score] = kept.scores.as_slice() else { panic!("{:?}", kept.scores) };
            assert_eq!(score.origins, 1, "what it did not learn from");
            let usual = view.history.iter().rev().take(28).filter_map(|(_, value)| *value);
            let share = kept.total.mean as f64 / usual.sum::<i64>() as f64;
            assert!((0.85..1.15).contains(&share), "{model:?}, item {item}: {share}");
            assert!(kept.steps.iter().all(|step| step.quantiles.is_sorted()));
        }
        // Somebody looks at one of them: what was learned from all is told, compared with others.
        let before = view_of(&page, &of_item(3)).await.kept.unwrap();
        page.ask(Request::Job(Job::Forecast(of_item(3)))).await.unwrap();
        let kept = view_of(&page, &of_item(3)).await.kept.unwrap();
        assert_eq!((kept.taught_by, kept.scores.len()), (ITEMS, 3));
        assert_eq!(kept.steps, before.steps);
        // Once more, and there is nothing to do; nor is there anything to learn for a newer history of the same day.
        let codes = page.codes().await;
        page.ask(Request::Job(Job::ForecastItems(batch))).await.unwrap();
        assert_eq!(page.codes().await, codes);
    }
    // By the settings, where nobody names a model; and a cancel in the middle of a lesson.
    let default_model = Some("lstm".to_owned());
    let settings = ForecastSettings { default_model, ..ForecastSettings::default() };
    order(&page, 110, ForecastsCommand::Set(settings)).await;
    let id = page.send(Request::Job(Job::ForecastItems(items())));
    let is_told = |said: &ToPage| matches!(said, ToPage::Learning { id: of, .. } if *of == id);
    page.until(|said| is_told(said).then_some(())).await;
    say(&page, FromPage::Cancel { id });
    assert_eq!(page.reply(id).await, Err(Failure::new("cancelled")));
    assert_eq!(list(&page).await.fresh, 0);
    page.ask(Request::Job(Job::ForecastItems(items()))).await.unwrap();
    let scope = ForecastScope { item: Some("SKU5".into()), ..ForecastScope::default() };
    let query = ForecastQuery { scope, measure: Measure::Units, ..total() };
    let kept = view_of(&page, &query).await.kept.unwrap();
    assert_eq!((kept.model.as_str(), kept.taught_by), ("lstm", ITEMS));
    page.stop();
}

/// Everything, its categories and their items add up, to the last thousandth, and stay as they were kept.
pub(super) async fn add_up() {
    let page = Page::new();
    page.create().await;
    let mut made = sales(0..DAYS);
    for (item, name) in made.items.iter_mut().enumerate() {
        name.category = ["Mugs", "Plates", ""][item % 3].into();
    }
    // A few sales of nothing with a name.
    made.items[11] = ItemName::default();
    bring_in(&page, 1, &made).await;
    let Ok(Response::Reconciled(found)) = page.ask(Request::Job(Job::Reconcile(items()))).await
    else {
        panic!("nothing adds up");
    };
    let of = |part: Part| found.rows.iter().filter(move |row| row.part == part);
    let counts = [Part::All, Part::Category, Part::Item, Part::Rest].map(|part| of(part).count());
    assert_eq!(counts, [1, 2, 11, 1], "{:?}", found.rows);
    let sum = |rows: &mut dyn Iterator<Item = &ReconciledRow>| {
        rows.fold(vec![0; 28], |sum, row| sum.iter().zip(&row.steps).map(|(a, b)| a + b).collect())
    };
    let all = of(Part::All).next().unwrap();
    let parts = found.rows.iter().filter(|row| match row.part {
        Part::All => false,
        Part::Category => true,
        Part::Item | Part::Rest => row.category.is_empty(),
    });
    assert_eq!(all.steps, sum(&mut { parts }));
    for category in of(Part::Category) {
        let items = found.rows.iter().filter(|row| row.category == category.name);
        assert_eq!(category.steps, sum(&mut { items }), "{}", category.name);
    }
    for row in &found.rows {
        assert_eq!(row.total.mean, row.steps.iter().sum::<i64>());
        assert!(row.total.quantiles.is_sorted() && row.total.quantiles[0] >= 0);
        let moved = row.total.mean as f64 / row.alone.mean as f64;
        assert!((0.8..1.25).contains(&moved), "{row:?}");
    }
    let kept = view_of(&page, &ForecastQuery { measure: Measure::Units, ..total() }).await.kept;
    let kept = kept.unwrap();
    assert_eq!((kept.total, kept.scores.len() > 1), (all.alone, true), "kept as it was made");
    // Again: nothing is made, the same adds up.
    let events = page.codes().await;
    let again = page.ask(Request::Job(Job::Reconcile(items()))).await;
    assert_eq!(again, Ok(Response::Reconciled(found)));
    assert_eq!(page.codes().await, events);
    page.stop();
}

/// Many items: progress, a cancel that keeps what was done, and nothing done twice.
pub(super) async fn of_items_are_done_once() {
    let page = Page::new();
    page.create().await;
    bring_in(&page, 1, &sales(0..DAYS)).await;
    let top = ForecastItems { items: Items::Top(2), ..items() };
    page.ask(Request::Job(Job::ForecastItems(top))).await.unwrap();
    let list = list(&page).await;
    assert_eq!((list.total, list.fresh), (u64::from(ITEMS), 2));
    let id = page.send(Request::Job(Job::ForecastItems(items())));
    page.reply(id).await.unwrap();
    let totals = page.said.borrow().iter().rev().find_map(|said| match said {
        ToPage::Progress { id: of, total, .. } if *of == id => Some(*total),
        _ => None,
    });
    assert_eq!(totals, Some(u64::from(ITEMS) - 2), "two were there");
    let page_of_items = self::list(&page).await;
    assert_eq!((page_of_items.fresh, page_of_items.stale), (u64::from(ITEMS), 0));
    assert!(page_of_items.rows.iter().all(|row| row.total.is_some_and(|bands| bands.mean > 0)));
    let events = page.codes().await;
    page.ask(Request::Job(Job::ForecastItems(items()))).await.unwrap();
    assert_eq!(page.codes().await, events, "there was nothing to do");
    page.stop();
}

/// Two tabs, one computation; pause, resume and cancel from the one that follows; a takeover.
pub(super) async fn belong_to_every_tab() {
    let first = Page::new();
    first.create().await;
    bring_in(&first, 1, &sales(0..DAYS)).await;
    let second = Page::new();
    second.until_gate(is_open).await;
    let asked = Request::Job(Job::Forecast(total()));
    let (a, b) = (first.send(asked.clone()), second.send(asked));
    assert_eq!(first.reply(a).await, second.reply(b).await);
    assert_eq!(made(&first).await, 1, "computed once");

    let id = second.send(Request::Job(Job::ForecastItems(items())));
    say(&second, FromPage::Pause { id });
    rest().await;
    assert_eq!(answer(&second, id), None, "it is held");
    say(&second, FromPage::Resume { id });
    say(&second, FromPage::Pause { id });
    rest().await;
    assert_eq!(answer(&second, id), None, "it is held again");
    say(&second, FromPage::Cancel { id });
    assert_eq!(second.reply(id).await, Err(Failure::new("cancelled")));
    let fresh = list(&first).await.fresh;
    assert!(fresh < u64::from(ITEMS), "{fresh}");

    let id = second.send(Request::Job(Job::ForecastItems(items())));
    say(&second, FromPage::Pause { id });
    rest().await;
    first.stop();
    // The new leader holds it as the one before did.
    second.until_gate(is_open).await;
    rest().await;
    assert_eq!(answer(&second, id), None, "it is still held");
    // Whoever asks for it again wants it now.
    let again = second.ask(Request::Job(Job::ForecastItems(items()))).await;
    assert_eq!(second.reply(id).await, again);
    assert_eq!(list(&second).await.fresh, u64::from(ITEMS));
    second.stop();
}

/// A lock in the middle of a job: what was found is there, the rest is not, and nothing is broken.
pub(super) async fn survive_a_lock() {
    let page = Page::new();
    page.create().await;
    bring_in(&page, 1, &sales(0..DAYS)).await;
    page.send(Request::Job(Job::ForecastItems(items())));
    let has_begun =
        |said: &ToPage| matches!(said, ToPage::Progress { done: 1.., .. }).then_some(());
    page.until(has_begun).await;
    page.ask(Request::Access(Access::Lock(LockDepth::Hard))).await.unwrap();
    page.until_gate(is_locked).await;
    page.stop();

    let page = Page::new();
    page.until_gate(is_locked).await;
    page.unlock(PASSWORD).await.unwrap();
    let fresh = list(&page).await.fresh;
    assert!((1..u64::from(ITEMS)).contains(&fresh), "{fresh}");
    match page.ask(Request::Job(Job::VerifyChain)).await {
        Ok(Response::Verified(report)) => assert_eq!(report.problems, []),
        other => panic!("{other:?}"),
    }
    page.ask(Request::Job(Job::ForecastItems(items()))).await.unwrap();
    assert_eq!(list(&page).await.fresh, u64::from(ITEMS));
    page.stop();
}

/// A model by name, days that are known in advance, and what was learned of neither price nor promotion.
pub(super) async fn know_days_and_models() {
    let page = Page::new();
    page.create().await;
    bring_in(&page, 1, &sales(0..DAYS)).await;
    let ahead = Day(first_day().0 + DAYS);
    let closed = NamedDay {
        id: DayId([1; 16]),
        name: "Inventory".into(),
        kind: DayKind::Closed,
        first: ahead,
        last: Day(ahead.0 + 1),
        repeats_yearly: false,
        scope: ForecastScope::default(),
    };
    order(&page, 101, ForecastsCommand::SetDay(closed)).await;
    let country = Some(HolidayCountry::France);
    let settings = ForecastSettings { country, ..ForecastSettings::default() };
    order(&page, 102, ForecastsCommand::Set(settings)).await;

    let by_name = ForecastQuery { model: Some("theta".into()), ..total() };
    page.ask(Request::Job(Job::Forecast(by_name.clone()))).await.unwrap();
    assert!(view(&page).await.kept.is_none(), "that was another question");
    let shown = view_of(&page, &by_name).await;
    let kept = shown.kept.unwrap();
    assert_eq!((kept.model.as_str(), shown.stale.as_slice()), ("theta", &[][..]));
    assert!(kept.steps[..2].iter().all(|step| *step == Bands::default()), "nobody sells then");
    assert!(kept.steps[2..].iter().all(|step| step.mean > 0));
    let others: Vec<usize> = kept
        .scores
        .iter()
        .filter(|score| score.model != "theta")
        .map(|score| score.course.len())
        .collect();
    assert_eq!(others, [28, 28], "what it is compared with has courses");
    let bastille = DayName::Holiday { key: "national-day".into() };
    assert_eq!(shown.days.iter().filter(|day| day.name == bastille).count(), 1);
    assert!(shown.days.iter().any(|day| day.first == ahead && day.kind == DayKind::Closed));
    let unknown = ForecastQuery { model: Some("oracle".into()), ..total() };
    let refused = page.ask(Request::Job(Job::Forecast(unknown))).await;
    assert_eq!(refused, Err(Failure::new("forecast-unknown-model")));

    let scope = ForecastScope { item: Some("SKU1".into()), ..ForecastScope::default() };
    let tried = Scenario {
        query: ForecastQuery { scope, measure: Measure::Units, ..total() },
        price_change: Some(-100),
        promotions: vec![(ahead, Day(ahead.0 + 6))],
    };
    let Ok(Response::Scenario(found)) = page.ask(Request::Job(Job::Scenario(tried))).await else {
        panic!("no scenario");
    };
    assert_eq!(
        (found.price_effect, found.promotion_effect),
        (NEVER_SEEN, Some(Err(NotLearned::NeverSeen)))
    );
    assert_eq!((found.price, found.before.len()), (Some(250), 28));
    assert_eq!(found.before, found.after, "nothing is guessed");
    let (before, after) = found.revenue.unwrap();
    assert!(after < before, "the same units at another price");
    assert_eq!(made(&page).await, 1, "a scenario is not kept");

    // An item of ten days is forecast by those like it.
    let mut newcomers = sales(DAYS - 10..DAYS);
    newcomers.items.iter_mut().for_each(|item| item.sku = item.sku.replace("SKU", "NEW"));
    newcomers.number.iter_mut().for_each(|number| *number = number.replace("T-", "N-"));
    bring_in(&page, 2, &newcomers).await;
    let scope = ForecastScope { item: Some("NEW1".into()), ..ForecastScope::default() };
    let newcomer = ForecastQuery { scope, ..total() };
    page.ask(Request::Job(Job::Forecast(newcomer.clone()))).await.unwrap();
    let kept = view_of(&page, &newcomer).await.kept.unwrap();
    assert_eq!((kept.scores.len(), kept.scores[0].origins, kept.trained_periods), (1, 0, 10));
    assert_eq!(kept.steps[0], Bands::default(), "closed as everything is");
    assert!(kept.steps[2..].iter().all(|step| step.mean > 0 && step.quantiles.is_sorted()));
    page.stop();
}

const NEVER_SEEN: Option<Result<PriceEffect, NotLearned>> = Some(Err(NotLearned::NeverSeen));

/// What is kept is made anew while nobody asks anything, and waits when somebody does.
#[cfg(feature = "testing")]
pub(super) async fn are_made_anew_in_idle_time() {
    use protocol::TestRequest;
    let page = Page::new();
    page.create().await;
    bring_in(&page, 1, &sales(0..DAYS)).await;
    page.ask(Request::Job(Job::Forecast(total()))).await.unwrap();
    page.ask(Request::Job(Job::ForecastItems(items()))).await.unwrap();
    bring_in(&page, 2, &sales(DAYS..DAYS + 1)).await;
    assert_eq!((view(&page).await.stale, list(&page).await.fresh), (vec![Stale::Data], 0));
    let made_before = made(&page).await;
    page.ask(Request::Test(TestRequest::PassTime { ms: 21_000 })).await.unwrap();
    // Each page is told when something was made; nobody asks meanwhile.
    for _ in 0..40 {
        rest().await;
    }
    assert_eq!((view(&page).await.stale, list(&page).await.fresh), (vec![], u64::from(ITEMS)));
    assert_eq!(made(&page).await, made_before + 2, "one question, then the items together");
    // A setting ends it.
    bring_in(&page, 3, &sales(DAYS + 1..DAYS + 2)).await;
    let settings = ForecastSettings { automatic: false, ..ForecastSettings::default() };
    order(&page, 109, ForecastsCommand::Set(settings)).await;
    page.ask(Request::Test(TestRequest::PassTime { ms: 21_000 })).await.unwrap();
    rest().await;
    assert_eq!(view(&page).await.stale, [Stale::Data]);
    page.stop();
}

/// Engines start with the first job and end when there was none for a while.
#[cfg(feature = "testing")]
pub(super) async fn need_engines_only_for_a_while() {
    use protocol::{Bench, TestRequest};
    let workers = async |page: &Page| {
        let engines = Request::Test(TestRequest::Bench(Bench::Engines));
        let Ok(Response::Bench(numbers)) = page.ask(engines).await else { panic!("no numbers") };
        numbers.into_iter().find(|(name, _)| name == "workers").unwrap().1 as u32
    };
    let pass = |ms| Request::Test(TestRequest::PassTime { ms });
    let page = Page::new();
    page.create().await;
    bring_in(&page, 1, &sales(0..DAYS)).await;
    assert_eq!(workers(&page).await, 0);
    page.ask(Request::Job(Job::Forecast(total()))).await.unwrap();
    page.ask(pass(50_000)).await.unwrap();
    assert_eq!(workers(&page).await, 1);
    page.ask(pass(11_000)).await.unwrap();
    assert_eq!(workers(&page).await, 0);
    page.ask(Request::Job(Job::Forecast(total()))).await.unwrap();
    assert_eq!(workers(&page).await, 1);
    page.stop();
}

fn say(page: &Page, message: FromPage) {
    page.tab.as_ref().unwrap().hear(Heard::Message(message));
}

fn answer(page: &Page, wanted: u64) -> Option<Result<Response, Failure>> {
    let said = page.said.borrow();
    said.iter().find_map(|said| match said {
        ToPage::Reply { id, result } if *id == wanted => Some(result.clone()),
        _ => None,
    })
}

/// Long enough for every engine to have finished what it has.
async fn rest() {
    for _ in 0..150 {
        turn().await;
    }
}

async fn made(page: &Page) -> usize {
    page.codes().await.iter().filter(|code| *code == "forecasts-made").count()
}

fn total() -> ForecastQuery {
    ForecastQuery {
        scope: ForecastScope::default(),
        measure: Measure::Revenue,
        every: Every::Day,
        days: 28,
        model: None,
    }
}

const fn items() -> ForecastItems {
    ForecastItems {
        items: Items::All,
        place: None,
        measure: Measure::Units,
        every: Every::Day,
        days: 28,
        model: None,
    }
}

async fn order(page: &Page, id: u8, command: ForecastsCommand) {
    let command = Command::Forecasts(command);
    page.ask(Request::Command { id: CommandId([id; 16]), command }).await.unwrap();
}

async fn view(page: &Page) -> ForecastView {
    view_of(page, &total()).await
}

async fn view_of(page: &Page, query: &ForecastQuery) -> ForecastView {
    match page.ask(Request::Query(Query::Forecast(query.clone()))).await {
        Ok(Response::Answer(Answer::Forecast(view))) => *view,
        other => panic!("{other:?}"),
    }
}

async fn list(page: &Page) -> ForecastsPage {
    list_by(page, None).await
}

async fn list_by(page: &Page, model: Option<String>) -> ForecastsPage {
    let query = ForecastsQuery {
        search: String::new(),
        place: None,
        measure: Measure::Units,
        every: Every::Day,
        days: 28,
        model,
        offset: 0,
        limit: 100,
    };
    match page.ask(Request::Query(Query::Forecasts(query))).await {
        Ok(Response::Answer(Answer::Forecasts(list))) => list,
        other => panic!("{other:?}"),
    }
}

fn first_day() -> Day {
    Day::from_date(2026, 6, 1).unwrap()
}

/// Each item once a day, more of it at the end of the week.
fn sales(days: std::ops::Range<i32>) -> Orders {
    let mut made = Orders::new("till");
    made.currencies.push(Currency::from_code("EUR").unwrap());
    for item in 0..ITEMS {
        let (sku, name) = (format!("SKU{item}"), format!("Mug {item}"));
        made.items.push(ItemName { sku, name, category: "Mugs".into() });
    }
    for n in days.start * ITEMS as i32..days.end * ITEMS as i32 {
        let (day, item) = (n / ITEMS as i32, n as u32 % ITEMS);
        let local_ms = i64::from(first_day().0 + day) * 86_400_000 + 36_000_000 + i64::from(n);
        let units = i64::from(3 + item) + 2 * i64::from(day % 7) + i64::from(n * 7 % 3);
        made.number.push(format!("T-{n}"));
        made.placed.push(Moment { local_ms, offset_min: None });
        made.known_ms.push(local_ms);
        made.place.push(0);
        made.channel.push(0);
        made.country.push(0);
        made.currency.push(0);
        made.customer.push(0);
        made.flags.push(OrderFlags::default());
        made.totals.push(Totals::default());
        made.item.push(item);
        made.kind.push(LineKind::Product);
        made.quantity.push(units * 1_000);
        made.unit_price.push(Decimal { value: 250, scale: 2 });
        made.amount.push(units * 250);
        made.discount.push(0);
        made.tax.push(0);
        made.row.push(n as u32 + 2);
        made.first_line.push(made.item.len() as u32);
    }
    made
}
