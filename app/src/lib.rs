//! The page: shell, gate, settings and the kit of components, on Yew.
//!
//! It renders what the ledger worker says may be shown ([`protocol::Gate`]) and sends what a person wants as
//! requests. It holds no business rule, reads no store, and shows nothing of a vault that is locked.
#![forbid(unsafe_code)]

mod activity;
mod browser;
mod chart;
mod client;
mod components;
mod connected;
mod files;
#[cfg(any(debug_assertions, feature = "testing"))]
mod gallery;
mod gate;
mod hooks;
mod i18n;
mod icon;
mod install;
mod intl;
mod link;
mod marker;
mod pages;
mod root;
mod route;
mod service_worker;
mod shell;
mod start;
#[cfg(feature = "testing")]
mod test_door;
mod trusted;

pub use start::run;
