//! The harness of the browser tests: a production server, a driver, a fresh profile, a page driven by role and name.
//!
//! The tests themselves are in `tests/`; [`journey`] is where each of them begins. `bin/soak` and `bin/bench` use
//! the same parts for longer runs.
#![forbid(unsafe_code)]

mod axe;
mod browser;
mod child;
mod console;
mod demo;
mod dice;
mod downloads;
mod emulation;
mod figures;
mod finder;
mod forecast_page;
mod forecaster;
mod hook;
mod import_page;
mod journey;
mod kills;
mod native_engine;
mod online_retail;
mod places;
mod profile;
mod raw_http;
mod series_file;
mod shop;
mod site;
mod storage;
mod tab;
mod upload;

pub use axe::Strictness;
pub use browser::{Browser, Engine};
pub use console::Line;
pub use demo::{DEMO_MARK, demo_shown, open_demo};
pub use dice::Dice;
pub use emulation::{Device, Scheme};
pub use figures::{euros, euros_in_short, grouped, pounds, whole};
pub use finder::{Role, Target};
pub use forecast_page::{ForecastPage, four_weeks};
pub use forecaster::{Answer, Answers, Forecaster, Lesson, Refusal, Task};
pub use hook::{Appends, rename};
pub use import_page::{Done, ImportPage, Taken};
pub use journey::{Stage, journey, journey_on};
pub use kills::{ROUND_HEAD, Round, Victim, kill_once};
pub use native_engine::{expect_native, expect_taught};
pub use online_retail::{OnlineRetail, Posting, RetailLine, Sums, slice};
pub use places::Places;
pub use profile::{Profile, Scope};
pub use raw_http::{Reply, get, request};
pub use series_file::SeriesRow;
pub use shop::{OPEN_MY_VAULT, PASSWORD, Shop, confirm_words, locked, recovery_words, wait_for};
pub use site::Site;
pub use storage::Planted;
pub use tab::Tab;
