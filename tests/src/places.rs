//! Where the parts of a browser test are, with an environment variable for each.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

/// Paths of everything a journey starts or reads.
#[derive(Debug, Clone)]
pub struct Places {
    root: PathBuf,
}

impl Places {
    /// The workspace this crate was compiled in.
    #[must_use]
    pub fn new() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: here.parent().unwrap_or(here).to_path_buf() }
    }

    /// The app as the tests run it (`testing` feature); `TILLCAST_DIST`.
    ///
    /// # Errors
    /// If it was not built.
    pub fn test_dist(&self) -> Result<PathBuf> {
        self.dist("TILLCAST_DIST", "target/dist-test")
    }

    /// The release build; `TILLCAST_RELEASE_DIST`.
    ///
    /// # Errors
    /// If it was not built.
    pub fn release_dist(&self) -> Result<PathBuf> {
        self.dist("TILLCAST_RELEASE_DIST", "dist")
    }

    /// The developer command, which also is the production server; `TILLCAST_XTASK`.
    #[must_use]
    pub fn xtask(&self) -> PathBuf {
        from_env("TILLCAST_XTASK").unwrap_or_else(|| self.root.join("target/debug/xtask"))
    }

    /// Chromium; `CHROME`.
    #[must_use]
    pub fn chrome(&self) -> PathBuf {
        from_env("CHROME").unwrap_or_else(|| "/usr/bin/chromium".into())
    }

    /// Its driver; `CHROMEDRIVER`.
    #[must_use]
    pub fn chromedriver(&self) -> PathBuf {
        from_env("CHROMEDRIVER").unwrap_or_else(|| "/usr/bin/chromedriver".into())
    }

    /// Firefox's driver; `GECKODRIVER`.
    #[must_use]
    pub fn geckodriver(&self) -> PathBuf {
        from_env("GECKODRIVER").unwrap_or_else(|| self.root.join(".tools/bin/geckodriver"))
    }

    /// Firefox; `FIREFOX`, else the driver looks for it.
    #[must_use]
    pub fn firefox(&self) -> Option<PathBuf> {
        from_env("FIREFOX")
    }

    /// WebKitGTK's driver; `WEBKITDRIVER`.
    #[must_use]
    pub fn webkit_driver(&self) -> PathBuf {
        from_env("WEBKITDRIVER").unwrap_or_else(|| "/usr/bin/WebKitWebDriver".into())
    }

    /// The browser WebKitGTK's driver starts; `WEBKIT`, else where Debian's package puts it.
    ///
    /// # Errors
    /// If it is not installed.
    pub fn mini_browser(&self) -> Result<PathBuf> {
        if let Some(path) = from_env("WEBKIT") {
            return Ok(path);
        }
        let found = std::fs::read_dir("/usr/lib")?
            .flatten()
            .map(|entry| entry.path().join("webkit2gtk-4.1/MiniBrowser"))
            .find(|path| path.exists());
        found.context("MiniBrowser is not installed: set WEBKIT")
    }

    /// Browsers the main journey runs in; `TILLCAST_BROWSERS`, separated by commas.
    #[must_use]
    pub fn browsers(&self) -> Vec<String> {
        let names = env::var("TILLCAST_BROWSERS").unwrap_or_else(|_| "chromium".into());
        names.split(',').map(|name| name.trim().to_owned()).collect()
    }

    /// axe-core's one file; `TILLCAST_AXE`.
    #[must_use]
    pub fn axe(&self) -> PathBuf {
        from_env("TILLCAST_AXE")
            .unwrap_or_else(|| self.root.join("node_modules/axe-core/axe.min.js"))
    }

    /// The packages that imports are compared with; `TILLCAST_PEERS`.
    ///
    /// # Errors
    /// If they are not installed.
    pub fn peers(&self) -> Result<PathBuf> {
        let usual = || self.root.join(".tools/peers/node_modules");
        let path = from_env("TILLCAST_PEERS").unwrap_or_else(usual);
        ensure!(
            path.is_dir(),
            "{} is missing: `cargo xtask bench import sales` installs it",
            path.display()
        );
        Ok(path)
    }

    /// The engines as an npm package; `TILLCAST_NPM`.
    ///
    /// # Errors
    /// If it was not built.
    pub fn npm_package(&self) -> Result<PathBuf> {
        let usual = || self.root.join("target/npm/model-wasm");
        let path = from_env("TILLCAST_NPM").unwrap_or_else(usual);
        ensure!(path.is_dir(), "{} is missing: `cargo xtask npm` builds it", path.display());
        Ok(path)
    }

    /// A directory of the tests' data.
    #[must_use]
    pub fn data(&self, name: &str) -> PathBuf {
        self.root.join("tests/data").join(name)
    }

    /// Where a failed journey leaves its picture and text.
    #[must_use]
    pub fn artefacts(&self) -> PathBuf {
        self.root.join("target/e2e")
    }

    fn dist(&self, variable: &str, usual: &str) -> Result<PathBuf> {
        let path = from_env(variable).unwrap_or_else(|| self.root.join(usual));
        ensure!(
            path.join("index.html").is_file(),
            "there is no built app in {}: run `cargo xtask test`, or set {variable}",
            path.display()
        );
        Ok(path)
    }
}

impl Default for Places {
    fn default() -> Self {
        Self::new()
    }
}

fn from_env(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
