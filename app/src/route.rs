//! Addresses of the pages that work.

use yew_router::prelude::*;

/// Where a person can be.
#[derive(Debug, Clone, PartialEq, Eq, Routable)]
pub(crate) enum Route {
    /// The start page; leads on to the settings until there is more.
    #[at("/")]
    Home,
    /// Leads on to the first tab.
    #[at("/settings")]
    Settings,
    /// Name, currency, language, zone, theme.
    #[at("/settings/general")]
    General,
    /// What the browser stores, and the log.
    #[at("/settings/storage")]
    Storage,
    /// Password, recovery key, PIN, locks.
    #[at("/settings/security")]
    Security,
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}
