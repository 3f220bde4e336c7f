//! Words of states and events in four languages.

use super::text::normalise;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// Sold.
    Sale,
    /// Taken back or paid back.
    Return,
    /// Undone before it was one.
    Void,
    /// Neither sale nor return: payouts, deposits, transfers, adjustments.
    Other,
}

/// What a row is in a file that mixes receipts, their lines and their payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowType {
    /// The receipt as a whole.
    Order,
    /// One line of it.
    Line,
    /// How it was paid.
    Payment,
}

/// What kind of row a cell names.
pub(crate) fn row_type(cell: &str) -> RowType {
    let words = normalise(cell);
    let is_any = |known: &[&str]| known.iter().any(|word| has_word(&words, word));
    if is_any(&["line", "item", "line item", "position", "zeile", "artikel", "ligne", "linea"]) {
        RowType::Line
    } else if is_any(&["payment", "tender", "change", "zahlung", "paiement", "reglement", "pago"]) {
        RowType::Payment
    } else {
        RowType::Order
    }
}

/// How an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Counts.
    Done,
    /// Not paid yet.
    Pending,
    /// Cancelled: counts for nothing.
    Cancelled,
}

/// The event a cell names.
pub(crate) fn event(cell: &str) -> Option<Event> {
    let words = normalise(cell);
    let is_any = |known: &[&str]| known.iter().any(|word| has_word(&words, word));
    if is_any(&[
        "refund",
        "refunded",
        "return",
        "returned",
        "erstattung",
        "ruckerstattung",
        "retoure",
        "ruckgabe",
        "gutschrift",
        "remboursement",
        "retour",
        "avoir",
        "reembolso",
        "devolucion",
        "abono",
        "credit note",
        "chargeback",
        "reversal",
    ]) {
        return Some(Event::Return);
    }
    if is_any(&[
        "void",
        "voided",
        "cancelled",
        "canceled",
        "cancellation",
        "storno",
        "storniert",
        "annulation",
        "annule",
        "annulee",
        "anulado",
        "anulada",
        "cancelado",
        "cancelada",
        "anulacion",
    ]) {
        return Some(Event::Void);
    }
    if is_any(&[
        "payout",
        "transfer",
        "deposit",
        "withdrawal",
        "auszahlung",
        "uberweisung",
        "virement",
        "versement",
        "transferencia",
        "retiro",
        "currency conversion",
        "hold",
        "reserve",
    ]) {
        return Some(Event::Other);
    }
    is_any(&[
        "sale", "sales", "payment", "order", "charge", "purchase", "verkauf", "zahlung", "kauf",
        "rechnung", "vente", "paiement", "achat", "facture", "venta", "pago", "compra", "factura",
        "invoice",
    ])
    .then_some(Event::Sale)
}

/// How an order stands by a status cell; unknown words count as done.
pub(crate) fn state(cell: &str) -> State {
    let words = normalise(cell);
    let is_any = |known: &[&str]| known.iter().any(|word| has_word(&words, word));
    if is_any(&[
        "cancelled",
        "canceled",
        "cancel",
        "cancelada",
        "cancelado",
        "void",
        "voided",
        "failed",
        "declined",
        "expired",
        "abandoned",
        "storniert",
        "abgebrochen",
        "fehlgeschlagen",
        "annule",
        "annulee",
        "echoue",
        "echouee",
        "anulado",
        "anulada",
        "fallido",
        "rechazado",
        "trash",
        "draft",
    ]) {
        return State::Cancelled;
    }
    let is_undone = is_any(&["unpaid", "unbezahlt", "impaye", "impayee"])
        || words.starts_with("not paid")
        || is_any(&[
            "pending",
            "authorized",
            "authorised",
            "on hold",
            "awaiting",
            "open",
            "offen",
            "ausstehend",
            "wartet",
            "en attente",
            "attente",
            "pendiente",
            "en espera",
        ]);
    if is_undone { State::Pending } else { State::Done }
}

fn has_word(words: &str, wanted: &str) -> bool {
    let mut at = 0;
    while let Some(found) = words[at..].find(wanted) {
        let start = at + found;
        let end = start + wanted.len();
        let is_start = start == 0 || words.as_bytes()[start - 1] == b' ';
        let is_end = end == words.len() || words.as_bytes()[end] == b' ';
        if is_start && is_end {
            return true;
        }
        at = end;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_four_languages_are_told() {
        for (cell, expected) in [
            ("paid", State::Done),
            ("Cancelled", State::Cancelled),
            ("Annulée", State::Cancelled),
            ("storniert", State::Cancelled),
            ("en attente de paiement", State::Pending),
            ("on-hold", State::Pending),
            ("pendiente", State::Pending),
            ("authorized", State::Pending),
            ("partially_refunded", State::Done),
        ] {
            assert_eq!(state(cell), expected, "{cell}");
        }
    }

    #[test]
    fn events_of_four_languages_are_told() {
        assert_eq!(event("Payment"), Some(Event::Sale));
        assert_eq!(event("Rückerstattung"), Some(Event::Return));
        assert_eq!(event("Remboursement"), Some(Event::Return));
        assert_eq!(event("Devolución"), Some(Event::Return));
        assert_eq!(event("Payout"), Some(Event::Other));
        assert_eq!(event("Kitchen"), None);
    }
}
