//! The list of currencies, in the reader's language.

use crate::components::{Options, options};
use crate::i18n::I18n;
use crate::intl;

/// Those a shop is most likely to count in come first, then all the browser can name that ISO 4217 knows.
const FIRST: [&str; 8] = ["EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY", "INR"];

/// Code and name of every currency.
pub(crate) fn currency_options(i18n: &I18n) -> Options {
    let rest = intl::currencies().into_iter().filter(|code| {
        !FIRST.contains(&code.as_str()) && ledger::Currency::from_code(code).is_ok()
    });
    let codes = FIRST.into_iter().map(str::to_owned).chain(rest);
    options(codes.map(|code| {
        let label = format!("{code}, {}", i18n.formats().currency_name(&code));
        (code, label)
    }))
}
