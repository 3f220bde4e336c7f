//! Reports that leave as files: noted in the log first, then written, then handed to the person.

use std::rc::Rc;

use protocol::{Failure, FromFiles, Request, Table, TableFormat, ToFiles};
use yew::prelude::*;

use super::Files;
use crate::browser;
use crate::client::{Client, Reply};
use crate::components::{Toast, use_toasts};
use crate::hooks::use_client;
use crate::i18n::use_i18n;

/// A report on its way into a file.
#[derive(Clone, PartialEq)]
pub(crate) struct Export {
    /// Writes a table; ignored while one is being written.
    pub(crate) run: Callback<(TableFormat, Table)>,
    /// Whether one is being written.
    pub(crate) busy: bool,
    /// Why the last one was not.
    pub(crate) failure: Option<Failure>,
}

/// Notes in the log that a report leaves; nothing may leave before `done` has heard `Ok`.
pub(crate) fn note_export(
    client: &Client,
    report: &str,
    format: &str,
    rows: u64,
    done: impl FnOnce(Reply) + 'static,
) {
    let (report, format) = (report.to_owned(), format.to_owned());
    client.send(Request::NoteExport { report, format, rows }, done);
}

/// Exports tables of one report; success is told by a toast.
#[hook]
pub(crate) fn use_export(report: &'static str) -> Export {
    let client = use_client();
    let i18n = use_i18n();
    let toasts = use_toasts();
    let busy = use_state(|| false);
    let failure = use_state(|| None);
    let finish: Rc<dyn Fn(Result<FromFiles, Failure>)> = {
        let (busy, failure) = (busy.clone(), failure.clone());
        Rc::new(move |reply| {
            busy.set(false);
            match reply {
                Ok(FromFiles::File { name, mime, bytes }) => {
                    toasts.emit(match browser::save_file(&name, &mime, &bytes) {
                        Ok(()) => Toast::done(i18n.with("file-saved", &[("name", name.into())])),
                        Err(_) => Toast::failed(i18n.t("file-not-saved")),
                    });
                }
                Ok(_) => failure.set(Some(Failure::new("internal").with("code", "files-answer"))),
                Err(reason) => failure.set(Some(reason)),
            }
        })
    };
    let run = {
        let (busy, failure) = (busy.clone(), failure.clone());
        Callback::from(move |(format, table): (TableFormat, Table)| {
            if *busy {
                return;
            }
            busy.set(true);
            failure.set(None);
            let name = if format == TableFormat::Csv { "csv" } else { "xlsx" };
            let (rows, finish) = (table.rows.len() as u64, Rc::clone(&finish));
            note_export(&client, report, name, rows, move |noted| match noted {
                Ok(_) => write(format, table, finish),
                Err(reason) => finish(Err(reason)),
            });
        })
    };
    Export { run, busy: *busy, failure: (*failure).clone() }
}

/// One worker for one table.
fn write(format: TableFormat, table: Table, finish: Rc<dyn Fn(Result<FromFiles, Failure>)>) {
    let files = Files::start();
    let held = files.clone();
    files.ask(&ToFiles::Write { format, table }, Callback::noop(), move |reply| {
        held.close();
        finish(reply);
    });
}
