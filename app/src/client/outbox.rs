//! Requests on their way: numbered, kept until answered, sent again to the next worker when one dies.

use std::collections::{BTreeMap, VecDeque};

use protocol::{Request, RequestId};

/// Deaths at which one request may be unanswered before it is set aside. The worker itself refuses a command
/// after two; this is for what dies before it is understood.
const MOST_CRASHES: u8 = 3;

/// Who waits, and the code of the failure to tell them.
type SetAside<W> = (W, &'static str);

struct Entry<W> {
    body: Request,
    waiting: W,
    sent: bool,
    crashes: u8,
}

/// `W` is what waits for the answer.
pub(super) struct Outbox<W> {
    next: RequestId,
    entries: BTreeMap<RequestId, Entry<W>>,
    unsent: VecDeque<RequestId>,
    /// After a crash requests go one at a time until all that were on their way are answered: so the guilty
    /// one is known, and its neighbours are not set aside with it.
    suspects: usize,
}

impl<W> Default for Outbox<W> {
    fn default() -> Self {
        Self { next: 1, entries: BTreeMap::new(), unsent: VecDeque::new(), suspects: 0 }
    }
}

impl<W> Outbox<W> {
    /// Takes a request in; it is sent at the next [`Self::take_sendable`].
    pub(super) fn add(&mut self, body: Request, waiting: W) -> RequestId {
        let id = self.next;
        self.next += 1;
        self.entries.insert(id, Entry { body, waiting, sent: false, crashes: 0 });
        self.unsent.push_back(id);
        id
    }

    /// What may be sent now, in order; it counts as sent.
    pub(super) fn take_sendable(&mut self) -> Vec<(RequestId, Request)> {
        let mut sendable = Vec::new();
        while let Some(id) = self.unsent.front().copied() {
            let on_their_way = self.entries.values().any(|entry| entry.sent);
            if self.suspects > 0 && on_their_way {
                break;
            }
            self.unsent.pop_front();
            if let Some(entry) = self.entries.get_mut(&id) {
                entry.sent = true;
                sendable.push((id, entry.body.clone()));
            }
        }
        sendable
    }

    /// Who waits for this answer; `None` if it was answered before.
    pub(super) fn answer(&mut self, id: RequestId) -> Option<W> {
        let entry = self.entries.remove(&id)?;
        if entry.crashes > 0 {
            self.suspects = self.suspects.saturating_sub(1);
        }
        Some(entry.waiting)
    }

    /// Who follows a request that is not answered yet.
    pub(super) fn waiting(&self, id: RequestId) -> Option<&W> {
        self.entries.get(&id).map(|entry| &entry.waiting)
    }

    /// The worker died: what was on its way waits again, in its old order and before everything else. Returns
    /// those who wait for a request that is not sent again.
    pub(super) fn worker_died(&mut self) -> Vec<SetAside<W>> {
        let lost: Vec<RequestId> =
            self.entries.iter().filter(|(_, entry)| entry.sent).map(|(id, _)| *id).collect();
        let mut set_aside = Vec::new();
        for id in lost.into_iter().rev() {
            let Some(entry) = self.entries.get_mut(&id) else { continue };
            let first_crash = entry.crashes == 0;
            entry.sent = false;
            entry.crashes += 1;
            let code = match entry.body {
                Request::Test(_) => Some("worker-restarted"),
                _ if entry.crashes >= MOST_CRASHES => Some("quarantined"),
                _ => None,
            };
            if first_crash {
                self.suspects += 1;
            }
            match code {
                Some(code) => set_aside.extend(self.answer(id).map(|waiting| (waiting, code))),
                None => self.unsent.push_front(id),
            }
        }
        set_aside
    }

    /// Workers keep dying: nothing will be answered any more.
    pub(super) fn lose_all(&mut self) -> Vec<SetAside<W>> {
        self.give_up().into_iter().map(|waiting| (waiting, "quarantined")).collect()
    }

    /// Nothing of this will be answered.
    pub(super) fn give_up(&mut self) -> Vec<W> {
        self.unsent.clear();
        self.suspects = 0;
        std::mem::take(&mut self.entries).into_values().map(|entry| entry.waiting).collect()
    }
}

#[cfg(test)]
mod tests {
    use protocol::TestRequest;

    use super::*;

    fn ids<W>(outbox: &mut Outbox<W>) -> Vec<RequestId> {
        outbox.take_sendable().into_iter().map(|(id, _)| id).collect()
    }

    fn three() -> Outbox<&'static str> {
        let mut outbox = Outbox::default();
        for name in ["a", "b", "c"] {
            outbox.add(Request::Storage, name);
        }
        outbox
    }

    #[test]
    fn requests_are_sent_once_and_in_order() {
        let mut outbox = three();
        assert_eq!(ids(&mut outbox), [1, 2, 3]);
        assert_eq!(ids(&mut outbox), [] as [RequestId; 0]);
    }

    #[test]
    fn an_answer_is_delivered_once() {
        let mut outbox = three();
        ids(&mut outbox);
        assert_eq!(outbox.answer(2), Some("b"));
        assert_eq!(outbox.answer(2), None);
    }

    #[test]
    fn after_a_crash_suspects_go_one_at_a_time() {
        let mut outbox = three();
        ids(&mut outbox);
        assert!(outbox.worker_died().is_empty());
        assert_eq!(ids(&mut outbox), [1]);
        assert_eq!(outbox.answer(1), Some("a"));
        assert_eq!(ids(&mut outbox), [2]);
    }

    #[test]
    fn only_the_request_that_keeps_crashing_is_set_aside() {
        let mut outbox = three();
        for _ in 0..2 {
            ids(&mut outbox);
            assert!(outbox.worker_died().is_empty());
        }
        ids(&mut outbox);
        assert_eq!(outbox.worker_died(), [("a", "quarantined")]);
        assert_eq!(ids(&mut outbox), [2]);
        assert_eq!(outbox.answer(2), Some("b"));
        assert_eq!(ids(&mut outbox), [3]);
    }

    #[test]
    fn a_crash_for_a_test_is_not_repeated() {
        let mut outbox = Outbox::default();
        outbox.add(Request::Test(TestRequest::Crash), "crash");
        ids(&mut outbox);
        assert_eq!(outbox.worker_died(), [("crash", "worker-restarted")]);
        outbox.add(Request::Storage, "next");
        assert_eq!(ids(&mut outbox), [2]);
    }

    #[test]
    fn when_all_suspects_are_cleared_requests_flow_again() {
        let mut outbox = three();
        ids(&mut outbox);
        outbox.worker_died();
        for id in 1..=3 {
            ids(&mut outbox);
            outbox.answer(id);
        }
        outbox.add(Request::Storage, "d");
        outbox.add(Request::Storage, "e");
        assert_eq!(ids(&mut outbox), [4, 5]);
    }
}
