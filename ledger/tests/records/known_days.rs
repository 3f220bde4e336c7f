//! Named days and settings: what is refused, when they are, whom they concern.

use ledger::{
    Command, CommandId, Ctx, Day, DayId, DayKind, DayName, Error, Every, ForecastQuery,
    ForecastScope, ForecastSettings, ForecastsCommand, HolidayCountry, KnownDay, Measure, NamedDay,
    PersonId, Role, Session, Stale, Timestamp, decide,
};

use crate::forecasts::make;
use crate::histories::{asked, everything, input, item, sold, view, world_of};
use crate::made::{FIRST_DAY, columns};
use crate::world::{World, now_on};

fn named(number: u8, name: &str, first: i32, last: i32) -> NamedDay {
    NamedDay {
        id: DayId([number; 16]),
        name: name.into(),
        kind: DayKind::Event,
        first: Day(first),
        last: Day(last),
        repeats_yearly: false,
        scope: ForecastScope::default(),
    }
}

fn category(name: &str) -> ForecastScope {
    ForecastScope { category: Some(name.into()), ..ForecastScope::default() }
}

fn names(days: &[KnownDay]) -> Vec<String> {
    let name = |day: &KnownDay| match &day.name {
        DayName::Own { name, .. } => name.clone(),
        // The records know no holidays.
        DayName::Holiday { key } => panic!("{key}"),
    };
    days.iter().map(name).collect()
}

#[test]
fn days_that_cannot_be_are_refused() {
    let mut world = World::new();
    let refused =
        |world: &mut World, day: NamedDay| world.order(ForecastsCommand::SetDay(day)).unwrap_err();
    assert_eq!(refused(&mut world, named(1, " ", 9, 9)), Error::Empty { field: "day" });
    assert_eq!(refused(&mut world, named(1, "Fair", 9, 8)), Error::DaySpan);
    assert_eq!(refused(&mut world, named(1, "Fair", 9, 375)), Error::DaySpan);
    assert_eq!(refused(&mut world, named(1, "Fair", i32::MAX, i32::MIN)), Error::DaySpan);
    let remove = ForecastsCommand::RemoveDay(DayId([1; 16]));
    assert_eq!(world.order(remove.clone()), Err(Error::UnknownDay));
    world.order(ForecastsCommand::SetDay(named(1, "  Fair ", 9, 374))).unwrap();
    assert_eq!(world.state.named_days(), [named(1, "Fair", 9, 374)]);
    world.order(ForecastsCommand::SetDay(named(1, "Market", 9, 9))).unwrap();
    assert_eq!(world.state.named_days(), [named(1, "Market", 9, 9)]);
    world.order(remove).unwrap();
    assert_eq!(world.state.named_days(), []);
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let mut world = World::new();
    let set = |settings: ForecastSettings| ForecastsCommand::Set(settings);
    for mape_above in [9, 10_001] {
        let settings = ForecastSettings { mape_above, ..ForecastSettings::default() };
        assert_eq!(world.order(set(settings)), Err(Error::MapeOutOfRange));
    }
    for name in ["", "No model", "a-name-that-is-longer-than-any-model"] {
        let default_model = Some(name.to_owned());
        let settings = ForecastSettings { default_model, ..ForecastSettings::default() };
        assert_eq!(world.order(set(settings)), Err(Error::UnknownModel), "{name}");
    }
    let settings = ForecastSettings {
        country: Some(HolidayCountry::India),
        default_model: Some("prophet".into()),
        ..ForecastSettings::default()
    };
    world.order(set(settings.clone())).unwrap();
    assert_eq!(*world.state.forecast_settings(), settings);
}

#[test]
fn a_viewer_plans_nothing() {
    let world = World::new();
    let session = Session { person: PersonId([2; 16]), role: Role::Viewer };
    let ctx = Ctx { now: Timestamp { utc_ms: 0, offset_min: 0 }, command: CommandId([9; 16]) };
    let command = Command::Forecasts(ForecastsCommand::SetDay(named(1, "Fair", 9, 9)));
    assert_eq!(decide(&world.state, &session, command, &ctx), Err(Error::NotPermitted));
}

#[test]
fn days_return_every_year_on_their_date() {
    let mut world = World::new();
    let date = |year, month, day| Day::from_date(year, month, day).unwrap();
    let leap = date(2024, 2, 29);
    let market = NamedDay { repeats_yearly: true, ..named(1, "Market", leap.0, leap.0 + 1) };
    world.order(ForecastsCommand::SetDay(market)).unwrap();
    let new_year = date(2023, 12, 31);
    let eve = NamedDay { repeats_yearly: true, ..named(2, "Eve", new_year.0, new_year.0 + 2) };
    world.order(ForecastsCommand::SetDay(eve)).unwrap();
    let days = world.state.days_of(&ForecastScope::default(), date(2026, 1, 2), date(2027, 2, 28));
    let at = |day: Day, more: i32| (day.0, day.0 + more);
    let found: Vec<(i32, i32)> = days.iter().map(|day| (day.first.0, day.last.0)).collect();
    assert_eq!(
        found,
        [
            at(date(2025, 12, 31), 2),
            at(date(2026, 2, 28), 1),
            at(date(2026, 12, 31), 2),
            at(date(2027, 2, 28), 1),
        ]
    );
}

