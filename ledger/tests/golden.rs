//! The bytes of every event, for ever: a change here is a change of what merchants already stored.

use ledger::events::{
    AutoLockSet, BusinessRenamed, CurrencySet, FailedSignIns, ForecastArchived, ForecastRestored,
    ForecastSettingsSet, ForecastsMade, ImportCommitted, LanguageSet, Locked, LogExported,
    LogVerified, NamedDayRemoved, NamedDaySet, PasswordChanged, PersonAdded, PersonRenamed,
    PinCleared, PinSet, RecoveryKeyReplaced, ReportExported, SignedIn, ThemeSet, TimeZoneSet,
    VaultFounded,
};
use ledger::{
    AutoLock, Batch, ChunkKind, ChunkRef, CommandId, ControlTotals, Currency, CurrencyAmount, Day,
    DayId, DayKind, DecimalMark, Delimiter, Encoding, Envelope, Event, Every, Field, FileKind,
    ForecastChunk, ForecastQuery, ForecastScope, ForecastSettings, HolidayCountry, ImportId,
    Language, LockCause, Measure, NamedDay, PersonId, PinVerifier, Plan, Recorded, Role,
    SignInPath, Theme, Timestamp, decode_batch, encode_batch,
};

const CLAIRE: PersonId = PersonId([0x11; 16]);

fn envelope() -> Envelope {
    Envelope {
        at: Timestamp { utc_ms: 1_795_269_120_000, offset_min: 60 },
        person: Some(CLAIRE),
        command: CommandId([0x22; 16]),
    }
}

fn every_event() -> Vec<Event> {
    let euro = Currency::from_code("EUR").expect("in ISO 4217");
    let verifier =
        PinVerifier { salt: [0x33; 16], memory_kib: 19_456, passes: 2, derived: [0x44; 32] };
    vec![
        VaultFounded {
            business: "Maison Alder".into(),
            currency: euro,
            language: Language::Fr,
            time_zone: "Europe/Paris".into(),
        }
        .into(),
        BusinessRenamed { name: "Maison Alder & Fils".into() }.into(),
        CurrencySet { currency: Currency::from_code("CHF").expect("in ISO 4217") }.into(),
        LanguageSet { language: Language::En }.into(),
        TimeZoneSet { zone: "America/Toronto".into() }.into(),
        ThemeSet { theme: Theme::Dark }.into(),
        AutoLockSet { auto_lock: AutoLock { soft_minutes: 5, hard_hours: 8 } }.into(),
        PersonAdded { person: CLAIRE, name: "Claire Moreau".into(), role: Role::Owner }.into(),
        PersonRenamed { person: CLAIRE, name: "Claire M.".into() }.into(),
        PinSet { person: CLAIRE, verifier }.into(),
        PinCleared { person: CLAIRE }.into(),
        SignedIn { person: CLAIRE, path: SignInPath::RecoveryKey }.into(),
        FailedSignIns { count: 3, first_ms: 1_795_269_000_000, last_ms: 1_795_269_060_000 }.into(),
        Locked { hard: true, cause: LockCause::Hours }.into(),
        PasswordChanged { person: CLAIRE }.into(),
        RecoveryKeyReplaced { person: CLAIRE }.into(),
        LogVerified { blocks: 4_096, problems: 0 }.into(),
        LogExported { blocks: 4_096, readable: true }.into(),
        ReportExported { report: "sales".into(), format: "csv".into(), rows: 12 }.into(),
        import_committed(euro).into(),
        ForecastsMade {
            chunks: vec![ForecastChunk { digest: [0x77; 32], forecasts: 64 }],
            engine: 1,
            of_items: true,
        }
        .into(),
        ForecastSettingsSet {
            settings: ForecastSettings {
                country: Some(HolidayCountry::France),
                default_model: Some("prophet".into()),
                compare_slow: true,
                automatic: false,
                mape_above: 150,
            },
        }
        .into(),
        NamedDaySet {
            day: NamedDay {
                id: DayId([0x88; 16]),
                name: "Braderie".into(),
                kind: DayKind::Event,
                first: Day(20_698),
                last: Day(20_699),
                repeats_yearly: true,
                scope: mugs().scope,
            },
        }
        .into(),
        NamedDayRemoved { id: DayId([0x88; 16]) }.into(),
        ForecastArchived { query: mugs() }.into(),
        ForecastRestored { query: mugs() }.into(),
    ]
}

fn mugs() -> ForecastQuery {
    let scope =
        ForecastScope { place: Some(String::new()), category: None, item: Some("MUG-1".into()) };
    let (measure, every) = (Measure::Units, Every::Week);
    ForecastQuery { scope, measure, every, days: 28, model: Some("theta".into()) }
}

fn import_committed(euro: Currency) -> ImportCommitted {
    let plan = Plan {
        fingerprint: "0123abcd".into(),
        source: "till".into(),
        kind: FileKind::Sales,
        encoding: Encoding::Windows1252,
        delimiter: Delimiter::Semicolon,
        is_quoted: true,
        skip_records: 2,
        has_header: true,
        fields: vec![Field::Date, Field::ItemCode, Field::Quantity],
        decimals: vec![DecimalMark::Point, DecimalMark::Point, DecimalMark::Comma],
        answers: [("date_order".to_owned(), "dmy".to_owned())].into(),
        layout: String::new(),
    };
    let chunk = ChunkRef {
        kind: ChunkKind::Orders,
        digest: [0x55; 32],
        records: 2,
        lines: 3,
        first: Day(20_000),
        last: Day(20_001),
    };
    let totals = ControlTotals {
        rows: 5,
        rejected: 1,
        skipped: 1,
        added: 2,
        updated: 0,
        lines: 3,
        units: 4_000,
        amounts: vec![CurrencyAmount { currency: euro, minor: 1_250 }],
    };
    ImportCommitted {
        import: ImportId([0x66; 16]),
        file: "sales.csv".into(),
        plan: Box::new(plan),
        chunks: vec![chunk],
        totals,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_event_keeps_its_bytes() {
    let events = every_event();
    let kinds: Vec<u16> = events.iter().map(Event::kind).collect();
    let all: Vec<u16> = Event::TYPES.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, all, "an event has no golden bytes");

    let header = encode_batch(&envelope(), []);
    let written: String = std::iter::once(format!("envelope {}\n", hex(&header)))
        .chain(events.into_iter().map(|event| {
            let code = event.code();
            let bytes = encode_batch(&envelope(), [&Recorded::Known(event)]);
            format!("{code} {}\n", hex(&bytes[header.len()..]))
        }))
        .collect();
    assert_eq!(written, include_str!("golden/events.txt"));
}

#[test]
fn golden_bytes_decode_to_the_events() {
    let events: Vec<Recorded> = every_event().into_iter().map(Recorded::Known).collect();
    let bytes = encode_batch(&envelope(), &events);
    assert_eq!(decode_batch(&bytes).unwrap(), Batch { envelope: envelope(), events });
}
