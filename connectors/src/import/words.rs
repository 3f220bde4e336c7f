//! What headers mean: words of English, French, German and Spanish exports.

use std::collections::HashMap;

use ledger::Field;

use super::currencies;
use super::text::normalise;

/// What a header may mean, before the rest of the file has had its say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// One field.
    Field(Field),
    /// An amount of the line or of the whole order.
    Amount,
    /// The same without tax.
    AmountNet,
    /// The same with tax.
    AmountGross,
    /// A discount of the line or of the whole order.
    Discount,
    /// A tax of the line or of the whole order.
    Tax,
    /// A customer by number, short name or full name.
    Customer,
    /// A kind of item or a kind of event.
    Type,
}

/// A meaning and how well the header fits it, up to 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    pub(crate) meaning: Meaning,
    pub(crate) score: f64,
}

/// The dictionary.
#[derive(Debug)]
pub(crate) struct Words {
    entries: Vec<Entry>,
    /// Entries by the first word of their phrase.
    by_word: HashMap<&'static str, Vec<usize>>,
    /// Single words that may end a German compound.
    endings: Vec<usize>,
}

/// No header is longer; what is longer is data.
const MOST_BYTES: usize = 120;

#[derive(Debug)]
struct Entry {
    phrase: &'static str,
    meaning: Meaning,
    /// The place in its list: the first says it best.
    rank: usize,
}

impl Words {
    pub(crate) fn new() -> Self {
        let mut entries = Vec::new();
        for line in include_str!("words/headers.txt").lines() {
            let Some((name, phrases)) = line.split_once(':') else { continue };
            let Some(meaning) = meaning_of(name) else { continue };
            let phrases = phrases.split(',').map(str::trim).filter(|phrase| !phrase.is_empty());
            entries.extend(phrases.enumerate().map(|(rank, phrase)| Entry {
                phrase,
                meaning,
                rank,
            }));
        }
        let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            let first = entry.phrase.split(' ').next().unwrap_or_default();
            by_word.entry(first).or_default().push(at);
        }
        let is_ending = |entry: &Entry| entry.phrase.len() >= 5 && !entry.phrase.contains(' ');
        let endings = (0..entries.len()).filter(|&at| is_ending(&entries[at])).collect();
        Self { entries, by_word, endings }
    }

    /// The best meaning of a header.
    pub(crate) fn look_up(&self, header: &str) -> Option<Match> {
        if header.len() > MOST_BYTES {
            return None;
        }
        let whole = normalise(header);
        if whole.is_empty() {
            return None;
        }
        let bare = without_noise(&whole);
        let best = |text: &str, most: f64| {
            let words = text.split(' ').filter_map(|word| self.by_word.get(word)).flatten();
            let candidates = words.chain(&self.endings).map(|&at| &self.entries[at]);
            let matches = candidates.filter_map(|entry| {
                let fit = fit(text, entry.phrase)?;
                let score = fit * most - entry.rank.min(40) as f64 * 0.3;
                Some(Match { meaning: entry.meaning, score })
            });
            matches.max_by(|a, b| a.score.total_cmp(&b.score))
        };
        let (of_whole, of_bare) = (best(&whole, 100.0), best(&bare, 96.0));
        match (of_whole, of_bare) {
            (Some(a), Some(b)) if b.score > a.score => Some(b),
            (Some(a), _) => Some(a),
            (None, b) => b,
        }
    }

    /// Whether a header is known well enough to tell a header row from data.
    pub(crate) fn knows(&self, header: &str) -> bool {
        self.look_up(header).is_some_and(|found| found.score > 55.0)
    }
}

/// How well a phrase fits a header, 0 to 1.
fn fit(header: &str, phrase: &str) -> Option<f64> {
    if header == phrase {
        return Some(1.0);
    }
    let contains = |text: &str, part: &str| {
        text.match_indices(part).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + part.len()..].chars().next();
            before.is_none_or(|c| c == ' ') && after.is_none_or(|c| c == ' ')
        })
    };
    if contains(header, phrase) {
        let share = phrase.len() as f64 / header.len() as f64;
        return Some(0.58 + 0.3 * share);
    }
    // German writes compounds in one word: `Bestellpositionsmenge`, `Rechnungsdatum`.
    let is_compound = phrase.len() >= 5 && !phrase.contains(' ') && header.ends_with(phrase);
    is_compound.then(|| 0.5 + 0.2 * phrase.len() as f64 / header.len() as f64)
}

/// Without currency codes and other words that only say how amounts are written.
fn without_noise(header: &str) -> String {
    const NOISE: [&str; 12] = [
        "eur",
        "usd",
        "gbp",
        "chf",
        "cad",
        "euro",
        "value",
        "formatted",
        "editable",
        "not",
        "current",
        "s",
    ];
    let is_noise =
        |word: &&str| !NOISE.contains(word) && (word.len() != 3 || currency(word).is_none());
    header.split(' ').filter(is_noise).collect::<Vec<_>>().join(" ")
}

