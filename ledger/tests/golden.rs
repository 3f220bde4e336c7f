//! The bytes of every event, for ever: a change here is a change of what merchants already stored.

use ledger::events::{
    AutoLockSet, BusinessRenamed, CurrencySet, FailedSignIns, LanguageSet, Locked, LogExported,
    LogVerified, PasswordChanged, PersonAdded, PersonRenamed, PinCleared, PinSet,
    RecoveryKeyReplaced, SignedIn, ThemeSet, TimeZoneSet, VaultFounded,
};
use ledger::{
    AutoLock, Batch, CommandId, Currency, Envelope, Event, Language, LockCause, PersonId,
    PinVerifier, Recorded, Role, SignInPath, Theme, Timestamp, decode_batch, encode_batch,
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
    ]
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
