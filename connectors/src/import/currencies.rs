//! Currencies by code, symbol and word.

use ledger::Currency;

/// Symbols and words beside the codes, with the currency each means when it stands alone.
const WORDS: [(&str, &str); 46] = [
    ("€", "EUR"),
    ("eur", "EUR"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("$", "USD"),
    ("us$", "USD"),
    ("usd$", "USD"),
    ("dollar", "USD"),
    ("dollars", "USD"),
    ("£", "GBP"),
    ("c$", "CAD"),
    ("ca$", "CAD"),
    ("can$", "CAD"),
    ("$ca", "CAD"),
    ("a$", "AUD"),
    ("au$", "AUD"),
    ("nz$", "NZD"),
    ("hk$", "HKD"),
    ("s$", "SGD"),
    ("sg$", "SGD"),
    ("r$", "BRL"),
    ("mx$", "MXN"),
    ("mex$", "MXN"),
    ("¥", "JPY"),
    ("￥", "JPY"),
    ("jp¥", "JPY"),
    ("円", "JPY"),
    ("cn¥", "CNY"),
    ("元", "CNY"),
    ("₹", "INR"),
    ("rs", "INR"),
    ("rs.", "INR"),
    ("₩", "KRW"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₪", "ILS"),
    ("zł", "PLN"),
    ("kč", "CZK"),
    ("ft", "HUF"),
    ("lei", "RON"),
    ("лв", "BGN"),
    ("лв.", "BGN"),
    ("fr.", "CHF"),
    ("sfr.", "CHF"),
    ("₫", "VND"),
    ("฿", "THB"),
];

/// Words that name several currencies: read as an amount, but proving none.
const SHARED: [&str; 3] = ["kr", "kr.", "fr"];

/// The currency a cell or a word beside an amount names.
pub(crate) fn from_text(text: &str) -> Option<Currency> {
    let word = text.trim().to_lowercase();
    let code =
        WORDS.iter().find(|(known, _)| *known == word).map_or(word.as_str(), |(_, code)| code);
    Currency::from_code(code).ok()
}

/// Whether a word beside a number may name a currency.
pub(crate) fn looks_like_currency(word: &str) -> bool {
    SHARED.contains(&word.to_lowercase().as_str()) || from_text(word).is_some()
}

/// Whether a symbol is shared by several dollars, pesos or yen: a code elsewhere in the file decides.
pub(crate) fn is_shared_symbol(word: &str) -> bool {
    matches!(word, "$" | "¥" | "￥") || SHARED.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_symbols_and_words_name_a_currency() {
        for (text, code) in
            [("eur", "EUR"), (" € ", "EUR"), ("$", "USD"), ("CHF", "CHF"), ("zł", "PLN")]
        {
            assert_eq!(
                from_text(text).map(|currency| currency.code().to_owned()).as_deref(),
                Some(code)
            );
        }
        assert_eq!(from_text("pcs"), None);
        assert!(looks_like_currency("kr"));
    }
}