#[test]
fn days_concern_what_they_are_named_for_and_every_narrower_choice() {
    let mut world = world_of(&[(0, 1), (3, 2)]);
    world.import(&[columns("till", &[sold(90, 2, 2, 1, 700)])]);
    let at = |number: u8, name: &str, scope: ForecastScope| {
        let first = FIRST_DAY + i32::from(number);
        ForecastsCommand::SetDay(NamedDay { scope, ..named(number, name, first, first) })
    };
    world.order(at(1, "All", ForecastScope::default())).unwrap();
    world.order(at(2, "Homeware", category("Homeware"))).unwrap();
    world.order(at(4, "Coffee", category("Coffee"))).unwrap();
    world.order(at(30, "Mug", item("MUG-1"))).unwrap();
    world.order(at(200, "Too late", ForecastScope::default())).unwrap();
    let days = |world: &mut World, scope: ForecastScope| {
        let query = asked(scope, Measure::Units, Every::Day);
        let known = input(world, &query, 10).unwrap().days;
        assert_eq!(view(world, &query, now_on(10)).days, known);
        names(&known)
    };
    assert_eq!(days(&mut world, ForecastScope::default()), ["All"]);
    assert_eq!(days(&mut world, category("Homeware")), ["All", "Homeware"]);
    assert_eq!(days(&mut world, item("MUG-1")), ["All", "Homeware", "Mug"]);
    // The beans' history begins on the second day.
    assert_eq!(days(&mut world, item("BEAN-1")), ["Coffee"]);
}

#[test]
fn a_forecast_goes_stale_by_the_days_that_concern_it() {
    let mut world = world_of(&[(0, 1), (3, 2)]);
    let mug = asked(item("MUG-1"), Measure::Revenue, Every::Day);
    let all = everything(Measure::Revenue, Every::Day);
    make(&mut world, &mug, 10);
    make(&mut world, &all, 10);
    let stale = |world: &mut World, query: &ForecastQuery| view(world, query, now_on(10)).stale;
    let day = NamedDay { scope: item("MUG-1"), ..named(1, "Fair", FIRST_DAY, FIRST_DAY) };
    world.order(ForecastsCommand::SetDay(day)).unwrap();
    assert_eq!(stale(&mut world, &mug), [Stale::Calendar]);
    assert_eq!(stale(&mut world, &all), []);
    world.order(ForecastsCommand::RemoveDay(DayId([1; 16]))).unwrap();
    assert_eq!(stale(&mut world, &mug), []);
    let country = Some(HolidayCountry::France);
    let settings = ForecastSettings { country, ..ForecastSettings::default() };
    world.order(ForecastsCommand::Set(settings)).unwrap();
    assert_eq!(stale(&mut world, &all), [Stale::Calendar]);
    make(&mut world, &all, 10);
    assert_eq!(stale(&mut world, &all), []);
}

#[test]
fn items_of_a_category_are_of_a_kind() {
    let mut world = world_of(&[(0, 1), (3, 2)]);
    world.import(&[columns("till", &[sold(90, 2, 4, 1, 700)])]);
    let mug = asked(item("MUG-1"), Measure::Units, Every::Week);
    let kind = world.records.kind_of(&mug).unwrap();
    assert_eq!(kind, ForecastQuery { scope: category("Homeware"), ..mug });
    assert_eq!(world.records.kind_of(&kind), None);
    let tea = asked(item("Loose tea"), Measure::Units, Every::Week);
    assert_eq!(world.records.kind_of(&tea), None, "it is in no category");
}

#[test]
fn a_price_is_known_once_two_sales_agree_on_it() {
    // 1.00 a mug; on the fourth day somebody is let off, on the sixth the price rises for good.
    let sales = [(0, 2, 200), (1, 1, 100), (3, 1, 40), (5, 3, 375), (6, 1, 125), (8, 2, 250)];
    let orders: Vec<_> = (1..)
        .zip(sales)
        .map(|(number, (day, units, amount))| sold(number, day, 1, units, amount))
        .collect();
    let mut world = World::new();
    world.import(&[columns("till", &orders)]);
    let mug = asked(item("MUG-1"), Measure::Units, Every::Day);
    let prices = input(&mut world, &mug, 10).unwrap().prices;
    let hundredths: Vec<i64> = prices.iter().map(|price| price / 1_000_000).collect();
    assert_eq!(hundredths, [100, 100, 100, 100, 100, 125, 125, 125, 125]);
    assert_eq!(view(&mut world, &mug, now_on(10)).price, Some(125));
    let all = everything(Measure::Units, Every::Day);
    assert_eq!(input(&mut world, &all, 10).unwrap().prices, []);
    assert_eq!(view(&mut world, &all, now_on(10)).price, None);
}
