//! One run of an outside tool: what to start, and what to show when it fails.

use anyhow::{Context as _, Result, bail};
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

/// A command line that prints itself when it fails.
pub(crate) struct Invocation {
    command: Command,
    shown: String,
}

impl Invocation {
    /// `program` with `arguments`, in the workspace root, with the project's own tools first on PATH.
    pub(crate) fn new(program: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(crate::root()).env("PATH", search_path());
        let mut shown = program.to_owned();
        for argument in arguments {
            shown.push(' ');
            shown.push_str(argument);
        }
        Self { command, shown }
    }

    /// Adds arguments that came from the developer's command line.
    pub(crate) fn args(mut self, more: &[String]) -> Self {
        for argument in more {
            self.shown.push(' ');
            self.shown.push_str(argument);
        }
        self.command.args(more);
        self
    }

    /// Sets an environment variable; shown with the command, because without it the command differs.
    pub(crate) fn env(mut self, key: &str, value: impl AsRef<Path>) -> Self {
        let value = value.as_ref();
        self.shown = format!("{key}='{}' {}", value.display(), self.shown);
        self.command.env(key, value);
        self
    }

    /// Removes an environment variable that would mislead the tool.
    pub(crate) fn without_env(mut self, key: &str) -> Self {
        self.command.env_remove(key);
        self
    }

    /// Runs it in `directory` instead of the workspace root.
    pub(crate) fn in_directory(mut self, directory: &Path) -> Self {
        self.command.current_dir(directory);
        self
    }

    /// Runs it. What it prints goes to our error output: standard output belongs to results.
    ///
    /// # Errors
    /// If it cannot be started or does not succeed; the message is the command to repeat by hand.
    pub(crate) fn run(mut self) -> Result<()> {
        self.command.stdout(std::io::stderr());
        self.forward()
    }

    /// Runs it as if the developer had started it: what it prints is the result.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub(crate) fn forward(mut self) -> Result<()> {
        eprintln!("    $ {}", self.shown);
        let status =
            self.command.status().with_context(|| format!("cannot start: {}", self.shown))?;
        if !status.success() {
            bail!("this failed ({status}):\n  {}", self.shown);
        }
        Ok(())
    }

    /// Runs it silently and returns what it printed.
    ///
    /// # Errors
    /// As [`Self::run`]; the message also holds what it wrote to its error output.
    pub(crate) fn read(mut self) -> Result<String> {
        let output = self
            .command
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot start: {}", self.shown))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("this failed ({}):\n  {}\n{said}", output.status, self.shown);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// `.tools/bin` and `node_modules/.bin` before whatever the developer has.
fn search_path() -> OsString {
    let root = crate::root();
    let own = [root.join(".tools/bin"), root.join("node_modules/.bin")];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let all = own.into_iter().chain(std::env::split_paths(&inherited));
    // Joining fails only for a directory with a separator in its name; then nothing of ours is found.
    std::env::join_paths(all).unwrap_or(inherited)
}
