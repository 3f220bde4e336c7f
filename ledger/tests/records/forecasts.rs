//! Forecasts that are kept, when they are stale, and the list of items.

use ledger::{
    Answer, Bands, Context, Every, ForecastInput, ForecastItems, ForecastQuery, ForecastScope,
    ForecastsPage, ForecastsQuery, Items, KeptForecast, Measure, ModelScore, Moment, Query, Stale,
    TodayView, encode_forecasts,
};

use crate::histories::{asked, everything, input, item, sold, view, world_of};
use crate::made::{DAY_MS, columns};
use crate::world::{World, now_on};

const ENGINE: u32 = 1;

/// What an engine might say.
fn forecast(query: &ForecastQuery, input: &ForecastInput, now: Moment) -> KeptForecast {
    let bands = |mean: i64| Bands { mean, quantiles: std::array::from_fn(|at| mean + at as i64) };
    let steps: Vec<Bands> =
        (0..i64::from(query.every.periods(query.days))).map(|at| bands(100 + at)).collect();
    let score = ModelScore {
        model: "ensemble".into(),
        notation: String::new(),
        origins: 4,
        mase: 812,
        smape: 0,
        wape: 0,
        bias: 0,
        inside_80: 800,
        inside_95: 950,
        micros: 7,
        rmsse: Some(700),
        mape: Some(150),
        weight: None,
        course: Vec::new(),
    };
    KeptForecast {
        query: query.clone(),
        made_ms: now.instant_ms(),
        engine: ENGINE,
        data: input.data,
        until: input.until,
        currency: input.currency,
        model: "ensemble".into(),
        first: input.ahead,
        total: bands(steps.iter().map(|step| step.mean).sum()),
        steps,
        scores: vec![score],
        strips: None,
        trained_from: Some(input.first),
        trained_periods: input.values.len() as u32,
        taught_by: 0,
        calendar: input.calendar,
        insights: Vec::new(),
    }
}

pub(crate) fn make(world: &mut World, query: &ForecastQuery, day: i32) -> KeptForecast {
    let input = input(world, query, day).unwrap();
    let kept = forecast(query, &input, now_on(day));
    world.keep(std::slice::from_ref(&kept));
    kept
}

#[test]
fn a_forecast_goes_stale_by_data_engine_and_age() {
    let mut world = world_of(&[(0, 1), (3, 2)]);
    let query = everything(Measure::Revenue, Every::Day);
    let kept = make(&mut world, &query, 10);
    let fresh = view(&mut world, &query, now_on(10));
    assert_eq!((fresh.kept.as_deref(), &fresh.stale[..]), (Some(&kept), &[][..]));
    assert_eq!(view(&mut world, &query, now_on(11)).stale, []);
    assert_eq!(view(&mut world, &query, now_on(12)).stale, [Stale::Age]);
    // Midnight in Paris and in Tokyo are not the same moment: it counts how long ago it really was.
    let moment = now_on(10);
    let elsewhere =
        Moment { local_ms: moment.local_ms + 8 * 3_600_000, offset_min: Some(60 + 480) };
    assert_eq!(view(&mut world, &query, elsewhere).stale, []);
    let late = Moment { local_ms: moment.local_ms + DAY_MS - 1, offset_min: Some(0) };
    assert_eq!(view(&mut world, &query, late).stale, [Stale::Age]);
    world.engine = 2;
    assert_eq!(view(&mut world, &query, now_on(10)).stale, [Stale::Engine]);
    world.engine = ENGINE;
    // Another item's sale changes the total and not the mug.
    let mug = asked(item("MUG-1"), Measure::Units, Every::Day);
    make(&mut world, &mug, 10);
    world.import(&[columns("till", &[sold(9, 2, 2, 1, 700)])]);
    assert_eq!(view(&mut world, &query, now_on(10)).stale, [Stale::Data]);
    assert_eq!(view(&mut world, &mug, now_on(10)).stale, []);
    let again = make(&mut world, &query, 10);
    let renewed = view(&mut world, &query, now_on(10));
    assert_eq!((renewed.kept.as_deref(), &renewed.stale[..]), (Some(&again), &[][..]));
    assert_eq!(renewed.earlier.len(), 1);
    assert_eq!((renewed.earlier[0].data, renewed.earlier[0].total), (kept.data, kept.total));
}

