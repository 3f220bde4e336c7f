//! What an item is: a product, or postage, a fee, a discount, a gift card written as a line.
//!
//! Told by the shape of the code and by words on code and name, never by one vendor's list.

use ledger::LineKind;

use crate::import::intern::Interner;
use crate::import::text::normalise;

/// Codes and whole names that are no products, in normalised form.
const WORDS: [(LineKind, &str); 7] = [
    (
        LineKind::Shipping,
        "post|postage|dot|dotcom postage|carriage|c2|ship|shipping|shipping cost|shipping costs|shipping and handling|\
         shipping fee|standard shipping|express shipping|delivery|delivery fee|delivery charge|freight|p p|\
         postage and packing|versand|versandkosten|porto|lieferung|lieferkosten|fracht|versandkostenpauschale|\
         frais de port|port|frais de livraison|livraison|frais d expedition|expedition|transport|envio|\
         gastos de envio|costes de envio|coste de envio|portes|flete",
    ),
    (
        LineKind::Fee,
        "bank charges|bank charge|amazonfee|amazon fee|fee|fees|service fee|service charge|transaction fee|paypal fee|\
         stripe fee|card fee|processing fee|commission|cruk commission|gebuhr|gebuhren|bankgebuhren|provision|\
         servicegebuhr|frais|frais bancaires|frais de dossier|comision|comisiones|gastos bancarios|tarifa",
    ),
    (
        LineKind::Discount,
        "d|discount|discounts|coupon|voucher discount|promo|promotion|rabatt|nachlass|preisnachlass|skonto|\
         remise|reduction|rabais|ristourne|bon de reduction|descuento|rebaja|cupon",
    ),
    (
        LineKind::GiftCard,
        "gift card|giftcard|gift voucher|gift certificate|e gift card|geschenkgutschein|gutschein|wertgutschein|\
         geschenkkarte|carte cadeau|cheque cadeau|bon cadeau|bon d achat|tarjeta regalo|tarjeta de regalo|cheque regalo|\
         vale regalo",
    ),
    (LineKind::Tip, "tip|tips|gratuity|trinkgeld|pourboire|propina"),
    (
        LineKind::Other,
        "m|manual|b|s|cruk|adjust|adjustment|adjust bad debt|bad debt|samples|sample|deposit|deposits|test|\
         custom amount|miscellaneous|misc|rounding|anpassung|korrektur|pfand|kaution|rundung|diverses|\
         ajustement|acompte|arrondi|divers|consigne|ajuste|anticipo|redondeo|varios|muestra",
    ),
    (
        LineKind::StockCorrection,
        "stock correction|stock adjustment|inventory adjustment|stocktake|bestandskorrektur|inventur|\
         correction de stock|regularisation stock|ajuste de inventario",
    ),
];

/// The kind of each item.
pub(super) fn classify(items: &Interner) -> Vec<LineKind> {
    let split = |item: u32| {
        let text = items.text(item);
        let mut parts = text.split('\0').map(str::to_owned);
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    };
    let items = 0..items.len() as u32;
    // Single letters are words only among codes made of digits.
    let (mut coded, mut with_digits) = (0_usize, 0_usize);
    for (code, _) in items.clone().map(split).filter(|(code, _)| !code.is_empty()) {
        coded += 1;
        with_digits += usize::from(code.bytes().filter(u8::is_ascii_digit).count() >= 3);
    }
    let are_codes_numeric = coded >= 10 && with_digits * 10 >= coded * 8;
    items.map(split).map(|(code, name)| kind_of(&code, &name, are_codes_numeric)).collect()
}

fn kind_of(code: &str, name: &str, are_codes_numeric: bool) -> LineKind {
    let word = normalise(code);
    if code.bytes().filter(u8::is_ascii_digit).count() <= 1
        && (word.len() >= 3 || are_codes_numeric)
        && let Some(kind) = kind_of_word(&word)
    {
        return kind;
    }
    if word.starts_with("gift 0") || word.starts_with("giftcard") || word.starts_with("gift card") {
        return LineKind::GiftCard;
    }
    let name = normalise(name);
    // A name that says so and nothing else but an amount: `Gift Card - $50.00`.
    let bare = without_amounts(&name);
    match kind_of_word(&bare) {
        Some(kind) if bare.len() >= 3 => kind,
        _ => LineKind::Product,
    }
}

fn kind_of_word(word: &str) -> Option<LineKind> {
    if word.is_empty() {
        return None;
    }
    WORDS
        .iter()
        .find(|(_, words)| words.split('|').any(|known| known == word))
        .map(|(kind, _)| *kind)
}

fn without_amounts(name: &str) -> String {
    let is_amount = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(word, "eur" | "usd" | "gbp" | "chf" | "euro")
    };
    name.split(' ').filter(|word| !is_amount(word)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, name: &str, expected: LineKind) {
        assert_eq!(kind_of(code, name, true), expected, "{code} {name}");
    }

    #[test]
    fn postings_are_told_from_products() {
        check("POST", "POSTAGE", LineKind::Shipping);
        check("DOT", "DOTCOM POSTAGE", LineKind::Shipping);
        check("C2", "CARRIAGE", LineKind::Shipping);
        check("BANK CHARGES", "Bank Charges", LineKind::Fee);
        check("AMAZONFEE", "AMAZON FEE", LineKind::Fee);
        check("D", "Discount", LineKind::Discount);
        check("M", "Manual", LineKind::Other);
        check("CRUK", "CRUK Commission", LineKind::Other);
        check("gift_0001_20", "Dotcomgiftshop Gift Voucher £20.00", LineKind::GiftCard);
        check("", "Gift Card - $50.00", LineKind::GiftCard);
        check("", "Frais de port", LineKind::Shipping);
        check("", "Gastos de envío", LineKind::Shipping);
        check("", "Versandkosten", LineKind::Shipping);
        check("", "Remise", LineKind::Discount);
        check("85123A", "POSTAGE STAMP BOX", LineKind::Product);
        check("PADS", "PADS TO MATCH ALL CUSHIONS", LineKind::Product);
        check("DCGS0003", "BOXED GLASS ASHTRAY", LineKind::Product);
        assert_eq!(kind_of("D", "Mug", false), LineKind::Product);
    }
}
