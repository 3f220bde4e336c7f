//! The list of currencies, in the reader's language.

use crate::components::{Options, options};
use crate::i18n::I18n;
use crate::intl;

/// Those a shop is most likely to count in come first, then all the browser can name that ISO 4217 knows.
const FIRST: [&str; 8] = ["EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY", "INR"];

/// What stands beside a currency's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CurrencyLabel {
    /// Its name, where there is room.
    Name,
    /// Its symbol.
    Symbol,
}

/// Code and label of every currency.
pub(crate) fn currency_options(i18n: &I18n, label: CurrencyLabel) -> Options {
    let rest = intl::currencies().into_iter().filter(|code| {
        !FIRST.contains(&code.as_str()) && ledger::Currency::from_code(code).is_ok()
    });
    let codes = FIRST.into_iter().map(str::to_owned).chain(rest);
    options(codes.map(|code| {
        let beside = match label {
            CurrencyLabel::Name => i18n.formats().currency_name(&code),
            CurrencyLabel::Symbol => i18n.formats().currency_symbol(&code),
        };
        let label = if beside == code { code.clone() } else { format!("{code}, {beside}") };
        (code, label)
    }))
}
