//! The door of testing builds: requests to the ledger worker, past the pages but along their path.

use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ledger::{Answer, Command, CommandId, LogRow, Query, SettingsCommand};
use protocol::{Failure, Gate, MirrorState, Request, Response, StorageReport};
use serde_json::{Value, json};

use crate::tab::Tab;

/// Turns base64 into bytes and back, in the page.
const CODING: &str = "
    const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const text = (bytes) => {
        let out = '';
        for (let i = 0; i < bytes.length; i += 8192) out += String.fromCharCode(...bytes.subarray(i, i + 8192));
        return btoa(out);
    };
";

/// How far a stream of commands is: what was acknowledged, what was refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appends {
    /// Positions in the stream whose command was acknowledged.
    pub acknowledged: Vec<usize>,
    /// Positions refused, with the failure's code.
    pub refused: Vec<(usize, String)>,
    /// Microseconds each acknowledged command took, in the order of `acknowledged`.
    pub micros: Vec<u64>,
    /// Whether all are answered.
    pub finished: bool,
}

impl Tab {
    /// Waits until the page's worker answers.
    ///
    /// # Errors
    /// If it does not, or the build has no `testing` feature.
    pub async fn hooked(&self) -> Result<()> {
        let probe = async || {
            let there = self.script("return !!window.tillcast_test", vec![]).await?;
            Ok(there.as_bool().unwrap_or(false).then_some(()))
        };
        self.until("the worker's test door", probe).await
    }

    /// Asks the worker.
    ///
    /// # Errors
    /// If the page is gone; what the worker refuses is the inner result.
    pub async fn ask(&self, request: &Request) -> Result<Result<Response, Failure>> {
        self.hooked().await?;
        let body =
            format!("{CODING} return text(await window.tillcast_test.send(bytes(args[0])));");
        let answer = self.async_script(&body, vec![json!(coded(request)?)]).await?;
        decoded(&answer)
    }

    /// Asks the worker for what it must not refuse.
    ///
    /// # Errors
    /// Also if it refuses.
    pub async fn expect_done(&self, request: &Request) -> Result<Response> {
        let answer = self.ask(request).await?;
        answer.map_err(|failure| anyhow!("refused: {failure:?}"))
    }

    /// What the page was last told to show.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn gate(&self) -> Result<Gate> {
        self.hooked().await?;
        let script = format!("{CODING} return text(window.tillcast_test.gate());");
        decoded(&self.script(&script, vec![]).await?)
    }

    /// Lets the page send these commands by itself, `width` at a time, and count what is acknowledged.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn start_appends(&self, commands: &[Request], width: usize) -> Result<()> {
        self.hooked().await?;
        let coded: Result<Vec<Value>> = commands.iter().map(|c| Ok(json!(coded(c)?))).collect();
        let script = format!(
            "{CODING}
            const [commands, width] = arguments;
            const log = window.tillcast_appends = {{ acknowledged: [], refused: [], micros: [], finished: false }};
            let next = 0;
            const lane = async () => {{
                while (next < commands.length) {{
                    const at = next++;
                    const began = performance.now();
                    const answer = await window.tillcast_test.send(bytes(commands[at]));
                    // Postcard of a Result: one byte, 0 for Ok.
                    if (answer[0] === 0) {{
                        log.acknowledged.push(at);
                        log.micros.push(Math.round(1000 * (performance.now() - began)));
                    }} else {{
                        log.refused.push([at, new TextDecoder().decode(answer)]);
                    }}
                }}
            }};
            Promise.all(Array.from({{ length: width }}, lane)).then(() => {{ log.finished = true; }});"
        );
        self.script(&script, vec![Value::Array(coded?), json!(width)]).await?;
        Ok(())
    }

    /// How far [`Tab::start_appends`] is.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn appends(&self) -> Result<Appends> {
        let log = self.script("return window.tillcast_appends", vec![]).await?;
        let numbers = |key: &str| -> Vec<u64> {
            log[key].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
        };
        let position = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let refused = log["refused"].as_array().into_iter().flatten().map(|pair| {
            let at = position(pair[0].as_u64().unwrap_or(u64::MAX));
            (at, pair[1].as_str().unwrap_or_default().to_owned())
        });
        Ok(Appends {
            acknowledged: numbers("acknowledged").into_iter().map(position).collect(),
            refused: refused.collect(),
            micros: numbers("micros"),
            finished: log["finished"].as_bool().unwrap_or(false),
        })
    }

    /// Waits until every command of [`Tab::start_appends`] is answered.
    ///
    /// # Errors
    /// If some are not.
    pub async fn appended(&self) -> Result<Appends> {
        let probe = async || {
            let appends = self.appends().await?;
            Ok(appends.finished.then_some(appends))
        };
        self.until_within(Duration::from_secs(120), "every command to be answered", probe).await
    }

    /// What the worker says of its storage, once the mirror has followed the log.
    ///
    /// # Errors
    /// If the mirror never does.
    pub async fn storage_in_step(&self) -> Result<StorageReport> {
        let probe = async || match self.expect_done(&Request::Storage).await? {
            Response::Storage(report) => {
                let behind = matches!(report.mirror, MirrorState::Behind { .. });
                Ok((!behind).then_some(report))
            }
            _ => Err(anyhow!("storage was answered with something else")),
        };
        self.until("a mirror in step", probe).await
    }

    /// The whole log, newest row first.
    ///
    /// # Errors
    /// If the worker refuses.
    pub async fn log_rows(&self) -> Result<Vec<LogRow>> {
        let mut rows = Vec::new();
        let mut before = None;
        loop {
            let request = Request::Query(Query::Log { before, limit: 200 });
            let Response::Answer(Answer::Log(page)) = self.expect_done(&request).await? else {
                return Err(anyhow!("the log was answered with something else"));
            };
            rows.extend(page.rows);
            before = page.next_before;
            if before.is_none() {
                return Ok(rows);
            }
        }
    }
}

/// A command that leaves a recognisable row in the log. `number` makes its id: the same number is the same command.
#[must_use]
pub fn rename(number: u128, name: &str) -> Request {
    let command = Command::Settings(SettingsCommand::RenameBusiness(name.to_owned()));
    Request::Command { id: CommandId(number.to_be_bytes()), command }
}

fn coded(request: &Request) -> Result<String> {
    Ok(BASE64_STANDARD.encode(protocol::encode(request)?))
}

fn decoded<T: serde::de::DeserializeOwned>(answer: &Value) -> Result<T> {
    let text = answer.as_str().context("the door answered with something else than bytes")?;
    Ok(protocol::decode(&BASE64_STANDARD.decode(text)?)?)
}
