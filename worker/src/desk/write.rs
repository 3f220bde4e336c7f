//! The one way anything is recorded: append, then apply, then tell everybody.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Area, Batch, Class, Ctx, Event, PersonId, Recorded, encode_batch};
use protocol::{Failure, LogHead, Notice, ToPage};
use vault::{Appended, CHECKPOINT_INTERVAL, Digest, Error, Part, StoreError};

use super::Desk;
use super::house::{House, Phase, Sitting};
use crate::{failure, reserve};

/// A clock may be corrected by a little without anybody being told.
const CLOCK_TOLERANCE_MS: i64 = 5_000;

impl Desk {
    /// Writes the events of one command and gives back the head. Nothing to write is fine, too.
    ///
    /// The caller has seen that the vault is open; a soft lock does not matter here.
    pub(super) async fn write(
        &mut self,
        ctx: Ctx,
        person: Option<PersonId>,
        events: Vec<Event>,
    ) -> Result<LogHead, Failure> {
        let Phase::Open(house, sitting) = &mut self.phase else {
            return Err(Failure::new("locked"));
        };
        if events.is_empty() {
            return Ok(house.log_head(sitting));
        }
        let areas: BTreeSet<Area> = events.iter().map(Event::area).collect();
        let batches = by_class(&ctx, person, events);
        let appended = match append(house, &batches).await {
            Ok(appended) => appended,
            Err(Error::Store(lost @ (StoreError::Fenced | StoreError::Disconnected(_)))) => {
                self.reopen().await;
                return Err(failure::of_store(&lost));
            }
            Err(error) => return Err(failure::of_vault(&error)),
        };
        let back_ms = sitting.written_ms - ctx.now.utc_ms;
        apply(sitting, &batches, &appended);
        let head = house.log_head(sitting);
        if back_ms > CLOCK_TOLERANCE_MS {
            let seconds = back_ms.unsigned_abs() / 1_000;
            self.voice.tell_all(ToPage::Notice(Notice::ClockMovedBack { seconds }));
        }
        self.deadlines.wrote();
        let areas = areas.into_iter().collect();
        self.voice.tell_all(ToPage::Changed { areas, head: head.clone() });
        Ok(head)
    }
}

/// One batch per class, in the order of the classes: what a class seals, others cannot read.
pub(super) fn by_class(
    ctx: &Ctx,
    person: Option<PersonId>,
    events: Vec<Event>,
) -> Vec<(Class, Batch)> {
    let mut classes: BTreeMap<Class, Vec<Recorded>> = BTreeMap::new();
    for event in events {
        classes.entry(event.class()).or_default().push(Recorded::Known(event));
    }
    let envelope = ctx.envelope(person);
    classes
        .into_iter()
        .map(|(class, events)| (class, Batch { envelope: envelope.clone(), events }))
        .collect()
}

/// Appends in one transaction. When the browser is full, the reserve is given up and it is tried once more.
pub(super) async fn append(
    house: &mut House,
    batches: &[(Class, Batch)],
) -> Result<Appended, Error> {
    let payloads: Vec<Vec<u8>> =
        batches.iter().map(|(_, batch)| encode_batch(&batch.envelope, &batch.events)).collect();
    let parts: Vec<Part<'_>> = batches
        .iter()
        .zip(&payloads)
        .map(|((class, _), payload)| Part { class: vault::Class(class.number()), payload })
        .collect();
    match house.vault.append(&parts).await {
        Err(Error::Store(StoreError::QuotaExceeded)) if reserve::give_up().await => {
            house.vault.append(&parts).await
        }
        result => result,
    }
}

/// Seals chunks, each under its class, all in one durable commit; an event has yet to name them. When the browser
/// is full, the reserve is given up and it is tried once more.
pub(super) async fn put_chunks(
    house: &House,
    chunks: &[(Class, &[u8])],
) -> Result<Vec<Digest>, Error> {
    let chunks: Vec<(vault::Class, &[u8])> =
        chunks.iter().map(|(class, content)| (vault::Class(class.number()), *content)).collect();
    match house.vault.put_chunks(&chunks).await {
        Err(Error::Store(StoreError::QuotaExceeded)) if reserve::give_up().await => {
            house.vault.put_chunks(&chunks).await
        }
        digests => digests,
    }
}

fn apply(sitting: &mut Sitting, batches: &[(Class, Batch)], appended: &Appended) {
    for (_, batch) in batches {
        sitting.state.apply(batch);
        sitting.written_ms = batch.envelope.at.utc_ms;
    }
    // The vault signs by itself whenever a multiple of the interval is passed.
    let next = appended.last_seq + 1;
    if appended.first_seq / CHECKPOINT_INTERVAL != next / CHECKPOINT_INTERVAL {
        sitting.checkpoint_seq = Some(appended.last_seq);
    }
}
