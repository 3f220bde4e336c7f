//! The app behind the production server.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use tokio::process::Command;

use crate::child::Child;
use crate::places::Places;

/// A directory served with the headers of production on a port of its own.
#[derive(Debug)]
pub struct Site {
    directory: PathBuf,
    port: u16,
    server: Option<Child>,
}

impl Site {
    /// Serves `directory` on a free port.
    ///
    /// # Errors
    /// If the server does not start.
    pub async fn serve(directory: &Path) -> Result<Self> {
        let mut site = Self { directory: directory.to_path_buf(), port: 0, server: None };
        site.start().await?;
        Ok(site)
    }

    /// Serves a copy of `directory` that `change` may alter first; the copy is kept in `target/e2e`.
    ///
    /// # Errors
    /// If copying, `change` or the server fails.
    pub async fn serve_changed(
        directory: &Path,
        name: &str,
        change: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<Self> {
        let copy = Places::new().artefacts().join(name).join("dist");
        if copy.exists() {
            std::fs::remove_dir_all(&copy)?;
        }
        copy_tree(directory, &copy)?;
        change(&copy)?;
        Self::serve(&copy).await
    }

    /// The origin, without a slash at the end. `localhost`: on an address the browser forbids some features.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The port it listens on.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The directory it serves.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Stops it: from now on every connection is refused.
    ///
    /// # Errors
    /// If waiting for its end fails.
    pub async fn stop(&mut self) -> Result<()> {
        match self.server.take() {
            Some(server) => server.stop().await,
            None => Ok(()),
        }
    }

    /// Starts it again on the same port, perhaps with other files.
    ///
    /// # Errors
    /// If the port was taken meanwhile.
    pub async fn restart_with(&mut self, directory: &Path) -> Result<()> {
        self.stop().await?;
        self.directory = directory.to_path_buf();
        self.start().await
    }

    async fn start(&mut self) -> Result<()> {
        let program = Places::new().xtask();
        let mut command = Command::new(&program);
        command.arg("serve-dist").arg(&self.directory);
        command.args(["--port", &self.port.to_string(), "--until-stdin-closes"]);
        let mut server = Child::start(command)?;
        let port: u16 = server
            .line(|line| line.trim().rsplit_once(':')?.1.trim_end_matches('/').parse().ok())
            .await
            .context("the static server")?;
        ensure!(self.port == 0 || self.port == port, "port {} was taken meanwhile", self.port);
        self.port = port;
        self.server = Some(server);
        Ok(())
    }
}

/// Copies a directory with everything in it.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
