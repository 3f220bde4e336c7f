//! Words as people and programs write them, made comparable.

use std::borrow::Cow;

/// Lower case, accents folded, everything but letters and digits as one space: `Montant (TTC)` → `montant ttc`.
pub(crate) fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut was_lower = false;
    for c in text.trim().chars() {
        // `InvoiceNo` is two words.
        if c.is_uppercase() && was_lower {
            out.push(' ');
        }
        was_lower = c.is_lowercase() || c.is_ascii_digit();
        match fold(c) {
            Folded::Same(c) if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            Folded::Letters(letters) => out.push_str(letters),
            Folded::Same('#') => out.push_str(" number "),
            Folded::Same('%') => out.push_str(" percent "),
            Folded::Same('\'' | '’' | '\u{200b}' | '\u{feff}') => {}
            Folded::Same(_) => out.push(' '),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

enum Folded {
    Same(char),
    Letters(&'static str),
}

fn fold(c: char) -> Folded {
    Folded::Letters(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Å' => "a",
        'ä' | 'Ä' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => "i",
        'ñ' | 'Ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'ø' | 'Ø' => "o",
        'œ' | 'Œ' => "oe",
        'ß' => "ss",
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => "u",
        'ÿ' | 'ý' | 'Ý' => "y",
        'º' | '°' => "o",
        'ª' => "a",
        _ => return Folded::Same(c),
    })
}

/// `&#36;72.00` → `$72.00`; only the entities that stand in amounts and names.
pub(crate) fn decode_entities(cell: &[u8]) -> Cow<'_, [u8]> {
    if !cell.contains(&b'&') {
        return Cow::Borrowed(cell);
    }
    let text = String::from_utf8_lossy(cell);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest
            .find(';')
            .filter(|&end| end <= 10)
            .and_then(|end| entity_character(&rest[1..end]).map(|character| (character, end)));
        match entity {
            Some((character, end)) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out.into_bytes())
}

fn entity_character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "nbsp" => '\u{a0}',
        "euro" => '€',
        "pound" => '£',
        "yen" => '¥',
        "quot" => '"',
        "apos" => '\'',
        "lt" => '<',
        "gt" => '>',
        "times" => '×',
        "ndash" => '–',
        _ => return None,
    })
}

/// Whether a spreadsheet would run the cell instead of showing it. Negative numbers are none of these.
pub(crate) fn is_formula(cell: &[u8]) -> bool {
    match cell {
        [b'=' | b'@', next, ..] => !next.is_ascii_whitespace(),
        [b'+' | b'-', next, ..] => next.is_ascii_alphabetic() && cell.contains(&b'('),
        _ => false,
    }
}

/// Up to `most` characters.
pub(crate) fn shorten(cell: &[u8], most: usize) -> String {
    let text = String::from_utf8_lossy(cell);
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_become_comparable() {
        for (header, expected) in [
            (" Order no ", "order no"),
            ("InvoiceNo", "invoice no"),
            ("Währung", "wahrung"),
            ("N.º de pedido", "n o de pedido"),
            ("Prix unitaire (HT)", "prix unitaire ht"),
            ("lineitem_sku", "lineitem sku"),
            ("\u{feff}Order #", "order number"),
            ("SKU", "sku"),
        ] {
            assert_eq!(normalise(header), expected);
        }
    }

    #[test]
    fn entities_are_decoded() {
        assert_eq!(decode_entities(b"&#36;72.00 &amp; A&B;").as_ref(), b"$72.00 & A&B;");
        assert_eq!(decode_entities("5&nbsp;&euro;".as_bytes()).as_ref(), "5\u{a0}€".as_bytes());
    }

    #[test]
    fn formulas_are_seen_and_negative_numbers_are_not() {
        assert!(is_formula(b"=HYPERLINK(\"x\")"));
        assert!(is_formula(b"@SUM(A1)"));
        assert!(is_formula(b"-cmd(1)"));
        assert!(!is_formula(b"-45.00"));
        assert!(!is_formula(b"+49 170"));
        assert!(!is_formula(b"- none (yet)"));
    }
}
