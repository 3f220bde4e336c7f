//! Locking: by hand, when nobody is there, after so many hours. And whatever else waits for its moment.

use ledger::{Action, Fact, LockCause, authorise, record};
use protocol::{Failure, LockDepth, Notice, Response, ToPage};
use wasm_bindgen::prelude::*;

use super::house::{House, Phase, Sitting};
use super::{Desk, Next};
use crate::clock;
use crate::failure;
use crate::mirror::Step;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// The marker is written at most this often.
const MARKER_MS: i64 = 3_000;
/// The tail is packed when nothing was written for so long.
const QUIET_MS: i64 = 5_000;
/// The second copy follows so soon, after the answer.
const MIRROR_MS: i64 = 100;
/// A failed copy is tried again so soon, and so often before a person is told.
const MIRROR_RETRY_MS: i64 = 1_000;
const MIRROR_PATIENCE: u64 = 5;
/// Bytes packed in one go; between two of them requests are answered.
const PACK_BUDGET: usize = 1024 * 1024;

/// Moments to come, by the device's clock; the locks' follow from the sitting.
#[derive(Default)]
pub(super) struct Deadlines {
    pub(super) marker_ms: Option<i64>,
    pub(super) pack_ms: Option<i64>,
    pub(super) mirror_ms: Option<i64>,
    /// Forecasts that were found are kept by then.
    pub(super) keep_ms: Option<i64>,
    /// Engines that compute are looked after then.
    pub(super) watch_ms: Option<i64>,
    /// If nobody asks anything until then, models are trained anew.
    pub(super) train_ms: Option<i64>,
    /// Engines without work are ended then.
    pub(super) rest_ms: Option<i64>,
    /// When the clock was last looked at, to notice that it was put back.
    pub(super) seen_ms: i64,
}

impl Deadlines {
    /// Something was written.
    pub(super) fn wrote(&mut self) {
        let now_ms = clock::now_ms();
        self.marker_ms.get_or_insert(now_ms + MARKER_MS);
        self.pack_ms = Some(now_ms + QUIET_MS);
        self.mirror_ms.get_or_insert(now_ms + MIRROR_MS);
    }
}

/// Nothing is locked in the demo: nobody could open it again.
const NEVER_MS: i64 = i64::MAX;

pub(super) fn soft_lock_at(house: &House, sitting: &Sitting) -> i64 {
    if house.is_demo() {
        return NEVER_MS;
    }
    let minutes = i64::from(sitting.state.settings().auto_lock.soft_minutes);
    sitting.touched_ms + minutes * MINUTE_MS
}

fn hard_lock_at(house: &House, sitting: &Sitting) -> i64 {
    if house.is_demo() {
        return NEVER_MS;
    }
    let hours = i64::from(sitting.state.settings().auto_lock.hard_hours);
    sitting.since_ms + hours * HOUR_MS
}

impl Desk {
    /// The person touched something.
    pub(super) fn touch(&mut self) {
        if let Ok((_, sitting)) = self.phase.open() {
            sitting.touched_ms = clock::now_ms();
        }
    }

    /// Does what is due.
    pub(super) async fn ring(&mut self) {
        let now_ms = clock::now_ms();
        self.notice_clock(now_ms);
        if let Phase::Open(house, sitting) = &self.phase {
            if now_ms >= hard_lock_at(house, sitting) {
                self.lock_hard(LockCause::Hours).await;
            } else if !sitting.is_soft_locked && now_ms >= soft_lock_at(house, sitting) {
                self.lock_soft(LockCause::Idle).await;
            }
        }
        if self.deadlines.marker_ms.is_some_and(|at| now_ms >= at) {
            self.deadlines.marker_ms = None;
            self.send_marker();
        }
        if self.deadlines.pack_ms.is_some_and(|at| now_ms >= at) {
            self.deadlines.pack_ms = None;
            self.pack().await;
        }
        if self.deadlines.mirror_ms.is_some_and(|at| now_ms >= at) {
            self.deadlines.mirror_ms = None;
            self.copy().await;
        }
        if self.deadlines.keep_ms.is_some_and(|at| now_ms >= at) {
            self.deadlines.keep_ms = None;
            self.keep_forecasts().await;
        }
        if self.deadlines.watch_ms.is_some_and(|at| now_ms >= at) {
            self.deadlines.watch_ms = None;
            self.watch_engines().await;
        }
        if self.deadlines.train_ms.is_some_and(|at| now_ms >= at) {
            self.deadlines.train_ms = None;
            self.train_idle().await;
        }
        if self.deadlines.rest_ms.is_some_and(|at| now_ms >= at) {
            self.deadlines.rest_ms = None;
            self.rest_engines();
        }
    }

    /// Sets the alarm to the next moment something is due.
    pub(super) fn set_alarm(&self) {
        let locks = match &self.phase {
            Phase::Open(house, sitting) if sitting.is_soft_locked => {
                [Some(hard_lock_at(house, sitting)), None]
            }
            Phase::Open(house, sitting) => {
                [Some(hard_lock_at(house, sitting)), Some(soft_lock_at(house, sitting))]
            }
            _ => [None, None],
        };
        let Deadlines {
            marker_ms, pack_ms, mirror_ms, keep_ms, watch_ms, train_ms, rest_ms, ..
        } = self.deadlines;
        let chores = [marker_ms, pack_ms, mirror_ms, keep_ms, watch_ms, train_ms, rest_ms];
        self.alarm.set(locks.into_iter().chain(chores).flatten().min());
    }

