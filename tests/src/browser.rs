//! A browser on a profile of its own, through its WebDriver.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, WebDriverBuilder};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::time::Instant;

use crate::child::Child;
use crate::places::Places;
use crate::profile::Profile;
use crate::raw_http;
use crate::tab::Tab;

const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1440,900",
];

/// Which browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium by chromedriver: the gate's browser.
    Chromium,
    /// Firefox ESR by geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser by WebKitWebDriver; needs a display.
    WebKit,
}

impl Engine {
    /// Whether its driver hands out the console, and speaks the DevTools protocol.
    #[must_use]
    pub const fn has_log(self) -> bool {
        matches!(self, Self::Chromium)
    }

    fn capabilities(self, places: &Places, profile: &Profile) -> Result<Capabilities> {
        let value = match self {
            Self::Chromium => {
                let mut args: Vec<String> = FLAGS.map(str::to_owned).into();
                args.push(format!("--user-data-dir={}", profile.path().display()));
                args.push("--lang=en-GB".into());
                json!({
                    "browserName": "chrome",
                    "goog:chromeOptions": {
                        "binary": places.chrome(),
                        "args": args,
                        "prefs": { "intl.accept_languages": "en-GB,en" },
                    },
                    "goog:loggingPrefs": { "browser": "ALL" },
                })
            }
            Self::Firefox => {
                let mut options = json!({
                    "args": ["-headless"],
                    "prefs": { "intl.accept_languages": "en-GB,en" },
                });
                if let Some(firefox) = places.firefox() {
                    options["binary"] = json!(firefox);
                }
                json!({ "browserName": "firefox", "moz:firefoxOptions": options })
            }
            Self::WebKit => json!({
                "webkitgtk:browserOptions": {
                    "binary": places.mini_browser()?,
                    "args": ["--automation"],
                },
            }),
        };
        let map = value.as_object().context("an object was written above")?.clone();
        Ok(Capabilities::from(map))
    }

    /// A screen for the one that has no headless mode; `None` if there is one, or none is needed.
    async fn start_screen(self) -> Result<Option<(Child, String)>> {
        if self != Self::WebKit || std::env::var_os("DISPLAY").is_some() {
            return Ok(None);
        }
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"]);
        let mut screen = Child::start(command)?;
        let number = screen.line(|line| line.trim().parse::<u32>().ok()).await?;
        Ok(Some((screen, format!(":{number}"))))
    }

    async fn start_driver(self, places: &Places, display: Option<&str>) -> Result<(Child, u16)> {
        // A port that is free now; the driver is started right after.
        let port = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
        let program = match self {
            Self::Chromium => places.chromedriver(),
            Self::Firefox => places.geckodriver(),
            Self::WebKit => places.webkit_driver(),
        };
        let mut command = Command::new(program);
        command.arg(format!("--port={port}"));
        if let Some(display) = display {
            command.env("DISPLAY", display);
        }
        if self == Self::WebKit {
            command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
        }
        Ok((Child::start(command)?, port))
    }
}

pub(crate) struct Session {
    pub(crate) driver: WebDriver,
    pub(crate) current: RefCell<WindowHandle>,
}

/// A running browser.
pub struct Browser {
    engine: Engine,
    session: Rc<Session>,
    driver_process: Option<Child>,
    // Goes after the driver.
    _screen: Option<Child>,
}

impl Browser {
    /// Starts a driver and a browser on `profile`.
    ///
    /// # Errors
    /// If either does not start within 30 s.
    pub async fn start(engine: Engine, profile: &Profile) -> Result<Self> {
        let places = Places::new();
        let screen = engine.start_screen().await?;
        let display = screen.as_ref().map(|(_, display)| display.as_str());
        let (driver_process, port) = engine.start_driver(&places, display).await?;
        let url = format!("http://127.0.0.1:{port}");
        let driver = connect(&url, &engine.capabilities(&places, profile)?).await?;
        driver.set_script_timeout(Duration::from_secs(60)).await?;
        let current = RefCell::new(driver.window().await?);
        let session = Rc::new(Session { driver, current });
        let screen = screen.map(|(process, _)| process);
        Ok(Self { engine, session, driver_process: Some(driver_process), _screen: screen })
    }

    /// Which browser this is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Its version, as the driver tells it.
    #[must_use]
    pub fn version(&self) -> String {
        let told = self.session.driver.capabilities().get("browserVersion");
        told.and_then(|version| version.as_str()).unwrap_or_default().to_owned()
    }

    /// The tab the browser has had from the start, or the one last looked at.
    #[must_use]
    pub fn tab(&self) -> Tab {
        Tab::new(Rc::clone(&self.session), self.session.current.borrow().clone())
    }

    /// Opens another tab.
    ///
    /// # Errors
    /// If the driver refuses.
    pub async fn new_tab(&self) -> Result<Tab> {
        let window = self.session.driver.new_tab().await?;
        Ok(Tab::new(Rc::clone(&self.session), window))
    }

    /// Opens a tab past the driver, which refuses everything while its current tab is a crashed one.
    ///
    /// # Errors
    /// If the browser died too.
    pub async fn new_tab_after_crash(&self) -> Result<Tab> {
        let driver = &self.session.driver;
        let before = driver.windows().await?;
        let options = driver.capabilities().get("goog:chromeOptions");
        let port = options
            .and_then(|options| {
                options["debuggerAddress"].as_str()?.rsplit_once(':')?.1.parse().ok()
            })
            .context("the browser tells where its DevTools listen")?;
        let opened = raw_http::request(port, "PUT /json/new HTTP/1.1", &[("Host", "localhost")]);
        ensure!(opened.await?.status == 200, "the browser opened no tab");
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let windows = driver.windows().await?;
            if let Some(new) = windows.into_iter().find(|window| !before.contains(window)) {
                return Ok(Tab::new(Rc::clone(&self.session), new));
            }
            ensure!(Instant::now() < deadline, "the driver does not see the new tab");
        }
    }

    /// Every open tab.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn tabs(&self) -> Result<Vec<Tab>> {
        let windows = self.session.driver.windows().await?;
        Ok(windows.into_iter().map(|w| Tab::new(Rc::clone(&self.session), w)).collect())
    }

    /// Ends it in good order.
    ///
    /// # Errors
    /// If the session was gone already.
    pub async fn quit(mut self) -> Result<()> {
        self.session.driver.clone().quit().await?;
        self.stop_driver().await
    }

    /// Ends the driver of a browser that was killed.
    ///
    /// # Errors
    /// If waiting for its end fails.
    pub async fn bury(mut self) -> Result<()> {
        self.stop_driver().await
    }

    async fn stop_driver(&mut self) -> Result<()> {
        match self.driver_process.take() {
            Some(process) => process.stop().await,
            None => Ok(()),
        }
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        &self.session.driver
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A session that is neither quit nor leaked blocks the thread that drops it, for ever on a
        // runtime of one thread. An error means that it was quit.
        let _ = self.session.driver.clone().leak();
    }
}

async fn connect(url: &str, capabilities: &Capabilities) -> Result<WebDriver> {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let attempt = WebDriverBuilder::connect(
            WebDriver::builder(url, capabilities.clone()).request_timeout(Duration::from_secs(120)),
        )
        .await;
        match attempt {
            Ok(driver) => return Ok(driver),
            Err(error) if Instant::now() > deadline => {
                return Err(error).context("the browser did not start");
            }
            // The driver does not listen yet.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}
