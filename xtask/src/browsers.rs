//! Browsers and their drivers: found, installed as root, or asked for.

use crate::invocation::Invocation;
use crate::steps::{skip, step};
use crate::tools;
use anyhow::{Context as _, Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// The version of the Firefox driver, which no Debian package has.
const GECKODRIVER: &str = "0.37.1";

/// A browser and the program that drives it.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    /// The browser itself.
    pub(crate) program: PathBuf,
    /// Its WebDriver.
    pub(crate) driver: PathBuf,
}

/// Chromium: `CHROME` and `CHROMEDRIVER`, else what PATH has, else what apt brings.
pub(crate) fn ensure_chromium() -> Result<Browser> {
    ensure("Chromium and its driver", &["chromium", "chromium-driver"], || {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        Some(Browser {
            program: given("CHROME").or_else(|| names.iter().find_map(|name| on_path(name)))?,
            driver: given("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?,
        })
    })
}

/// Firefox ESR and WebKitGTK, for `--all-browsers`; the second needs Xvfb for its window.
pub(crate) fn ensure_others() -> Result<[Browser; 2]> {
    let browser = ensure("Firefox ESR", &["firefox-esr"], || {
        let names = ["firefox-esr", "firefox"];
        given("FIREFOX").or_else(|| names.iter().find_map(|name| on_path(name)))
    })?;
    tools::ensure_installed("geckodriver", "geckodriver", GECKODRIVER, 2.0, &["--locked"])?;
    let driver = crate::root().join(".tools/bin/geckodriver");
    let driver = if driver.is_file() { Some(driver) } else { on_path("geckodriver") };
    let firefox = Browser { program: browser, driver: driver.context("geckodriver is missing")? };
    let webkit = ensure("WebKitGTK and its driver", &["webkit2gtk-driver", "xvfb"], || {
        on_path("Xvfb")?;
        Some(Browser { program: mini_browser()?, driver: on_path("WebKitWebDriver")? })
    })?;
    Ok([firefox, webkit])
}

/// Finds it, or installs `packages` by apt as root and finds it then.
fn ensure<T>(title: &str, packages: &[&str], find: impl Fn() -> Option<T>) -> Result<T> {
    if let Some(found) = find() {
        skip(title);
        return Ok(found);
    }
    let list = packages.join(" ");
    if !is_root() || on_path("apt-get").is_none() {
        bail!(
            "{title} is missing. On Debian and Ubuntu run\n\n  sudo apt-get install -y {list}\n\n\
             elsewhere install it as your system does, and set CHROME and CHROMEDRIVER if it lies \
             outside PATH."
        );
    }
    step(title, 0.7, || {
        Invocation::new("apt-get", &["update", "-qq"]).run()?;
        let packages: Vec<String> = packages.iter().map(|&package| package.to_owned()).collect();
        Invocation::new("apt-get", &["install", "-y", "-qq"]).args(&packages).run()
    })?;
    find().with_context(|| format!("{title} is still missing after apt-get install {list}"))
}

fn given(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|directory| directory.join(program)).find(|file| file.is_file())
}

/// Debian puts it beside the library, under the name of the machine.
fn mini_browser() -> Option<PathBuf> {
    let libraries = Path::new("/usr/lib").read_dir().ok()?;
    libraries
        .filter_map(|entry| Some(entry.ok()?.path().join("webkit2gtk-4.1/MiniBrowser")))
        .find(|file| file.is_file())
}

fn is_root() -> bool {
    Invocation::new("id", &["-u"]).read().is_ok_and(|id| id.trim() == "0")
}
