//! The registry, the archive, and forecasts against what came.

use ledger::{
    Answer, Every, ForecastQuery, ForecastsCommand, Measure, ModelsPage, ModelsQuery, Query, Stale,
};

use crate::forecasts::make;
use crate::histories::{asked, everything, item, sold, view, world_of};
use crate::made::columns;
use crate::world::{World, context, now_on};

fn models(search: &str) -> ModelsQuery {
    ModelsQuery { search: search.into(), archived: false, offset: 0, limit: 50 }
}

fn registry(world: &mut World, query: ModelsQuery, day: i32) -> ModelsPage {
    match world.ask_at(&Query::Models(query), now_on(day)) {
        Answer::Models(page) => page,
        other => panic!("no registry but {other:?}"),
    }
}

/// Ten days of one mug a day, then a forecast of 100, 101, … (minor units) that is 0 to 6 below what comes.
fn judged() -> (World, ForecastQuery) {
    let mut world = world_of(&[(0, 1), (9, 1)]);
    let query = everything(Measure::Revenue, Every::Day);
    make(&mut world, &query, 10);
    let came: Vec<_> = (10..14).map(|day| sold(day as u32, day, 1, 1, 103)).collect();
    world.import(&[columns("till", &came)]);
    (world, query)
}

#[test]
fn a_forecast_is_judged_by_the_days_that_are_over() {
    let (mut world, query) = judged();
    // On the 12th two days are over: 100 and 101 were expected, 103 came each day.
    let page = view(&mut world, &query, now_on(12));
    let found = page.hindsight.unwrap();
    assert_eq!((found.periods, found.wape, found.bias), (2, Some(24), Some(-24)));
    assert_eq!(found.inside_80, 1_000, "from 101 to 105, and from 102 to 106");
    let first = page.kept.unwrap();
    make(&mut world, &query, 12);
    let page = view(&mut world, &query, now_on(14));
    assert_eq!(page.earlier[0].steps, first.steps);
    assert_eq!(page.earlier[0].first, first.first);
    assert_eq!(page.earlier[0].hindsight.unwrap().periods, 4);
    assert_eq!(page.hindsight.unwrap().periods, 2);
    let live = registry(&mut world, models(""), 14).live;
    assert_eq!(live.len(), 1);
    assert_eq!((live[0].model.as_str(), live[0].forecasts), ("ensemble", 2));
    assert_eq!(live[0].hindsight.periods, 6);
    // Before anything came of it there is nothing to tell.
    assert_eq!(view(&mut world, &query, now_on(10)).hindsight, None);
}

#[test]
fn every_kept_forecast_is_in_the_registry() {
    let (mut world, query) = judged();
    let mug = asked(item("MUG-1"), Measure::Units, Every::Week);
    make(&mut world, &mug, 13);
    let by_name = ForecastQuery { model: Some("theta".into()), ..query.clone() };
    make(&mut world, &by_name, 12);
    let page = registry(&mut world, models(""), 13);
    assert_eq!((page.total, page.in_use, page.archived), (3, 3, 0));
    let queries: Vec<&ForecastQuery> = page.rows.iter().map(|row| &row.query).collect();
    assert_eq!(queries, [&by_name, &query, &mug]);
    assert_eq!((page.rows[2].item_name.as_str(), page.rows[2].stale.as_slice()), ("Mug", &[][..]));
    assert_eq!(page.rows[1].stale, [Stale::Data]);
    assert_eq!((page.rows[1].mape, page.rows[1].rmsse), (Some(150), Some(700)));
    assert_eq!(page.rows[1].trained_periods, 10);
    assert!(!page.rows[1].is_inaccurate, "15 % is below 20 %");
    assert_eq!(registry(&mut world, models("homeware MUG"), 13).total, 1);
    assert_eq!(registry(&mut world, models("tea"), 13).total, 0);
    let window = ModelsQuery { offset: 1, limit: 1, ..models("") };
    assert_eq!(registry(&mut world, window, 13).rows[0].query, query);
    // Each model's answer to a question is kept apart.
    assert!(view(&mut world, &by_name, now_on(13)).earlier.is_empty());
    assert_eq!(registry(&mut world.replayed(), models(""), 13), page);
    world.is_short_of_memory = true;
    assert_eq!(registry(&mut world, models(""), 13), page);
}

#[test]
fn what_is_in_the_archive_is_shown_apart_and_not_made_anew() {
    let (mut world, query) = judged();
    let mug = asked(item("MUG-1"), Measure::Units, Every::Day);
    make(&mut world, &mug, 10);
    let due = |world: &mut World| {
        let asked = context(&world.state, now_on(13), world.engine);
        let kept = world.records.kept_questions(&asked);
        let kept: Vec<ForecastQuery> = kept.into_iter().map(|kept| kept.query).collect();
        world.records.due_forecasts(&kept, &asked)
    };
    assert_eq!(due(&mut world), [query.clone(), mug.clone()]);
    world.order(ForecastsCommand::Archive(query.clone())).unwrap();
    assert_eq!(due(&mut world), std::slice::from_ref(&mug));
    let page = registry(&mut world, models(""), 13);
    assert_eq!((page.total, page.in_use, page.archived), (1, 1, 1));
    let archive = ModelsQuery { archived: true, ..models("") };
    let shown = registry(&mut world, archive, 13);
    assert!(shown.rows.len() == 1 && shown.rows[0].is_archived);
    assert!(view(&mut world, &query, now_on(13)).is_archived);
    world.order(ForecastsCommand::Restore(query.clone())).unwrap();
    assert!(!view(&mut world, &query, now_on(13)).is_archived);
    make(&mut world, &query, 13);
    assert_eq!(due(&mut world), [mug]);
}