fn currency(word: &str) -> Option<ledger::Currency> {
    // Words that are also codes of currencies hardly anyone sells in.
    (!matches!(word, "all" | "top" | "try" | "cup" | "mop")).then(|| currencies::from_text(word))?
}

/// The currency a header names: `Betrag (EUR)`, `Total €`.
pub(crate) fn header_currency(header: &str) -> Option<ledger::Currency> {
    let separators =
        |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '/' | '_' | '-' | ':');
    let words = header.split(separators).filter(|word| !word.is_empty());
    // Only capitals and symbols: `all` and `try` are English.
    let mut found = words
        .filter(|word| word.chars().all(|c| c.is_ascii_uppercase() || !c.is_alphanumeric()))
        .filter(|word| word.chars().count() == 3 || !word.is_ascii() || *word == "$")
        .filter_map(currencies::from_text);
    found.next()
}

fn meaning_of(name: &str) -> Option<Meaning> {
    let field = match name.trim() {
        "amount" => return Some(Meaning::Amount),
        "amount net" => return Some(Meaning::AmountNet),
        "amount gross" => return Some(Meaning::AmountGross),
        "discount" => return Some(Meaning::Discount),
        "tax" => return Some(Meaning::Tax),
        "customer" => return Some(Meaning::Customer),
        "type" => return Some(Meaning::Type),
        "ignore" => Field::Ignore,
        "date" => Field::Date,
        "time" => Field::Time,
        "updated at" => Field::UpdatedAt,
        "cancelled at" => Field::CancelledAt,
        "order number" => Field::OrderNumber,
        "payment id" => Field::PaymentId,
        "line id" => Field::LineId,
        "event type" => Field::EventType,
        "status" => Field::Status,
        "item code" => Field::ItemCode,
        "item name" => Field::ItemName,
        "variant" => Field::Variant,
        "barcode" => Field::Barcode,
        "category" => Field::Category,
        "place" => Field::Place,
        "channel" => Field::Channel,
        "quantity" => Field::Quantity,
        "unit price" => Field::UnitPrice,
        "line amount" => Field::LineAmount,
        "line discount" => Field::LineDiscount,
        "line tax" => Field::LineTax,
        "tax rate" => Field::TaxRate,
        "order subtotal" => Field::OrderSubtotal,
        "order discount" => Field::OrderDiscount,
        "shipping" => Field::Shipping,
        "order tax" => Field::OrderTax,
        "order total" => Field::OrderTotal,
        "refunded" => Field::Refunded,
        "tip" => Field::Tip,
        "fee" => Field::Fee,
        "currency" => Field::Currency,
        "customer number" => Field::Customer,
        "customer name" => Field::CustomerName,
        "customer email" => Field::CustomerEmail,
        "country" => Field::Country,
        "seller" => Field::Seller,
        "note" => Field::Note,
        "cost" => Field::Cost,
        "on hand" => Field::OnHand,
        "committed" => Field::Committed,
        "available" => Field::Available,
        "product handle" => Field::ProductHandle,
        "item list" => Field::ItemList,
        "rate from" => Field::RateFrom,
        "rate to" => Field::RateTo,
        "rate" => Field::Rate,
        "order net" => Field::OrderNet,
        "time zone" => Field::TimeZone,
        _ => return None,
    };
    Some(Meaning::Field(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_dictionary_has_a_meaning() {
        for line in include_str!("words/headers.txt").lines().filter(|line| line.contains(':')) {
            let name = line.split(':').next().unwrap();
            assert!(meaning_of(name).is_some(), "{name}");
        }
    }

    #[test]
    fn headers_of_four_languages_are_understood() {
        let words = Words::new();
        let check = |header: &str, meaning| {
            assert_eq!(words.look_up(header).map(|found| found.meaning), Some(meaning), "{header}");
        };
        for header in [
            "Order no ",
            "InvoiceNo",
            "Belegnr.",
            "N° de commande",
            "N.º de pedido",
            "Receipt number",
        ] {
            check(header, Meaning::Field(Field::OrderNumber));
        }
        for header in ["Date", "Bestelldatum", "Date de vente", "Fecha del pedido", "InvoiceDate"] {
            check(header, Meaning::Field(Field::Date));
        }
        for header in ["Qty", "Menge", "Qté", "Cantidad", "Stückzahl"] {
            check(header, Meaning::Field(Field::Quantity));
        }
        for header in ["Unit price", "Einzelpreis", "Prix unitaire HT", "Precio unitario (EUR)"] {
            check(header, Meaning::Field(Field::UnitPrice));
        }
        check("Gesamt", Meaning::Amount);
        check("Total TTC", Meaning::AmountGross);
        check("Ship date", Meaning::Field(Field::Ignore));
        check("Währung", Meaning::Field(Field::Currency));
        assert_eq!(words.look_up("Xyzzy"), None);
    }

    #[test]
    fn headers_may_name_the_currency() {
        assert_eq!(
            header_currency("Betrag (EUR)").map(|c| c.code().to_owned()),
            Some("EUR".into())
        );
        assert_eq!(header_currency("Total €").map(|c| c.code().to_owned()), Some("EUR".into()));
        assert_eq!(header_currency("All orders"), None);
    }
}