#[test]
fn ten_earlier_forecasts_are_told_and_a_replay_tells_the_same() {
    let mut world = world_of(&[(0, 1), (3, 2)]);
    let query = everything(Measure::Revenue, Every::Week);
    let query = ForecastQuery { days: 30, ..query };
    world.import(&[columns("till", &[sold(7, 30, 1, 1, 100)])]);
    let made: Vec<KeptForecast> = (40..53).map(|day| make(&mut world, &query, day)).collect();
    let page = view(&mut world, &query, now_on(53));
    assert_eq!(page.kept.as_deref(), made.last());
    let told: Vec<i64> = page.earlier.iter().map(|earlier| earlier.made_ms).collect();
    let expected: Vec<i64> = made.iter().rev().skip(1).take(10).map(|kept| kept.made_ms).collect();
    assert_eq!(told, expected);
    assert_eq!(view(&mut world.replayed(), &query, now_on(53)), page);
    assert_eq!(world.state.forecast_chunks().count(), made.len());
    let live = world.state.live_digests();
    assert!(world.state.forecast_chunks().all(|chunk| live.contains(&chunk.digest)));
    assert!(world.records.resident_bytes() > world_of(&[(0, 1)]).records.resident_bytes());
}

#[test]
fn damaged_forecasts_change_nothing() {
    let mut world = world_of(&[(0, 1), (3, 2)]);
    let query = everything(Measure::Revenue, Every::Day);
    let kept = make(&mut world, &query, 10);
    let mut content = encode_forecasts(&[KeptForecast { made_ms: 0, ..kept.clone() }]);
    content.truncate(content.len() - 3);
    assert!(world.records.add_forecasts(&content).is_err());
    let page = view(&mut world, &query, now_on(10));
    assert_eq!((page.kept.as_deref(), page.earlier.len()), (Some(&kept), 0));
}

#[test]
fn whoever_may_not_make_forecasts_sees_them() {
    let mut world = world_of(&[(0, 1), (3, 2)]);
    let query = everything(Measure::Revenue, Every::Day);
    let kept = make(&mut world, &query, 10);
    for may_make in [true, false] {
        let context = Context {
            state: &world.state,
            now: now_on(10),
            can_read_people: false,
            can_make_forecasts: may_make,
            engine: ENGINE,
        };
        let answer = world.records.answer(&Query::Forecast(query.clone()), &context);
        let Some(Answer::Forecast(view)) = answer else { panic!("no forecast but {answer:?}") };
        assert_eq!((view.kept.as_deref(), view.may_make), (Some(&kept), may_make));
    }
}

#[test]
fn today_expects_what_was_forecast_for_its_place() {
    let mut world = world_of(&[(0, 1), (3, 2)]);
    let today = |world: &mut World, place: Option<&str>, day: i32| -> TodayView {
        let query = Query::Today { place: place.map(str::to_owned) };
        match world.ask_at(&query, now_on(day)) {
            Answer::Today(view) => *view,
            other => panic!("no page but {other:?}"),
        }
    };
    assert_eq!(today(&mut world, None, 10).expected, None);
    let query = everything(Measure::Revenue, Every::Day);
    make(&mut world, &ForecastQuery { days: 365, ..query.clone() }, 10);
    assert_eq!(today(&mut world, None, 10).expected, None);
    let month = make(&mut world, &query, 10);
    make(&mut world, &everything(Measure::Units, Every::Day), 10);
    let expected = today(&mut world, None, 10).expected.unwrap();
    assert_eq!((expected.days.len(), expected.days[0]), (28, (month.first, month.steps[0])));
    assert_eq!(
        (expected.total, expected.until, expected.stale),
        (month.total, month.until, vec![])
    );
    assert_eq!(today(&mut world, Some("Marais"), 10).expected, None);
    let scope = ForecastScope { place: Some("Marais".into()), ..ForecastScope::default() };
    make(&mut world, &asked(scope, Measure::Revenue, Every::Day), 10);
    assert!(today(&mut world, Some("Marais"), 10).expected.is_some());
    assert_eq!(today(&mut world, None, 12).expected.unwrap().stale, [Stale::Age]);
}

fn list(search: &str) -> ForecastsQuery {
    ForecastsQuery {
        search: search.into(),
        place: None,
        measure: Measure::Units,
        every: Every::Day,
        days: 28,
        model: None,
        offset: 0,
        limit: 50,
    }
}

