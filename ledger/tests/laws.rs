//! Laws that hold whatever happened.

use ledger::{
    AutoLock, Batch, Command, CommandId, Ctx, Day, DayId, DayKind, Error, Event, Every,
    ForecastQuery, ForecastScope, ForecastSettings, ForecastsCommand, Founding, Language, Measure,
    NamedDay, PeopleCommand, PersonId, Recorded, Role, Session, SettingsCommand, State, Theme,
    Timestamp, authorise, decide, decode_batch, encode_batch, found,
};
use proptest::prelude::*;

const OWNER: PersonId = PersonId([1; 16]);
const SESSION: Session = Session { person: OWNER, role: Role::Owner };

fn ctx(number: u64) -> Ctx {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    Ctx { now: Timestamp { utc_ms: 1_795_269_120_000, offset_min: 0 }, command: CommandId(id) }
}

fn founded() -> (State, Vec<Vec<u8>>) {
    let events = found(&Founding {
        business: "Maison Alder".into(),
        currency: "EUR".into(),
        owner_name: "Claire".into(),
        owner: OWNER,
        language: Language::En,
        time_zone: "Europe/Paris".into(),
    })
    .expect("the founding is valid");
    let mut state = State::default();
    let bytes = commit(&mut state, events, &ctx(u64::MAX));
    (state, vec![bytes])
}

fn commit(state: &mut State, events: Vec<Event>, ctx: &Ctx) -> Vec<u8> {
    let events: Vec<Recorded> = events.into_iter().map(Recorded::Known).collect();
    let batch = Batch { envelope: ctx.envelope(Some(OWNER)), events };
    state.apply(&batch);
    encode_batch(&batch.envelope, &batch.events)
}

fn any_command() -> impl Strategy<Value = Command> {
    let theme = prop_oneof![Just(Theme::System), Just(Theme::Light), Just(Theme::Dark)];
    prop_oneof![
        ".{0,90}".prop_map(|n| Command::Settings(SettingsCommand::RenameBusiness(n))),
        "[A-Z]{3}|EUR|USD".prop_map(|c| Command::Settings(SettingsCommand::SetCurrency(c))),
        prop_oneof![Just(Language::En), Just(Language::Fr)]
            .prop_map(|l| Command::Settings(SettingsCommand::SetLanguage(l))),
        "[A-Za-z/_ ]{0,20}".prop_map(|z| Command::Settings(SettingsCommand::SetTimeZone(z))),
        theme.prop_map(|t| Command::Settings(SettingsCommand::SetTheme(t))),
        (0..300u16, 0..30u16).prop_map(|(soft_minutes, hard_hours)| {
            Command::Settings(SettingsCommand::SetAutoLock(AutoLock { soft_minutes, hard_hours }))
        }),
        ".{0,90}"
            .prop_map(|name| Command::People(PeopleCommand::RenamePerson { person: OWNER, name })),
        any_forecasts_command().prop_map(Command::Forecasts),
    ]
}

fn any_forecasts_command() -> impl Strategy<Value = ForecastsCommand> {
    let id = || (0..3u8).prop_map(|number| DayId([number; 16]));
    let day = (id(), ".{0,90}", any::<i32>(), 0..400i32, any::<bool>());
    let query = |days: u16| ForecastQuery {
        scope: ForecastScope::default(),
        measure: Measure::Units,
        every: Every::Day,
        days,
        model: None,
    };
    prop_oneof![
        (0..20_000u32, any::<bool>()).prop_map(|(mape_above, automatic)| {
            let settings = ForecastSettings::default();
            ForecastsCommand::Set(ForecastSettings { mape_above, automatic, ..settings })
        }),
        day.prop_map(|(id, name, first, length, repeats_yearly)| {
            ForecastsCommand::SetDay(NamedDay {
                id,
                name,
                kind: DayKind::Closed,
                first: Day(first / 50_000),
                last: Day(first / 50_000 + length),
                repeats_yearly,
                scope: ForecastScope::default(),
            })
        }),
        id().prop_map(ForecastsCommand::RemoveDay),
        (7..9u16).prop_map(move |days| ForecastsCommand::Archive(query(days))),
        (7..9u16).prop_map(move |days| ForecastsCommand::Restore(query(days))),
    ]
}

