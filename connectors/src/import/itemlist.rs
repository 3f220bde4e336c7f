//! Several items in one cell: `2× Mug, 1× Beeswax Candle, 8 oz`.

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed<'a> {
    pub(crate) quantity: i64,
    pub(crate) name: &'a str,
}

/// Whether a cell is such a list.
pub(crate) fn is_list(cell: &str) -> bool {
    head(cell).is_some()
}

/// The items of a cell. A comma parts two items only if a quantity follows it.
pub(crate) fn parse(cell: &str) -> Vec<Listed<'_>> {
    let mut found = Vec::new();
    let mut rest = cell.trim();
    while let Some((quantity, name_at)) = head(rest) {
        let body = &rest[name_at..];
        let end = body
            .match_indices([',', ';', '|', '\n'])
            .map(|(at, _)| at)
            .find(|&at| head(body[at + 1..].trim_start()).is_some());
        let name = body[..end.unwrap_or(body.len())].trim();
        found.push(Listed { quantity, name });
        match end {
            Some(end) => rest = body[end + 1..].trim_start(),
            None => break,
        }
    }
    found
}

/// `2× `, `2 x `: the quantity and where the name begins.
fn head(text: &str) -> Option<(i64, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=6).contains(&digits) {
        return None;
    }
    let after = text[digits..].trim_start();
    let sign = after.chars().next().filter(|c| matches!(c, '×' | 'x' | 'X' | '*'))?;
    let name = &after[sign.len_utf8()..];
    // `2x4 timber` is a name; a real list has a space on one side of the sign.
    let is_parted = name.starts_with(char::is_whitespace) || text.len() - digits != after.len();
    if !is_parted && sign != '×' {
        return None;
    }
    let name_at = text.len() - name.trim_start().len();
    (name_at < text.len()).then(|| Some((text[..digits].parse().ok()?, name_at)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_inside_names_do_not_part_items() {
        let listed = parse("2× Beeswax Candle, 8 oz, 1× Fernwood Mug");
        let found: Vec<_> = listed.iter().map(|item| (item.quantity, item.name)).collect();
        assert_eq!(found, [(2, "Beeswax Candle, 8 oz"), (1, "Fernwood Mug")]);
        assert!(is_list("3 x Mug"));
        assert!(!is_list("2x4 timber"));
        assert!(!is_list("Fernwood Mug"));
        assert!(parse("").is_empty());
    }
}
