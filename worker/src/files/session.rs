//! One question after the other.

use protocol::{Failure, FromFiles, ToFiles};

use super::inbox::Inbox;
use super::page::{Heard, Page};
use super::table;

pub(super) struct Session {
    page: Page,
    inbox: Inbox,
}

impl Session {
    pub(super) const fn new(page: Page, inbox: Inbox) -> Self {
        Self { page, inbox }
    }

    pub(super) async fn run(mut self) {
        while let Some(heard) = self.inbox.next().await {
            let answered = match heard {
                Heard::Message(ToFiles::Write { format, table }) => table::write(format, &table),
                Heard::Message(ToFiles::Measure) => {
                    Ok(FromFiles::Memory(crate::memory::wasm_bytes()))
                }
                Heard::Message(ToFiles::Pause | ToFiles::Resume | ToFiles::Cancel) => continue,
                Heard::Message(_) | Heard::File(..) => Err(Failure::new("no-file")),
                Heard::Garbled => Err(Failure::new("other-version")),
            };
            self.page.say(&answered.unwrap_or_else(FromFiles::Failed));
        }
    }
}