    /// A clock that was put back moves the moments that were counted from it back as well, so that nobody
    /// gains time before a lock.
    fn notice_clock(&mut self, now_ms: i64) {
        let back_ms = self.deadlines.seen_ms - now_ms;
        self.deadlines.seen_ms = now_ms;
        if back_ms <= 0 {
            return;
        }
        if let Phase::Open(_, sitting) = &mut self.phase {
            sitting.touched_ms -= back_ms;
            sitting.since_ms -= back_ms;
        }
        let Deadlines {
            marker_ms, pack_ms, mirror_ms, keep_ms, watch_ms, train_ms, rest_ms, ..
        } = &mut self.deadlines;
        for at in [marker_ms, pack_ms, mirror_ms, keep_ms, watch_ms, train_ms, rest_ms] {
            *at = at.map(|at| at - back_ms);
        }
    }

    pub(super) async fn lock_now(&mut self, depth: LockDepth) -> Result<Response, Failure> {
        // From the locked screen one can still lock for good.
        let Phase::Open(house, sitting) = &self.phase else {
            return Err(Failure::new("locked"));
        };
        if house.is_demo() {
            return self.leave_demo().await;
        }
        authorise(&sitting.session, Action::Lock).map_err(|e| failure::of_ledger(&e))?;
        match depth {
            LockDepth::Soft if sitting.is_soft_locked => {}
            LockDepth::Soft => self.lock_soft(LockCause::Person).await,
            // The answer goes out first; the worker ends with the lock.
            LockDepth::Hard => self.next = Next::LockHard,
        }
        Ok(Response::Nothing)
    }

    async fn lock_soft(&mut self, cause: LockCause) {
        self.write_locked(false, cause).await;
        let Phase::Open(house, sitting) = &mut self.phase else { return };
        sitting.is_soft_locked = true;
        let handles = house.handles(sitting).to_js();
        self.voice.keep(handles);
        self.voice.tell_all(ToPage::Gate(self.gate()));
    }

    /// Signs the chain, drops the keys, and ends this worker, so that nothing of them stays in memory.
    pub(super) async fn lock_hard(&mut self, cause: LockCause) {
        self.keep_forecasts().await;
        self.write_locked(true, cause).await;
        self.jobs.cancel_all();
        self.drop_forecasts();
        let phase = std::mem::replace(&mut self.phase, Phase::Empty);
        let Phase::Open(mut house, _) = phase else {
            self.phase = phase;
            return;
        };
        // Without a signature the chain still holds; the next checkpoint covers these blocks as well.
        if let Err(error) = house.vault.checkpoint().await {
            web_sys::console::warn_1(&error.to_string().into());
        }
        house.vault.lock();
        self.phase = Phase::Closed(house);
        self.send_marker();
        self.voice.keep(JsValue::NULL);
        self.voice.tell_all(ToPage::Gate(self.gate()));
        self.voice.port.close();
        self.is_over = true;
    }

    /// A lock that cannot be written down is still a lock.
    async fn write_locked(&mut self, hard: bool, cause: LockCause) {
        let Phase::Open(_, sitting) = &self.phase else { return };
        let session = sitting.session;
        let event = record(&session, Fact::Locked { hard, cause });
        let written = match self.fresh_ctx() {
            Ok(ctx) => self.write(ctx, Some(session.person), vec![event]).await.map(|_| ()),
            Err(failure) => Err(failure),
        };
        if let Err(failure) = written {
            web_sys::console::warn_1(
                &format!("the lock is not in the log: {}", failure.code).into(),
            );
        }
    }

    pub(super) fn send_marker(&mut self) {
        if let Ok(house) = self.phase.house()
            && !house.is_demo()
        {
            let marker = house.marker();
            self.marker = Some(marker.clone());
            // The cookie belongs to the origin; one page writes it for all.
            self.voice.port.say(&ToPage::Marker(Some(marker)));
        }
    }

    /// Brings the second copy up to date, a piece at a time.
    async fn copy(&mut self) {
        let Phase::Open(house, _) = &self.phase else { return };
        if house.is_demo() {
            return;
        }
        let now_ms = clock::now_ms();
        match self.mirror.step(&house.vault).await {
            Step::Done => {}
            Step::More => self.deadlines.mirror_ms = Some(now_ms),
            Step::Failed { errors } => {
                if errors == MIRROR_PATIENCE {
                    self.voice.tell_all(ToPage::Notice(Notice::MirrorFailing));
                }
                // Later only after the next write.
                if errors < MIRROR_PATIENCE {
                    self.deadlines.mirror_ms = Some(now_ms + MIRROR_RETRY_MS);
                }
            }
        }
    }

    /// Tidies up while nobody waits; a job reads the same records and is not disturbed.
    async fn pack(&mut self) {
        if self.jobs.is_running() {
            self.deadlines.pack_ms = Some(clock::now_ms() + QUIET_MS);
            return;
        }
        let Phase::Open(house, _) = &mut self.phase else { return };
        match house.vault.pack(PACK_BUDGET).await {
            Ok(packed) if !packed.is_done => self.deadlines.pack_ms = Some(clock::now_ms()),
            Ok(_) => self.make_reserve(),
            // Nothing was lost; it is tried again after the next write.
            Err(error) => web_sys::console::warn_1(&error.to_string().into()),
        }
    }
}