fn listed(world: &mut World, query: ForecastsQuery, day: i32) -> ForecastsPage {
    match world.ask_at(&Query::Forecasts(query), now_on(day)) {
        Answer::Forecasts(page) => page,
        other => panic!("no list but {other:?}"),
    }
}

#[test]
fn items_are_listed_by_revenue_and_planned_until_all_are_fresh() {
    let mut world = World::new();
    let orders = [
        sold(1, 0, 1, 5, 500),
        sold(2, 1, 2, 1, 900),
        sold(3, 2, 4, 7, 70),
        sold(4, 3, 0, 1, 5_000),
    ];
    world.import(&[columns("till", &orders)]);
    let page = listed(&mut world, list(""), 10);
    let names: Vec<&str> = page.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Beans 250 g", "Mug", "Loose tea"]);
    assert_eq!((page.total, page.fresh, page.stale), (3, 0, 0));
    assert_eq!((page.rows[1].before, page.rows[1].total), (5_000, None));
    assert_eq!(listed(&mut world, list("mug home"), 10).rows.len(), 1);

    let mut all = ForecastItems {
        items: Items::All,
        place: None,
        measure: Measure::Units,
        every: Every::Day,
        days: 28,
        model: None,
    };
    let plan = world.forecast_plan(&all, now_on(10));
    let items: Vec<_> = plan.iter().map(|query| query.scope.item.as_deref().unwrap()).collect();
    assert_eq!(items, ["BEAN-1", "MUG-1", "Loose tea"]);
    let inputs = world.forecast_inputs(&plan[1..], now_on(10));
    let made: Vec<KeptForecast> = plan[1..]
        .iter()
        .zip(inputs)
        .map(|(query, input)| forecast(query, &input.unwrap(), now_on(10)))
        .collect();
    world.keep(&made);
    assert_eq!(world.forecast_plan(&all, now_on(10)), plan[..1]);
    // Older than a day, but from the same history by the same engine.
    assert_eq!(world.forecast_plan(&all, now_on(12)), plan[..1]);
    let page = listed(&mut world, list(""), 12);
    assert_eq!((page.fresh, page.stale), (2, 0));
    let mug = &page.rows[1];
    assert_eq!((mug.total, mug.mase, mug.stale.len()), (Some(made[0].total), Some(812), 0));
    // Nothing else is to be made of these, and one of something that was never sold never is.
    let unsold = ForecastScope { item: Some("CAKE-1".into()), ..ForecastScope::default() };
    let mut some = plan.clone();
    some.push(ForecastQuery { scope: unsold, ..plan[0].clone() });
    assert_eq!(world.forecasts_to_make(&some, now_on(10)), plan[..1]);
    // Of all items with a history, whether or not anything is to be made; by another model everything is.
    assert_eq!(world.forecast_items(&all, now_on(10)), plan);
    all.model = Some("lstm".into());
    let by_name = world.forecast_plan(&all, now_on(10));
    assert_eq!(by_name.len(), 3);
    assert!(by_name.iter().all(|query| query.model == all.model));
    let by_name = ForecastsQuery { model: all.model.take(), ..list("") };
    let page = listed(&mut world, by_name, 12);
    assert_eq!((page.total, page.fresh, page.rows[1].total), (3, 0, None));
    all.items = Items::Top(0);
    assert_eq!(world.forecast_plan(&all, now_on(10)), []);

    world.import(&[columns("till", &[sold(5, 4, 1, 1, 100)])]);
    let page = listed(&mut world, list(""), 12);
    // All histories reach one day further now.
    assert_eq!((page.fresh, page.stale), (0, 2));
    assert_eq!(page.rows[1].stale, [Stale::Data]);
    // What was last sold more than a year before the last sale is no longer listed.
    world.import(&[columns("till", &[sold(6, 369, 1, 1, 100)])]);
    let page = listed(&mut world, list(""), 400);
    assert_eq!((page.total, page.rows[0].before), (1, 1_000));
}

#[test]
fn a_new_day_needs_the_lines_again() {
    let days: Vec<(i32, i64)> = (0..10).map(|day| (day, 1 + i64::from(day) % 3)).collect();
    let mut world = world_of(&days);
    let mut short = world_of(&days);
    short.is_short_of_memory = true;
    for day in [9, 9, 10, 20] {
        let expected = listed(&mut world.replayed(), list(""), day);
        assert_eq!(listed(&mut short, list(""), day), expected);
        assert_eq!(listed(&mut world, list(""), day), expected);
    }
}
