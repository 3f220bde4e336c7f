//! One file after the other: looked at, checked, handed on in chunks.

use std::rc::Rc;

use connectors::{ImportError, Inspector, Settings};
use ledger::{Currency, Plan};
use protocol::{Failure, FromFiles, ToFiles};
use web_sys::File;

use super::inbox::Inbox;
use super::page::{Heard, Page};
use super::source::Source;
use super::table;
use crate::failure;
use crate::zone::Zone;

pub(super) struct Session {
    page: Page,
    inbox: Inbox,
    opened: Option<Opened>,
}

/// A file, and what is known of its beginning.
struct Opened {
    source: Source,
    settings: Settings,
    inspector: Inspector,
}

impl Session {
    pub(super) fn new(page: Page, inbox: Inbox) -> Self {
        Self { page, inbox, opened: None }
    }

    pub(super) async fn run(mut self) {
        while let Some(heard) = self.inbox.next().await {
            let answered = match heard {
                Heard::Message(ToFiles::Pause | ToFiles::Resume | ToFiles::Cancel) => continue,
                Heard::Message(message) => self.answer(message).await,
                Heard::File(message, file) => self.open(message, file).await,
                Heard::Garbled => Err(Failure::new("other-version")),
            };
            self.page.say(&answered.unwrap_or_else(FromFiles::Failed));
        }
    }

    async fn open(&mut self, message: ToFiles, file: File) -> Result<FromFiles, Failure> {
        let ToFiles::Open { remembered, time_zone, currency } = message else {
            return Err(Failure::new("internal").with("code", "file"));
        };
        self.forget();
        let settings = settings(remembered, &time_zone, &currency)?;
        self.describe(Source::open(file).await?, settings).await
    }

    async fn answer(&mut self, message: ToFiles) -> Result<FromFiles, Failure> {
        match message {
            ToFiles::Describe(plan) => {
                let opened = self.opened.as_mut().ok_or_else(no_file)?;
                let description = opened.inspector.describe_as(&plan).map_err(|e| of_import(&e))?;
                Ok(FromFiles::Described(description))
            }
            ToFiles::Write { format, table } => table::write(format, &table),
            ToFiles::Measure => Ok(FromFiles::Memory(crate::memory::wasm_bytes())),
            _ => Err(nothing_checked()),
        }
    }

    fn forget(&mut self) {
        self.opened = None;
    }

    async fn describe(&mut self, source: Source, settings: Settings) -> Result<FromFiles, Failure> {
        let mut inspector = Inspector::new(settings.clone());
        let mut reader = source.read()?;
        while !inspector.has_enough() {
            match reader.next().await? {
                Some(bytes) => inspector.feed(&bytes),
                None => {
                    inspector.end();
                    break;
                }
            }
        }
        let description = inspector.describe().map_err(|e| of_import(&e))?;
        self.opened = Some(Opened { source, settings, inspector });
        Ok(FromFiles::Described(description))
    }
}

fn settings(remembered: Vec<Plan>, time_zone: &str, currency: &str) -> Result<Settings, Failure> {
    let zone = Zone::new(time_zone);
    Ok(Settings {
        currency: Currency::from_code(currency).map_err(|e| failure::of_ledger(&e))?,
        remembered,
        offset: Rc::new(move |utc_ms| zone.offset_min(utc_ms)),
    })
}

fn of_import(error: &ImportError) -> Failure {
    let failure = Failure::new(error.code());
    match error.line() {
        Some(line) => failure.with("line", line),
        None => failure,
    }
}

fn no_file() -> Failure {
    Failure::new("no-file")
}

fn nothing_checked() -> Failure {
    Failure::new("nothing-checked")
}
