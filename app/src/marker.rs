//! The marker cookie: the one thing that survives when a browser clears a whole origin.

use protocol::Marker;

use crate::browser;

const NAME: &str = "tillcast_vault";
/// As long as browsers keep a cookie at all: 400 days.
const MAX_AGE_S: u32 = 400 * 24 * 60 * 60;

/// The marker of an earlier visit.
pub(crate) fn load() -> Option<Marker> {
    browser::cookie(NAME)?.parse().ok()
}

/// Keeps the marker for the next visit, or removes it.
pub(crate) fn save(marker: Option<&Marker>) {
    let text = marker.map(ToString::to_string);
    browser::set_cookie(NAME, text.as_deref(), MAX_AGE_S);
}
