//! A child process that never outlives its owner.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{ChildStdout, Command};
use tokio::time::timeout;

/// A running program, in a process group of its own, killed with the whole group on drop.
#[derive(Debug)]
pub(crate) struct Child {
    process: tokio::process::Child,
    group: Option<u32>,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Child {
    /// Starts `command`, whose first lines on stdout will be read.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let name = command.as_std().get_program().to_string_lossy().into_owned();
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        let stdout = process.stdout.take().context("its output was asked for above")?;
        Ok(Self { group: process.id(), process, lines: BufReader::new(stdout).lines() })
    }

    /// The first line for which `pick` has an answer.
    pub(crate) async fn line<T>(&mut self, pick: impl Fn(&str) -> Option<T>) -> Result<T> {
        const PATIENCE: Duration = Duration::from_secs(20);
        let search = async {
            while let Some(line) = self.lines.next_line().await? {
                if let Some(found) = pick(&line) {
                    return Ok(found);
                }
            }
            bail!("it ended without saying what was waited for")
        };
        timeout(PATIENCE, search).await.context("it did not say what was waited for")?
    }

    /// Ends it and waits until it is gone.
    pub(crate) async fn stop(mut self) -> Result<()> {
        self.kill_group();
        self.process.wait().await?;
        Ok(())
    }

    fn kill_group(&mut self) {
        if let Some(group) = self.group.take() {
            kill_hard(&[format!("-{group}")]);
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill_group();
    }
}

/// SIGKILL to process ids, or to groups (`-id`). One that is gone already is no error.
pub(crate) fn kill_hard(targets: &[String]) {
    // The shell's own `kill`: every Unix has it, and the standard library has none.
    let _ = std::process::Command::new("sh")
        .args(["-c", "kill -s KILL -- \"$@\" 2>/dev/null", "sh"])
        .args(targets)
        .status();
}