proptest! {
    #[test]
    fn replaying_the_log_gives_the_state(commands in prop::collection::vec(any_command(), 0..60)) {
        let (mut state, mut log) = founded();
        for (number, command) in commands.into_iter().enumerate() {
            let ctx = ctx(number as u64);
            if let Ok(events) = decide(&state, &SESSION, command, &ctx) {
                log.push(commit(&mut state, events, &ctx));
            }
        }
        let mut replayed = State::default();
        for bytes in &log {
            replayed.apply(&decode_batch(bytes).unwrap());
        }
        prop_assert_eq!(replayed, state);
    }

    #[test]
    fn a_command_given_twice_is_carried_out_once(command in any_command()) {
        let (mut state, _) = founded();
        let ctx = ctx(7);
        if let Ok(events) = decide(&state, &SESSION, command.clone(), &ctx) {
            commit(&mut state, events, &ctx);
            prop_assert_eq!(decide(&state, &SESSION, command, &ctx), Ok(Vec::new()));
        }
    }

    #[test]
    fn unknown_events_survive_a_round_trip(
        frames in prop::collection::vec((0x0180..=0xffffu16, prop::collection::vec(any::<u8>(), 0..40)), 1..8)
    ) {
        let events: Vec<Recorded> = frames
            .into_iter()
            .filter(|(kind, _)| Event::TYPES.iter().all(|(known, _)| known != kind))
            .map(|(kind, body)| Recorded::Unknown { kind, body })
            .collect();
        let bytes = encode_batch(&ctx(1).envelope(None), &events);
        let batch = decode_batch(&bytes).unwrap();
        prop_assert_eq!(&batch.events, &events);
        prop_assert_eq!(encode_batch(&batch.envelope, &batch.events), bytes);
    }

    #[test]
    fn decoding_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode_batch(&bytes);
    }

    #[test]
    fn decoding_a_damaged_batch_never_panics(at in 0..400usize, bit in 0..8u8) {
        let (_, log) = founded();
        let mut bytes = log[0].clone();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        let _ = decode_batch(&bytes);
    }
}

#[test]
fn an_area_a_newer_version_wrote_is_read_only_and_the_others_are_not() {
    let (mut state, _) = founded();
    let newer = Recorded::Unknown { kind: 0x01fe, body: vec![0xa0] };
    state.apply(&Batch { envelope: ctx(1).envelope(None), events: vec![newer] });
    let theme = Command::Settings(SettingsCommand::SetTheme(Theme::Dark));
    assert!(matches!(decide(&state, &SESSION, theme, &ctx(2)), Err(Error::AreaReadOnly { .. })));
    let rename = PeopleCommand::RenamePerson { person: OWNER, name: "Claire M.".into() };
    assert_eq!(decide(&state, &SESSION, Command::People(rename), &ctx(3)).unwrap().len(), 1);
}

#[test]
fn names_that_hide_something_are_refused() {
    let (state, _) = founded();
    for name in ["", "   ", "a\u{202e}b", "line\nbreak", &"x".repeat(81)] {
        let rename = Command::Settings(SettingsCommand::RenameBusiness(name.into()));
        assert!(decide(&state, &SESSION, rename, &ctx(1)).is_err(), "{name:?}");
    }
}

#[test]
fn a_viewer_changes_nothing() {
    let (state, _) = founded();
    let viewer = Session { person: PersonId([9; 16]), role: Role::Viewer };
    let theme = Command::Settings(SettingsCommand::SetTheme(Theme::Dark));
    assert_eq!(decide(&state, &viewer, theme, &ctx(1)), Err(Error::NotPermitted));
    assert!(authorise(&viewer, ledger::Action::ViewSettings).is_ok());
}
