//! One file after the other: looked at, checked, handed on in chunks.

use std::rc::Rc;

use connectors::{Settings, Spec, grid_bytes, simulate};
use ledger::{Answers, Currency, Plan};
use protocol::{Failure, FromFiles, ToFiles};
use web_sys::File;

use super::inbox::Inbox;
use super::page::{Heard, Page};
use super::reading::{Opened, of_import};
use super::source::Source;
use super::supply::Supply;
use super::table;
use crate::failure;
use crate::zone::Zone;

pub(super) struct Session {
    page: Page,
    inbox: Inbox,
    opened: Option<Opened>,
    checked: Option<Supply>,
}

impl Session {
    pub(super) const fn new(page: Page, inbox: Inbox) -> Self {
        Self { page, inbox, opened: None, checked: None }
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
            ToFiles::Grid { rows, time_zone, currency } => {
                self.forget();
                let settings = settings(Vec::new(), &time_zone, &currency)?;
                self.describe(Source::Memory(Rc::from(grid_bytes(&rows))), settings).await
            }
            ToFiles::Describe(plan) => {
                self.checked = None;
                let opened = self.opened.as_mut().ok_or_else(no_file)?;
                let description = opened.inspector.describe_as(&plan).map_err(|e| of_import(&e))?;
                Ok(FromFiles::Described(description))
            }
            ToFiles::Check { plan, answers } => self.check(plan, &answers).await,
            ToFiles::Next => self.next().await,
            ToFiles::Problems { headers, reasons } => {
                let supply = self.checked.as_ref().ok_or_else(nothing_checked)?;
                let file = self.opened.as_ref().map(|opened| opened.source.name());
                let rows = supply.problem_rows();
                Ok(table::problems(&file.unwrap_or_default(), &headers, &reasons, rows))
            }
            ToFiles::Write { format, table } => table::write(format, &table),
            ToFiles::Measure => Ok(FromFiles::Memory(crate::memory::wasm_bytes())),
            ToFiles::Simulate { seed, today, minute, currency } => {
                let currency = currency_of(&currency)?;
                Ok(self.make_up(&Spec { seed, today, minute, currency }))
            }
            ToFiles::Open { .. } => Err(no_file()),
            // Heard by whoever is at work; without work there is nothing to steer.
            ToFiles::Pause | ToFiles::Resume | ToFiles::Cancel => Err(no_file()),
        }
    }

    fn forget(&mut self) {
        self.checked = None;
        self.opened = None;
    }

    async fn describe(&mut self, source: Source, settings: Settings) -> Result<FromFiles, Failure> {
        let (opened, description) = Opened::look(source, settings).await?;
        self.opened = Some(opened);
        Ok(FromFiles::Described(description))
    }

    async fn check(&mut self, plan: Plan, answers: &Answers) -> Result<FromFiles, Failure> {
        self.checked = None;
        let opened = self.opened.as_ref().ok_or_else(no_file)?;
        let reading = opened.read(plan, answers, &mut self.inbox, &self.page).await?;
        let supply = Supply::of_file(opened, reading)?;
        Ok(self.checked(supply))
    }

    fn make_up(&mut self, spec: &Spec) -> FromFiles {
        self.forget();
        self.checked(Supply::of_simulation(simulate(spec)))
    }

    fn checked(&mut self, supply: Supply) -> FromFiles {
        let answer = supply.answer();
        self.checked = Some(supply);
        answer
    }

    async fn next(&mut self) -> Result<FromFiles, Failure> {
        let supply = self.checked.as_mut().ok_or_else(nothing_checked)?;
        let chunk = supply.next_chunk(&mut self.inbox, &self.page).await?;
        self.page.say(&supply.far().message());
        Ok(FromFiles::Chunk(chunk))
    }
}

fn settings(remembered: Vec<Plan>, time_zone: &str, currency: &str) -> Result<Settings, Failure> {
    let zone = Zone::new(time_zone);
    Ok(Settings {
        currency: currency_of(currency)?,
        remembered,
        offset: Rc::new(move |utc_ms| zone.offset_min(utc_ms)),
    })
}

fn currency_of(code: &str) -> Result<Currency, Failure> {
    Currency::from_code(code).map_err(|e| failure::of_ledger(&e))
}

fn no_file() -> Failure {
    Failure::new("no-file")
}

fn nothing_checked() -> Failure {
    Failure::new("nothing-checked")
}
